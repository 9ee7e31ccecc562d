//! The tools of a package or component, as WIT describes them.

#![expect(clippy::indexing_slicing, reason = "an id indexes the arena of the `Resolve` that gave it")]

use std::{collections::BTreeMap, path::Path};

use jumpseat_package::{Docs, FieldKind, FieldShape, TypeDocs};
use wit_parser::{InterfaceId, PackageId, Resolve, Type, TypeDef, TypeDefKind, TypeId};

use super::DescriptionError;

/// The WIT of a skill: its package with an interface named `tools`.
pub(crate) struct Wit {
    resolve: Resolve,
    tools: InterfaceId,
}

impl Wit {
    /// Reads a folder of WIT with its `deps`.
    pub(crate) fn read(dir: &Path) -> Result<Self, DescriptionError> {
        let mut resolve = Resolve { all_features: true, ..Resolve::default() };
        let (package, _) = resolve
            .push_dir(dir)
            .map_err(|error| DescriptionError::Wit { path: dir.to_owned(), message: format!("{error:#}") })?;
        let tools = tools_of(&resolve, package).ok_or_else(|| DescriptionError::NoTools { path: dir.to_owned() })?;
        Ok(Self { resolve, tools })
    }

    /// The interface of the tools.
    pub(crate) fn tools(&self) -> Interface<'_> {
        Interface { resolve: &self.resolve, id: self.tools }
    }

    /// The kinds of event that the contract has, or nothing if the WIT does not hold them.
    pub(crate) fn event_kinds(&self) -> Option<Vec<String>> {
        let is_skill = |name: &wit_parser::PackageName| name.namespace == "jumpseat" && name.name == "skill";
        let (_, package) = self.resolve.packages.iter().find(|(_, package)| is_skill(&package.name))?;
        let events = &self.resolve.interfaces[*package.interfaces.get("events")?];
        let TypeDefKind::Variant(event) = &self.resolve.types[*events.types.get("event")?].kind else { return None };
        Some(event.cases.iter().map(|case| case.name.clone()).collect())
    }
}

fn tools_of(resolve: &Resolve, package: PackageId) -> Option<InterfaceId> {
    let id = *resolve.packages[package].interfaces.get("tools")?;
    (!resolve.interfaces[id].functions.is_empty()).then_some(id)
}

/// An interface of tools in some WIT.
#[derive(Clone, Copy)]
pub(crate) struct Interface<'a> {
    pub(crate) resolve: &'a Resolve,
    pub(crate) id: InterfaceId,
}

impl<'a> Interface<'a> {
    /// Its full name: "acme:noodles/tools@0.1.0".
    pub(crate) fn name(self) -> String {
        self.resolve.id_of(self.id).unwrap_or_default()
    }

    /// The fields of each function's request, by the function's name.
    pub(crate) fn shapes(self) -> BTreeMap<String, Vec<FieldShape>> {
        let functions = &self.interface().functions;
        functions.iter().map(|(name, function)| (name.clone(), self.request(function))).collect()
    }

    /// The doc comments of the functions and of the types that they may take.
    pub(crate) fn docs(self) -> Docs {
        let interface = self.interface();
        let functions =
            interface.functions.iter().filter_map(|(name, function)| Some((name.clone(), text(&function.docs)?)));
        let types = interface.types.iter().filter_map(|(name, id)| Some((name.clone(), self.type_docs(*id)?)));
        Docs {
            interface: text(&interface.docs).unwrap_or_default(),
            functions: functions.collect(),
            types: types.collect(),
        }
    }

    /// The functions and fields of requests that have no doc comment.
    pub(crate) fn undocumented(self) -> Vec<String> {
        let interface = self.interface();
        let functions = interface.functions.iter().filter(|(_, function)| function.docs.is_empty());
        let mut undocumented: Vec<String> = functions.map(|(name, _)| name.clone()).collect();
        for (name, id) in &interface.types {
            if let TypeDefKind::Record(record) = &self.resolve.types[*id].kind {
                let fields = record.fields.iter().filter(|field| field.docs.is_empty());
                undocumented.extend(fields.map(|field| format!("{name}.{}", field.name)));
            }
        }
        undocumented
    }

    fn interface(self) -> &'a wit_parser::Interface {
        &self.resolve.interfaces[self.id]
    }

    fn request(self, function: &wit_parser::Function) -> Vec<FieldShape> {
        let Some(Type::Id(id)) = function.params.first().map(|parameter| parameter.ty) else { return Vec::new() };
        let TypeDefKind::Record(record) = &self.definition(id).kind else { return Vec::new() };
        record.fields.iter().map(|field| self.field(&field.name, &field.ty)).collect()
    }

    fn field(self, name: &str, ty: &Type) -> FieldShape {
        let given = self.option(ty);
        FieldShape { name: name.to_owned(), required: given.is_none(), kind: self.kind(given.as_ref().unwrap_or(ty)) }
    }

    /// What an `option` holds, if the type is one.
    fn option(self, ty: &Type) -> Option<Type> {
        let Type::Id(id) = ty else { return None };
        if let TypeDefKind::Option(inner) = &self.definition(*id).kind { Some(*inner) } else { None }
    }

    fn kind(self, ty: &Type) -> FieldKind {
        let integer = |min: i64, max: u64| FieldKind::Integer { min: min.into(), max: max.into() };
        match ty {
            Type::Bool => FieldKind::Bool,
            Type::U8 => integer(0, u8::MAX.into()),
            Type::U16 => integer(0, u16::MAX.into()),
            Type::U32 => integer(0, u32::MAX.into()),
            Type::U64 => integer(0, u64::MAX),
            Type::S8 => integer(i8::MIN.into(), i8::MAX.unsigned_abs().into()),
            Type::S16 => integer(i16::MIN.into(), i16::MAX.unsigned_abs().into()),
            Type::S32 => integer(i32::MIN.into(), i32::MAX.unsigned_abs().into()),
            Type::S64 => integer(i64::MIN, i64::MAX.unsigned_abs()),
            Type::F32 | Type::F64 => FieldKind::Number,
            Type::String => FieldKind::Text,
            Type::Char | Type::ErrorContext => FieldKind::Other,
            Type::Id(id) => self.defined_kind(*id),
        }
    }

    fn defined_kind(self, id: TypeId) -> FieldKind {
        let definition = &self.definition(id).kind;
        if let TypeDefKind::Enum(cases) = definition {
            let name = self.resolve.types[id].name.clone().unwrap_or_default();
            FieldKind::Enum { name, cases: cases.cases.iter().map(|case| case.name.clone()).collect() }
        } else if let TypeDefKind::Type(ty) = definition {
            self.kind(ty)
        } else {
            FieldKind::Other
        }
    }

    /// The definition of a type, behind any names that only stand for it.
    fn definition(self, id: TypeId) -> &'a TypeDef {
        let mut definition = &self.resolve.types[id];
        while let TypeDefKind::Type(Type::Id(next)) = definition.kind {
            definition = &self.resolve.types[next];
        }
        definition
    }

    /// The doc comments of a type and its members; those of a type that it stands for, where it has none itself.
    fn type_docs(self, id: TypeId) -> Option<TypeDocs> {
        let definition = self.definition(id);
        if self.is_contract(definition) {
            return None;
        }
        let docs = text(&self.resolve.types[id].docs).or_else(|| text(&definition.docs)).unwrap_or_default();
        let documented =
            members(&definition.kind).into_iter().filter_map(|(name, docs)| Some((name.clone(), text(docs)?)));
        let members: BTreeMap<_, _> = documented.collect();
        (!docs.is_empty() || !members.is_empty()).then_some(TypeDocs { docs, members })
    }

    /// Whether a type belongs to the contract. Everybody knows what a reply is.
    fn is_contract(self, definition: &TypeDef) -> bool {
        let wit_parser::TypeOwner::Interface(owner) = definition.owner else { return false };
        let package = self.resolve.interfaces[owner].package.map(|package| &self.resolve.packages[package].name);
        package.is_some_and(|name| name.namespace == "jumpseat" && name.name == "skill")
    }
}

/// The fields, cases or flags of a type with their doc comments.
fn members(kind: &TypeDefKind) -> Vec<(&String, &wit_parser::Docs)> {
    if let TypeDefKind::Record(record) = kind {
        record.fields.iter().map(|field| (&field.name, &field.docs)).collect()
    } else if let TypeDefKind::Variant(variant) = kind {
        variant.cases.iter().map(|case| (&case.name, &case.docs)).collect()
    } else if let TypeDefKind::Enum(cases) = kind {
        cases.cases.iter().map(|case| (&case.name, &case.docs)).collect()
    } else if let TypeDefKind::Flags(flags) = kind {
        flags.flags.iter().map(|flag| (&flag.name, &flag.docs)).collect()
    } else {
        Vec::new()
    }
}

fn text(docs: &wit_parser::Docs) -> Option<String> {
    docs.contents.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
}

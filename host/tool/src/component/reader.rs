//! From the types of one exported interface to ours, with documentation.

use std::collections::HashMap;

use jumpseat_package::{Docs, TypeDocs, text::plain};
use wasmparser::{
    PrimitiveValType,
    component_types::{
        ComponentAnyTypeId, ComponentDefinedType, ComponentDefinedTypeId, ComponentEntityType, ComponentFuncType,
        ComponentInstanceType, ComponentValType,
    },
};

use super::Component;
use crate::{
    Case, Field, FunctionFault, Record, ToolError, Type, contract,
    limits::{
        CASES_MAX, DOCS_CHARS_MAX, FIELDS_MAX, NAME_CHARS_MAX, TUPLE_MEMBERS_MAX, TYPE_DEPTH_MAX, TYPE_PARTS_MAX,
    },
};

/// Steps from a type to the one that it stands for in the end.
const ALIASES_MAX: usize = 64;

/// Reads the functions of one exported interface.
pub(crate) struct Reader<'a> {
    component: &'a Component,
    docs: &'a Docs,
    /// The types of the interface that have a name.
    names: HashMap<ComponentAnyTypeId, &'a str>,
    /// The types of `jumpseat:skill/types`, as the component imports them.
    contract: HashMap<ComponentAnyTypeId, &'a str>,
    /// What each of the named types of the interface was exported from.
    referenced: HashMap<ComponentAnyTypeId, ComponentAnyTypeId>,
    /// Types, fields and cases that the request being read may still have.
    parts_left: usize,
}

impl<'a> Reader<'a> {
    /// A reader for an exported interface, given the imported `jumpseat:skill/types`.
    pub(crate) fn new(
        component: &'a Component,
        interface: &'a ComponentInstanceType,
        contract: Option<&'a ComponentInstanceType>,
        docs: &'a Docs,
    ) -> Self {
        let contract = contract.map(named_types).unwrap_or_default();
        let referenced = interface.exports.values().filter_map(|item| {
            if let ComponentEntityType::Type { created, referenced } = item.ty {
                Some((created, referenced))
            } else {
                None
            }
        });
        let referenced = referenced.collect();
        Self { component, docs, names: named_types(interface), contract, referenced, parts_left: TYPE_PARTS_MAX }
    }

    /// The functions of the interface, by name. Anything else in it but types of values is refused.
    pub(crate) fn functions(
        &self,
        interface: &'a ComponentInstanceType,
    ) -> Result<Vec<(&'a str, &'a ComponentFuncType)>, ToolError> {
        let mut functions = Vec::new();
        for (name, item) in &interface.exports {
            let kind = match item.ty {
                ComponentEntityType::Func(_) if name.starts_with('[') => "method of a resource",
                ComponentEntityType::Func(id) => {
                    functions.push((name.as_str(), &self.component.types[id]));
                    continue;
                }
                ComponentEntityType::Type { created: ComponentAnyTypeId::Defined(_), .. } => continue,
                ComponentEntityType::Type { created: ComponentAnyTypeId::Resource(_), .. } => "resource",
                ComponentEntityType::Type { .. } => "type of no value",
                ComponentEntityType::Module(_) => "core module",
                ComponentEntityType::Value(_) => "value",
                ComponentEntityType::Instance(_) => "instance",
                ComponentEntityType::Component(_) => "component",
            };
            return Err(ToolError::NotAFunction { name: name.clone(), kind });
        }
        Ok(functions)
    }

    /// The record that a tool takes, or nothing. Refuses a function that is not of a tool's shape.
    pub(crate) fn request(&mut self, function: &ComponentFuncType) -> Result<Option<Record>, FunctionFault> {
        if function.async_ {
            return Err(FunctionFault::Async);
        }
        let Some((reply, failure)) = self.reply_and_failure(function) else {
            return Err(FunctionFault::Result);
        };
        if !self.is_shaped(&reply, contract::is_reply) || !self.is_shaped(&failure, contract::is_failure) {
            return Err(FunctionFault::Contract);
        }
        self.parts_left = TYPE_PARTS_MAX;
        match &*function.params {
            [] => Ok(None),
            [(name, ty)] => {
                let ty = self.value_type(ty, name.as_str(), 1)?;
                let keyword = ty.keyword();
                if let Type::Record(record) = ty {
                    Ok(Some(record))
                } else {
                    Err(FunctionFault::NotARecord { ty: keyword })
                }
            }
            parameters => Err(FunctionFault::Parameters { parameters: parameters.len() }),
        }
    }

    /// The two types that a function returns, if they are called as those of a tool are.
    fn reply_and_failure(&self, function: &ComponentFuncType) -> Option<(ComponentValType, ComponentValType)> {
        let Some(ComponentValType::Type(id)) = function.result else { return None };
        let ComponentDefinedType::Result { ok: Some(ok), err: Some(err), .. } = &self.component.types[id] else {
            return None;
        };
        let are_named = self.contract_name(ok) == Some("reply") && self.contract_name(err) == Some("failure");
        are_named.then_some((*ok, *err))
    }

    fn is_shaped(&mut self, ty: &ComponentValType, is_shape: fn(&Type) -> bool) -> bool {
        self.parts_left = TYPE_PARTS_MAX;
        self.value_type(ty, "answer", 0).is_ok_and(|ty| is_shape(&ty))
    }

    fn contract_name(&self, ty: &ComponentValType) -> Option<&'a str> {
        self.name_in(&self.contract, ty)
    }

    /// The name of a type in one of the two maps: its own, or that of the type that it stands for.
    fn name_in(&self, names: &HashMap<ComponentAnyTypeId, &'a str>, ty: &ComponentValType) -> Option<&'a str> {
        let ComponentValType::Type(id) = *ty else { return None };
        let mut id = ComponentAnyTypeId::Defined(id);
        for _ in 0..ALIASES_MAX {
            if let Some(name) = names.get(&id) {
                return Some(name);
            }
            // A type that the interface exports under a name stands for the type that it was exported from.
            id = match self.referenced.get(&id) {
                Some(referenced) if *referenced != id => *referenced,
                _ => self.component.types.peel_alias(id)?,
            };
        }
        None
    }

    fn value_type(&mut self, ty: &ComponentValType, path: &str, depth: usize) -> Result<Type, FunctionFault> {
        self.count(1)?;
        if depth > TYPE_DEPTH_MAX {
            return Err(FunctionFault::TooDeep { path: path.to_owned() });
        }
        match ty {
            ComponentValType::Primitive(primitive) => primitive_type(*primitive, path),
            ComponentValType::Type(id) => {
                let name = self.name_in(&self.names, ty).or_else(|| self.contract_name(ty)).unwrap_or_default();
                self.defined_type(*id, name, path, depth)
            }
        }
    }

    fn defined_type(
        &mut self,
        id: ComponentDefinedTypeId,
        name: &str,
        path: &str,
        depth: usize,
    ) -> Result<Type, FunctionFault> {
        let refuse = |ty| Err(FunctionFault::Type { path: path.to_owned(), ty });
        let component = self.component;
        let docs = component_docs(self.docs, name);
        let depth = depth + 1;
        Ok(match &component.types[id] {
            ComponentDefinedType::Primitive(primitive) => primitive_type(*primitive, path)?,
            ComponentDefinedType::List { element, .. } => Type::List(self.boxed(element, path, depth)?),
            ComponentDefinedType::Option { ty, .. } => Type::Option(self.boxed(ty, path, depth)?),
            ComponentDefinedType::Result { ok, err, .. } => {
                let mut payload =
                    |ty: &Option<ComponentValType>| ty.as_ref().map(|ty| self.boxed(ty, path, depth)).transpose();
                Type::Result(payload(ok)?, payload(err)?)
            }
            ComponentDefinedType::Tuple(tuple) => {
                limit(path, "members", tuple.types.len(), TUPLE_MEMBERS_MAX)?;
                let members = tuple.types.iter().map(|member| self.value_type(member, path, depth));
                Type::Tuple(members.collect::<Result<_, _>>()?)
            }
            ComponentDefinedType::Record(record) => {
                limit(path, "fields", record.fields.len(), FIELDS_MAX)?;
                let name = member_name(name, path)?;
                let mut fields = Vec::with_capacity(record.fields.len());
                for (field, ty) in &record.fields {
                    let path = format!("{name}.{field}");
                    let field = member_name(field, &path)?;
                    let ty = self.value_type(ty, &path, depth)?;
                    fields.push(Field { docs: member_docs(docs, &field), name: field, ty });
                }
                Type::Record(Record { name, docs: plain(&docs.docs, DOCS_CHARS_MAX), fields })
            }
            ComponentDefinedType::Variant(variant) => {
                let names = variant.cases.keys().map(wasmparser::names::KebabString::as_str);
                let (name, mut cases) = self.cases(name, names, docs, path)?;
                for (case, (_, written)) in cases.iter_mut().zip(&variant.cases) {
                    if let Some(ty) = &written.ty {
                        case.payload = Some(self.value_type(ty, &format!("{name}.{}", case.name), depth)?);
                    }
                }
                Type::Variant(name, cases)
            }
            ComponentDefinedType::Enum(names) => {
                let names = names.iter().map(wasmparser::names::KebabString::as_str);
                let (name, cases) = self.cases(name, names, docs, path)?;
                Type::Enum(name, cases)
            }
            ComponentDefinedType::Flags(names) => {
                let names = names.iter().map(wasmparser::names::KebabString::as_str);
                let (name, cases) = self.cases(name, names, docs, path)?;
                Type::Flags(name, cases)
            }
            ComponentDefinedType::Map { .. } => return refuse("map"),
            ComponentDefinedType::FixedLengthList { .. } => return refuse("list of fixed length"),
            ComponentDefinedType::Own(_) => return refuse("resource"),
            ComponentDefinedType::Borrow(_) => return refuse("borrowed resource"),
            ComponentDefinedType::Future { .. } => return refuse("future"),
            ComponentDefinedType::Stream { .. } => return refuse("stream"),
        })
    }

    fn boxed(&mut self, ty: &ComponentValType, path: &str, depth: usize) -> Result<Box<Type>, FunctionFault> {
        self.value_type(ty, path, depth).map(Box::new)
    }

    /// The name of an enum, variant or set of flags, and its cases, without payloads.
    fn cases<'n>(
        &mut self,
        name: &str,
        names: impl ExactSizeIterator<Item = &'n str>,
        docs: &TypeDocs,
        path: &str,
    ) -> Result<(String, Vec<Case>), FunctionFault> {
        limit(path, "cases", names.len(), CASES_MAX)?;
        self.count(names.len())?;
        let ty = member_name(name, path)?;
        let mut cases = Vec::with_capacity(names.len());
        for case in names {
            let name = member_name(case, &format!("{ty}.{case}"))?;
            cases.push(Case { docs: member_docs(docs, &name), name, payload: None });
        }
        Ok((ty, cases))
    }

    /// Types may name each other, so a small component can spell a huge tree: it is counted while it is built.
    fn count(&mut self, parts: usize) -> Result<(), FunctionFault> {
        self.parts_left = self.parts_left.checked_sub(parts).ok_or(FunctionFault::TooLarge)?;
        Ok(())
    }
}

fn named_types(interface: &ComponentInstanceType) -> HashMap<ComponentAnyTypeId, &str> {
    let named = interface.exports.iter().filter_map(|(name, item)| {
        if let ComponentEntityType::Type { created, .. } = item.ty { Some((created, name.as_str())) } else { None }
    });
    named.collect()
}

fn primitive_type(primitive: PrimitiveValType, path: &str) -> Result<Type, FunctionFault> {
    Ok(match primitive {
        PrimitiveValType::Bool => Type::Bool,
        PrimitiveValType::S8 => Type::S8,
        PrimitiveValType::U8 => Type::U8,
        PrimitiveValType::S16 => Type::S16,
        PrimitiveValType::U16 => Type::U16,
        PrimitiveValType::S32 => Type::S32,
        PrimitiveValType::U32 => Type::U32,
        PrimitiveValType::S64 => Type::S64,
        PrimitiveValType::U64 => Type::U64,
        PrimitiveValType::F32 => Type::F32,
        PrimitiveValType::F64 => Type::F64,
        PrimitiveValType::Char => Type::Char,
        PrimitiveValType::String => Type::String,
        PrimitiveValType::ErrorContext => {
            return Err(FunctionFault::Type { path: path.to_owned(), ty: "error-context" });
        }
    })
}

fn limit(path: &str, what: &'static str, count: usize, count_max: usize) -> Result<(), FunctionFault> {
    if count > count_max {
        return Err(FunctionFault::TooMany { path: path.to_owned(), what, count, count_max });
    }
    Ok(())
}

/// Names become JSON keys, words of a grammar and parts of a prompt. WIT also allows capitals; nothing else here does.
fn member_name(name: &str, path: &str) -> Result<String, FunctionFault> {
    let in_kebab_case = name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    if name.is_empty() || name.len() > NAME_CHARS_MAX || !in_kebab_case {
        return Err(FunctionFault::MemberName { path: path.chars().take(2 * NAME_CHARS_MAX).collect() });
    }
    Ok(name.to_owned())
}

fn component_docs<'a>(docs: &'a Docs, name: &str) -> &'a TypeDocs {
    static NONE: TypeDocs = TypeDocs { docs: String::new(), members: std::collections::BTreeMap::new() };
    docs.types.get(name).unwrap_or(&NONE)
}

fn member_docs(docs: &TypeDocs, name: &str) -> String {
    docs.members.get(name).map(|docs| plain(docs, DOCS_CHARS_MAX)).unwrap_or_default()
}

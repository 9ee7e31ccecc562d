//! What a compiled component imports and exports.

use std::collections::{BTreeMap, BTreeSet};

use jumpseat_package::{FieldKind, FieldShape};
use wit_parser::{
    Interface, InterfaceId, Resolve, Type, TypeDefKind, TypeId, WorldItem, WorldKey,
    decoding::{DecodedWasm, decode},
};

/// The packages that belong to the contract without being a capability.
const SHARED_PACKAGE: &str = "skill";

/// Why a component is no skill.
#[derive(Debug, thiserror::Error)]
pub enum ComponentError {
    /// The bytes are no component.
    #[error("this is not a WebAssembly component: {reason}")]
    NotAComponent {
        /// What the reader says.
        reason: String,
    },
    /// It exports no tools.
    #[error("the component exports no interface named \"tools\"")]
    NoTools,
}

/// What of a component matters for packing it.
pub(crate) struct Component {
    resolve: Resolve,
    tools: InterfaceId,
    /// The capabilities that it imports, by name: "places" for `jumpseat:places/search`.
    pub(crate) capabilities: BTreeSet<String>,
    /// Whether it takes events.
    pub(crate) takes_events: bool,
}

impl Component {
    /// Reads a component.
    pub(crate) fn read(bytes: &[u8]) -> Result<Self, ComponentError> {
        let decoded = decode(bytes).map_err(|error| ComponentError::NotAComponent { reason: format!("{error:#}") })?;
        let DecodedWasm::Component(resolve, world) = decoded else {
            return Err(ComponentError::NotAComponent { reason: "it is an encoded WIT package".to_owned() });
        };
        let mut capabilities = BTreeSet::new();
        let mut takes_events = false;
        let mut tools = None;
        if let Some(world) = resolve.worlds.get(world) {
            capabilities.extend(world.imports.keys().filter_map(|key| contract_package(&resolve, key)));
            capabilities.remove(SHARED_PACKAGE);
            for (key, item) in &world.exports {
                let WorldItem::Interface { id, .. } = item else { continue };
                let name = resolve.interfaces.get(*id).and_then(|interface| interface.name.as_deref());
                let shared = contract_package(&resolve, key).is_some_and(|package| package == SHARED_PACKAGE);
                takes_events |= shared && name == Some("events");
                if name == Some("tools") {
                    tools = Some(*id);
                }
            }
        }
        let tools = tools.ok_or(ComponentError::NoTools)?;
        Ok(Self { resolve, tools, capabilities, takes_events })
    }

    /// The tools with the fields of their requests, as far as a sentence cares.
    pub(crate) fn shapes(&self) -> BTreeMap<String, Vec<FieldShape>> {
        let functions = self.resolve.interfaces.get(self.tools).map(|interface: &Interface| &interface.functions);
        let shape = |function: &wit_parser::Function| {
            let request = function.params.first().map(|parameter| parameter.ty);
            (function.name.clone(), request.map(|ty| self.fields(ty)).unwrap_or_default())
        };
        functions.into_iter().flat_map(|functions| functions.values()).map(shape).collect()
    }

    /// The fields of a record. Anything but a record has none; the host refuses such a tool.
    fn fields(&self, ty: Type) -> Vec<FieldShape> {
        let Some(TypeDefKind::Record(record)) = self.kind(ty) else { return Vec::new() };
        let field = |field: &wit_parser::Field| {
            let (required, given) = match self.kind(field.ty) {
                Some(TypeDefKind::Option(inner)) => (false, *inner),
                _ => (true, field.ty),
            };
            FieldShape { name: field.name.clone(), required, kind: self.field_kind(given) }
        };
        record.fields.iter().map(field).collect()
    }

    fn field_kind(&self, ty: Type) -> FieldKind {
        let integer = |min: i128, max: i128| FieldKind::Integer { min, max };
        match ty {
            Type::Bool => FieldKind::Bool,
            Type::U8 => integer(0, u8::MAX.into()),
            Type::U16 => integer(0, u16::MAX.into()),
            Type::U32 => integer(0, u32::MAX.into()),
            Type::U64 => integer(0, u64::MAX.into()),
            Type::S8 => integer(i8::MIN.into(), i8::MAX.into()),
            Type::S16 => integer(i16::MIN.into(), i16::MAX.into()),
            Type::S32 => integer(i32::MIN.into(), i32::MAX.into()),
            Type::S64 => integer(i64::MIN.into(), i64::MAX.into()),
            Type::F32 | Type::F64 => FieldKind::Number,
            Type::String => FieldKind::Text,
            Type::Char | Type::ErrorContext => FieldKind::Other,
            Type::Id(id) => self.named_kind(id),
        }
    }

    fn named_kind(&self, id: TypeId) -> FieldKind {
        let id = self.aliased(id);
        let Some(definition) = self.resolve.types.get(id) else { return FieldKind::Other };
        match &definition.kind {
            TypeDefKind::Enum(cases) => FieldKind::Enum {
                name: definition.name.clone().unwrap_or_default(),
                cases: cases.cases.iter().map(|case| case.name.clone()).collect(),
            },
            TypeDefKind::Type(inner) => self.field_kind(*inner),
            _ => FieldKind::Other,
        }
    }

    /// What a type is, behind its aliases.
    fn kind(&self, ty: Type) -> Option<&TypeDefKind> {
        let Type::Id(id) = ty else { return None };
        self.resolve.types.get(self.aliased(id)).map(|definition| &definition.kind)
    }

    /// The type behind a chain of aliases. A decoded component cannot hold a circle of them.
    fn aliased(&self, mut id: TypeId) -> TypeId {
        while let Some(TypeDefKind::Type(Type::Id(inner))) = self.resolve.types.get(id).map(|definition| &definition.kind) {
            id = *inner;
        }
        id
    }
}

/// The package of an interface of the contract, without its namespace and version.
fn contract_package(resolve: &Resolve, key: &WorldKey) -> Option<String> {
    let WorldKey::Interface(id) = key else { return None };
    let package = resolve.packages.get(resolve.interfaces.get(*id)?.package?)?;
    (package.name.namespace == "jumpseat").then(|| package.name.name.clone())
}

//! What a component imports and exports, by name and type.
//!
//! The types come from the validator of WebAssembly and not from a decoder of WIT, because such a decoder is made
//! for the output of toolchains and gives up with a panic where a hostile component does something unusual.

mod reader;

use std::panic::catch_unwind;

use wasmparser::{
    Parser, Payload, ValidPayload, Validator, WasmFeatures,
    component_types::{ComponentEntityType, ComponentInstanceType},
    types::Types,
};

pub(crate) use self::reader::Reader;
use crate::{
    ToolError,
    limits::{COMPONENT_DEPTH_MAX, NESTED_TYPES_MAX},
};

/// A component, validated except for the bodies of its functions.
pub(crate) struct Component {
    types: Types,
    imports: Vec<String>,
    exports: Vec<String>,
}

impl Component {
    /// Reads the outermost level of a component. The bodies of functions are left to the engine that compiles them.
    ///
    /// The validator panics on a few of the components that it reads: the Component Model's own test files hold
    /// eight. They are refused; nothing of what it had read is used.
    pub(crate) fn read(bytes: &[u8]) -> Result<Self, ToolError> {
        catch_unwind(|| Self::validated(bytes))
            .unwrap_or_else(|_panic| Err(ToolError::Invalid { message: "the validator gave it up".to_owned() }))
    }

    fn validated(bytes: &[u8]) -> Result<Self, ToolError> {
        if Parser::is_core_wasm(bytes) {
            return Err(ToolError::CoreModule);
        }
        if !Parser::is_component(bytes) {
            return Err(ToolError::NotWasm);
        }
        // Everything is let through here, so that what is refused later gets an error with its own name.
        let mut validator = Validator::new_with_features(WasmFeatures::all());
        let (mut imports, mut exports) = (Vec::new(), Vec::new());
        let mut depth = 1;
        for payload in Parser::new(0).parse_all(bytes) {
            let payload = payload.map_err(invalid)?;
            if let Payload::ComponentTypeSection(section) = &payload {
                check_nesting(bytes.get(section.range()).unwrap_or_default())?;
            }
            match validator.payload(&payload).map_err(invalid)? {
                ValidPayload::Ok | ValidPayload::Func(..) => {}
                ValidPayload::Parser(_) if depth == COMPONENT_DEPTH_MAX => {
                    return Err(ToolError::TooDeep { what: "components", depth_max: COMPONENT_DEPTH_MAX });
                }
                ValidPayload::Parser(_) => depth += 1,
                ValidPayload::End(types) => {
                    depth -= 1;
                    if depth == 0 {
                        return Ok(Self { types, imports, exports });
                    }
                }
            }
            if depth > 1 {
                continue;
            }
            if let Payload::ComponentImportSection(section) = payload {
                for import in section {
                    imports.push(import.map_err(invalid)?.name.name.to_owned());
                }
            } else if let Payload::ComponentExportSection(section) = payload {
                for export in section {
                    exports.push(export.map_err(invalid)?.name.name.to_owned());
                }
            }
        }
        Err(ToolError::Invalid { message: "it ends too early".to_owned() })
    }

    /// The names of its imports, and the instance that each one is, if it is one.
    pub(crate) fn imports(&self) -> impl ExactSizeIterator<Item = (&str, Option<&ComponentInstanceType>)> {
        self.imports.iter().map(|name| {
            let item = self.types.as_ref().component_item_for_import(name);
            (name.as_str(), item.and_then(|item| self.instance(item.ty)))
        })
    }

    /// The names of its exports, and the instance that each one is, if it is one.
    pub(crate) fn exports(&self) -> impl ExactSizeIterator<Item = (&str, Option<&ComponentInstanceType>)> {
        self.exports.iter().map(|name| {
            let item = self.types.as_ref().component_item_for_export(name);
            (name.as_str(), item.and_then(|item| self.instance(item.ty)))
        })
    }

    fn instance(&self, ty: ComponentEntityType) -> Option<&ComponentInstanceType> {
        if let ComponentEntityType::Instance(id) = ty { Some(&self.types[id]) } else { None }
    }
}

/// Refuses types of components and instances that lie too deep inside each other. The reader of WebAssembly calls itself
/// for each, with no limit of its own, and a stack that overflows ends the process: so this looks at the bytes before
/// that. Each such type inside another begins with the same two bytes, which stand for other things now and then; there are
/// at least as many of them as there are levels.
fn check_nesting(section: &[u8]) -> Result<(), ToolError> {
    const DECLARES_TYPE: u8 = 0x01;
    const OF_COMPONENT: u8 = 0x41;
    const OF_INSTANCE: u8 = 0x42;
    let begins = |pair: &&[u8]| matches!(pair, [DECLARES_TYPE, OF_COMPONENT | OF_INSTANCE]);
    if section.windows(2).filter(begins).count() > NESTED_TYPES_MAX {
        return Err(ToolError::TooDeep { what: "types of components", depth_max: NESTED_TYPES_MAX });
    }
    Ok(())
}

#[expect(clippy::needless_pass_by_value, reason = "it is used as a function of map_err")]
fn invalid(error: wasmparser::BinaryReaderError) -> ToolError {
    ToolError::Invalid { message: error.to_string() }
}

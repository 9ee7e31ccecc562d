//! The tools of a component.

use std::sync::Arc;

use jumpseat_package::{Package, text::plain};
use semver::Version;
use serde::{Deserialize, Serialize};
use wasmparser::component_types::{ComponentEntityType, ComponentInstanceType};

use crate::{
    InterfaceName, Tool, ToolError, ToolName,
    component::{Component, Reader},
    limits::{IMPORTS_MAX, TOOL_DOCS_CHARS_MAX, TOOLS_MAX},
};

/// The version of `jumpseat:skill` that this host serves. A skill may be built for it or for an earlier version of
/// the same track.
pub const CONTRACT: Version = Version::new(0, 1, 0);

/// What a component offers and what it needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tools {
    /// The version of `jumpseat:skill` that it was built for.
    pub contract: Version,
    /// The exported interface whose functions the tools are, under the name that the component gives it.
    pub interface: InterfaceName,
    /// The tools, in the order of the WIT; at least one.
    pub tools: Vec<Arc<Tool>>,
    /// The exported `jumpseat:skill/events`, if the component can be woken.
    pub events: Option<InterfaceName>,
    /// What it imports, in the order of the component. Whether any of it may be linked is decided elsewhere.
    pub imports: Vec<Import>,
    /// What a developer should know and nobody else needs to.
    pub notes: Vec<Note>,
}

/// An interface that a component imports.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Import {
    /// The interface.
    pub interface: InterfaceName,
    /// The functions of it that the component can call. None: it is imported for its types only.
    pub functions: Vec<String>,
}

/// What a developer should know about a component.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum Note {
    /// An export that is neither the tools nor the events. Some toolchains add their own.
    #[error("the export {name:?} is ignored: only the functions of the interface \"tools\" are offered")]
    IgnoredExport {
        /// The export.
        name: String,
    },
}

/// Reads the tools of a component: types from the component, documentation from its package.
pub fn tools_of(component: &[u8], package: &Package) -> Result<Tools, ToolError> {
    let component = Component::read(component)?;
    let imports = imports_of(&component)?;
    let exports = Exports::of(&component)?;
    let interfaces = imports.iter().map(|import| &import.interface).chain(&exports.events);
    let contract = contract_of(interfaces)?;
    let types = component.imports().find(|(name, _)| is_contract_types(name)).and_then(|(_, instance)| instance);
    let Some(interface) = component.exports().find(|(name, _)| *name == exports.name).and_then(|(_, it)| it) else {
        return Err(ToolError::NoTools);
    };
    let mut reader = Reader::new(&component, interface, types, &package.docs);
    let functions = reader.functions(interface)?;
    limit("tools", functions.len(), TOOLS_MAX)?;
    let mut tools = Vec::with_capacity(functions.len());
    for (function, signature) in functions {
        let fault = |fault| ToolError::Function { function: function.to_owned(), fault };
        let name: ToolName = format!("{}.{function}", package.manifest.id)
            .parse()
            .map_err(|error| fault(crate::FunctionFault::Name(error)))?;
        let request = reader.request(signature).map_err(fault)?;
        let docs =
            package.docs.functions.get(function).map(|docs| plain(docs, TOOL_DOCS_CHARS_MAX)).unwrap_or_default();
        tools.push(Arc::new(Tool { name, docs, request }));
    }
    // No function, no import of `reply`: so this comes before the version that nothing names.
    if tools.is_empty() {
        return Err(ToolError::NoTools);
    }
    let contract = contract.unwrap_or(CONTRACT);
    let Exports { tools: interface, events, notes, .. } = exports;
    Ok(Tools { contract, interface, tools, events, imports, notes })
}

fn imports_of(component: &Component) -> Result<Vec<Import>, ToolError> {
    let imports = component.imports();
    limit("imports", imports.len(), IMPORTS_MAX)?;
    let import = |(name, instance): (&str, Option<&ComponentInstanceType>)| {
        let (Ok(interface), Some(instance)) = (name.parse(), instance) else {
            return Err(ToolError::NotAnInterface { name: name.to_owned() });
        };
        let functions = instance.exports.iter().filter(|(_, item)| matches!(item.ty, ComponentEntityType::Func(_)));
        Ok(Import { interface, functions: functions.map(|(name, _)| name.clone()).collect() })
    };
    imports.map(import).collect()
}

/// The exports, sorted by what they are to us.
struct Exports {
    /// The tools, under the name in the component.
    name: String,
    tools: InterfaceName,
    events: Option<InterfaceName>,
    notes: Vec<Note>,
}

impl Exports {
    fn of(component: &Component) -> Result<Self, ToolError> {
        let mut tools: Option<(String, InterfaceName)> = None;
        let mut events = None;
        let mut notes = Vec::new();
        for (name, instance) in component.exports() {
            match name.parse::<InterfaceName>() {
                Ok(interface)
                    if instance.is_some()
                        && interface.is_of("jumpseat", "skill")
                        && interface.interface == "events" =>
                {
                    events = Some(interface);
                }
                Ok(interface) if instance.is_some() && interface.interface == "tools" => {
                    if let Some((_, first)) = tools {
                        return Err(ToolError::SeveralTools { first: first.to_string(), second: name.to_owned() });
                    }
                    tools = Some((name.to_owned(), interface));
                }
                _ => notes.push(Note::IgnoredExport { name: name.to_owned() }),
            }
        }
        let (name, tools) = tools.ok_or(ToolError::NoTools)?;
        Ok(Self { name, tools, events, notes })
    }
}

/// The version of `jumpseat:skill` that the interfaces name, the highest if they differ.
fn contract_of<'a>(interfaces: impl Iterator<Item = &'a InterfaceName>) -> Result<Option<Version>, ToolError> {
    let mut contract = None;
    for interface in interfaces.filter(|interface| interface.is_of("jumpseat", "skill")) {
        let Some(version) = interface.version.clone() else {
            return Err(ToolError::NoContractVersion { interface: interface.to_string() });
        };
        if version > CONTRACT {
            return Err(ToolError::NewerContract { version });
        }
        if (version.major, version.minor) != (CONTRACT.major, CONTRACT.minor) {
            return Err(ToolError::OlderContract { version });
        }
        contract = contract.max(Some(version));
    }
    Ok(contract)
}

fn is_contract_types(name: &str) -> bool {
    name.parse::<InterfaceName>().is_ok_and(|name| name.is_of("jumpseat", "skill") && name.interface == "types")
}

fn limit(what: &'static str, count: usize, count_max: usize) -> Result<(), ToolError> {
    if count > count_max { Err(ToolError::TooMany { what, count, count_max }) } else { Ok(()) }
}

#[cfg(test)]
mod tests;

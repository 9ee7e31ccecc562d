//! From a component and a skill's folder to one file.

use std::{collections::BTreeSet, path::Path};

use jumpseat_package::{Docs, Manifest, Misfit, Package, PackageError};

use crate::{
    ComponentError, DocumentationError, FolderError,
    component::Component,
    documentation, folder,
};

/// Capabilities that every skill is granted, so that none has to say why it needs them.
const ALWAYS_GRANTED: [&str; 1] = ["context"];

/// A skill in one file.
#[derive(Debug, Clone, PartialEq)]
pub struct Packed {
    /// The file.
    pub bytes: Vec<u8>,
    /// What it says about itself.
    pub package: Package,
}

/// Why a skill was not packed.
#[derive(Debug, thiserror::Error)]
pub enum PackError {
    /// The component is no skill.
    #[error("the component cannot be packed")]
    Component(#[from] ComponentError),
    /// The skill's folder cannot be read.
    #[error("the folder of the skill cannot be read")]
    Folder(#[from] FolderError),
    /// The WIT is not documented.
    #[error("the documentation of the skill is not complete")]
    Documentation(#[from] DocumentationError),
    /// The WIT in the folder and the component have different tools.
    #[error("the component and wit/ differ: {tool:?} is a tool of one of them only")]
    OtherTools {
        /// A tool that only one of them has.
        tool: String,
    },
    /// The component imports a capability that the manifest does not name.
    #[error("the component imports the capability {capability:?}, which skill.toml does not name")]
    UnnamedCapability {
        /// The capability.
        capability: String,
    },
    /// The manifest names a capability that the component does not import.
    #[error("skill.toml names the capability {capability:?}, which the component does not import")]
    UnusedCapability {
        /// The capability.
        capability: String,
    },
    /// The manifest names events that the component does not take.
    #[error("skill.toml names events, and the component exports no jumpseat:skill/events")]
    NoEventHandler,
    /// The phrases do not fit the tools.
    #[error(transparent)]
    Misfit(#[from] Misfit),
    /// What was put together is not acceptable.
    #[error("the skill cannot be packed")]
    Package(#[from] PackageError),
}

impl PackError {
    /// What the author can do about it.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Component(ComponentError::NotAComponent { .. }) => {
                Some("`jumpseat skill build` makes components from Rust skills".to_owned())
            }
            Self::Component(ComponentError::NoTools) => {
                Some("export the interface `tools` from the world of the skill".to_owned())
            }
            Self::Folder(error) => error.hint(),
            Self::Documentation(error) => error.hint(),
            Self::OtherTools { .. } => Some("build the component again from this wit/".to_owned()),
            Self::UnnamedCapability { capability } => {
                Some(format!("say why: [capabilities.{capability}] with required and why, in skill.toml"))
            }
            Self::UnusedCapability { capability } => {
                Some(format!("remove [capabilities.{capability}] from skill.toml: asking for less is trusted more"))
            }
            Self::NoEventHandler => Some("export jumpseat:skill/events from the world, or remove events".to_owned()),
            Self::Misfit(misfit) => misfit.fault.hint(),
            Self::Package(error) => error.hint(),
        }
    }
}

/// Packs a component with the manifest, the documentation and the phrases of a folder.
pub fn pack(component: &[u8], folder: &Path) -> Result<Packed, PackError> {
    let manifest = folder::manifest(folder)?;
    let docs = documentation::read(folder)?;
    let phrases = folder::phrases(folder)?;
    let read = Component::read(component)?;
    check_tools(&read, &docs)?;
    check_capabilities(&read, &manifest)?;
    if !manifest.events.is_empty() && !read.takes_events {
        return Err(PackError::NoEventHandler);
    }
    let shapes = read.shapes();
    phrases.iter().try_for_each(|phrases| phrases.check(&shapes))?;
    let package = Package { manifest, docs, phrases };
    let bytes = package.embed(component)?;
    Ok(Packed { bytes, package })
}

fn check_tools(component: &Component, docs: &Docs) -> Result<(), PackError> {
    let compiled: BTreeSet<String> = component.shapes().into_keys().collect();
    let documented: BTreeSet<String> = docs.functions.keys().cloned().collect();
    match compiled.symmetric_difference(&documented).next() {
        Some(tool) => Err(PackError::OtherTools { tool: tool.clone() }),
        None => Ok(()),
    }
}

fn check_capabilities(component: &Component, manifest: &Manifest) -> Result<(), PackError> {
    let named = |capability: &&String| manifest.capabilities.contains_key(*capability);
    let free = |capability: &&String| ALWAYS_GRANTED.contains(&capability.as_str());
    if let Some(capability) = component.capabilities.iter().find(|capability| !named(capability) && !free(capability)) {
        return Err(PackError::UnnamedCapability { capability: capability.clone() });
    }
    match manifest.capabilities.keys().find(|capability| !component.capabilities.contains(*capability)) {
        Some(capability) => Err(PackError::UnusedCapability { capability: capability.clone() }),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests;

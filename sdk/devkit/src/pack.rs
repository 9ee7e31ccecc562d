//! From a component and a skill's folder to a skill file.

mod error;
mod grants;

use std::path::Path;

use jumpseat_package::Package;

pub use self::error::PackError;
use crate::{
    component::{World, addressed_import},
    description::Description,
};

/// A skill file: one component that holds everything.
#[derive(Debug, Clone, PartialEq)]
pub struct Packed {
    /// The file.
    pub bytes: Vec<u8>,
    /// What it holds besides its code.
    pub package: Package,
}

/// Packs a component with what a folder says about it. The folder holds skill.toml, wit/ and phrases/.
pub fn pack(component: &[u8], dir: &Path) -> Result<Packed, PackError> {
    Description::read(dir)?.pack(component)
}

impl Description {
    /// Packs a component, once it is what the folder describes.
    pub(crate) fn pack(self, component: &[u8]) -> Result<Packed, PackError> {
        // First, because it tells best what a file is that is no component at all.
        let bytes = self.package.embed(component)?;
        if let Some(import) = addressed_import(component) {
            return Err(PackError::ForeignImport { import });
        }
        let world = World::of(component).map_err(|message| PackError::Component { message })?;
        self.check_tools(&world)?;
        grants::check(&self.package.manifest, &world)?;
        Ok(Packed { bytes, package: self.package })
    }

    /// The doc comments are those of the folder and the types those of the component: they must be of one WIT.
    fn check_tools(&self, world: &World) -> Result<(), PackError> {
        let described = self.wit.tools();
        let exported = world.tools();
        let Some(exported) = exported.into_iter().find(|exported| exported.name() == described.name()) else {
            return Err(PackError::NotExported { interface: described.name() });
        };
        let (described, exported) = (described.shapes(), exported.shapes());
        let differs = |tool: &&String| described.get(*tool) != exported.get(*tool);
        match described.keys().chain(exported.keys()).find(differs) {
            None => Ok(()),
            Some(tool) => Err(PackError::OtherWit { tool: tool.clone() }),
        }
    }
}

#[cfg(test)]
mod tests;

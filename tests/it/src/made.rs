//! Skills that are made for a test, without a compiler: their code is a core module that the test brings along.

use std::{fs, os::unix::fs::symlink, path::PathBuf};

use wit_component::{ComponentEncoder, StringEncoding, embed_component_metadata};
use wit_parser::{Resolve, WorldId};

use crate::car::{Car, root};

/// What a skill says of itself.
pub(crate) struct Made {
    pub(crate) id: &'static str,
    /// What its manifest says beyond id, publisher and version.
    pub(crate) manifest: &'static str,
    /// Its English phrases.
    pub(crate) phrases: &'static str,
    /// Its WIT, with the world "skill".
    pub(crate) wit: &'static str,
}

impl Made {
    /// Packs the skill, by the publisher "acme", with the module that is made for its world.
    pub(crate) fn pack(&self, car: &Car, module: impl FnOnce(&Resolve, WorldId) -> Vec<u8>) -> PathBuf {
        let Self { id, manifest, phrases, wit } = self;
        let folder = car.path(id);
        let manifest = format!("id = \"{id}\"\npublisher = \"acme\"\nversion = \"0.1.0\"\n{manifest}");
        for (name, text) in [("skill.toml", manifest.as_str()), ("phrases/en.yaml", *phrases), ("wit/skill.wit", *wit)]
        {
            let file = folder.join(name);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, text).unwrap();
        }
        symlink(root().join("wit"), folder.join("wit/deps")).unwrap();
        let mut resolve = Resolve::default();
        let (package, _) = resolve.push_dir(folder.join("wit")).unwrap();
        let world = resolve.select_world(&[package], Some("skill")).unwrap();
        let mut module = module(&resolve, world);
        embed_component_metadata(&mut module, &resolve, world, StringEncoding::UTF8).unwrap();
        let (component, file) = (folder.join("component.wasm"), folder.with_extension("wasm"));
        fs::write(&component, ComponentEncoder::default().module(&module).unwrap().encode().unwrap()).unwrap();
        let mut pack = car.command(["skill", "pack"]);
        let packed = pack.arg(component).arg("--manifest").arg(folder).arg("--output").arg(&file).output().unwrap();
        assert!(packed.status.success(), "{}", String::from_utf8_lossy(&packed.stderr));
        file
    }
}

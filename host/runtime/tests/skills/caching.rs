//! What was derived once is not derived again, and what was changed is not believed.

use std::{fs, path::PathBuf};

use jumpseat_assistant::Outcome;
use jumpseat_package::Package;
use jumpseat_runtime::{Cache, Grant, Limits, LoadError, Skill, SkillFile};

use crate::{
    car::{Car, Garage, say, speech},
    components::{guest, package},
};

/// A skill in a file, and a cache.
struct Installed {
    folder: tempfile::TempDir,
    component: Vec<u8>,
    package: Package,
}

impl Installed {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let component = guest("hostile");
        fs::write(folder.path().join("skill.wasm"), &component).unwrap();
        Self { folder, component, package: package("hostile", "") }
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("skill.wasm")
    }

    /// What a fresh process has.
    fn garage(&self) -> Garage {
        Garage::with(Car::default(), Cache::open(&self.folder.path().join("cache")).unwrap())
    }

    fn load(&self, garage: &Garage) -> Skill {
        let path = self.file();
        let file = SkillFile { component: &self.component, package: &self.package, path: Some(&path) };
        garage.runtime.load(file, &Grant::all(), Limits::MAX).unwrap()
    }

    /// The files of the cache with this ending.
    fn entries(&self, ending: &str) -> Vec<PathBuf> {
        let files = fs::read_dir(self.folder.path().join("cache")).unwrap().map(|file| file.unwrap().path());
        files.filter(|path| path.extension().is_some_and(|extension| extension == ending)).collect()
    }
}

async fn works(skill: &Skill) {
    assert_eq!(speech(say(skill, "behave").await), "at your service");
}

#[tokio::test]
async fn code_that_was_compiled_once_is_not_compiled_again() {
    let installed = Installed::new();
    installed.load(&installed.garage()).prepare().await.unwrap();
    // Without the file, there is nothing to compile.
    fs::remove_file(installed.file()).unwrap();
    works(&installed.load(&installed.garage())).await;
}

#[tokio::test]
async fn code_that_was_changed_is_not_run_but_compiled_again() {
    let installed = Installed::new();
    installed.load(&installed.garage()).prepare().await.unwrap();
    let [code] = installed.entries("code").try_into().expect("there is one entry of code");
    let mut bytes = fs::read(&code).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&code, &bytes).unwrap();

    works(&installed.load(&installed.garage())).await;
    assert_ne!(fs::read(&code).unwrap(), bytes, "the entry was replaced");
    fs::remove_file(installed.file()).unwrap();
    works(&installed.load(&installed.garage())).await;
}

#[tokio::test]
async fn tools_that_were_changed_are_derived_again() {
    let installed = Installed::new();
    let before = installed.load(&installed.garage()).tools().to_vec();
    let [tools] = installed.entries("tools").try_into().expect("there is one entry of tools");
    let changed = fs::read_to_string(&tools).map(|text| text.replace("behave", "misled"));
    fs::write(&tools, changed.unwrap_or_default()).unwrap();
    assert_eq!(installed.load(&installed.garage()).tools(), before);
}

#[tokio::test]
async fn a_file_that_changed_since_it_was_loaded_is_not_compiled() {
    let installed = Installed::new();
    let skill = installed.load(&installed.garage());
    fs::write(installed.file(), guest("echo")).unwrap();
    assert!(matches!(skill.prepare().await, Err(LoadError::Changed { .. })));
    assert!(matches!(say(&skill, "behave").await, Outcome::Missing { .. }));
    fs::write(installed.file(), &installed.component).unwrap();
    works(&skill).await;
}

#[tokio::test]
async fn a_skill_whose_code_was_dropped_loads_it_again() {
    let installed = Installed::new();
    let skill = installed.load(&installed.garage());
    works(&skill).await;
    skill.unload().await;
    works(&skill).await;
}

#[tokio::test]
async fn what_a_removed_skill_left_in_the_cache_goes() {
    let installed = Installed::new();
    let garage = installed.garage();
    let skill = installed.load(&garage);
    skill.prepare().await.unwrap();
    garage.runtime.retain_in_cache([&skill]).unwrap();
    assert_eq!((installed.entries("code").len(), installed.entries("tools").len()), (1, 1));
    garage.runtime.retain_in_cache([]).unwrap();
    assert_eq!((installed.entries("code").len(), installed.entries("tools").len()), (0, 0));
}

#[tokio::test]
async fn one_component_under_two_ids_has_tools_under_two_names() {
    let installed = Installed::new();
    let garage = installed.garage();
    installed.load(&garage);
    let other = garage.load(&installed.component, &package("other", ""), &Grant::all()).unwrap();
    assert!(other.tools().iter().all(|tool| tool.name.skill.as_str() == "other"));
}

//! A small skill for the tests: its folder, and components that its WIT describes. No compiler is needed.

use std::{fs, path::Path};

use tempfile::TempDir;
use wit_component::{StringEncoding, dummy_module, embed_component_metadata};
use wit_parser::{ManglingAndAbi, Resolve};

const CONTRACT: &str = "
package jumpseat:skill@0.1.0;
interface types { record reply { speech: string } variant failure { unavailable } }
interface events {
  use types.{reply};
  variant event { signal-ahead(string) }
  handle: func(event: event) -> option<reply>;
}
";

const PLACES: &str = "
package jumpseat:places@0.1.0;
interface search { find: func(name: string) -> u32; }
";

const CLOCK: &str = "
package jumpseat:clock@0.1.0;
interface wall { now: func() -> u64; }
";

const WASI: &str = "
package wasi:random@0.2.0;
interface random { get: func() -> u64; }
";

pub(crate) const WIT: &str = "
package acme:noodles@0.1.0;
/// Finds noodles.
interface tools {
  use jumpseat:skill/types@0.1.0.{reply, failure};
  /// What it costs.
  enum price {
    /// Cheap.
    budget,
    moderate,
  }
  /// What to find.
  record find-request {
    /// Where.
    near: option<string>,
    /// At most this.
    price-max: option<price>,
  }
  /// Finds noodle restaurants.
  find: func(request: find-request) -> result<reply, failure>;
}
world skill {
  import jumpseat:places/search@0.1.0;
  import jumpseat:clock/wall@0.1.0;
  export tools;
}
";

const MANIFEST: &str = r#"
id = "noodles"
publisher = "acme"
version = "0.1.0"
name = { en = "Noodles" }

[capabilities.places]
required = true
why = { en = "to find restaurants" }
"#;

const PHRASES: &str = r#"
language: en
words: {price: {budget: [cheap], moderate: [good]}}
tools:
  find: ["[{price-max}] noodles [near {near}]"]
"#;

/// A skill in a temporary folder.
pub(crate) struct Fixture(TempDir);

impl Fixture {
    /// A skill that can be packed.
    pub(crate) fn new() -> Self {
        let fixture = Self(TempDir::new().unwrap());
        for (file, text) in [
            ("skill.toml", MANIFEST),
            ("phrases/en.yaml", PHRASES),
            ("wit/skill.wit", WIT),
            ("wit/deps/skill/skill.wit", CONTRACT),
            ("wit/deps/places/places.wit", PLACES),
            ("wit/deps/clock/clock.wit", CLOCK),
            ("wit/deps/random/random.wit", WASI),
        ] {
            fixture.write(file, text);
        }
        fixture
    }

    pub(crate) fn dir(&self) -> &Path {
        self.0.path()
    }

    /// Writes a file of the folder.
    pub(crate) fn write(&self, file: &str, text: &str) {
        let path = self.dir().join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Replaces a text in a file of the folder.
    pub(crate) fn edit(&self, file: &str, from: &str, to: &str) -> &Self {
        let text = fs::read_to_string(self.dir().join(file)).unwrap();
        assert!(text.contains(from), "{file} does not hold {from:?}");
        self.write(file, &text.replace(from, to));
        self
    }

    /// A core module for the WIT of the folder, whose functions trap.
    pub(crate) fn module(&self) -> Vec<u8> {
        module_of(&self.dir().join("wit"))
    }

    /// A component for the WIT of the folder.
    pub(crate) fn component(&self) -> Vec<u8> {
        crate::component::component_of(&self.module()).unwrap()
    }
}

/// A core module for a folder of WIT, whose functions trap.
pub(crate) fn module_of(wit: &Path) -> Vec<u8> {
    let mut resolve = Resolve { all_features: true, ..Resolve::default() };
    let (package, _) = resolve.push_dir(wit).unwrap();
    let world = resolve.select_world(&[package], None).unwrap();
    let mut module = dummy_module(&resolve, world, ManglingAndAbi::Standard32);
    embed_component_metadata(&mut module, &resolve, world, StringEncoding::UTF8).unwrap();
    module
}

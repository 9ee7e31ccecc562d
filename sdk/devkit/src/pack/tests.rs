use std::fs;

use tempfile::TempDir;
use wit_component::{ComponentEncoder, StringEncoding, dummy_module, embed_component_metadata};
use wit_parser::{ManglingAndAbi, Resolve};

use super::*;

const CONTRACT: &str = "
/// What all share.
package jumpseat:skill@0.1.0;
interface types {
  record reply { speech: string }
  variant failure { invalid(string) }
}
interface events {
  use types.{reply};
  handle: func() -> option<reply>;
}
";

const CLOCK: &str = "
package jumpseat:clock@0.1.0;
interface wall { now: func() -> u64; }
";

const WIT: &str = "
package acme:kettle@0.1.0;
/// Boils water.
interface tools {
  use jumpseat:skill/types@0.1.0.{reply, failure};
  /// How hot.
  enum heat {
    /// Warm.
    warm,
    /// Boiling.
    boiling,
  }
  /// What to boil.
  record boil-request {
    /// How hot.
    heat: option<heat>,
    /// How much, 1 to 9.
    cups: u8,
  }
  /// Boils water for tea.
  boil: func(request: boil-request) -> result<reply, failure>;
}
world skill {
  import jumpseat:clock/wall@0.1.0;
  export tools;
}
";

const MANIFEST: &str = r#"
id = "kettle"
publisher = "acme"
version = "0.1.0"
[name]
en = "Kettle"
[capabilities.clock]
required = true
why = { en = "to know when it is tea time" }
"#;

const PHRASES: &str = r#"
language: en
words:
  heat:
    warm: [warm]
    boiling: [hot, boiling]
tools:
  boil:
    - "boil {cups} cups [of] [{heat}] water"
"#;

/// A skill's folder with these files changed.
fn skill(changes: &[(&str, &str)]) -> (TempDir, Vec<u8>) {
    let folder = tempfile::tempdir().unwrap();
    let files = [
        ("wit/skill.wit", WIT),
        ("wit/deps/skill/types.wit", CONTRACT),
        ("wit/deps/clock/clock.wit", CLOCK),
        ("skill.toml", MANIFEST),
        ("phrases/en.yaml", PHRASES),
    ];
    for (path, text) in files.iter().chain(changes) {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let component = component(folder.path());
    (folder, component)
}

/// A component of the right types that does nothing.
fn component(folder: &Path) -> Vec<u8> {
    let mut resolve = Resolve::default();
    let (package, _) = resolve.push_dir(folder.join("wit")).unwrap();
    let world = resolve.select_world(&[package], Some("skill")).unwrap();
    let mut module = dummy_module(&resolve, world, ManglingAndAbi::Standard32);
    embed_component_metadata(&mut module, &resolve, world, StringEncoding::UTF8).unwrap();
    ComponentEncoder::default().module(&module).unwrap().encode().unwrap()
}

fn error(changes: &[(&str, &str)]) -> PackError {
    let (folder, component) = skill(changes);
    pack(&component, folder.path()).unwrap_err()
}

/// The error with its causes.
fn text(error: &dyn std::error::Error) -> String {
    let source = error.source().map(|source| format!(": {}", text(source)));
    format!("{error}{}", source.unwrap_or_default())
}

#[test]
fn a_packed_skill_says_what_its_folder_says() {
    let (folder, component) = skill(&[]);
    let packed = pack(&component, folder.path()).unwrap();
    let package = Package::read(&packed.bytes).unwrap();
    assert_eq!(package, packed.package);
    assert_eq!(package.manifest.id.as_str(), "kettle");
    assert_eq!(package.docs.functions["boil"], "Boils water for tea.");
    assert_eq!(package.docs.types["boil-request"].members["cups"], "How much, 1 to 9.");
    assert_eq!(package.phrases.len(), 1);
}

#[test]
fn an_undocumented_field_is_refused() {
    let error = error(&[("wit/skill.wit", &WIT.replace("/// How much, 1 to 9.", ""))]);
    insta::assert_snapshot!(text(&error), @r#"the documentation of the skill is not complete: the field "cups" of "boil-request" has no doc comment"#);
    assert!(error.hint().unwrap().contains("///"));
}

#[test]
fn a_capability_without_a_reason_is_refused() {
    let manifest = MANIFEST.split("[capabilities.clock]").next().unwrap();
    let error = error(&[("skill.toml", manifest)]);
    insta::assert_snapshot!(text(&error), @r#"the component imports the capability "clock", which skill.toml does not name"#);
}

#[test]
fn a_capability_that_is_not_used_is_refused() {
    let manifest = format!("{MANIFEST}\n[capabilities.places]\nrequired = true\nwhy = {{ en = \"why not\" }}\n");
    let error = error(&[("skill.toml", &manifest)]);
    insta::assert_snapshot!(text(&error), @r#"skill.toml names the capability "places", which the component does not import"#);
}

#[test]
fn events_need_a_handler() {
    let manifest = MANIFEST.replace("[name]", "events = [\"signal-ahead\"]\n[name]");
    assert!(matches!(error(&[("skill.toml", &manifest)]), PackError::NoEventHandler));
}

#[test]
fn a_phrase_with_an_unknown_field_is_refused() {
    let phrases = PHRASES.replace("{cups}", "{mugs}");
    let error = error(&[("phrases/en.yaml", &phrases)]);
    assert!(text(&error).contains("no field \"mugs\""), "{}", text(&error));
}

#[test]
fn a_phrase_file_is_named_after_its_language() {
    let error = error(&[("phrases/zh.yaml", PHRASES)]);
    assert!(matches!(error, PackError::Folder(FolderError::OtherLanguage { .. })), "{}", text(&error));
}

#[test]
fn a_component_of_other_tools_is_refused() {
    let (folder, _) = skill(&[]);
    let (_other, component) = skill(&[("wit/skill.wit", &WIT.replace("boil: func", "heat-up: func"))]);
    let error = pack(&component, folder.path()).unwrap_err();
    assert!(matches!(error, PackError::OtherTools { .. }), "{}", text(&error));
}

#[test]
fn what_is_no_component_is_refused() {
    let (folder, _) = skill(&[]);
    let error = pack(b"roses are red", folder.path()).unwrap_err();
    assert!(matches!(error, PackError::Component(ComponentError::NotAComponent { .. })), "{}", text(&error));
    assert!(error.hint().is_some());
}

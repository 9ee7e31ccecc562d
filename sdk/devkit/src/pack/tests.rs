use std::{error::Error, path::PathBuf};

use super::*;
use crate::fixture::{Fixture, module_of};

/// Why a skill is not packed: the error with its causes and its hint, without the temporary folder.
fn refused(fixture: &Fixture, component: &[u8]) -> String {
    let error = pack(component, fixture.dir()).unwrap_err();
    let mut causes = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        causes = format!("{causes}: {cause}");
        source = cause.source();
    }
    let hint = error.hint().map(|hint| format!(" / {hint}")).unwrap_or_default();
    format!("{causes}{hint}").replace(&fixture.dir().display().to_string(), "DIR")
}

/// Why the skill is not packed after an edit of its folder; its component is built from the WIT as edited.
fn refused_after(file: &str, from: &str, to: &str) -> String {
    let fixture = Fixture::new();
    fixture.edit(file, from, to);
    refused(&fixture, &fixture.component())
}

#[test]
fn a_packed_skill_says_what_its_folder_says() {
    let fixture = Fixture::new();
    let component = fixture.component();
    let packed = pack(&component, fixture.dir()).unwrap();
    assert_eq!(Package::read(&packed.bytes).unwrap(), packed.package);
    assert_eq!(packed.bytes[..component.len()], component);
    assert_eq!(packed.package.manifest.id.as_str(), "noodles");
    insta::assert_snapshot!(serde_json::to_string_pretty(&packed.package.docs).unwrap(), @r#"
    {
      "interface": "Finds noodles.",
      "functions": {
        "find": "Finds noodle restaurants."
      },
      "types": {
        "find-request": {
          "docs": "What to find.",
          "members": {
            "near": "Where.",
            "price-max": "At most this."
          }
        },
        "price": {
          "docs": "What it costs.",
          "members": {
            "budget": "Cheap."
          }
        }
      }
    }
    "#);
}

#[test]
fn an_import_by_address_is_refused_before_anything_stumbles_over_it() {
    let component = "(component (import \"url=<https://example.com>\" (func)))";
    let component = wat::parse_str(component).unwrap();
    let error = refused(&Fixture::new(), &component);
    assert_eq!(
        error,
        "the component imports url=<https://example.com>, which no car provides / import interfaces of jumpseat packages only"
    );
}

#[test]
fn packing_again_changes_nothing() {
    let fixture = Fixture::new();
    let packed = pack(&fixture.component(), fixture.dir()).unwrap();
    assert_eq!(pack(&packed.bytes, fixture.dir()).unwrap(), packed);
}

#[test]
fn tools_and_fields_need_doc_comments() {
    let fixture = Fixture::new();
    fixture.edit("wit/skill.wit", "/// Where.", "").edit("wit/skill.wit", "/// Finds noodle restaurants.", "");
    insta::assert_snapshot!(refused(&fixture, &fixture.component()), @"these have no doc comment: find, find-request.near / write /// above each: one sentence that tells the model what it does or means");
}

#[test]
fn the_manifest_asks_for_what_the_component_imports() {
    let places = "[capabilities.places]\nrequired = true\nwhy = { en = \"to find restaurants\" }\n";
    insta::assert_snapshot!([
        refused_after("skill.toml", places, ""),
        refused_after("skill.toml", places, &format!("{places}\n{}", places.replace("places", "location"))),
        refused_after("wit/skill.wit", "import jumpseat:clock/wall@0.1.0;", "import wasi:random/random@0.2.0;"),
        refused_after("wit/skill.wit", "import jumpseat:clock/wall@0.1.0;", "import log: func(line: string);"),
    ].join("\n"), @r#"
    the component imports jumpseat:places, but skill.toml does not say why / add [capabilities.places] with required = true or false, and why = { en = "to …" }
    skill.toml asks for "location", but the component does not import it / remove [capabilities.location]; what the code never calls does not reach the component
    the component imports wasi:random/random@0.2.0; a skill reaches nothing but capabilities / Rust: build for wasm32-unknown-unknown; JavaScript and Python: build with WASI disabled or stubbed
    the component imports log, which no car provides / import interfaces of jumpseat packages only
    "#);
    let fixture = Fixture::new();
    fixture.edit("skill.toml", places, &format!("{places}\n{}", places.replace("places", "clock")));
    assert!(pack(&fixture.component(), fixture.dir()).is_ok(), "what is always granted may be named");
}

#[test]
fn events_are_named_and_exported_together() {
    let events = "version = \"0.1.0\"\nevents = [\"signal-ahead\"]";
    let export = "export tools;\n  export jumpseat:skill/events@0.1.0;";
    insta::assert_snapshot!([
        refused_after("skill.toml", "version = \"0.1.0\"", events),
        refused_after("wit/skill.wit", "export tools;", export),
        refused_after("skill.toml", "version = \"0.1.0\"", &events.replace("ahead", "behind")),
    ].join("\n"), @r#"
    skill.toml names events, but the component does not export jumpseat:skill/events / write export jumpseat:skill/events@0.1.0; in the world, or remove the events
    the component exports jumpseat:skill/events, but skill.toml names no events / name what wakes the skill: events = ["signal-ahead"]
    skill.toml names the event "signal-behind", which does not exist / events are signal-ahead
    "#);
    let fixture = Fixture::new();
    fixture.edit("skill.toml", "version = \"0.1.0\"", events).edit("wit/skill.wit", "export tools;", export);
    assert!(pack(&fixture.component(), fixture.dir()).is_ok());
}

#[test]
fn phrases_fit_the_tools_and_lie_in_files_of_their_language() {
    let fixture = Fixture::new();
    fixture.write("phrases/de.yaml", "language: de");
    insta::assert_snapshot!([
        refused_after("phrases/en.yaml", "{near}", "{naer}"),
        refused_after("phrases/en.yaml", "moderate: [good]", ""),
        refused_after("phrases/en.yaml", "[near", "near"),
        refused_after("phrases/en.yaml", "words:", "word:"),
        refused_after("phrases/en.yaml", "language: en", "language: zh"),
        refused_after("skill.toml", "name = { en = ", "name = { zh = "),
        refused_after("skill.toml", "why = { en = ", "why = { zh = "),
        refused(&fixture, &fixture.component()),
    ].join("\n"), @r#"
    the phrases in "en" do not fit the tools: sentence "[{price-max}] noodles [near {naer}]": tool "find" has no field "naer" / did you mean "near"?
    the phrases in "en" do not fit the tools: a sentence says "price", but there are no words for its case "moderate" / add words.price.moderate: […]
    DIR/phrases/en.yaml is not acceptable: sentence of tool "find" is not well formed: template "[{price-max}] noodles near {near}]" is not well formed: unbalanced ']' at character 34
    DIR/phrases/en.yaml is not acceptable: unknown key "word" in the top level of the phrase file / did you mean "words"?
    DIR/phrases/en.yaml says that its language is "zh"
    skill.toml has phrases in "en" but no name.en
    skill.toml has phrases in "en" but no capabilities.places.why.en
    DIR/phrases/de.yaml is not named after a language / phrase files are named en.yaml, zh.yaml
    "#);
}

#[test]
fn a_skill_without_phrases_is_left_to_the_model() {
    let fixture = Fixture::new();
    std::fs::remove_dir_all(fixture.dir().join("phrases")).unwrap();
    assert_eq!(pack(&fixture.component(), fixture.dir()).unwrap().package.phrases, []);
}

#[test]
fn a_component_of_other_wit_is_refused() {
    let fixture = Fixture::new();
    let component = fixture.component();
    fixture.edit("wit/skill.wit", "moderate,", "moderate, expensive,").edit("phrases/en.yaml", "[{price-max}]", "");
    let other_type = refused(&fixture, &component);
    fixture.edit("wit/skill.wit", "package acme:noodles", "package acme:ramen");
    insta::assert_snapshot!([other_type, refused(&fixture, &component)].join("\n"), @r#"
    the tool "find" differs between the component and the WIT of the folder / build the component again
    the component does not export acme:ramen/tools@0.1.0 / write export tools; in the world that the skill is built for
    "#);
}

#[test]
fn a_folder_that_is_no_skill_is_refused() {
    let fixture = Fixture::new();
    let component = fixture.component();
    let not_wit = refused_after_module("wit/skill.wit", "interface tools", "interfaces tools", &component);
    let no_tools = refused_after_module("wit/skill.wit", "tools", "noodles", &component);
    std::fs::remove_file(fixture.dir().join("skill.toml")).unwrap();
    insta::assert_snapshot!([refused(&fixture, &component), no_tools].join("\n"), @r#"
    cannot read DIR/skill.toml: No such file or directory (os error 2) / a skill's folder holds skill.toml, wit/ and phrases/
    the WIT in DIR/wit has no interface "tools" with functions / write interface tools { … } and export tools; in the world
    "#);
    assert!(not_wit.contains("cannot read the WIT in DIR/wit"), "{not_wit}");
}

fn refused_after_module(file: &str, from: &str, to: &str, component: &[u8]) -> String {
    let fixture = Fixture::new();
    fixture.edit(file, from, to);
    refused(&fixture, component)
}

#[test]
fn files_that_are_no_component_are_refused() {
    let fixture = Fixture::new();
    let mut cut = fixture.component();
    cut.truncate(cut.len() / 2);
    insta::assert_snapshot!([
        refused(&fixture, b"#!/bin/sh"),
        refused(&fixture, &fixture.module()),
        refused(&fixture, &cut),
    ].join("\n"), @r#"
    this is not WebAssembly / build it with "jumpseat skill build", or pack it with "jumpseat skill pack"
    this is a WebAssembly core module, not a component / make it a component first; "jumpseat skill build" does so for Rust skills
    the component is damaged: a section is longer than the file / copy the file again, or build it again
    "#);
}

#[test]
fn the_skills_of_this_repository_can_be_packed() {
    let skills = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../skills");
    let mut packed = Vec::new();
    for skill in std::fs::read_dir(skills).unwrap() {
        let dir = skill.unwrap().path();
        let component = crate::component::component_of(&module_of(&dir.join("wit"))).unwrap();
        match pack(&component, &dir) {
            Ok(skill) => packed.push(skill.package.manifest.id.to_string()),
            Err(error) => panic!("{}: {error}: {:?} {:?}", dir.display(), error.source(), error.hint()),
        }
    }
    packed.sort();
    assert_eq!(packed, ["parking", "restaurant-finder", "traffic-lights"]);
}

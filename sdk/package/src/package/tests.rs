use proptest::prelude::*;
use wasm_encoder::{Component, ComponentSectionId, CustomSection, RawSection};

use super::*;

fn package() -> Package {
    let manifest = "id = \"parking\"\npublisher = \"acme\"\nversion = \"1.2.3\"\nname = { en = \"Parking\" }\n";
    let phrases = "language: en\ntools:\n  find: [find parking, \"park near {near}\"]\n";
    let docs = Docs { interface: "Finds parking.".to_owned(), ..Docs::default() };
    Package { manifest: Manifest::parse(manifest).unwrap(), docs, phrases: vec![Phrases::parse(phrases).unwrap()] }
}

fn custom<'a>(name: &'a str, data: &'a [u8]) -> CustomSection<'a> {
    CustomSection { name: name.into(), data: data.into() }
}

/// A component with a module, a component and a custom section of somebody else in it.
fn component() -> Vec<u8> {
    let mut inner = Component::new();
    // A section of our name inside another component is not ours.
    inner.section(&custom(SECTION_NAME, b"inner"));
    let inner = inner.finish();
    let mut component = Component::new();
    component.section(&custom("producers", b"somebody"));
    component.section(&RawSection {
        id: ComponentSectionId::CoreModule.into(),
        data: &wasm_encoder::Module::new().finish(),
    });
    component.section(&RawSection { id: ComponentSectionId::Component.into(), data: &inner });
    component.section(&custom("name", b""));
    component.finish()
}

#[test]
fn a_package_is_read_as_it_was_embedded() {
    let packed = package().embed(&component()).unwrap();
    assert_eq!(Package::read(&packed).unwrap(), package());
    let without = Package { phrases: Vec::new(), ..package() };
    assert_eq!(Package::read_without_phrases(&packed).unwrap(), without);
}

#[test]
fn embedding_keeps_the_bytes_of_the_component() {
    let component = component();
    let packed = package().embed(&component).unwrap();
    assert_eq!(packed[..component.len()], component);
}

#[test]
fn embedding_replaces_what_was_there() {
    let packed = package().embed(&component()).unwrap();
    let mut other = package();
    other.manifest.version = "2.0.0".parse().unwrap();
    let replaced = other.embed(&packed).unwrap();
    assert_eq!(Package::read(&replaced).unwrap(), other);
    assert_eq!(replaced, other.embed(&component()).unwrap());
}

#[test]
fn embedding_repairs_a_component_with_two_sections() {
    let mut component = Component::new();
    component.section(&custom(SECTION_NAME, b"{}"));
    component.section(&custom("between", b"kept"));
    component.section(&custom(SECTION_NAME, b"{}"));
    let component = component.finish();
    assert!(matches!(Package::read(&component), Err(PackageError::SeveralSections)));
    let packed = package().embed(&component).unwrap();
    assert_eq!(Package::read(&packed).unwrap(), package());
    assert!(packed.windows(4).any(|window| window == b"kept"));
}

#[test]
fn the_section_is_json_with_a_format() {
    let packed = package().embed(&Component::new().finish()).unwrap();
    let start = packed.iter().position(|&byte| byte == b'{').unwrap();
    insta::assert_snapshot!(std::str::from_utf8(&packed[start..]).unwrap(), @r#"{"format":1,"manifest":{"id":"parking","publisher":"acme","version":"1.2.3","name":{"en":"Parking"},"capabilities":{},"events":[]},"docs":{"interface":"Finds parking.","functions":{},"types":{}},"phrases":[{"language":"en","words":{},"rules":{},"tools":{"find":["find parking","park near {near}"]}}]}"#);
}

#[test]
fn what_is_no_skill_is_refused_each_with_its_own_error() {
    let with = |data: &[u8]| {
        let mut component = Component::new();
        component.section(&custom(SECTION_NAME, data));
        component.finish()
    };
    let check = |bytes: &[u8]| Package::read(bytes).unwrap_err().to_string();
    let mut cut = component();
    cut.truncate(cut.len() - 3);
    let mut package_of_assistant = serde_json::to_value(Written { format: FORMAT, package: &package() }).unwrap();
    package_of_assistant["manifest"]["id"] = "assistant".into();
    let mut with_unknown_key = serde_json::to_value(Written { format: FORMAT, package: &package() }).unwrap();
    with_unknown_key["grants"] = "all".into();
    insta::assert_snapshot!([
        check(b"#!/bin/sh"),
        check(b""),
        check(&wasm_encoder::Module::new().finish()),
        check(&component()),
        check(&cut),
        check(&with(b"nonsense")),
        check(&with(br#"{"format": 2}"#)),
        check(&with(br#"{"format": 1}"#)),
        check(&with(package_of_assistant.to_string().as_bytes())),
        check(&with(with_unknown_key.to_string().as_bytes())),
        check(&with(&vec![b' '; SECTION_BYTES_MAX + 1])),
    ].join("\n"), @r#"
    this is not WebAssembly
    this is not WebAssembly
    this is a WebAssembly core module, not a component
    the component holds no section "jumpseat:skill"
    the component is damaged: unexpected end-of-file (at offset 0x48)
    cannot read the section "jumpseat:skill"
    the section "jumpseat:skill" has format 2, this version reads format 1
    cannot read the section "jumpseat:skill"
    the manifest of the skill is not acceptable
    cannot read the section "jumpseat:skill"
    the section "jumpseat:skill" has 2097153 bytes, at most 2097152 are allowed
    "#);
}

#[test]
fn two_sets_of_phrases_in_one_language_are_refused() {
    let mut package = package();
    package.phrases.push(package.phrases[0].clone());
    assert!(matches!(package.embed(&component()), Err(PackageError::SeveralPhrases { language: Language::English })));
}

proptest! {
    #[test]
    fn any_bytes_are_a_package_or_an_error(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _read = Package::read(&bytes);
        let mut component = Component::new().finish();
        component.extend(&bytes);
        let _read = Package::read(&component);
    }

    #[test]
    fn a_damaged_skill_is_a_package_or_an_error(at in 0_usize..500, byte in any::<u8>()) {
        let mut packed = package().embed(&component()).unwrap();
        let at = at % packed.len();
        packed[at] = byte;
        let _read = Package::read(&packed);
        let _embedded = package().embed(&packed);
    }
}

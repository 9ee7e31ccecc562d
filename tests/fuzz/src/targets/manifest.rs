//! What a skill says of itself: the custom section of a component, and `skill.toml`.

use jumpseat_package::{Manifest, Package, SECTION_NAME, text};
use wasm_encoder::{Component, CustomSection};

/// The bytes are the content of the section, and the text of a manifest.
pub(super) fn run(data: &[u8]) {
    let mut component = Component::new();
    component.section(&CustomSection { name: SECTION_NAME.into(), data: data.into() });
    if let Ok(package) = Package::read(&component.finish()) {
        examine(&package.manifest);
        if let Ok(packed) = package.embed(Component::HEADER.as_slice()) {
            assert_eq!(Package::read(&packed).ok(), Some(package), "what was packed is read");
        }
    }
    if let Some(manifest) = str::from_utf8(data).ok().and_then(|text| Manifest::parse(text).ok()) {
        examine(&manifest);
    }
}

fn examine(manifest: &Manifest) {
    assert!(!manifest.name.is_empty());
    let whys = manifest.capabilities.values().flat_map(|request| request.why.values());
    for said in manifest.name.values().chain(whys) {
        assert!(text::is_plain(said), "{said:?}");
    }
    let id = manifest.id.as_str();
    assert!(id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-'), "{id:?}");
}

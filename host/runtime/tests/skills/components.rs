//! Components for tests: guests in Rust, modules in text form, and components that only have a shape.

use std::{path::Path, process::Command, sync::OnceLock};

use jumpseat_package::{Docs, HTTP, Manifest, Package};
use wit_component::{ComponentEncoder, StringEncoding, dummy_module, embed_component_metadata};
use wit_parser::{ManglingAndAbi, Resolve, WorldId};

const WORKSPACE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");

/// A guest of the folder `guests`.
pub(crate) fn guest(name: &str) -> Vec<u8> {
    static BUILT: OnceLock<()> = OnceLock::new();
    BUILT.get_or_init(build_guests);
    let module = format!("{WORKSPACE}/target/guests/wasm32-unknown-unknown/release/{name}_guest.wasm");
    encode(&std::fs::read(module).unwrap())
}

/// All guests are built with one call, into a folder of their own, so that the host's build stays as it is.
#[expect(clippy::disallowed_methods, reason = "the tests build their guests")]
fn build_guests() {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["build", "--release", "--target", "wasm32-unknown-unknown", "--target-dir", "target/guests"]);
    cargo.args(["--package", "*-guest"]).current_dir(WORKSPACE);
    let output = cargo.output().unwrap();
    assert!(output.status.success(), "guests do not build:\n{}", String::from_utf8_lossy(&output.stderr));
}

/// A component from a core module in text form. Its WIT is a package `jumpseat-guests:text` with a world `skill`.
pub(crate) fn from_text(module: &str, wit: &str) -> Vec<u8> {
    let (resolve, world) = parse(wit);
    let mut module = wat::parse_str(module).unwrap();
    embed_component_metadata(&mut module, &resolve, world, StringEncoding::UTF8).unwrap();
    encode(&module)
}

/// A component of a shape whose functions do nothing sensible.
pub(crate) fn of_shape(wit: &str) -> Vec<u8> {
    let (resolve, world) = parse(wit);
    let mut module = dummy_module(&resolve, world, ManglingAndAbi::Standard32);
    embed_component_metadata(&mut module, &resolve, world, StringEncoding::UTF8).unwrap();
    encode(&module)
}

fn parse(wit: &str) -> (Resolve, WorldId) {
    let mut resolve = Resolve::default();
    for package in std::fs::read_dir(format!("{WORKSPACE}/wit")).unwrap() {
        // A test that brings its own version of a package names it as the one that it replaces.
        let package = package.unwrap().path();
        let name = package.file_name().unwrap().to_string_lossy().into_owned();
        if !wit.contains(&format!("package jumpseat:{name}@")) {
            resolve.push_path(&package).unwrap();
        }
    }
    let package = resolve.push_str(Path::new("test.wit"), wit).unwrap();
    let world = resolve.select_world(&[package], Some("skill")).unwrap();
    (resolve, world)
}

fn encode(module: &[u8]) -> Vec<u8> {
    ComponentEncoder::default().module(module).unwrap().encode().unwrap()
}

/// A package whose manifest has these lines besides the names.
pub(crate) fn package(id: &str, manifest: &str) -> Package {
    let names = format!("id = \"{id}\"\npublisher = \"tests\"\nversion = \"0.1.0\"\n");
    let manifest = Manifest::parse(&format!("{names}{manifest}\n[name]\nen = \"Test\"\n")).unwrap();
    Package { manifest, docs: Docs::default(), phrases: Vec::new() }
}

/// A manifest's table that asks for a capability.
pub(crate) fn asks_for(capability: &str, required: bool) -> String {
    let hosts = if capability == HTTP { "hosts = [\"api.example.com\"]\n" } else { "" };
    format!("[capabilities.{capability}]\nrequired = {required}\nwhy.en = \"to test\"\n{hosts}")
}

//! From a module in text form to a skill that can be called.

use std::path::Path;

use anyhow::{Context as _, Result};
use jumpseat_package::{Docs, Manifest, Package};
use wit_component::{ComponentEncoder, StringEncoding, embed_component_metadata};
use wit_parser::Resolve;

use crate::attacks::Attack;

/// The folder of the contract.
const WIT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../wit");

/// An allocator that gives the same place to everybody.
const ALLOCATOR: &str = r#"(func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) (i32.const 4096))"#;

/// The component of an attack, and what it says of itself.
pub(crate) fn of(attack: &Attack) -> Result<(Vec<u8>, Package)> {
    let Attack { name, definitions, body, imports, .. } = attack;
    // Imports come first in a module.
    let (imported, defined) = if definitions.starts_with("(import") { (*definitions, "") } else { ("", *definitions) };
    let allocator = if definitions.contains("cabi_realloc") { "" } else { ALLOCATOR };
    let module = format!(
        r#"(module
            {imported}
            (memory (export "memory") 1)
            {defined}
            {allocator}
            (func (export "jumpseat:attack/tools@0.1.0#attack") (result i32)
                {body}
                unreachable))"#
    );
    component(&module, imports).with_context(|| format!("the attack {name:?} is no skill"))
}

/// A skill that answers at once.
pub(crate) fn neighbour() -> Result<(Vec<u8>, Package)> {
    let module = r#"(module
        (memory (export "memory") 1)
        (data (i32.const 2048) "at your service")
        (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) (i32.const 4096))
        (func (export "jumpseat:attack/tools@0.1.0#attack") (result i32)
            (i32.store (i32.const 1028) (i32.const 2048))
            (i32.store (i32.const 1032) (i32.const 15))
            (i32.const 1024)))"#;
    component(module, "")
}

fn component(module: &str, imports: &str) -> Result<(Vec<u8>, Package)> {
    let mut module = wat::parse_str(module)?;
    let wit = format!(
        "package jumpseat:attack@0.1.0;
        interface tools {{
            use jumpseat:skill/types@0.1.0.{{reply, failure}};
            /// Attacks.
            attack: func() -> result<reply, failure>;
        }}
        world skill {{ {imports} export tools; }}"
    );
    let mut resolve = Resolve::default();
    for package in std::fs::read_dir(WIT)? {
        resolve.push_path(package?.path())?;
    }
    let package = resolve.push_str(Path::new("attack.wit"), &wit)?;
    let world = resolve.select_world(&[package], Some("skill"))?;
    embed_component_metadata(&mut module, &resolve, world, StringEncoding::UTF8)?;
    let component = ComponentEncoder::default().module(&module)?.encode()?;
    let manifest =
        Manifest::parse("id = \"attack\"\npublisher = \"nobody\"\nversion = \"0.1.0\"\nname.en = \"Attack\"\n")?;
    Ok((component, Package { manifest, docs: Docs::default(), phrases: Vec::new() }))
}

//! The Component Model's own test files: what is a component and what is none.
//!
//! They are not in this repository. Published crates of the WebAssembly tools hold them, and the path of a folder is
//! given from outside.

use std::{fs, path::Path};

use anyhow::{Context as _, Result};
use jumpseat_package::Package;
use jumpseat_runtime::{LoadError, check};
use jumpseat_tool::ToolError;
use wast::{QuoteWat, Wast, WastDirective, parser::ParseBuffer};

use super::Counts;

/// Counts what becomes of every component in the test files of a folder and the folders in it.
pub(crate) fn count(folder: &Path, package: &Package) -> Result<Counts> {
    let mut counts = Counts::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries = fs::read_dir(&folder).with_context(|| format!("cannot read {}", folder.display()))?;
        for path in entries.map(|entry| entry.map(|entry| entry.path())) {
            let path = path?;
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "wast") {
                count_file(&fs::read_to_string(&path)?, package, &mut counts);
            }
        }
    }
    Ok(counts)
}

/// Adds what becomes of every component in a test file.
pub(crate) fn count_file(text: &str, package: &Package, counts: &mut Counts) {
    let mut add = |end| *counts.entry(end).or_default() += 1;
    let Ok(buffer) = ParseBuffer::new(text) else { return add("files that are not read") };
    let Ok(Wast { directives }) = wast::parser::parse(&buffer) else { return add("files that are not read") };
    for directive in directives {
        if let WastDirective::Module(component) | WastDirective::ModuleDefinition(component) = directive {
            let end = read(component, package);
            add(match end {
                None => continue,
                Some(Read::Accepted) => "valid and accepted",
                Some(Read::Understood) => "valid and no skill",
                Some(Read::Invalid) => "valid and held for invalid",
            });
        } else if let WastDirective::AssertInvalid { module, .. } | WastDirective::AssertMalformed { module, .. } =
            directive
        {
            let end = read(module, package);
            add(match end {
                None => continue,
                Some(Read::Accepted) => ACCEPTED,
                Some(Read::Understood) => "invalid and no skill",
                Some(Read::Invalid) => "invalid and refused",
            });
        }
    }
}

/// What must never be.
pub(crate) const ACCEPTED: &str = "invalid and accepted";

/// What a component was taken for.
enum Read {
    /// A skill.
    Accepted,
    /// A component, but no skill.
    Understood,
    /// No component.
    Invalid,
}

/// What a component is taken for; nothing if it is a core module, or cannot be written in binary form at all.
fn read(mut component: QuoteWat<'_>, package: &Package) -> Option<Read> {
    let bytes = component.encode().ok()?;
    if !bytes.starts_with(b"\0asm\x0d\0\x01\0") {
        return None;
    }
    Some(match check(&bytes, package) {
        Ok(_) => Read::Accepted,
        Err(LoadError::Tools(error)) if matches!(*error, ToolError::Invalid { .. }) => Read::Invalid,
        Err(_) => Read::Understood,
    })
}

//! Finds and writes the custom section among the sections of a component.

use std::ops::Range;

use wasm_encoder::{CustomSection, Encode, Section};
use wasmparser::{Chunk, Parser, Payload};

use super::{PackageError, SECTION_NAME};
use crate::limits::COMPONENT_BYTES_MAX;

/// A custom section of ours.
pub(super) struct Found<'a> {
    /// Where it stands in the component, with its head.
    pub(super) range: Range<usize>,
    /// What it holds.
    pub(super) data: &'a [u8],
}

/// Finds our sections among the outermost ones. Modules and components inside are stepped over.
pub(super) fn find(component: &[u8]) -> Result<Vec<Found<'_>>, PackageError> {
    if component.len() > COMPONENT_BYTES_MAX {
        return Err(PackageError::ComponentTooLarge { bytes: component.len() });
    }
    if Parser::is_core_wasm(component) {
        return Err(PackageError::CoreModule);
    }
    if !Parser::is_component(component) {
        return Err(PackageError::NotWasm);
    }
    let mut parser = Parser::new(0);
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(rest) = component.get(at..) {
        let chunk = parser.parse(rest, true).map_err(|error| damaged(&error.to_string()))?;
        let Chunk::Parsed { consumed, payload } = chunk else {
            return Err(damaged("it ends too early"));
        };
        let start = at;
        at += consumed;
        if let Payload::End(_) = payload {
            return Ok(found);
        } else if let Payload::CustomSection(section) = payload {
            if section.name() == SECTION_NAME {
                found.push(Found { range: start..at, data: section.data() });
            }
        } else if let Payload::ModuleSection { unchecked_range, .. }
        | Payload::ComponentSection { unchecked_range, .. } = payload
        {
            at += unchecked_range.len();
        }
    }
    Err(damaged("a section is longer than the file"))
}

/// Writes our section at the end of a component.
pub(super) fn append(component: &mut Vec<u8>, data: &[u8]) {
    let section = CustomSection { name: SECTION_NAME.into(), data: data.into() };
    component.push(section.id());
    section.encode(component);
}

fn damaged(message: &str) -> PackageError {
    PackageError::Damaged { message: message.to_owned() }
}

//! The doc comments of a skill's `tools` interface, as they stood in its WIT.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// The doc comments of one `tools` interface. Names are kebab case, as in WIT; an item without a comment is absent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Docs {
    /// The comment of the interface.
    pub interface: String,
    /// The comments of its functions, by function name.
    pub functions: BTreeMap<String, String>,
    /// The comments of its types, by type name.
    pub types: BTreeMap<String, TypeDocs>,
}

/// The doc comments of one type.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypeDocs {
    /// The comment of the type.
    pub docs: String,
    /// The comments of its record fields, enum or variant cases, or flags, by name.
    pub members: BTreeMap<String, String>,
}

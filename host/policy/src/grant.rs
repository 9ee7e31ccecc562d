//! What a skill may reach.

use std::collections::BTreeSet;

/// The capabilities that a skill may reach. What is not granted is not linked.
///
/// Who decides, and from what, is not known here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant(Granted);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Granted {
    All,
    Only(BTreeSet<String>),
}

impl Grant {
    /// Every capability that the skill imports.
    pub fn all() -> Self {
        Self(Granted::All)
    }

    /// These capabilities, by the names that manifests use: "places" for the package `jumpseat:places`.
    pub fn only<Name: Into<String>>(capabilities: impl IntoIterator<Item = Name>) -> Self {
        Self(Granted::Only(capabilities.into_iter().map(Into::into).collect()))
    }

    /// Whether a capability is granted.
    pub fn allows(&self, capability: &str) -> bool {
        match &self.0 {
            Granted::All => true,
            Granted::Only(capabilities) => capabilities.contains(capability),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_named_is_denied() {
        assert!(Grant::all().allows("places"));
        assert!(Grant::only(["places"]).allows("places"));
        assert!(!Grant::only(["places"]).allows("location"));
        assert!(!Grant::only(["places"]).allows("place"));
    }
}

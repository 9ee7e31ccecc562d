//! Names of interfaces: "jumpseat:places/search@0.1.0".

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// The name of an interface in a component.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct InterfaceName {
    /// The namespace of the package: "jumpseat".
    pub namespace: String,
    /// The package: "places".
    pub package: String,
    /// The interface: "search".
    pub interface: String,
    /// The version of the package, if it has one.
    pub version: Option<semver::Version>,
}

/// Why a text is no name of an interface.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{name:?} is not the name of an interface, \"<namespace>:<package>/<interface>@<version>\"")]
pub struct InterfaceNameError {
    /// The text.
    pub name: String,
}

impl InterfaceName {
    /// Whether it is an interface of a package, in any version.
    pub fn is_of(&self, namespace: &str, package: &str) -> bool {
        self.namespace == namespace && self.package == package
    }
}

impl fmt::Display for InterfaceName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}/{}", self.namespace, self.package, self.interface)?;
        match &self.version {
            Some(version) => write!(f, "@{version}"),
            None => Ok(()),
        }
    }
}

impl FromStr for InterfaceName {
    type Err = InterfaceNameError;

    fn from_str(name: &str) -> Result<Self, InterfaceNameError> {
        let parse = || {
            let (path, version) = match name.split_once('@') {
                Some((path, version)) => (path, Some(version.parse().ok()?)),
                None => (name, None),
            };
            let (namespace, rest) = path.split_once(':')?;
            let (package, interface) = rest.split_once('/')?;
            let parts = [namespace, package, interface];
            let is_label =
                |part: &&str| !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
            let [namespace, package, interface] = parts.map(str::to_owned);
            parts.iter().all(is_label).then_some(Self { namespace, package, interface, version })
        };
        parse().ok_or_else(|| InterfaceNameError { name: name.to_owned() })
    }
}

impl TryFrom<String> for InterfaceName {
    type Error = InterfaceNameError;

    fn try_from(name: String) -> Result<Self, InterfaceNameError> {
        name.parse()
    }
}

impl From<InterfaceName> for String {
    fn from(name: InterfaceName) -> Self {
        name.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_round_trip() {
        for name in ["jumpseat:places/search@0.1.0", "wasi:io/poll@0.2.0-rc.1", "acme:noodles/tools"] {
            assert_eq!(name.parse::<InterfaceName>().unwrap().to_string(), name);
        }
    }

    #[test]
    fn other_texts_are_no_names() {
        for text in ["", "tools", "a:b", "a/b", "a:b:c/d", "a:b/c/d", "a:b/c@one", "url=<https://a/b>", "a:/c"] {
            assert!(text.parse::<InterfaceName>().is_err(), "{text:?} was accepted");
        }
    }
}

//! Hosts by the names under which a skill asks to reach them.
//!
//! A host has one spelling, so that two of them can be compared as texts: lower case, in ASCII (an international name as
//! its `xn--` form, which no other name looks like), and with a port only where it is not the usual one. An address is no
//! name: it says nothing to the person who agrees to it.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::limits::{HOST_NAME_CHARS_MAX, HOST_NAME_LABEL_CHARS_MAX};

/// Ports that follow from the scheme of a URL.
const USUAL_PORTS: [u16; 2] = [80, 443];

/// The name of a host, with its port if that is not the usual one: "api.example.com" or "api.example.com:8443".
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct HostName(String);

/// Why a text names no host.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HostNameError {
    /// Too short or too long.
    #[error("a host name has 1 to {HOST_NAME_CHARS_MAX} characters, this one has {chars}")]
    Length {
        /// Number of characters given.
        chars: usize,
    },
    /// It is no name.
    #[error("{text:?} is no host name in lower case, such as \"api.example.com\"")]
    Form {
        /// The text given.
        text: String,
    },
    /// It is an address.
    #[error("{text:?} ends with a number like an address, and hosts have names")]
    Address {
        /// The text given.
        text: String,
    },
    /// The port is none, or the usual one.
    #[error("{text:?} has a port that is none, or that needs no mention because it is 80 or 443")]
    Port {
        /// The text given.
        text: String,
    },
}

impl HostName {
    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for HostName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for HostName {
    type Err = HostNameError;

    fn from_str(text: &str) -> Result<Self, HostNameError> {
        let chars = text.chars().count();
        if !(1..=HOST_NAME_CHARS_MAX).contains(&chars) {
            return Err(HostNameError::Length { chars });
        }
        let text = text.to_owned();
        let (name, port) = match text.rsplit_once(':') {
            Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => (name, Some(port)),
            Some(_) | None => (text.as_str(), None),
        };
        let last = name.rsplit('.').next().unwrap_or_default();
        if !name.split('.').all(is_label) {
            Err(HostNameError::Form { text })
        } else if last.starts_with(|c: char| c.is_ascii_digit()) {
            // Parsers of URLs take "1", "0x7f.1" and the like for addresses.
            Err(HostNameError::Address { text })
        } else if !port.is_none_or(is_unusual_port) {
            Err(HostNameError::Port { text })
        } else {
            Ok(Self(text))
        }
    }
}

impl TryFrom<String> for HostName {
    type Error = HostNameError;

    fn try_from(text: String) -> Result<Self, HostNameError> {
        text.parse()
    }
}

impl From<HostName> for String {
    fn from(host: HostName) -> Self {
        host.0
    }
}

/// What stands between the dots: letters, digits, and dashes inside.
fn is_label(label: &str) -> bool {
    (1..=HOST_NAME_LABEL_CHARS_MAX).contains(&label.len())
        && label.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
        && !label.starts_with('-')
        && !label.ends_with('-')
}

fn is_unusual_port(port: &str) -> bool {
    let number = port.parse().ok().filter(|number: &u16| *number != 0 && number.to_string() == port);
    number.is_some_and(|number| !USUAL_PORTS.contains(&number))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn error(text: &str) -> HostNameError {
        text.parse::<HostName>().unwrap_err()
    }

    #[test]
    fn names_with_and_without_a_port_are_hosts() {
        for host in ["api.example.com", "localhost", "nas.local:8123", "xn--bcher-kva.example", "1and1.com", "a-b.c"] {
            assert_eq!(host.parse::<HostName>().unwrap().as_str(), host);
        }
    }

    #[test]
    fn what_could_be_spelt_otherwise_is_no_host() {
        for text in [
            "API.example.com",
            "example.com.",
            ".example.com",
            "a..b",
            "-a.com",
            "a-.com",
            "a_b.com",
            "*.example.com",
            "bücher.example",
            "аpi.example.com",
            "example.com/",
            "user@example.com",
            "a b",
            "https://example.com",
            "a.com:+1",
            "a.com:b",
            "[::1]",
            "a:b:1",
            "a\n.com",
        ] {
            assert!(matches!(error(text), HostNameError::Form { .. }), "{text:?}: {:?}", error(text));
        }
        for text in ["a.com:443", "a.com:80", "a.com:0", "a.com:", "a.com:08443", "a.com:65536"] {
            assert!(matches!(error(text), HostNameError::Port { .. }), "{text:?}: {:?}", error(text));
        }
    }

    #[test]
    fn an_address_is_no_host_however_it_is_written() {
        for text in ["127.0.0.1", "127.1", "2130706433", "0x7f000001", "0x7f.1", "017700000001", "10.0.0.1:8080"] {
            assert!(matches!(error(text), HostNameError::Address { .. }), "{text:?}: {:?}", error(text));
        }
    }

    #[test]
    fn a_host_is_no_longer_than_names_can_be() {
        let label = "a".repeat(HOST_NAME_LABEL_CHARS_MAX);
        assert!(label.parse::<HostName>().is_ok());
        assert!(matches!(error(&format!("{label}a")), HostNameError::Form { .. }));
        let long = [label.as_str(); 4].join(".");
        assert_eq!(error(&long), HostNameError::Length { chars: 255 });
        assert_eq!(error(""), HostNameError::Length { chars: 0 });
    }

    proptest! {
        #[test]
        fn any_text_is_one_host_in_one_spelling_or_an_error(text in "[a-cA-C0-9x.:\\-_]{0,20}|\\PC{0,20}") {
            if let Ok(host) = text.parse::<HostName>() {
                prop_assert_eq!(host.as_str(), text.to_ascii_lowercase());
            }
        }
    }
}

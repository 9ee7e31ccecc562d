//! Names and values of headers.
//!
//! A header that a skill could use to speak about the connection, or to hide a second request in the first, is not
//! representable here.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// Headers that the host alone sets, because they describe the connection or the length of the message, and cookies, which
/// nobody keeps.
const RESERVED: [&str; 12] = [
    "connection",
    "content-length",
    "cookie",
    "expect",
    "host",
    "http2-settings",
    "keep-alive",
    "set-cookie",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// The same for whole families: proxies, and what browsers assert of themselves.
const RESERVED_PREFIXES: [&str; 2] = ["proxy-", "sec-"];

/// Characters of a header's name.
const NAME_CHARS_MAX: usize = 64;

/// The name of a header that a request may have, in lower case.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct HeaderName(String);

/// Why a request may have no header of a name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HeaderNameError {
    /// It is no name.
    #[error("{name:?} is no name of a header: letters, digits, \"-\" and \"_\", at most {NAME_CHARS_MAX}")]
    Form {
        /// The text given.
        name: String,
    },
    /// The host sets the header itself, or nobody does.
    #[error("the header {name:?} is set by nobody but the host")]
    Reserved {
        /// The name.
        name: String,
    },
}

impl HeaderName {
    /// The name in lower case.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for HeaderName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for HeaderName {
    type Err = HeaderNameError;

    fn from_str(text: &str) -> Result<Self, HeaderNameError> {
        let name = text.to_ascii_lowercase();
        let is_of_name = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
        if name.is_empty() || name.len() > NAME_CHARS_MAX || !name.bytes().all(is_of_name) {
            return Err(HeaderNameError::Form { name: text.to_owned() });
        }
        let is_reserved =
            RESERVED.contains(&name.as_str()) || RESERVED_PREFIXES.iter().any(|prefix| name.starts_with(prefix));
        if is_reserved { Err(HeaderNameError::Reserved { name }) } else { Ok(Self(name)) }
    }
}

impl TryFrom<String> for HeaderName {
    type Error = HeaderNameError;

    fn try_from(text: String) -> Result<Self, HeaderNameError> {
        text.parse()
    }
}

impl From<HeaderName> for String {
    fn from(name: HeaderName) -> Self {
        name.0
    }
}

/// Whether a text can be the value of a header: visible ASCII characters, with spaces between them. Line breaks above all
/// are none: what follows one would be read as another header, or another request.
pub fn is_value(text: &str) -> bool {
    text.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic()) && text.trim_matches(' ') == text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_compared_without_case() {
        assert_eq!("X-Api-Key".parse::<HeaderName>().unwrap().as_str(), "x-api-key");
        for wrong in ["", "a b", "a:", "a\r\nb", "a\0", "größe", &"a".repeat(NAME_CHARS_MAX + 1)] {
            assert!(matches!(wrong.parse::<HeaderName>(), Err(HeaderNameError::Form { .. })), "{wrong:?}");
        }
    }

    #[test]
    fn headers_of_the_connection_are_the_hosts_own() {
        for name in [
            "Host",
            "connection",
            "Transfer-Encoding",
            "content-length",
            "TE",
            "Upgrade",
            "Expect",
            "Cookie",
            "Proxy-Authorization",
            "proxy-connection",
            "Sec-Fetch-Site",
            "Keep-Alive",
            "trailer",
        ] {
            assert!(matches!(name.parse::<HeaderName>(), Err(HeaderNameError::Reserved { .. })), "{name}");
        }
        assert!("authorization".parse::<HeaderName>().is_ok());
    }

    #[test]
    fn a_value_holds_no_line_breaks() {
        for value in ["", "a", "Bearer abc==", "text/html; q=0.9, */*"] {
            assert!(is_value(value), "{value:?}");
        }
        for value in ["a\r\nx: y", "a\nb", "a\rb", "a\0", "a\tb", " a", "a ", "é", "\u{7f}"] {
            assert!(!is_value(value), "{value:?}");
        }
    }
}

//! What a skill sees of a response.

use crate::{Error, Header, Response, header, limits};

/// Headers that skills see. They say something about the content and when to ask again; all others are for clients that
/// keep connections, cookies and credentials.
const SHOWN: [&str; 16] = [
    "age",
    "cache-control",
    "content-encoding",
    "content-language",
    "content-length",
    "content-range",
    "content-type",
    "date",
    "etag",
    "expires",
    "last-modified",
    "link",
    "ratelimit-limit",
    "ratelimit-remaining",
    "ratelimit-reset",
    "retry-after",
];

impl Response {
    /// The value of its first header of a name in lower case.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|header| header.name == name).map(|header| header.value.as_str())
    }

    /// The same, as a skill sees it. A provider that breaks the limits of the contract has no response to give.
    pub(crate) fn shown(self) -> Result<Self, Error> {
        if self.body.len() > limits::RESPONSE_BYTES_MAX {
            return Err(Error::TooLarge);
        }
        let is_shown = |header: &Header| SHOWN.contains(&header.name.as_str()) && header::is_value(&header.value);
        Ok(Self { headers: self.headers.into_iter().filter(is_shown).collect(), ..self })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_skill_sees_what_is_about_the_content() {
        let header = |name: &str| Header { name: name.to_owned(), value: "a".to_owned() };
        let headers =
            ["content-type", "set-cookie", "etag", "location", "www-authenticate", "x-request-id"].map(header);
        let response = Response { status: 200, headers: headers.to_vec(), body: vec![1] };
        let shown = response.shown().unwrap();
        assert_eq!(shown.headers, ["content-type", "etag"].map(header));
        assert_eq!((shown.status, shown.body), (200, vec![1]));
    }

    #[test]
    fn a_response_that_is_too_large_is_none() {
        let response = |bytes| Response { status: 200, headers: Vec::new(), body: vec![0; bytes] };
        assert!(response(limits::RESPONSE_BYTES_MAX).shown().is_ok());
        assert_eq!(response(limits::RESPONSE_BYTES_MAX + 1).shown(), Err(Error::TooLarge));
    }
}

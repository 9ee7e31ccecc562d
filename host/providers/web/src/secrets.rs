//! Values of headers that the car adds.

use std::{collections::BTreeMap, fmt};

use jumpseat_http::{HeaderName, SecretSource, is_value};

use crate::limits::{SECRET_CHARS_MAX, SECRET_CHARS_MIN};

/// The secrets of a car, by where they are kept. Whoever makes this has read them from there.
#[derive(Default)]
pub struct Secrets(BTreeMap<SecretSource, String>);

/// A text that is no value of a secret header.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a secret has {SECRET_CHARS_MIN} to {SECRET_CHARS_MAX} visible ASCII characters on one line")]
pub struct NoSecret;

impl Secrets {
    /// Adds a secret: the whole value of a header, such as "Bearer 2YotnFZFEjr1zCsicMWpAA".
    pub fn insert(&mut self, source: SecretSource, value: String) -> Result<(), NoSecret> {
        if !(SECRET_CHARS_MIN..=SECRET_CHARS_MAX).contains(&value.len()) || !is_value(&value) {
            return Err(NoSecret);
        }
        self.0.insert(source, value);
        Ok(())
    }

    /// The headers to add; nothing if one of them is not known.
    pub(crate) fn headers<'a>(&'a self, wanted: &'a BTreeMap<HeaderName, SecretSource>) -> Option<Vec<Added<'a>>> {
        wanted.iter().map(|(name, source)| Some(Added { name, value: self.0.get(source)? })).collect()
    }
}

/// Values are not shown.
impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

/// A header that the car adds to a request. It is not shown either: it has no `Debug`.
pub(crate) struct Added<'a> {
    pub(crate) name: &'a HeaderName,
    pub(crate) value: &'a str,
}

impl Added<'_> {
    /// Whether a text of the host tells the secret as it stands. One that tells it in disguise is not stopped by this: the
    /// car maker gives a secret to nobody who does.
    pub(crate) fn is_told_by(&self, text: &[u8]) -> bool {
        // After the scheme of "Bearer …" or "Basic …".
        let last = self.value.rsplit(' ').next().filter(|last| last.len() >= SECRET_CHARS_MIN);
        let secret = last.unwrap_or(self.value).as_bytes();
        text.windows(secret.len()).any(|part| part == secret)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(name: &str) -> SecretSource {
        SecretSource::Env(name.to_owned())
    }

    #[test]
    fn what_is_no_value_of_a_header_is_no_secret() {
        let mut secrets = Secrets::default();
        for value in ["", "short", "Bearer a\r\nx: y", "geheimnisvoll é", &"a".repeat(SECRET_CHARS_MAX + 1)] {
            assert_eq!(secrets.insert(source("A"), value.to_owned()), Err(NoSecret), "{value:?}");
        }
        assert_eq!(secrets.insert(source("A"), "Bearer 12345678".to_owned()), Ok(()));
        assert_eq!(format!("{secrets:?}"), r#"{Env("A")}"#);
    }

    #[test]
    fn a_request_gets_all_that_it_must_have_or_is_not_sent() {
        let mut secrets = Secrets::default();
        secrets.insert(source("A"), "12345678".to_owned()).unwrap();
        let wanted = |names: &[&str]| {
            names.iter().map(|name| (format!("x-{name}").parse().unwrap(), source(name))).collect::<BTreeMap<_, _>>()
        };
        assert_eq!(secrets.headers(&wanted(&[])).unwrap().len(), 0);
        assert_eq!(secrets.headers(&wanted(&["A"])).unwrap()[0].value, "12345678");
        assert!(secrets.headers(&wanted(&["A", "B"])).is_none());
    }

    #[test]
    fn a_text_that_tells_a_secret_is_found() {
        let name = "authorization".parse().unwrap();
        let added = Added { name: &name, value: "Bearer 2YotnFZFEjr1zCsicMWpAA" };
        assert!(added.is_told_by(br#"{"token":"2YotnFZFEjr1zCsicMWpAA"}"#));
        assert!(!added.is_told_by(b"2YotnFZFEjr1zCsicMWpA Bearer"));
        assert!(!added.is_told_by(b""));
        let short = Added { name: &name, value: "ApiKey abc" };
        assert!(short.is_told_by(b"ApiKey abc") && !short.is_told_by(b"abc"));
    }
}

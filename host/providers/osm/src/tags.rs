//! The tags of an element: pairs of key and value, free text by anyone.

use crate::{
    error::ImportError,
    limits::{ELEMENT_TAGS_MAX, TAG_BYTES_MAX},
};

/// The tags of one element.
#[derive(Debug, Default)]
pub(crate) struct Tags {
    pairs: Vec<(String, String)>,
}

impl Tags {
    pub(crate) fn clear(&mut self) {
        self.pairs.clear();
    }

    pub(crate) fn push(&mut self, key: &str, value: &str) -> Result<(), ImportError> {
        let value_count = self.pairs.len() + 1;
        if value_count > ELEMENT_TAGS_MAX {
            return Err(ImportError::OverLimit {
                what: "the number of tags of an element",
                value: value_count as u64,
                limit: ELEMENT_TAGS_MAX as u64,
            });
        }
        let bytes = key.len().max(value.len());
        if bytes > TAG_BYTES_MAX {
            return Err(ImportError::OverLimit {
                what: "the bytes of a key or value",
                value: bytes as u64,
                limit: TAG_BYTES_MAX as u64,
            });
        }
        self.pairs.push((key.to_owned(), value.to_owned()));
        Ok(())
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.pairs.is_empty()
    }

    /// The value of a key, if it is there and not empty.
    pub(crate) fn get(&self, key: &str) -> Option<&str> {
        self.pairs.iter().find(|(name, _)| name == key).map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
    }

    /// The first of several keys that has a value.
    pub(crate) fn first(&self, keys: &[&str]) -> Option<&str> {
        keys.iter().find_map(|key| self.get(key))
    }

    pub(crate) fn has(&self, key: &str, value: &str) -> bool {
        self.get(key) == Some(value)
    }
}

#[cfg(test)]
impl<const N: usize> From<[(&str, &str); N]> for Tags {
    fn from(pairs: [(&str, &str); N]) -> Self {
        Self { pairs: pairs.map(|(key, value)| (key.to_owned(), value.to_owned())).to_vec() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_huge_value_is_refused_with_its_length_and_not_copied() {
        let mut tags = Tags::default();
        tags.push("name", &"x".repeat(TAG_BYTES_MAX)).unwrap();
        let error = tags.push("name", &"x".repeat(TAG_BYTES_MAX + 1)).unwrap_err();
        assert!(matches!(error, ImportError::OverLimit { value: 4_097, limit: 4_096, .. }), "{error}");
    }
}

//! The languages that drivers speak with the car.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::text::is_han;

/// A language in which the car listens and answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Language {
    /// English.
    #[serde(rename = "en")]
    English,
    /// Mandarin Chinese.
    #[serde(rename = "zh")]
    Chinese,
}

impl Language {
    /// All languages.
    pub const ALL: [Self; 2] = [Self::English, Self::Chinese];

    /// The BCP 47 tag: "en" or "zh".
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Chinese => "zh",
        }
    }

    /// The language that a typed sentence is in: Chinese if it holds a Han character, else English.
    pub fn of_text(text: &str) -> Self {
        if text.chars().any(is_han) { Self::Chinese } else { Self::English }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.tag())
    }
}

/// A language tag that the car does not speak.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown language {tag:?}: expected one of \"en\", \"zh\"")]
pub struct UnknownLanguage {
    /// What was given instead.
    pub tag: String,
}

impl FromStr for Language {
    type Err = UnknownLanguage;

    fn from_str(tag: &str) -> Result<Self, UnknownLanguage> {
        Self::ALL
            .into_iter()
            .find(|language| language.tag() == tag)
            .ok_or_else(|| UnknownLanguage { tag: tag.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_with_han_characters_is_chinese() {
        assert_eq!(Language::of_text("打开 AC"), Language::Chinese);
        assert_eq!(Language::of_text("open the café"), Language::English);
    }

    #[test]
    fn tags_round_trip() {
        for language in Language::ALL {
            assert_eq!(language.tag().parse(), Ok(language));
        }
        assert!("de".parse::<Language>().is_err());
    }
}

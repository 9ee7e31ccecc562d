//! The sample sentences of a skill in one language: `phrases/<language>.yaml`.
//!
//! ```yaml
//! language: en
//! words:                     # how people say enum cases: type → case → words
//!   cuisine:
//!     noodles: [noodles, noodle soup, ramen]
//! rules:                     # named parts, used as <find>
//!   find: "(find|show) [me]"
//! tools:
//!   find:
//!     - "<find> [a|some] {cuisine} [restaurant|place] [near me]"
//!     - sentence: "<find> [a] cheap {cuisine} place"
//!       set: {price-max: budget}
//! ```
//!
//! This knows no types: whether a field exists and whether a value fits is checked where the component is known.

mod file;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub(crate) use self::file::PhrasesFile;
use crate::{
    Language, Template, TemplateError,
    limits::{
        FIELD_CHARS_MAX, PHRASES_BYTES_MAX, PHRASES_PARTS_MAX, RULES_MAX, SENTENCES_MAX, WORD_CHARS_MAX, WORDS_MAX,
    },
    spelling,
};

/// The sample sentences of a skill in one language, parsed and with its rules expanded.
///
/// It is written and read in the form of the file: the templates as text, which is smaller than their parts, and
/// whoever reads them checks them anew.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "PhrasesFile", into = "PhrasesFile")]
pub struct Phrases {
    /// The language of all sentences.
    pub language: Language,
    /// How people say the cases of an enum: type name → case name → words. Also `true`/`false` of a boolean field,
    /// under the field's name.
    pub words: BTreeMap<String, BTreeMap<String, Vec<String>>>,
    /// The named parts, as written. They are already in the templates.
    pub rules: BTreeMap<String, String>,
    /// The sentences of each tool, by function name.
    pub tools: BTreeMap<String, Vec<Sentence>>,
}

/// A sentence template, and the values that it implies without saying them.
#[derive(Debug, Clone, PartialEq)]
pub struct Sentence {
    /// What is said.
    pub template: Template,
    /// Fields of the request that the sentence sets by itself, as JSON in the form of the tool's schema.
    pub set: serde_json::Map<String, serde_json::Value>,
}

/// Why a phrase file was not accepted.
#[derive(Debug, thiserror::Error)]
pub enum PhrasesError {
    /// Too many bytes.
    #[error("the phrase file has {bytes} bytes, at most {PHRASES_BYTES_MAX} are allowed")]
    TooLarge {
        /// Its size.
        bytes: usize,
    },
    /// It is not the YAML that is expected.
    #[error("cannot read the phrase file: {message}")]
    Yaml {
        /// What the YAML reader says, with the place.
        message: String,
    },
    /// A key that nobody knows.
    #[error("unknown key {key:?} in {place} of the phrase file")]
    UnknownKey {
        /// The key.
        key: String,
        /// Where: "the top level", or a sentence of a tool.
        place: String,
        /// The keys that are known there.
        known: &'static [&'static str],
    },
    /// A list is longer than allowed.
    #[error("the phrase file has {count} {what}, at most {count_max} are allowed")]
    TooMany {
        /// What there is too much of.
        what: &'static str,
        /// How many.
        count: usize,
        /// How many are allowed.
        count_max: usize,
    },
    /// A type, case, tool, rule or field is no kebab-case name.
    #[error("{name:?} in {place} of the phrase file is no name of 1 to {FIELD_CHARS_MAX} characters in kebab case")]
    Name {
        /// The name.
        name: String,
        /// Where it stands.
        place: &'static str,
    },
    /// A way to say an enum case is empty, too long, or holds characters that nobody says.
    #[error("{word:?}, a word for {case:?} of {ty:?}, must be 1 to {WORD_CHARS_MAX} letters, digits and spaces")]
    Word {
        /// The type.
        ty: String,
        /// The case.
        case: String,
        /// The word.
        word: String,
    },
    /// A rule is no template.
    #[error("a rule is not well formed")]
    Rule {
        /// What is wrong.
        #[source]
        source: TemplateError,
    },
    /// A sentence is no template.
    #[error("sentence of tool {tool:?} is not well formed")]
    Template {
        /// The tool.
        tool: String,
        /// What is wrong.
        #[source]
        source: TemplateError,
    },
    /// A sentence says a field and also sets it.
    #[error("sentence {template:?} of tool {tool:?} says the field {field:?} and also sets it")]
    SaidAndSet {
        /// The tool.
        tool: String,
        /// The sentence.
        template: String,
        /// The field.
        field: String,
    },
}

impl PhrasesError {
    /// What the author can do about it.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::UnknownKey { key, known, .. } => Some(spelling::hint(key, known.iter().copied())),
            Self::Word { .. } => Some("words are said as they stand; write each variant on its own".to_owned()),
            Self::Rule { source } | Self::Template { source, .. } => source.fault.hint(),
            Self::SaidAndSet { field, .. } => Some(format!("remove {field:?} from \"set\"")),
            Self::TooMany { what: "template parts", .. } => Some("name fewer rules that contain each other".to_owned()),
            Self::TooLarge { .. } | Self::Yaml { .. } | Self::TooMany { .. } | Self::Name { .. } => None,
        }
    }
}

impl Phrases {
    /// Parses a phrase file.
    pub fn parse(source: &str) -> Result<Self, PhrasesError> {
        PhrasesFile::parse(source)?.try_into()
    }
}

#[cfg(test)]
mod tests;

//! Why a template is not used.

use super::automaton::BudgetSpent;
use crate::limits::{FIELD_WORDS_MAX, SKILL_EDGES_MAX};

/// Why a template is not used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PhraseFault {
    /// The skill has no such tool.
    #[error("the skill has no such tool")]
    UnknownTool,
    /// The request of the tool has no such field.
    #[error("the tool's request has no field {field:?}")]
    UnknownField {
        /// The field.
        field: String,
    },
    /// The field's type cannot be said.
    #[error("a value of the field {field:?} cannot be said: only enum, bool, integer and string can")]
    UnsupportedType {
        /// The field.
        field: String,
    },
    /// The tool needs a field that the phrase never gives.
    #[error("the field {field:?} is required and the phrase neither says nor sets it")]
    MissingField {
        /// The field.
        field: String,
    },
    /// There are no words for the values of the field.
    #[error("there are no words for the values of the field {field:?}")]
    NoWords {
        /// The field.
        field: String,
    },
    /// There are too many words for the values of the field.
    #[error("there are {count} words for the values of the field {field:?}, the limit is {FIELD_WORDS_MAX}")]
    TooManyWords {
        /// The field.
        field: String,
        /// How many.
        count: usize,
    },
    /// It accepts sentences without a word of its own, so it would take whatever is said.
    #[error("it accepts any text")]
    OnlyText,
    /// It accepts too many forms of sentence, or its parts stand too deep inside each other.
    #[error("it accepts too many forms of sentence")]
    TooComplex,
    /// With it the phrases of the skill are too large.
    #[error("the phrases of the skill have more than {SKILL_EDGES_MAX} steps in one language")]
    TooLarge,
}

impl PhraseFault {
    /// What the author can do about it.
    pub fn hint(&self) -> Option<String> {
        Some(match self {
            Self::UnknownTool | Self::UnknownField { .. } => return None,
            Self::UnsupportedType { field } => format!("remove {{{field}}} and let the model fill it"),
            Self::MissingField { field } => format!("say it as {{{field}}} or give it in \"set\""),
            Self::NoWords { field } => format!("list them under \"words\" for the type of {field:?}"),
            Self::TooManyWords { .. } => "use a string field and look the value up in the skill".to_owned(),
            Self::OnlyText => "add a word that tells the sentence from others".to_owned(),
            Self::TooComplex | Self::TooLarge => "split it, or drop optional parts that nobody says".to_owned(),
        })
    }
}

impl From<BudgetSpent> for PhraseFault {
    fn from(BudgetSpent: BudgetSpent) -> Self {
        Self::TooLarge
    }
}

//! JSON ⇄ values, by the table of the crate.
//!
//! A model writes the JSON, or a phrase implies it, so nothing in it is believed: every value is checked against its
//! type, and what does not fit is named with its place.

mod read;
mod write;

use std::fmt;

use serde_json::Value as Json;

use crate::{Arguments, Tool};

/// Why a call's arguments do not fit the tool.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{path}: {fault}")]
pub struct ArgumentError {
    /// Where: `arguments`, `arguments.near`, `arguments.stops[2]`.
    pub path: String,
    /// What does not fit there.
    pub fault: ArgumentFault,
}

/// What does not fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ArgumentFault {
    /// Something else was expected.
    Unexpected {
        /// What the type takes.
        expected: String,
        /// What was given, shortened.
        got: String,
    },
    /// A required field is not given.
    Missing {
        /// The field.
        field: String,
    },
    /// A field, case or flag is not known.
    Unknown {
        /// The name, shortened.
        name: String,
        /// The names that are known.
        known: Vec<String>,
    },
    /// A string or list is longer than allowed.
    TooLong {
        /// Characters or items.
        unit: &'static str,
        /// How many.
        length: usize,
        /// How many are allowed.
        length_max: usize,
    },
}

impl fmt::Display for ArgumentFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unexpected { expected, got } => write!(f, "expected {expected}, got {got}"),
            Self::Missing { field } => write!(f, "the field {field:?} is missing"),
            Self::Unknown { name, known } if known.is_empty() => write!(f, "unknown name {name:?}, none is known"),
            Self::Unknown { name, known } => write!(f, "unknown name {name:?}, known are {}", known.join(", ")),
            Self::TooLong { unit, length, length_max } => {
                write!(f, "it has {length} {unit}, at most {length_max} are allowed")
            }
        }
    }
}

impl Tool {
    /// The arguments of a call, from JSON. Fields of type `option` that are left out are none; fields that the request
    /// does not have are an error.
    pub fn arguments(&self, json: &Json) -> Result<Arguments, ArgumentError> {
        match &self.request {
            Some(request) => Ok(Arguments(Some(read::arguments(request, json)?))),
            None => read::no_arguments(json).map(|()| Arguments(None)),
        }
    }
}

impl Arguments {
    /// The arguments as JSON, in the form that [`Tool::arguments`] reads and a model writes.
    pub fn to_json(&self) -> Json {
        self.0.as_ref().map_or_else(|| Json::Object(serde_json::Map::new()), crate::Value::to_json)
    }
}

#[cfg(test)]
mod tests;

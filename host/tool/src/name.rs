//! How a tool is named outside its skill.

use std::{fmt, str::FromStr};

use jumpseat_package::{IdError, SkillId};
use serde::{Deserialize, Serialize};

/// A tool's full name: the skill's id, a dot, the function's name; for example "parking.find".
///
/// Ids are unique among installed skills and function names are unique within an interface, so the name is unique
/// in the car. Neither part can contain a dot, so it splits in one way only.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ToolName {
    /// The skill that exports the function.
    pub skill: SkillId,
    /// The function, in kebab case.
    pub function: String,
}

/// Why a text is no tool name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ToolNameError {
    /// No dot.
    #[error("a tool is named \"<skill>.<function>\", {name:?} is not")]
    Form {
        /// The text given.
        name: String,
    },
    /// One of the two parts is no kebab-case name.
    #[error("tool name {name:?} is not well formed")]
    Part {
        /// The text given.
        name: String,
        /// What is wrong with the part.
        #[source]
        source: IdError,
    },
}

impl fmt::Display for ToolName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.skill, self.function)
    }
}

impl FromStr for ToolName {
    type Err = ToolNameError;

    fn from_str(name: &str) -> Result<Self, ToolNameError> {
        let (skill, function) = name.split_once('.').ok_or_else(|| ToolNameError::Form { name: name.to_owned() })?;
        let part = |text: &str| {
            text.parse::<SkillId>().map_err(|source| ToolNameError::Part { name: name.to_owned(), source })
        };
        let skill = part(skill)?;
        part(function)?;
        Ok(Self { skill, function: function.to_owned() })
    }
}

impl TryFrom<String> for ToolName {
    type Error = ToolNameError;

    fn try_from(name: String) -> Result<Self, ToolNameError> {
        name.parse()
    }
}

impl From<ToolName> for String {
    fn from(name: ToolName) -> Self {
        name.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_round_trips_and_splits_in_one_way() {
        let name: ToolName = "traffic-lights.advise-speed".parse().unwrap();
        assert_eq!(name.skill.as_str(), "traffic-lights");
        assert_eq!(name.function, "advise-speed");
        assert_eq!(name.to_string(), "traffic-lights.advise-speed");
        for wrong in ["find", "a.b.c", ".find", "parking.", "parking.Find"] {
            assert!(wrong.parse::<ToolName>().is_err(), "{wrong:?} was accepted");
        }
    }
}

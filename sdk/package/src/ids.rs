//! Names that must be safe as file names, log fields and parts of tool names.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::limits::ID_CHARS_MAX;

/// Why a text is no id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IdError {
    /// Too short or too long.
    #[error("an id has 1 to {ID_CHARS_MAX} characters, this one has {chars}")]
    Length {
        /// Number of characters given.
        chars: usize,
    },
    /// Not kebab case.
    #[error("an id is made of a-z, 0-9 and single \"-\" and starts with a letter: {id:?} is not")]
    Form {
        /// The text given.
        id: String,
    },
}

fn check(id: &str) -> Result<(), IdError> {
    let chars = id.chars().count();
    if !(1..=ID_CHARS_MAX).contains(&chars) {
        return Err(IdError::Length { chars });
    }
    if is_kebab_case(id) { Ok(()) } else { Err(IdError::Form { id: id.to_owned() }) }
}

/// Whether a name is made of lower case words that are joined by single dashes and starts with a letter.
pub(crate) fn is_kebab_case(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && !name.ends_with('-')
        && !name.contains("--")
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}

macro_rules! id {
    ($(#[$docs:meta])* $name:ident) => {
        $(#[$docs])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The id as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl FromStr for $name {
            type Err = IdError;

            fn from_str(id: &str) -> Result<Self, IdError> {
                check(id)?;
                Ok(Self(id.to_owned()))
            }
        }

        impl TryFrom<String> for $name {
            type Error = IdError;

            fn try_from(id: String) -> Result<Self, IdError> {
                check(&id)?;
                Ok(Self(id))
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.0
            }
        }
    };
}

id! {
    /// Names a skill in the car: kebab case, unique among installed skills, for example "restaurant-finder".
    SkillId
}

id! {
    /// Names who publishes a skill: kebab case, for example "acme".
    Publisher
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kebab_case_is_an_id() {
        assert!("traffic-lights".parse::<SkillId>().is_ok());
        for wrong in ["", "-a", "a-", "a--b", "A", "1a", "a/b", "..", "停车"] {
            assert!(wrong.parse::<SkillId>().is_err(), "{wrong:?} was accepted");
        }
        assert!("a".repeat(ID_CHARS_MAX + 1).parse::<SkillId>().is_err());
    }
}

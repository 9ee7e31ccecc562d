//! What can be wrong with a policy file.

use super::{CAPABILITIES, LOCATION};
use crate::{Limits, limits::POLICY_BYTES_MAX};

/// Why a policy file was not accepted.
#[derive(Debug, thiserror::Error)]
pub enum PolicyFileError {
    /// Too many bytes.
    #[error("the policy has {bytes} bytes, at most {POLICY_BYTES_MAX} are allowed")]
    TooLarge {
        /// Its size.
        bytes: usize,
    },
    /// It is not the TOML that is expected.
    #[error("the policy is not valid: {message}")]
    Toml {
        /// What is wrong, with the line.
        message: String,
    },
    /// A capability that this car does not have.
    #[error("the policy names the capability {name:?}, which does not exist")]
    UnknownCapability {
        /// The name.
        name: String,
    },
    /// A rule for what is never taken away.
    #[error("the policy restricts {name:?}, which every skill has")]
    Always {
        /// The capability.
        name: String,
    },
    /// A coarse form of what has none.
    #[error("the policy gives {name:?} only coarsely, which it does not come")]
    NotCoarse {
        /// The capability.
        name: String,
    },
    /// A limit that skills do not have.
    #[error("the policy names the limit {name:?}, which does not exist")]
    UnknownLimit {
        /// The name.
        name: String,
    },
    /// A limit that is not lowered.
    #[error("the policy sets {name} to {value}, at most {max} is allowed")]
    LimitAboveMax {
        /// The limit.
        name: &'static str,
        /// What it was set to.
        value: u64,
        /// The largest value.
        max: u64,
    },
    /// A limit that lets no skill answer.
    #[error("the policy sets {name} to {value}, at least {least} is needed")]
    LimitBelowLeast {
        /// The limit.
        name: &'static str,
        /// What it was set to.
        value: u64,
        /// The least value.
        least: u64,
    },
}

impl PolicyFileError {
    /// What a person can do about it.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::UnknownCapability { name } => {
                Some(suggestion(name, "capabilities", CAPABILITIES.iter().map(|(known, _)| *known)))
            }
            Self::UnknownLimit { name } => {
                Some(suggestion(name, "limits", Limits::MAX.named().map(|(known, _)| known)))
            }
            Self::NotCoarse { .. } => Some(format!("precision is for {LOCATION:?}")),
            Self::Always { .. } => Some("remove the rule".to_owned()),
            Self::LimitAboveMax { .. } => {
                Some("a policy lowers limits; remove the line for the largest value".to_owned())
            }
            Self::LimitBelowLeast { .. } => Some(
                "with less, no call could be answered; a skill that is not wanted is removed: jumpseat skills remove"
                    .to_owned(),
            ),
            Self::TooLarge { .. } | Self::Toml { .. } => None,
        }
    }
}

/// The known name that was probably meant, or all of them.
fn suggestion(name: &str, what: &str, known: impl Iterator<Item = &'static str> + Clone) -> String {
    let near = known.clone().min_by_key(|known| strsim::levenshtein(known, name));
    let near = near.filter(|known| strsim::levenshtein(known, name) <= 3);
    near.map_or_else(
        || format!("known {what}: {}", known.collect::<Vec<_>>().join(", ")),
        |near| format!("did you mean {near:?}?"),
    )
}

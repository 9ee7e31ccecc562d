//! A table of limits that policy lowers.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::PolicyFileError;
use crate::Limits;

/// Some limits by name, with their values.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub(super) struct Lowered(BTreeMap<String, u64>);

impl Lowered {
    /// Whether all names are known, no value is above the largest, and none is so low that no skill could answer.
    pub(super) fn check(&self) -> Result<(), PolicyFileError> {
        self.0.iter().try_for_each(|(name, value)| {
            let known = Limits::MAX.named().find(|(known, _)| known == name);
            let (name, max) = known.ok_or_else(|| PolicyFileError::UnknownLimit { name: name.clone() })?;
            let least = Limits::LEAST.named().find(|(of, _)| *of == name).map_or(0, |(_, least)| least);
            match *value {
                value if value > max => Err(PolicyFileError::LimitAboveMax { name, value, max }),
                value if value < least => Err(PolicyFileError::LimitBelowLeast { name, value, least }),
                _ => Ok(()),
            }
        })
    }

    /// The limits with these values in place of theirs.
    pub(super) fn of(&self, mut limits: Limits) -> Limits {
        for (name, value) in &self.0 {
            limits.set(name, *value);
        }
        limits.at_most(Limits::MAX)
    }
}

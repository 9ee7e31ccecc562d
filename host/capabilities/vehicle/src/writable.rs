//! What a skill may set.

use std::collections::{BTreeMap, btree_map::Entry};

use crate::{
    Range, Value,
    catalogue::{self, Kind, Signal},
    forbidden::Branch,
    limits::{RULE_BYTES_MAX, RULES_MAX},
    pattern::Pattern,
};

/// The signals that a skill may set, each with how far it is open. By default none.
///
/// Whoever makes one has looked at every signal in it: rules are resolved against the [`catalogue`] when they are read,
/// so that a rule that names nothing, or too much, is found then and not on the road.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Writable {
    openings: BTreeMap<&'static str, Opening>,
}

/// How far a signal is open to a skill.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Opening {
    /// The numbers to which it may be set.
    pub range: Range,
    /// Whether the driver is asked each time.
    pub confirm: bool,
}

impl Opening {
    /// Whether a signal that is open so far may be set to a value.
    pub fn takes(&self, signal: &Signal, value: &Value) -> bool {
        signal.check_within(value, self.range).is_ok()
    }
}

/// A rule for signals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule<'a> {
    /// A pattern for paths, and perhaps a range.
    pub text: &'a str,
    /// Whether the driver is asked each time.
    pub confirm: bool,
}

/// A rule that says nothing of the driver is one that asks.
impl<'a> From<&'a str> for Rule<'a> {
    fn from(text: &'a str) -> Self {
        Self { text, confirm: true }
    }
}

/// Why rules do not say what may be set.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum WritableError {
    /// The rule cannot be read.
    #[error("\"{rule}\" is not a rule for signals")]
    Malformed {
        /// The rule.
        rule: String,
    },
    /// The rule opens what no rule can.
    #[error("the pattern \"{pattern}\" would open {}, which skills never set", branch.path())]
    Forbidden {
        /// The pattern.
        pattern: String,
        /// A branch that it reaches into.
        branch: Branch,
    },
    /// The pattern stands for nothing.
    #[error("the pattern \"{pattern}\" matches no signal that can be set")]
    MatchesNothing {
        /// The pattern.
        pattern: String,
    },
    /// A range for something that is no number.
    #[error("the rule \"{rule}\" has a range, but {path} is no number")]
    NotANumber {
        /// The rule.
        rule: String,
        /// What is no number.
        path: &'static str,
    },
    /// Nothing is in the range.
    #[error("the rule \"{rule}\" leaves no value for {path}")]
    NoValueLeft {
        /// The rule.
        rule: String,
        /// What has no value left.
        path: &'static str,
    },
    /// There are too many rules, or one is too long.
    #[error("more than {limit}")]
    OverLimit {
        /// The limit and what it is of.
        limit: String,
    },
}

impl WritableError {
    /// What a person can do about it.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Malformed { .. } => {
                Some("write a path, such as Vehicle.Cabin.HVAC.**, and a range after it if you like: 16..28".to_owned())
            }
            Self::Forbidden { branch, .. } => {
                Some(format!("name branches beside {} one by one; this one cannot be opened", branch.path()))
            }
            Self::MatchesNothing { .. } => Some("look the path up in VSS 6.0; sensors cannot be set".to_owned()),
            Self::NotANumber { path, .. } => Some(format!("give {path} a rule of its own, without a range")),
            Self::NoValueLeft { .. } => {
                Some("ranges of all rules that match a signal hold together, and within the signal's own".to_owned())
            }
            Self::OverLimit { .. } => None,
        }
    }
}

impl Writable {
    /// Reads rules, each a pattern for paths and perhaps a range: `Vehicle.Cabin.HVAC.**`, or
    /// `Vehicle.Cabin.HVAC.Station.*.*.Temperature 16..28`.
    ///
    /// `*` stands for one segment and `**` at the end for everything below. A range holds wherever its pattern matches,
    /// whichever other rule opens the signal too, and it cannot be wider than the signal's own. A rule that would open
    /// a [forbidden](crate::forbidden) branch is an error, even if nothing in the branch is known. The driver is asked
    /// about a signal unless every rule that opens it says otherwise.
    ///
    /// ```
    /// use jumpseat_vehicle::Writable;
    ///
    /// let writable = Writable::parse(["Vehicle.Cabin.HVAC.**", "Vehicle.Cabin.HVAC.Station.*.*.Temperature 16..28"])?;
    /// assert!(writable.paths().any(|path| path == "Vehicle.Cabin.HVAC.IsAirConditioningActive"));
    ///
    /// let error = Writable::parse(["Vehicle.**"]).unwrap_err();
    /// assert_eq!(error.to_string(), "the pattern \"Vehicle.**\" would open Vehicle.ADAS, which skills never set");
    /// # Ok::<(), jumpseat_vehicle::WritableError>(())
    /// ```
    pub fn parse<'a, R: Into<Rule<'a>>>(rules: impl IntoIterator<Item = R>) -> Result<Self, WritableError> {
        let mut writable = Self::default();
        for (index, rule) in rules.into_iter().enumerate() {
            if index >= RULES_MAX {
                return Err(WritableError::OverLimit { limit: format!("{RULES_MAX} rules") });
            }
            writable.add(rule.into())?;
        }
        Ok(writable)
    }

    /// The paths that may be set, sorted.
    pub fn paths(&self) -> impl Iterator<Item = &'static str> {
        self.openings.keys().copied()
    }

    /// How far a signal is open; nothing if it is not.
    pub fn opening(&self, signal: &Signal) -> Option<Opening> {
        self.openings.get(signal.path).copied()
    }

    fn add(&mut self, Rule { text: rule, confirm }: Rule<'_>) -> Result<(), WritableError> {
        if rule.len() > RULE_BYTES_MAX {
            return Err(WritableError::OverLimit { limit: format!("{RULE_BYTES_MAX} bytes in a rule") });
        }
        let malformed = || WritableError::Malformed { rule: rule.to_owned() };
        let mut words = rule.split_ascii_whitespace();
        let text = words.next().ok_or_else(malformed)?;
        let pattern = Pattern::parse(text).ok_or_else(malformed)?;
        let range = words.next().map(|range| Range::parse(range).ok_or_else(malformed)).transpose()?;
        if words.next().is_some() {
            return Err(malformed());
        }
        if let Some(branch) = pattern.forbidden() {
            return Err(WritableError::Forbidden { pattern: text.to_owned(), branch });
        }
        let mut matched = false;
        for signal in catalogue::signals() {
            if signal.kind == Kind::Actuator && pattern.matches(signal.path) {
                matched = true;
                self.open(signal, range, confirm, rule)?;
            }
        }
        if matched { Ok(()) } else { Err(WritableError::MatchesNothing { pattern: text.to_owned() }) }
    }

    fn open(&mut self, signal: &Signal, range: Option<Range>, confirm: bool, rule: &str) -> Result<(), WritableError> {
        let path = signal.path;
        if range.is_some() && !signal.datatype.is_number() {
            return Err(WritableError::NotANumber { rule: rule.to_owned(), path });
        }
        let no_value_left = || WritableError::NoValueLeft { rule: rule.to_owned(), path };
        let range = range.unwrap_or(Range::ALL);
        match self.openings.entry(path) {
            Entry::Vacant(entry) => {
                let range = signal.range().intersection(&range).ok_or_else(no_value_left)?;
                entry.insert(Opening { range, confirm });
            }
            Entry::Occupied(mut entry) => {
                let opening = entry.get_mut();
                opening.range = opening.range.intersection(&range).ok_or_else(no_value_left)?;
                opening.confirm |= confirm;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;

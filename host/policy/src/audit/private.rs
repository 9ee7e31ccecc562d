//! What a record holds only if the owner of the car wants it to.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::DeserializeOwned, de::Error as _};
use serde_json::Value;

/// What stands in a record in place of a private value.
const MARKER: &str = "[redacted]";

/// Whether something private is left out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Redaction {
    /// It is left out.
    #[default]
    On,
    /// It is written.
    Off,
}

/// What the owner of the car wants to be left out. By default that is everything private.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Privacy {
    /// What was said, and the arguments of calls, which quote it.
    pub transcripts: Redaction,
    /// Where the car is and goes.
    pub positions: Redaction,
}

/// A private value, or the mark that it was left out. Nothing that prints it for a log shows it.
#[derive(Clone, PartialEq, Eq)]
pub struct Private<T>(Option<T>);

impl<T> Private<T> {
    /// A private value. The log decides whether it is written.
    pub const fn new(value: T) -> Self {
        Self(Some(value))
    }

    /// The value, where it was written, for those who may see it.
    pub const fn expose(&self) -> Option<&T> {
        self.0.as_ref()
    }

    pub(super) fn redact(&mut self, redaction: Redaction) {
        if redaction == Redaction::On {
            self.0 = None;
        }
    }
}

impl Private<Value> {
    /// Leaves out the coordinates inside a value, by the names that they have in the contract.
    pub(super) fn redact_coordinates(&mut self, redaction: Redaction) {
        if redaction == Redaction::On
            && let Some(value) = &mut self.0
        {
            redact_coordinates(value);
        }
    }
}

/// The values that serde makes are at most 128 levels deep, which bounds the recursion.
fn redact_coordinates(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(redact_coordinates),
        Value::Object(fields) => {
            for (name, value) in fields {
                if names_coordinate(name) {
                    *value = MARKER.into();
                } else {
                    redact_coordinates(value);
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn names_coordinate(field: &str) -> bool {
    let name = field.to_ascii_lowercase();
    name.contains("latitude") || name.contains("longitude")
}

impl<T> fmt::Debug for Private<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(MARKER)
    }
}

impl<T: Serialize> Serialize for Private<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0 {
            Some(value) => value.serialize(serializer),
            None => serializer.serialize_str(MARKER),
        }
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Private<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        if value == MARKER {
            return Ok(Self(None));
        }
        serde_json::from_value(value).map(Self::new).map_err(D::Error::custom)
    }
}

//! The signals that skills may know, with what VSS 6.0 says of each.
//!
//! The facts (path, datatype, unit, least and greatest value, allowed texts, sensor or actuator) are those of the
//! COVESA Vehicle Signal Specification, release 6.0, read signal by signal in the YAML that is generated from it, whose
//! `Vehicle.VersionVSS` says 6.0.0. It is the standard catalogue with its default instances: two rows of doors, two
//! sides. Nothing that the release deprecates is here, and no arrays: no skill needed one so far.
//!
//! A selection of some hundred signals is compiled in rather than the whole of VSS: each of them was looked at, and a
//! skill cannot reach what nobody has looked at.

mod body;
mod cabin;
mod driving;

use std::{collections::BTreeMap, sync::LazyLock};

use crate::{
    Error, Range, Value,
    forbidden::{forbidden, is_private},
};

/// A signal, as VSS has it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Signal {
    /// Its full path.
    pub path: &'static str,
    /// Who changes it.
    pub kind: Kind,
    /// What it can be.
    pub datatype: Datatype,
    /// The unit, as VSS writes it. Booleans and texts have none.
    pub unit: Option<&'static str>,
    /// The least and the greatest number that VSS names, where it does.
    declared: Option<(f64, f64)>,
}

/// Who changes a signal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Nobody: it is so since the car was made.
    Attribute,
    /// The world and the car.
    Sensor,
    /// Whoever sets it, and the car.
    Actuator,
}

/// What a signal can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Datatype {
    /// `boolean`.
    Boolean,
    /// `int8`.
    Int8,
    /// `uint8`.
    Uint8,
    /// `uint16`.
    Uint16,
    /// `uint32`.
    Uint32,
    /// `float`, of single precision.
    Float,
    /// `string`, one of these.
    OneOf(&'static [&'static str]),
    /// `string`, a color as `#RRGGBB` in hexadecimal digits.
    Color,
}

impl Signal {
    /// The numbers that it can be: those that VSS names, and at most what the datatype holds. What is no number has
    /// no limits.
    pub fn range(&self) -> Range {
        let natural = self.datatype.range();
        let Some((min, max)) = self.declared else { return natural };
        natural.intersection(&Range { min, max }).unwrap_or(natural)
    }

    /// Lets pass a value that it can have.
    pub fn check(&self, value: &Value) -> Result<(), Error> {
        self.check_within(value, self.range())
    }

    /// Lets pass a value that it can have and that, if it is a number, is in this range.
    pub(crate) fn check_within(&self, value: &Value, range: Range) -> Result<(), Error> {
        use Datatype::{Boolean, Color, Float, Int8, OneOf, Uint8, Uint16, Uint32};
        let in_range = |number| if range.contains(number) { Ok(()) } else { Err(Error::OutOfRange(range)) };
        match (self.datatype, value) {
            (Boolean, Value::Boolean(_)) => Ok(()),
            #[expect(clippy::cast_precision_loss, reason = "what loses digits is far outside every range")]
            (Int8 | Uint8 | Uint16 | Uint32, Value::Integer(number)) => in_range(*number as f64),
            (Float, Value::Float(number)) => in_range(*number),
            (OneOf(texts), Value::Text(text)) if texts.contains(&text.as_str()) => Ok(()),
            (OneOf(texts), Value::Text(_)) => {
                Err(Error::UnknownText(texts.iter().map(|&text| text.to_owned()).collect()))
            }
            (Color, Value::Text(text)) if is_color(text) => Ok(()),
            (Color, Value::Text(_)) => Err(Error::UnknownText(vec!["#RRGGBB".to_owned()])),
            _ => Err(Error::WrongType),
        }
    }
}

impl Datatype {
    /// Whether its values are numbers.
    pub fn is_number(self) -> bool {
        match self {
            Self::Int8 | Self::Uint8 | Self::Uint16 | Self::Uint32 | Self::Float => true,
            Self::Boolean | Self::OneOf(_) | Self::Color => false,
        }
    }

    /// The numbers that it holds.
    fn range(self) -> Range {
        let range = |min: f64, max: f64| Range { min, max };
        match self {
            Self::Int8 => range(i8::MIN.into(), i8::MAX.into()),
            Self::Uint8 => range(0.0, u8::MAX.into()),
            Self::Uint16 => range(0.0, u16::MAX.into()),
            Self::Uint32 => range(0.0, u32::MAX.into()),
            Self::Float => range(f32::MIN.into(), f32::MAX.into()),
            Self::Boolean | Self::OneOf(_) | Self::Color => Range::ALL,
        }
    }
}

fn is_color(text: &str) -> bool {
    text.strip_prefix('#')
        .is_some_and(|digits| digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

static SIGNALS: LazyLock<BTreeMap<&'static str, Signal>> = LazyLock::new(|| {
    let all = driving::signals().chain(body::signals()).chain(cabin::signals());
    all.map(|signal| (signal.path, signal)).collect()
});

/// All signals, by path.
pub fn signals() -> impl Iterator<Item = &'static Signal> {
    SIGNALS.values()
}

/// A signal that may be read. The path is guest-controlled.
pub fn readable(path: &str) -> Result<&'static Signal, Error> {
    if is_private(path) {
        return Err(Error::NotReadable);
    }
    SIGNALS.get(path).ok_or(Error::UnknownPath)
}

/// A signal that somebody may set, but for what is forbidden to all. The path is guest-controlled.
pub fn settable(path: &str) -> Result<&'static Signal, Error> {
    if forbidden(path).is_some() {
        return Err(Error::NotAllowed);
    }
    let signal = SIGNALS.get(path).ok_or(Error::UnknownPath)?;
    if signal.kind == Kind::Actuator { Ok(signal) } else { Err(Error::NotWritable) }
}

/// Lets pass what may be set for all that the catalogue knows: it forbids some, but allows no skill anything.
pub fn check_set(path: &str, value: &Value) -> Result<&'static Signal, Error> {
    let signal = settable(path)?;
    signal.check(value)?;
    Ok(signal)
}

const fn of(path: &'static str, kind: Kind, datatype: Datatype) -> Signal {
    Signal { path, kind, datatype, unit: None, declared: None }
}

const fn sensor(path: &'static str, datatype: Datatype) -> Signal {
    of(path, Kind::Sensor, datatype)
}

const fn actuator(path: &'static str, datatype: Datatype) -> Signal {
    of(path, Kind::Actuator, datatype)
}

impl Signal {
    const fn unit(self, unit: &'static str) -> Self {
        Self { unit: Some(unit), ..self }
    }

    const fn within(self, min: f64, max: f64) -> Self {
        Self { declared: Some((min, max)), ..self }
    }

    const fn percent(self) -> Self {
        self.unit("percent").within(0.0, 100.0)
    }
}

#[cfg(test)]
mod tests;

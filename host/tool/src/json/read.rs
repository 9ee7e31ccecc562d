//! From JSON to values.

use std::fmt::Write as _;

use serde_json::{Map, Value as Json};

use super::{ArgumentError, ArgumentFault};
use crate::{
    Case, Record, Type, Value,
    limits::{LIST_ITEMS_MAX, STRING_CHARS_MAX},
};

/// Characters of a wrong value that an error repeats.
const SHOWN_CHARS_MAX: usize = 40;

pub(super) fn arguments(request: &Record, json: &Json) -> Result<Value, ArgumentError> {
    Place(None).record(request, json)
}

pub(super) fn no_arguments(json: &Json) -> Result<(), ArgumentError> {
    match json.as_object().map(|object| object.keys().next()) {
        Some(None) => Ok(()),
        Some(Some(name)) => Err(Place(None).unknown(name, [])),
        None => Err(Place(None).unexpected("an empty object", json)),
    }
}

/// Where a value stands in the arguments: a list of steps from the inside out, so that it costs nothing until an error
/// has to name it.
#[derive(Clone, Copy)]
struct Place<'a>(Option<(&'a Self, Step<'a>)>);

#[derive(Clone, Copy)]
enum Step<'a> {
    Key(&'a str),
    Item(usize),
}

impl Place<'_> {
    fn value(self, ty: &Type, json: &Json) -> Result<Value, ArgumentError> {
        match ty {
            Type::Bool => json.as_bool().map(Value::Bool).ok_or_else(|| self.unexpected("true or false", json)),
            Type::S8 => Ok(Value::S8(self.integer(ty, json)?)),
            Type::U8 => Ok(Value::U8(self.integer(ty, json)?)),
            Type::S16 => Ok(Value::S16(self.integer(ty, json)?)),
            Type::U16 => Ok(Value::U16(self.integer(ty, json)?)),
            Type::S32 => Ok(Value::S32(self.integer(ty, json)?)),
            Type::U32 => Ok(Value::U32(self.integer(ty, json)?)),
            Type::S64 => Ok(Value::S64(self.integer(ty, json)?)),
            Type::U64 => Ok(Value::U64(self.integer(ty, json)?)),
            Type::F32 => self.float32(json).map(Value::F32),
            Type::F64 => self.float64(json).map(Value::F64),
            Type::Char => self.character(json).map(Value::Char),
            Type::String => self.string(json).map(Value::String),
            Type::List(item) => self.list(item, json).map(Value::List),
            Type::Tuple(members) => self.tuple(members, json).map(Value::Tuple),
            Type::Record(record) => self.record(record, json),
            Type::Variant(_, cases) => self.variant(cases, json),
            Type::Enum(_, cases) => self.case(cases, json).map(|case| Value::Enum(case.name.clone())),
            Type::Option(inner) => self.option(inner, json),
            Type::Result(ok, error) => self.result(ok.as_deref(), error.as_deref(), json),
            Type::Flags(_, flags) => self.flags(flags, json),
        }
    }

    fn integer<T: TryFrom<i128>>(self, ty: &Type, json: &Json) -> Result<T, ArgumentError> {
        let integer = exact_integer(json).and_then(|integer| T::try_from(integer).ok());
        integer.ok_or_else(|| {
            let (min, max) = ty.integer_range().unwrap_or_default();
            self.unexpected(&format!("an integer from {min} to {max}"), json)
        })
    }

    fn float64(self, json: &Json) -> Result<f64, ArgumentError> {
        let float = json.as_f64().filter(|float| float.is_finite());
        float.ok_or_else(|| self.unexpected("a finite number", json))
    }

    #[expect(
        clippy::cast_possible_truncation,
        reason = "a number between two f32 is rounded to one; the rest is checked"
    )]
    fn float32(self, json: &Json) -> Result<f32, ArgumentError> {
        let float = json.as_f64().map(|float| float as f32).filter(|float| float.is_finite());
        float.ok_or_else(|| self.unexpected("a finite number", json))
    }

    fn character(self, json: &Json) -> Result<char, ArgumentError> {
        let mut characters = json.as_str().unwrap_or_default().chars();
        match (characters.next(), characters.next()) {
            (Some(character), None) => Ok(character),
            _ => Err(self.unexpected("a string of one character", json)),
        }
    }

    fn string(self, json: &Json) -> Result<String, ArgumentError> {
        let string = json.as_str().ok_or_else(|| self.unexpected("a string", json))?;
        self.limit("characters", string.chars().count(), STRING_CHARS_MAX)?;
        Ok(string.to_owned())
    }

    fn list(self, item: &Type, json: &Json) -> Result<Vec<Value>, ArgumentError> {
        let items = json.as_array().ok_or_else(|| self.unexpected("an array", json))?;
        self.limit("items", items.len(), LIST_ITEMS_MAX)?;
        let read = |(index, json)| Place(Some((&self, Step::Item(index)))).value(item, json);
        items.iter().enumerate().map(read).collect()
    }

    fn tuple(self, members: &[Type], json: &Json) -> Result<Vec<Value>, ArgumentError> {
        let items = json.as_array().filter(|items| items.len() == members.len());
        let items = items.ok_or_else(|| self.unexpected(&format!("an array of {} items", members.len()), json))?;
        let read = |(index, (ty, json))| Place(Some((&self, Step::Item(index)))).value(ty, json);
        members.iter().zip(items).enumerate().map(read).collect()
    }

    fn record(self, record: &Record, json: &Json) -> Result<Value, ArgumentError> {
        let object = self.object(json)?;
        let known = || record.fields.iter().map(|field| field.name.as_str());
        if let Some(name) = object.keys().find(|name| !known().any(|field| field == name.as_str())) {
            return Err(self.unknown(name, known()));
        }
        let mut fields = Vec::with_capacity(record.fields.len());
        for field in &record.fields {
            let place = Place(Some((&self, Step::Key(&field.name))));
            let value = match (object.get(&field.name), &field.ty) {
                (None, Type::Option(_)) => Value::Option(None),
                (None, _) => {
                    let fault = ArgumentFault::Missing { field: field.name.clone() };
                    return Err(ArgumentError { path: self.path(), fault });
                }
                // Models write `null` for what they leave out, unless `null` is a value of the field.
                (Some(Json::Null), Type::Option(inner)) if !inner.is_nullable() => Value::Option(None),
                (Some(json), ty) => {
                    let given = place.value(field.given_type(), json)?;
                    if matches!(ty, Type::Option(_)) { Value::Option(Some(Box::new(given))) } else { given }
                }
            };
            fields.push((field.name.clone(), value));
        }
        Ok(Value::Record(fields))
    }

    fn option(self, inner: &Type, json: &Json) -> Result<Value, ArgumentError> {
        if json.is_null() {
            return Ok(Value::Option(None));
        }
        let value = if inner.is_nullable() {
            let (name, payload) = self.single(json)?;
            let place = Place(Some((&self, Step::Key(name))));
            if name != "some" {
                return Err(self.unknown(name, ["some"]));
            }
            place.value(inner, payload)?
        } else {
            self.value(inner, json)?
        };
        Ok(Value::Option(Some(Box::new(value))))
    }

    fn variant(self, cases: &[Case], json: &Json) -> Result<Value, ArgumentError> {
        if json.is_string() {
            let case = self.case(cases, json)?;
            if case.payload.is_some() {
                return Err(self.unexpected(&format!("an object {{{:?}: …}}", case.name), json));
            }
            return Ok(Value::Variant(case.name.clone(), None));
        }
        let (name, payload) = self.single(json)?;
        let case = self.named(cases, name)?;
        let Some(ty) = &case.payload else {
            return Err(self.unexpected(&format!("the string {:?}", case.name), json));
        };
        let value = Place(Some((&self, Step::Key(name)))).value(ty, payload)?;
        Ok(Value::Variant(case.name.clone(), Some(Box::new(value))))
    }

    fn result(self, ok: Option<&Type>, error: Option<&Type>, json: &Json) -> Result<Value, ArgumentError> {
        let (name, json) = self.single(json)?;
        let place = Place(Some((&self, Step::Key(name))));
        let payload = |ty: Option<&Type>| match ty {
            Some(ty) => place.value(ty, json).map(|value| Some(Box::new(value))),
            None if json.is_null() => Ok(None),
            None => Err(place.unexpected("null", json)),
        };
        match name {
            "ok" => Ok(Value::Result(Ok(payload(ok)?))),
            "error" => Ok(Value::Result(Err(payload(error)?))),
            _ => Err(self.unknown(name, ["ok", "error"])),
        }
    }

    fn flags(self, flags: &[Case], json: &Json) -> Result<Value, ArgumentError> {
        let object = self.object(json)?;
        if let Some(name) = object.keys().find(|name| !flags.iter().any(|flag| flag.name == **name)) {
            return Err(self.unknown(name, flags.iter().map(|flag| flag.name.as_str())));
        }
        let mut set = Vec::new();
        for flag in flags {
            let Some(json) = object.get(&flag.name) else { continue };
            let place = Place(Some((&self, Step::Key(&flag.name))));
            if json.as_bool().ok_or_else(|| place.unexpected("true or false", json))? {
                set.push(flag.name.clone());
            }
        }
        Ok(Value::Flags(set))
    }

    fn case<'c>(self, cases: &'c [Case], json: &Json) -> Result<&'c Case, ArgumentError> {
        let name = json.as_str().ok_or_else(|| self.unexpected(&format!("one of {}", names(cases)), json))?;
        self.named(cases, name)
    }

    fn named<'c>(self, cases: &'c [Case], name: &str) -> Result<&'c Case, ArgumentError> {
        let case = cases.iter().find(|case| case.name == name);
        case.ok_or_else(|| self.unknown(name, cases.iter().map(|case| case.name.as_str())))
    }

    /// The one entry of an object.
    fn single(self, json: &Json) -> Result<(&str, &Json), ArgumentError> {
        let object = self.object(json)?;
        match (object.iter().next(), object.len()) {
            (Some((name, value)), 1) => Ok((name, value)),
            _ => Err(self.unexpected("an object with one entry", json)),
        }
    }

    fn object(self, json: &Json) -> Result<&Map<String, Json>, ArgumentError> {
        json.as_object().ok_or_else(|| self.unexpected("an object", json))
    }

    fn limit(self, unit: &'static str, length: usize, length_max: usize) -> Result<(), ArgumentError> {
        if length <= length_max {
            return Ok(());
        }
        Err(ArgumentError { path: self.path(), fault: ArgumentFault::TooLong { unit, length, length_max } })
    }

    fn unexpected(self, expected: &str, got: &Json) -> ArgumentError {
        let fault = ArgumentFault::Unexpected { expected: expected.to_owned(), got: shown(&got.to_string()) };
        ArgumentError { path: self.path(), fault }
    }

    fn unknown<'k>(self, name: &str, known: impl IntoIterator<Item = &'k str>) -> ArgumentError {
        let known = known.into_iter().map(str::to_owned).collect();
        ArgumentError { path: self.path(), fault: ArgumentFault::Unknown { name: shown(name), known } }
    }

    fn path(self) -> String {
        let Some((parent, step)) = self.0 else { return "arguments".to_owned() };
        let mut path = parent.path();
        match step {
            Step::Key(name) => {
                path.push('.');
                path.push_str(&shown(name));
            }
            Step::Item(index) => write!(path, "[{index}]").unwrap_or_default(),
        }
        path
    }
}

impl Type {
    /// Whether `null` is the JSON of one of its values.
    pub(crate) fn is_nullable(&self) -> bool {
        matches!(self, Self::Option(_))
    }
}

/// An integer, without any rounding. A model may write 3 as 3.0, and wide integers stand in strings.
fn exact_integer(json: &Json) -> Option<i128> {
    if let Some(digits) = json.as_str() {
        return digits.parse().ok();
    }
    let whole = json.as_i64().map(i128::from).or_else(|| json.as_u64().map(i128::from));
    whole.or_else(|| json.as_f64().and_then(whole_float))
}

#[expect(clippy::cast_possible_truncation, reason = "the range check leaves floats that are integers exactly")]
fn whole_float(float: f64) -> Option<i128> {
    const EXACT_MAX: f64 = 9_007_199_254_740_991.0;
    (float.fract() == 0.0 && float.abs() <= EXACT_MAX).then_some(float as i128)
}

fn names(cases: &[Case]) -> String {
    cases.iter().map(|case| format!("{:?}", case.name)).collect::<Vec<_>>().join(", ")
}

/// A text from outside, short enough for an error.
fn shown(text: &str) -> String {
    let mut shown: String = text.chars().take(SHOWN_CHARS_MAX).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    shown
}

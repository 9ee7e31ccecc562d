//! From values to JSON.

use serde_json::{Map, Number, Value as Json, json};

use crate::{Value, limits::JSON_INTEGER_MAX};

impl Value {
    /// The value as JSON, by the table of the crate. No type is needed: a value says which kind it is.
    pub fn to_json(&self) -> Json {
        match self {
            Self::Bool(value) => json!(value),
            Self::S8(value) => json!(value),
            Self::U8(value) => json!(value),
            Self::S16(value) => json!(value),
            Self::U16(value) => json!(value),
            Self::S32(value) => json!(value),
            Self::U32(value) => json!(value),
            Self::S64(value) if value.unsigned_abs() > JSON_INTEGER_MAX => json!(value.to_string()),
            Self::S64(value) => json!(value),
            Self::U64(value) if *value > JSON_INTEGER_MAX => json!(value.to_string()),
            Self::U64(value) => json!(value),
            Self::F32(value) => float32(*value),
            Self::F64(value) => json!(value),
            Self::Char(value) => json!(value),
            Self::String(value) | Self::Enum(value) | Self::Variant(value, None) => json!(value),
            Self::List(items) | Self::Tuple(items) => items.iter().map(Self::to_json).collect(),
            Self::Record(fields) => Json::Object(fields.iter().filter_map(field).collect()),
            Self::Variant(case, Some(payload)) => single(case, payload.to_json()),
            Self::Option(None) => Json::Null,
            Self::Option(Some(value)) if matches!(**value, Self::Option(_)) => single("some", value.to_json()),
            Self::Option(Some(value)) => value.to_json(),
            Self::Result(Ok(payload)) => single("ok", payload.as_deref().map_or(Json::Null, Self::to_json)),
            Self::Result(Err(payload)) => single("error", payload.as_deref().map_or(Json::Null, Self::to_json)),
            Self::Flags(set) => Json::Object(set.iter().map(|flag| (flag.clone(), json!(true))).collect()),
        }
    }
}

/// A field of a record: left out when it is none, and without a wrapper otherwise.
fn field((name, value): &(String, Value)) -> Option<(String, Json)> {
    let given = if let Value::Option(given) = value { given.as_deref()? } else { value };
    Some((name.clone(), given.to_json()))
}

fn single(name: &str, value: Json) -> Json {
    Json::Object(Map::from_iter([(name.to_owned(), value)]))
}

/// The shortest number that reads back as the same `f32`: 0.1 and not 0.10000000149011612.
#[expect(clippy::cast_possible_truncation, reason = "the cast is what a reader does, and it is compared")]
fn float32(value: f32) -> Json {
    let short: f64 = value.to_string().parse().unwrap_or(f64::from(value));
    let exact = if (short as f32).to_bits() == value.to_bits() { short } else { f64::from(value) };
    Number::from_f64(exact).map_or(Json::Null, Json::Number)
}

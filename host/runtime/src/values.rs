//! Values of a call in the form in which the engine takes them.

use jumpseat_tool::Value;
use wasmtime::component::Val;

/// The value for the engine.
pub(crate) fn lower(value: &Value) -> Val {
    let boxed = |value: &Option<Box<Value>>| value.as_deref().map(|value| Box::new(lower(value)));
    match value {
        Value::Bool(value) => Val::Bool(*value),
        Value::S8(value) => Val::S8(*value),
        Value::U8(value) => Val::U8(*value),
        Value::S16(value) => Val::S16(*value),
        Value::U16(value) => Val::U16(*value),
        Value::S32(value) => Val::S32(*value),
        Value::U32(value) => Val::U32(*value),
        Value::S64(value) => Val::S64(*value),
        Value::U64(value) => Val::U64(*value),
        Value::F32(value) => Val::Float32(*value),
        Value::F64(value) => Val::Float64(*value),
        Value::Char(value) => Val::Char(*value),
        Value::String(value) => Val::String(value.clone()),
        Value::List(items) => Val::List(items.iter().map(lower).collect()),
        Value::Tuple(members) => Val::Tuple(members.iter().map(lower).collect()),
        Value::Record(fields) => Val::Record(fields.iter().map(|(name, value)| (name.clone(), lower(value))).collect()),
        Value::Variant(case, payload) => Val::Variant(case.clone(), boxed(payload)),
        Value::Enum(case) => Val::Enum(case.clone()),
        Value::Option(value) => Val::Option(boxed(value)),
        Value::Result(Ok(value)) => Val::Result(Ok(boxed(value))),
        Value::Result(Err(value)) => Val::Result(Err(boxed(value))),
        Value::Flags(names) => Val::Flags(names.clone()),
    }
}

//! Arbitrary types and values of them, for the tests of this crate.

use proptest::{collection::vec, prelude::*, sample::subsequence};

use crate::{
    Case, Field, Record, Tool, Type, Value,
    limits::{LIST_ITEMS_MAX, STRING_CHARS_MAX},
};

/// A type of any kind, a few levels deep.
pub(crate) fn any_type() -> impl Strategy<Value = Type> {
    let plain = prop_oneof![
        Just(Type::Bool),
        Just(Type::S8),
        Just(Type::U8),
        Just(Type::S16),
        Just(Type::U16),
        Just(Type::S32),
        Just(Type::U32),
        Just(Type::S64),
        Just(Type::U64),
        Just(Type::F32),
        Just(Type::F64),
        Just(Type::Char),
        Just(Type::String),
        (1_usize..5).prop_map(|count| Type::Enum("choice".to_owned(), cases("case", vec![None; count]))),
        (1_usize..5).prop_map(|count| Type::Flags("marks".to_owned(), cases("flag", vec![None; count]))),
    ];
    plain.prop_recursive(3, 24, 4, |inner| {
        let payload = proptest::option::of(inner.clone());
        let boxed = proptest::option::of(inner.clone().prop_map(Box::new));
        prop_oneof![
            inner.clone().prop_map(|item| Type::List(Box::new(item))),
            inner.clone().prop_map(|inner| Type::Option(Box::new(inner))),
            vec(inner.clone(), 1..4).prop_map(Type::Tuple),
            vec(inner, 1..4).prop_map(|types| Type::Record(record(types))),
            vec(payload, 1..4).prop_map(|payloads| Type::Variant("way".to_owned(), cases("case", payloads))),
            (boxed.clone(), boxed).prop_map(|(ok, error)| Type::Result(ok, error)),
        ]
    })
}

/// A tool with a request of any kind.
pub(crate) fn any_tool() -> impl Strategy<Value = Tool> {
    proptest::option::of(vec(any_type(), 1..5)).prop_map(|types| Tool {
        name: "noodles.find".parse().unwrap(),
        docs: "Finds noodles.".to_owned(),
        request: types.map(record),
    })
}

fn record(types: Vec<Type>) -> Record {
    let field = |(number, ty)| Field { name: format!("field-{number}"), docs: String::new(), ty };
    Record {
        name: "request".to_owned(),
        docs: String::new(),
        fields: types.into_iter().enumerate().map(field).collect(),
    }
}

fn cases(name: &str, payloads: Vec<Option<Type>>) -> Vec<Case> {
    let case = |(number, payload)| Case { name: format!("{name}-{number}"), docs: String::new(), payload };
    payloads.into_iter().enumerate().map(case).collect()
}

/// A value of a type.
pub(crate) fn any_value(ty: &Type) -> BoxedStrategy<Value> {
    match ty {
        Type::Bool => any::<bool>().prop_map(Value::Bool).boxed(),
        Type::S8 => any::<i8>().prop_map(Value::S8).boxed(),
        Type::U8 => any::<u8>().prop_map(Value::U8).boxed(),
        Type::S16 => any::<i16>().prop_map(Value::S16).boxed(),
        Type::U16 => any::<u16>().prop_map(Value::U16).boxed(),
        Type::S32 => any::<i32>().prop_map(Value::S32).boxed(),
        Type::U32 => any::<u32>().prop_map(Value::U32).boxed(),
        Type::S64 => any::<i64>().prop_map(Value::S64).boxed(),
        Type::U64 => any::<u64>().prop_map(Value::U64).boxed(),
        Type::F32 => proptest::num::f32::NORMAL.prop_union(proptest::num::f32::ZERO).prop_map(Value::F32).boxed(),
        Type::F64 => proptest::num::f64::NORMAL.prop_union(proptest::num::f64::ZERO).prop_map(Value::F64).boxed(),
        Type::Char => any::<char>().prop_map(Value::Char).boxed(),
        Type::String => {
            vec(any::<char>(), 0..=STRING_CHARS_MAX).prop_map(|s| Value::String(s.into_iter().collect())).boxed()
        }
        Type::List(item) => vec(any_value(item), 0..=LIST_ITEMS_MAX.min(4)).prop_map(Value::List).boxed(),
        Type::Tuple(members) => members.iter().map(any_value).collect::<Vec<_>>().prop_map(Value::Tuple).boxed(),
        Type::Record(record) => any_record(record),
        Type::Variant(_, cases) => proptest::sample::select(cases.clone())
            .prop_flat_map(|case| match case.payload {
                None => Just(Value::Variant(case.name, None)).boxed(),
                Some(ty) => any_value(&ty)
                    .prop_map(move |value| Value::Variant(case.name.clone(), Some(Box::new(value))))
                    .boxed(),
            })
            .boxed(),
        Type::Enum(_, cases) => proptest::sample::select(cases.clone()).prop_map(|case| Value::Enum(case.name)).boxed(),
        Type::Option(inner) => {
            proptest::option::of(any_value(inner)).prop_map(|value| Value::Option(value.map(Box::new))).boxed()
        }
        Type::Result(ok, error) => prop_oneof![
            any_payload(ok.as_deref()).prop_map(|value| Value::Result(Ok(value))),
            any_payload(error.as_deref()).prop_map(|value| Value::Result(Err(value))),
        ]
        .boxed(),
        Type::Flags(_, flags) => {
            let names: Vec<_> = flags.iter().map(|flag| flag.name.clone()).collect();
            let count = 0..=names.len();
            subsequence(names, count).prop_map(Value::Flags).boxed()
        }
    }
}

/// A value of a record.
pub(crate) fn any_record(record: &Record) -> BoxedStrategy<Value> {
    let names: Vec<_> = record.fields.iter().map(|field| field.name.clone()).collect();
    let values: Vec<_> = record.fields.iter().map(|field| any_value(&field.ty)).collect();
    values.prop_map(move |values| Value::Record(names.iter().cloned().zip(values).collect())).boxed()
}

fn any_payload(ty: Option<&Type>) -> BoxedStrategy<Option<Box<Value>>> {
    match ty {
        None => Just(None).boxed(),
        Some(ty) => any_value(ty).prop_map(|value| Some(Box::new(value))).boxed(),
    }
}

//! Tools of any type, and JSON that fits them more often than not.

use jumpseat_tool::{Case, Field, Record, Tool, Type};
use serde_json::{Map, Value as Json, json};

use crate::choices::Choices;

/// Types inside each other, the request included. Fewer than a skill may have, so that inputs stay short.
const DEPTH_MAX: usize = 5;
/// Fields, cases, members and items that are made in one place.
const PARTS_MAX: usize = 4;
/// Bytes of a made text, over what a string of a call may hold.
const TEXT_BYTES_MAX: usize = 255;

/// A tool with a request of any type.
pub(crate) fn any_tool(choices: &mut Choices<'_>) -> Option<Tool> {
    let request = if choices.coin() { Some(record(choices, DEPTH_MAX)) } else { None };
    Some(Tool { name: "noodles.find".parse().ok()?, docs: "Finds noodles.".to_owned(), request })
}

fn any_type(choices: &mut Choices<'_>, depth_left: usize) -> Type {
    // The last kinds hold other types; where there is no room for those, they are not chosen from.
    let kinds = if depth_left == 0 { 15 } else { 21 };
    let inner = |choices: &mut Choices<'_>| any_type(choices, depth_left.saturating_sub(1));
    match choices.below(kinds) {
        0 => Type::String,
        1 => Type::Bool,
        2 => Type::S8,
        3 => Type::U8,
        4 => Type::S16,
        5 => Type::U16,
        6 => Type::S32,
        7 => Type::U32,
        8 => Type::S64,
        9 => Type::U64,
        10 => Type::F32,
        11 => Type::F64,
        12 => Type::Char,
        13 => Type::Enum("choice".to_owned(), cases(choices, None)),
        14 => Type::Flags("marks".to_owned(), cases(choices, None)),
        15 => Type::List(Box::new(inner(choices))),
        16 => Type::Option(Box::new(inner(choices))),
        17 => Type::Tuple((0..=choices.below(PARTS_MAX)).map(|_| inner(choices)).collect()),
        18 => Type::Record(record(choices, depth_left.saturating_sub(1))),
        19 => Type::Variant("way".to_owned(), cases(choices, Some(depth_left.saturating_sub(1)))),
        _ => {
            let mut payload = || choices.coin().then(|| Box::new(inner(choices)));
            Type::Result(payload(), payload())
        }
    }
}

fn record(choices: &mut Choices<'_>, depth_left: usize) -> Record {
    let fields = (0..=choices.below(PARTS_MAX)).map(|number| Field {
        name: format!("field-{number}"),
        docs: String::new(),
        ty: any_type(choices, depth_left.saturating_sub(1)),
    });
    let fields = fields.collect();
    Record { name: "request".to_owned(), docs: String::new(), fields }
}

/// Cases with payloads if there is a depth for them.
fn cases(choices: &mut Choices<'_>, depth_left: Option<usize>) -> Vec<Case> {
    let count = 1 + choices.below(PARTS_MAX);
    let case = |number| {
        let payload = depth_left.filter(|_| choices.coin()).map(|depth| any_type(choices, depth));
        Case { name: format!("case-{number}"), docs: String::new(), payload }
    };
    (0..count).map(case).collect()
}

/// The arguments of a call as JSON: mostly what fits the tool, now and then something else in a place.
pub(crate) fn any_arguments(tool: &Tool, choices: &mut Choices<'_>) -> Json {
    match &tool.request {
        None => json!({}),
        Some(request) => fields(request, choices),
    }
}

fn fields(record: &Record, choices: &mut Choices<'_>) -> Json {
    let mut object = Map::new();
    for field in &record.fields {
        if field.is_required() || choices.coin() {
            object.insert(field.name.clone(), any_json(field.given_type(), choices));
        }
    }
    Json::Object(object)
}

fn any_json(ty: &Type, choices: &mut Choices<'_>) -> Json {
    if choices.below(16) == 15 {
        return stray(choices);
    }
    let name = |cases: &[Case], choices: &mut Choices<'_>| {
        let case = cases.get(choices.below(cases.len()));
        case.map(|case| case.name.clone()).unwrap_or_default()
    };
    match ty {
        Type::Bool => choices.coin().into(),
        Type::S8 | Type::S16 | Type::S32 | Type::S64 => integer(i128::from(choices.number().cast_signed()), ty),
        Type::U8 | Type::U16 | Type::U32 | Type::U64 => integer(i128::from(choices.number()), ty),
        Type::F32 => f32::from_bits(u32::try_from(choices.number() >> 32).unwrap_or_default()).into(),
        Type::F64 => f64::from_bits(choices.number()).into(),
        Type::Char => choices.text(4).chars().next().unwrap_or('a').to_string().into(),
        Type::String => choices.text(TEXT_BYTES_MAX).into(),
        Type::List(item) => (0..choices.below(PARTS_MAX)).map(|_| any_json(item, choices)).collect(),
        Type::Tuple(members) => members.iter().map(|member| any_json(member, choices)).collect(),
        Type::Record(record) => fields(record, choices),
        Type::Enum(_, cases) => name(cases, choices).into(),
        Type::Flags(_, flags) => {
            let set = flags.iter().filter(|_| choices.coin()).map(|flag| (flag.name.clone(), Json::Bool(true)));
            Json::Object(set.collect())
        }
        Type::Variant(_, cases) => match cases.get(choices.below(cases.len())) {
            None => Json::Null,
            Some(Case { name, payload: None, .. }) => name.as_str().into(),
            Some(Case { name, payload: Some(ty), .. }) => json!({ name.as_str(): any_json(ty, choices) }),
        },
        Type::Option(inner) => match choices.below(3) {
            0 => Json::Null,
            1 => any_json(inner, choices),
            _ => json!({ "some": any_json(inner, choices) }),
        },
        Type::Result(ok, error) => {
            let (key, ty) = if choices.coin() { ("ok", ok) } else { ("error", error) };
            json!({ key: ty.as_ref().map_or(Json::Null, |ty| any_json(ty, choices)) })
        }
    }
}

/// An integer of a type, as a number where readers of JSON keep it and as text otherwise.
fn integer(number: i128, ty: &Type) -> Json {
    let number = match ty.integer_range() {
        Some((least, most)) => number.clamp(least, most),
        None => number,
    };
    match i64::try_from(number) {
        Ok(small) if small.unsigned_abs() <= jumpseat_tool::limits::JSON_INTEGER_MAX => small.into(),
        Ok(_) | Err(_) => number.to_string().into(),
    }
}

/// What fits hardly any place.
fn stray(choices: &mut Choices<'_>) -> Json {
    match choices.below(8) {
        0 => Json::Null,
        1 => json!(-1),
        2 => json!(1e308),
        3 => json!("18446744073709551616"),
        4 => json!([[]]),
        5 => json!({ "some": null }),
        6 => json!({ choices.text(TEXT_BYTES_MAX): null }),
        _ => choices.text(TEXT_BYTES_MAX).into(),
    }
}

//! How the values of a field are said, from its type and the words of the phrase file.

use std::collections::BTreeMap;

use jumpseat_package::{Language, Phrases};
use jumpseat_tool::{Case, Tool, Type};
use serde_json::Value;

use super::{
    PhraseFault,
    automaton::Builder,
    slot::{Saying, Slot},
};
use crate::{limits::FIELD_WORDS_MAX, tokens::Tokens};

/// What can stand for a field of a tool in a sentence.
pub(super) fn slot(tool: &Tool, name: &str, phrases: &Phrases, builder: &mut Builder) -> Result<Slot, PhraseFault> {
    let fields = tool.request.as_ref().map_or(&[][..], |request| &request.fields);
    let Some(field) = fields.iter().find(|field| field.name == name) else {
        return Err(PhraseFault::UnknownField { field: name.to_owned() });
    };
    let ty = if let Type::Option(inner) = &field.ty { inner.as_ref() } else { &field.ty };
    let integer = |min: i128, max: i128| Ok(Slot::Integer { min, max });
    match ty {
        Type::String => Ok(Slot::Text),
        Type::Bool => said(name, booleans(phrases.words.get(name), phrases.language), builder),
        Type::Enum(ty, cases) => said(name, enumeration(cases, phrases.words.get(ty), phrases.language), builder),
        Type::S8 => integer(i8::MIN.into(), i8::MAX.into()),
        Type::U8 => integer(0, u8::MAX.into()),
        Type::S16 => integer(i16::MIN.into(), i16::MAX.into()),
        Type::U16 => integer(0, u16::MAX.into()),
        Type::S32 => integer(i32::MIN.into(), i32::MAX.into()),
        Type::U32 => integer(0, u32::MAX.into()),
        Type::S64 => integer(i64::MIN.into(), i64::MAX.into()),
        Type::U64 => integer(0, u64::MAX.into()),
        Type::F32
        | Type::F64
        | Type::Char
        | Type::List(_)
        | Type::Tuple(_)
        | Type::Record(_)
        | Type::Variant(..)
        | Type::Option(_)
        | Type::Result(..)
        | Type::Flags(..) => Err(PhraseFault::UnsupportedType { field: name.to_owned() }),
    }
}

/// How people say the cases of an enum. In English the name of a case is a word for it where none is listed.
fn enumeration(
    cases: &[Case],
    words: Option<&BTreeMap<String, Vec<String>>>,
    language: Language,
) -> Vec<(String, Value)> {
    let mut sayings = Vec::new();
    for case in cases {
        let listed = words.and_then(|words| words.get(&case.name)).filter(|listed| !listed.is_empty());
        let value = Value::from(case.name.as_str());
        match (listed, language) {
            (Some(listed), _) => sayings.extend(listed.iter().map(|word| (word.clone(), value.clone()))),
            (None, Language::English) => sayings.push((case.name.clone(), value)),
            (None, Language::Chinese) => {}
        }
    }
    sayings
}

/// How people say a boolean, where the phrases do not list it.
fn booleans(words: Option<&BTreeMap<String, Vec<String>>>, language: Language) -> Vec<(String, Value)> {
    let mut sayings = Vec::new();
    for value in [true, false] {
        let listed = words.and_then(|words| words.get(if value { "true" } else { "false" }));
        let usual: &[&str] = match (language, value) {
            (Language::English, true) => &["true", "yes", "on"],
            (Language::English, false) => &["false", "no", "off"],
            (Language::Chinese, true) => &["是", "对", "开", "打开"],
            (Language::Chinese, false) => &["否", "不", "关", "关闭"],
        };
        match listed.filter(|listed| !listed.is_empty()) {
            Some(listed) => sayings.extend(listed.iter().map(|word| (word.clone(), Value::from(value)))),
            None => sayings.extend(usual.iter().map(|word| ((*word).to_owned(), Value::from(value)))),
        }
    }
    sayings
}

fn said(field: &str, values: Vec<(String, Value)>, builder: &mut Builder) -> Result<Slot, PhraseFault> {
    if values.len() > FIELD_WORDS_MAX {
        return Err(PhraseFault::TooManyWords { field: field.to_owned(), count: values.len() });
    }
    let mut sayings: Vec<Saying> = values
        .into_iter()
        .map(|(text, value)| Saying {
            words: Tokens::of(&text).words().map(|word| builder.word(word)).collect(),
            value,
        })
        .filter(|saying| !saying.words.is_empty())
        .collect();
    sayings.sort_by(|a, b| a.words.cmp(&b.words));
    sayings.dedup();
    if sayings.is_empty() {
        return Err(PhraseFault::NoWords { field: field.to_owned() });
    }
    Ok(Slot::Said(sayings))
}

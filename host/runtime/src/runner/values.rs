//! Values as they cross: the parts of a value one after another, each before those inside it.
//!
//! What comes from a runner may be nested as deeply as a message is long. So nothing recursive is decoded: a message is a
//! list of parts, and putting them together ends at a depth that no type of the contract reaches.

use std::fmt;

use serde::{
    Deserialize, Deserializer, Serialize,
    de::{Error as _, SeqAccess, Visitor},
};
use wasmtime::component::Val;

use crate::limits::{ANSWER_DEPTH_MAX, ANSWER_PARTS_MAX};

/// A part of a value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) enum Token<'a> {
    Bool(bool),
    S8(i8),
    U8(u8),
    S16(i16),
    U16(u16),
    S32(i32),
    U32(u32),
    S64(i64),
    U64(u64),
    F32(f32),
    F64(f64),
    Char(char),
    String(&'a str),
    /// So many items follow.
    List(usize),
    /// So many members follow.
    Tuple(usize),
    /// A value for each name follows.
    #[serde(borrow)]
    Record(Vec<&'a str>),
    /// The payload follows, if there is one.
    Variant(&'a str, bool),
    Enum(&'a str),
    /// The value follows, if there is one.
    Option(bool),
    /// Whether it is "ok"; and the payload follows, if there is one.
    Result(bool, bool),
    Flags(Vec<&'a str>),
}

/// Why parts make no value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum TokenError {
    /// Parts are missing.
    #[error("a value ends before it is complete")]
    Short,
    /// There are parts of nothing.
    #[error("a value is followed by {0} parts that belong to none")]
    Long(usize),
    /// It is nested too deeply.
    #[error("a value is nested more than {ANSWER_DEPTH_MAX} deep")]
    Deep,
}

/// A kind of value that no contract has, like a handle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("it holds something that cannot be passed on")]
pub(crate) struct NoToken;

/// Reads the parts of an answer, and no more of them than an answer has: a stranger counted them.
pub(crate) fn answer_parts<'de, D: Deserializer<'de>>(source: D) -> Result<Vec<Token<'de>>, D::Error> {
    source.deserialize_seq(Parts)
}

struct Parts;

impl<'de> Visitor<'de> for Parts {
    type Value = Vec<Token<'de>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "at most {ANSWER_PARTS_MAX} parts of an answer")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut source: A) -> Result<Self::Value, A::Error> {
        let mut parts = Vec::new();
        while let Some(part) = source.next_element()? {
            if parts.len() == ANSWER_PARTS_MAX {
                return Err(A::Error::invalid_length(parts.len().saturating_add(1), &self));
            }
            parts.push(part);
        }
        Ok(parts)
    }
}

/// Appends the parts of a value.
pub(crate) fn take_apart<'a>(value: &'a Val, tokens: &mut Vec<Token<'a>>) -> Result<(), NoToken> {
    let names = |names: &'a [String]| names.iter().map(String::as_str).collect();
    match value {
        Val::Bool(value) => tokens.push(Token::Bool(*value)),
        Val::S8(value) => tokens.push(Token::S8(*value)),
        Val::U8(value) => tokens.push(Token::U8(*value)),
        Val::S16(value) => tokens.push(Token::S16(*value)),
        Val::U16(value) => tokens.push(Token::U16(*value)),
        Val::S32(value) => tokens.push(Token::S32(*value)),
        Val::U32(value) => tokens.push(Token::U32(*value)),
        Val::S64(value) => tokens.push(Token::S64(*value)),
        Val::U64(value) => tokens.push(Token::U64(*value)),
        Val::Float32(value) => tokens.push(Token::F32(*value)),
        Val::Float64(value) => tokens.push(Token::F64(*value)),
        Val::Char(value) => tokens.push(Token::Char(*value)),
        Val::String(value) => tokens.push(Token::String(value)),
        Val::List(items) => {
            tokens.push(Token::List(items.len()));
            return items.iter().try_for_each(|item| take_apart(item, tokens));
        }
        Val::Tuple(members) => {
            tokens.push(Token::Tuple(members.len()));
            return members.iter().try_for_each(|member| take_apart(member, tokens));
        }
        Val::Record(fields) => {
            tokens.push(Token::Record(fields.iter().map(|(name, _)| name.as_str()).collect()));
            return fields.iter().try_for_each(|(_, value)| take_apart(value, tokens));
        }
        Val::Variant(case, payload) => {
            tokens.push(Token::Variant(case, payload.is_some()));
            return take_boxed_apart(payload.as_deref(), tokens);
        }
        Val::Enum(case) => tokens.push(Token::Enum(case)),
        Val::Option(value) => {
            tokens.push(Token::Option(value.is_some()));
            return take_boxed_apart(value.as_deref(), tokens);
        }
        Val::Result(result) => {
            let payload = result.as_ref().map_or_else(|error| error.as_deref(), |value| value.as_deref());
            tokens.push(Token::Result(result.is_ok(), payload.is_some()));
            return take_boxed_apart(payload, tokens);
        }
        Val::Flags(flags) => tokens.push(Token::Flags(names(flags))),
        Val::Map(_)
        | Val::Resource(_)
        | Val::Future(_)
        | Val::Stream(_)
        | Val::ErrorContext(_)
        | Val::FixedLengthList(_) => return Err(NoToken),
    }
    Ok(())
}

fn take_boxed_apart<'a>(value: Option<&'a Val>, tokens: &mut Vec<Token<'a>>) -> Result<(), NoToken> {
    value.map_or(Ok(()), |value| take_apart(value, tokens))
}

/// The values that parts make.
pub(crate) fn put_together(tokens: Vec<Token<'_>>) -> Result<Vec<Val>, TokenError> {
    let mut tokens = tokens.into_iter();
    let mut values = Vec::new();
    while tokens.len() > 0 {
        values.push(next(&mut tokens, ANSWER_DEPTH_MAX)?);
    }
    Ok(values)
}

/// The one value that parts make.
pub(crate) fn put_one_together(tokens: Vec<Token<'_>>) -> Result<Val, TokenError> {
    let mut tokens = tokens.into_iter();
    let value = next(&mut tokens, ANSWER_DEPTH_MAX)?;
    if tokens.len() == 0 { Ok(value) } else { Err(TokenError::Long(tokens.len())) }
}

fn next(tokens: &mut std::vec::IntoIter<Token<'_>>, depth_left: usize) -> Result<Val, TokenError> {
    let token = tokens.next().ok_or(TokenError::Short)?;
    let depth_left = depth_left.checked_sub(1).ok_or(TokenError::Deep)?;
    // The count comes from outside: room is made as values come, and there are no more of those than tokens.
    let mut several = |count: usize| {
        if count > tokens.len() {
            return Err(TokenError::Short);
        }
        (0..count).map(|_| next(tokens, depth_left)).collect::<Result<Vec<_>, _>>()
    };
    Ok(match token {
        Token::Bool(value) => Val::Bool(value),
        Token::S8(value) => Val::S8(value),
        Token::U8(value) => Val::U8(value),
        Token::S16(value) => Val::S16(value),
        Token::U16(value) => Val::U16(value),
        Token::S32(value) => Val::S32(value),
        Token::U32(value) => Val::U32(value),
        Token::S64(value) => Val::S64(value),
        Token::U64(value) => Val::U64(value),
        Token::F32(value) => Val::Float32(value),
        Token::F64(value) => Val::Float64(value),
        Token::Char(value) => Val::Char(value),
        Token::String(value) => Val::String(value.to_owned()),
        Token::List(count) => Val::List(several(count)?),
        Token::Tuple(count) => Val::Tuple(several(count)?),
        Token::Record(names) => {
            let values = several(names.len())?;
            Val::Record(names.into_iter().map(str::to_owned).zip(values).collect())
        }
        Token::Variant(case, has_payload) => {
            Val::Variant(case.to_owned(), several(usize::from(has_payload))?.pop().map(Box::new))
        }
        Token::Enum(case) => Val::Enum(case.to_owned()),
        Token::Option(has_value) => Val::Option(several(usize::from(has_value))?.pop().map(Box::new)),
        Token::Result(is_ok, has_payload) => {
            let payload = several(usize::from(has_payload))?.pop().map(Box::new);
            Val::Result(if is_ok { Ok(payload) } else { Err(payload) })
        }
        Token::Flags(names) => Val::Flags(names.into_iter().map(str::to_owned).collect()),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn value() -> impl Strategy<Value = Val> {
        let leaf = prop_oneof![
            any::<bool>().prop_map(Val::Bool),
            any::<i64>().prop_map(Val::S64),
            any::<u8>().prop_map(Val::U8),
            (-1e9..1e9_f64).prop_map(Val::Float64),
            any::<char>().prop_map(Val::Char),
            ".{0,8}".prop_map(Val::String),
            "[a-z]{1,8}".prop_map(Val::Enum),
            prop::collection::vec("[a-z]{1,8}", 0..3).prop_map(Val::Flags),
        ];
        leaf.prop_recursive(4, 40, 5, |inner| {
            let boxed = prop::option::of(inner.clone()).prop_map(|value| value.map(Box::new));
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..5).prop_map(Val::List),
                prop::collection::vec(inner.clone(), 1..4).prop_map(Val::Tuple),
                prop::collection::vec(("[a-z]{1,8}", inner), 1..5).prop_map(Val::Record),
                ("[a-z]{1,8}", boxed.clone()).prop_map(|(case, payload)| Val::Variant(case, payload)),
                boxed.clone().prop_map(Val::Option),
                boxed.clone().prop_map(|payload| Val::Result(Ok(payload))),
                boxed.prop_map(|payload| Val::Result(Err(payload))),
            ]
        })
    }

    proptest! {
        #[test]
        fn every_value_comes_together_again(value in value()) {
            let mut tokens = Vec::new();
            take_apart(&value, &mut tokens).unwrap();
            let bytes = postcard::to_stdvec(&tokens).unwrap();
            prop_assert_eq!(put_one_together(postcard::from_bytes(&bytes).unwrap()).unwrap(), value);
        }
    }

    #[test]
    fn parts_that_make_no_value_are_refused() {
        let bool_ = || Token::Bool(true);
        assert_eq!(put_one_together(Vec::new()), Err(TokenError::Short));
        assert_eq!(put_one_together(vec![Token::List(2), bool_()]), Err(TokenError::Short));
        assert_eq!(put_one_together(vec![Token::List(usize::MAX)]), Err(TokenError::Short));
        assert_eq!(put_one_together(vec![Token::Option(true)]), Err(TokenError::Short));
        assert_eq!(put_one_together(vec![bool_(), bool_(), bool_()]), Err(TokenError::Long(2)));
        assert_eq!(put_one_together(vec![Token::Option(true); 1_000_000]), Err(TokenError::Deep));
        assert_eq!(put_together(vec![bool_(), Token::Option(false)]), Ok(vec![Val::Bool(true), Val::Option(None)]));
    }
    #[test]
    fn an_answer_has_so_many_parts_and_no_more() {
        let read = |parts: usize| {
            let bytes = postcard::to_stdvec(&vec![Token::Bool(true); parts]).unwrap();
            answer_parts(&mut postcard::Deserializer::from_bytes(&bytes)).map(|parts| parts.len())
        };
        assert_eq!(read(ANSWER_PARTS_MAX), Ok(ANSWER_PARTS_MAX));
        assert_eq!(read(ANSWER_PARTS_MAX + 1), Err(postcard::Error::SerdeDeCustom));
    }
}

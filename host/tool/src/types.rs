//! The types that can cross between a sentence and a component.

use serde::{Deserialize, Serialize};

use crate::ToolName;

/// A function that a skill offers to the driver.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tool {
    /// Its name in the car.
    pub name: ToolName,
    /// Its doc comment. Text from the skill: bounded and free of control characters, but not to be trusted.
    pub docs: String,
    /// The record that it takes, or nothing for a function without parameters.
    pub request: Option<Record>,
}

/// A WIT value type. Resources, streams, futures and the like are refused when a skill is loaded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Type {
    /// `bool`
    Bool,
    /// `s8`
    S8,
    /// `u8`
    U8,
    /// `s16`
    S16,
    /// `u16`
    U16,
    /// `s32`
    S32,
    /// `u32`
    U32,
    /// `s64`
    S64,
    /// `u64`
    U64,
    /// `f32`
    F32,
    /// `f64`
    F64,
    /// `char`
    Char,
    /// `string`
    String,
    /// `list<T>`
    List(Box<Self>),
    /// `tuple<…>`
    Tuple(Vec<Self>),
    /// `record`
    Record(Record),
    /// `variant`; the name of the type and its cases.
    Variant(String, Vec<Case>),
    /// `enum`; the name of the type and its cases, none of which has a payload.
    Enum(String, Vec<Case>),
    /// `option<T>`
    Option(Box<Self>),
    /// `result<T, E>`
    Result(Option<Box<Self>>, Option<Box<Self>>),
    /// `flags`; the name of the type and its flags, none of which has a payload.
    Flags(String, Vec<Case>),
}

/// A record type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Its name in the interface, in kebab case.
    pub name: String,
    /// Its doc comment.
    pub docs: String,
    /// Its fields, in the order of the WIT.
    pub fields: Vec<Field>,
}

/// A field of a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field {
    /// Its name, in kebab case.
    pub name: String,
    /// Its doc comment.
    pub docs: String,
    /// Its type.
    pub ty: Type,
}

/// A case of a variant or enum, or a flag.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Case {
    /// Its name, in kebab case.
    pub name: String,
    /// Its doc comment.
    pub docs: String,
    /// What it carries, if anything.
    pub payload: Option<Type>,
}

impl Tool {
    /// The fields of its request; none for a tool without parameters.
    pub fn fields(&self) -> &[Field] {
        self.request.as_ref().map_or(&[], |request| &request.fields)
    }

    /// The field of its request with a name.
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields().iter().find(|field| field.name == name)
    }
}

impl Field {
    /// Whether a call must give it: all but fields of type `option`.
    pub fn is_required(&self) -> bool {
        !matches!(self.ty, Type::Option(_))
    }

    /// The type of the value when it is given: without the `option`.
    pub fn given_type(&self) -> &Type {
        if let Type::Option(inner) = &self.ty { inner } else { &self.ty }
    }
}

impl Type {
    /// What WIT calls it.
    pub const fn keyword(&self) -> &'static str {
        match self {
            Self::Bool => "bool",
            Self::S8 => "s8",
            Self::U8 => "u8",
            Self::S16 => "s16",
            Self::U16 => "u16",
            Self::S32 => "s32",
            Self::U32 => "u32",
            Self::S64 => "s64",
            Self::U64 => "u64",
            Self::F32 => "f32",
            Self::F64 => "f64",
            Self::Char => "char",
            Self::String => "string",
            Self::List(_) => "list",
            Self::Tuple(_) => "tuple",
            Self::Record(_) => "record",
            Self::Variant(..) => "variant",
            Self::Enum(..) => "enum",
            Self::Option(_) => "option",
            Self::Result(..) => "result",
            Self::Flags(..) => "flags",
        }
    }

    /// The smallest and the largest value of an integer type; nothing for other types.
    pub fn integer_range(&self) -> Option<(i128, i128)> {
        Some(match self {
            Self::S8 => (i8::MIN.into(), i8::MAX.into()),
            Self::U8 => (0, u8::MAX.into()),
            Self::S16 => (i16::MIN.into(), i16::MAX.into()),
            Self::U16 => (0, u16::MAX.into()),
            Self::S32 => (i32::MIN.into(), i32::MAX.into()),
            Self::U32 => (0, u32::MAX.into()),
            Self::S64 => (i64::MIN.into(), i64::MAX.into()),
            Self::U64 => (0, u64::MAX.into()),
            Self::Bool
            | Self::F32
            | Self::F64
            | Self::Char
            | Self::String
            | Self::List(_)
            | Self::Tuple(_)
            | Self::Record(_)
            | Self::Variant(..)
            | Self::Enum(..)
            | Self::Option(_)
            | Self::Result(..)
            | Self::Flags(..) => return None,
        })
    }
}

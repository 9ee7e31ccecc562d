//! Values of the types in [`crate::Type`], independent of any wasm engine.

/// A component value.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// `bool`
    Bool(bool),
    /// `s8`
    S8(i8),
    /// `u8`
    U8(u8),
    /// `s16`
    S16(i16),
    /// `u16`
    U16(u16),
    /// `s32`
    S32(i32),
    /// `u32`
    U32(u32),
    /// `s64`
    S64(i64),
    /// `u64`
    U64(u64),
    /// `f32`, finite
    F32(f32),
    /// `f64`, finite
    F64(f64),
    /// `char`
    Char(char),
    /// `string`
    String(String),
    /// `list<T>`
    List(Vec<Self>),
    /// `tuple<…>`
    Tuple(Vec<Self>),
    /// `record`: field names and values, in the order of the WIT
    Record(Vec<(String, Self)>),
    /// `variant`: case name and payload
    Variant(String, Option<Box<Self>>),
    /// `enum`: case name
    Enum(String),
    /// `option<T>`
    Option(Option<Box<Self>>),
    /// `result<T, E>`
    Result(Result<Option<Box<Self>>, Option<Box<Self>>>),
    /// `flags`: the names that are set, in the order of the WIT
    Flags(Vec<String>),
}

/// What a tool is called with: a value of its request record, or nothing. Made only from a [`crate::Tool`], so it
/// always fits the tool.
#[derive(Debug, Clone, PartialEq)]
pub struct Arguments(pub(crate) Option<Value>);

impl Arguments {
    /// The record, or nothing for a tool without parameters.
    pub fn value(&self) -> Option<&Value> {
        self.0.as_ref()
    }
}

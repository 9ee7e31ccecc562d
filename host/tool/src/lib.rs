//! What a tool is: a function that a skill exports, with its documentation.
//!
//! Everything else about a tool is derived here, so that no second description can drift: the JSON schema that
//! the model reads, the grammar that decoding obeys, and the conversion between JSON and component values. All
//! three follow one table:
//!
//! | WIT | JSON |
//! |---|---|
//! | `record` | object, its fields in the order of the WIT; a field of type `option` is left out when it is none |
//! | `bool` | `true`, `false` |
//! | integers | integer within the range of the type; beyond ±(2⁵³ − 1) a string of decimal digits |
//! | `f32`, `f64` | number, finite |
//! | `char`, `string` | string |
//! | `list`, `tuple` | array |
//! | `enum` | string, the name of the case |
//! | `variant` | string for a case without payload, else `{"case": payload}` |
//! | `flags` | object of the flags that are set: `{"flag": true}` |
//! | `option` outside of a field | `null`, or the value; `{"some": value}` where the value could be `null` itself |
//! | `result` | `{"ok": value}` or `{"error": value}`; the value is `null` where the type has none |
//!
//! It is pure. It deliberately knows no wasm engine, no model, and nothing of how a tool is chosen or called.

pub mod answer;
#[cfg(test)]
mod arbitrary;
mod component;
mod contract;
mod error;
mod grammar;
mod interface;
mod json;
pub mod limits;
mod name;
#[cfg(test)]
mod sample;
mod schema;
mod shape;
mod signature;
mod tools;
mod types;
mod value;

pub use error::{FunctionFault, ToolError};
pub use grammar::{Grammar, TEXT_CHARACTER};
pub use interface::{InterfaceName, InterfaceNameError};
pub use json::{ArgumentError, ArgumentFault};
pub use name::{ToolName, ToolNameError};
pub use schema::host_functions;
pub use tools::{CONTRACT, Import, Note, Tools, tools_of};
pub use types::{Case, Field, Record, Tool, Type};
pub use value::{Arguments, Value};

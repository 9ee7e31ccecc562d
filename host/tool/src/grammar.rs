//! The grammar that decoding obeys: whatever a model wants, it can only write calls that [`crate::Tool::arguments`]
//! accepts.
//!
//! It is Lark as llguidance reads it, written out by type and not as a JSON schema. So strings, lists and numbers have
//! bounds, a string holds no quote, backslash, control character or angle bracket (no text in it can spell a word that
//! the model's own format uses), and no separator is left to choice, which lets the decoder force most of the tokens.
//!
//! It is narrower than what a call may hold: integers end at ±(2⁵³ − 1), floats have at most nine digits before the
//! point and six after it, lists and strings are never empty where an empty one says nothing.

mod number;
mod rules;

use std::sync::Arc;

use self::rules::Rules;
use crate::{Tool, answer, limits::CALLS_MAX};

/// A character of a string, as a regular expression: the strings of the grammar are made of these and nothing else.
/// A decoder that prepares sets of tokens for speed can prepare those that are made of these.
pub const TEXT_CHARACTER: &str = r#"[^"\\<>\x00-\x1F\x7F]"#;

/// A grammar for the answer of a model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grammar {
    /// The grammar in Lark. The same tools in the same order give the same text.
    pub lark: String,
}

impl Grammar {
    /// The answers over some tools: one to [`CALLS_MAX`] calls of them, or the single call that says that none fits, or
    /// the single call that asks back.
    pub fn of(tools: &[Arc<Tool>]) -> Self {
        let mut rules = Rules::default();
        let mut calls = Vec::with_capacity(tools.len());
        for (number, tool) in tools.iter().enumerate() {
            let arguments = rules.object(&format!("arguments_{number}"), tool.fields());
            let call = format!("call_{number}");
            rules.define(&call, &enclosed(&tool.name.to_string(), &arguments));
            calls.push(call);
        }
        rules.define("no_tool", &enclosed(answer::NO_TOOL, &literal("{}")));
        let question =
            format!("{} {} {}", literal(&format!("{{\"{}\": ", answer::QUESTION)), rules.question(), literal("}"));
        rules.define("ask", &enclosed(answer::ASK, &question));
        let start = if calls.is_empty() {
            "no_tool | ask".to_owned()
        } else {
            rules.define("call", &calls.join(" | "));
            format!("call ({} call){{0,{}}} | no_tool | ask", literal("\n"), CALLS_MAX - 1)
        };
        Self { lark: rules.finish(&start) }
    }
}

/// A call of a function, given the expression of its arguments.
fn enclosed(name: &str, arguments: &str) -> String {
    let head = format!("{}{{\"name\": \"{name}\", \"arguments\": ", answer::OPEN);
    let foot = format!("}}{}", answer::CLOSE);
    format!("{} {arguments} {}", literal(&head), literal(&foot))
}

/// A text that stands in the answer as it is.
fn literal(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

#[cfg(test)]
mod tests;

//! The text form of calls that Qwen models write: the Hermes form.
//!
//! ```text
//! <tool_call>
//! {"name": "parking.find", "arguments": {"near": "city museum"}}
//! </tool_call>
//! ```
//!
//! Several calls are joined by one line break. Nothing stands before, between or after them. Decoding is bound by a
//! grammar, so a text that this does not read is a defect, or comes from a model that no grammar binds.

use std::io;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json, ser::Formatter};

use crate::limits::{ANSWER_BYTES_MAX, CALLS_MAX};

/// The function of the host that a model calls when no tool fits. It takes nothing.
pub const NO_TOOL: &str = "assistant.no-tool";
/// The function of the host that a model calls to ask the driver back. It takes [`QUESTION`].
pub const ASK: &str = "assistant.ask";
/// The parameter of [`ASK`].
pub const QUESTION: &str = "question";

/// What opens a call.
pub const OPEN: &str = "<tool_call>\n";
/// What closes a call.
pub const CLOSE: &str = "\n</tool_call>";

/// Why a text is no answer.
#[derive(Debug, thiserror::Error)]
pub enum AnswerError {
    /// More bytes than allowed.
    #[error("the answer has {bytes} bytes, at most {ANSWER_BYTES_MAX} are allowed")]
    TooLong {
        /// Bytes.
        bytes: usize,
    },
    /// More calls than allowed.
    #[error("the answer has more than {CALLS_MAX} calls")]
    TooManyCalls,
    /// Something else stands where a part of the form should.
    #[error("expected {expected:?} at byte {at} of the answer")]
    Expected {
        /// What should stand there.
        expected: &'static str,
        /// Where, counted from 0.
        at: usize,
    },
    /// What stands in a call is not `{"name": …, "arguments": {…}}`.
    #[error("call {call} of the answer is not well formed")]
    Call {
        /// Which one, counted from 1.
        call: usize,
        /// What the reader of JSON says.
        #[source]
        source: serde_json::Error,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Read {
    name: String,
    arguments: Map<String, Json>,
}

#[derive(Serialize)]
struct Written<'a> {
    name: &'a str,
    arguments: &'a Json,
}

/// Reads an answer: the calls in order, each with the name of its function and its arguments. At least one.
///
/// Whitespace around the whole answer is let through; models without a grammar write it.
pub fn parse(text: &str) -> Result<Vec<(String, Json)>, AnswerError> {
    if text.len() > ANSWER_BYTES_MAX {
        return Err(AnswerError::TooLong { bytes: text.len() });
    }
    let answer = text.trim();
    let mut rest = Rest { text: answer, at: text.len() - text.trim_start().len() };
    let mut calls = Vec::new();
    loop {
        if calls.len() == CALLS_MAX {
            return Err(AnswerError::TooManyCalls);
        }
        rest.expect(OPEN)?;
        let Read { name, arguments } =
            rest.json().map_err(|source| AnswerError::Call { call: calls.len() + 1, source })?;
        rest.expect(CLOSE)?;
        calls.push((name, Json::Object(arguments)));
        if rest.text.is_empty() {
            return Ok(calls);
        }
        rest.expect("\n")?;
    }
}

/// Writes calls in the form that [`parse`] reads, byte for byte as models are trained on it.
pub fn write<'a>(calls: impl IntoIterator<Item = (&'a str, &'a Json)>) -> String {
    let call = |(name, arguments)| format!("{OPEN}{}{CLOSE}", spaced(&Written { name, arguments }));
    calls.into_iter().map(call).collect::<Vec<_>>().join("\n")
}

/// JSON on one line with the separators ", " and ": ", as Python writes it and models read it.
///
/// # Panics
///
/// Never: everything given here can be written as JSON.
pub fn spaced(json: &impl Serialize) -> String {
    let mut bytes = Vec::new();
    let mut serializer = serde_json::Serializer::with_formatter(&mut bytes, Spaced);
    // A vector takes every byte, and keys are strings; so an error cannot come, and an empty text is no call.
    if json.serialize(&mut serializer).is_err() {
        bytes.clear();
    }
    String::from_utf8(bytes).unwrap_or_default()
}

/// What of an answer is still to be read.
struct Rest<'a> {
    text: &'a str,
    at: usize,
}

impl Rest<'_> {
    fn expect(&mut self, expected: &'static str) -> Result<(), AnswerError> {
        let rest = self.text.strip_prefix(expected).ok_or(AnswerError::Expected { expected, at: self.at })?;
        self.text = rest;
        self.at += expected.len();
        Ok(())
    }

    /// Reads one JSON value, as far as it goes: strings in it may well hold `</tool_call>`.
    fn json<T: for<'de> Deserialize<'de>>(&mut self) -> Result<T, serde_json::Error> {
        let mut values = serde_json::Deserializer::from_str(self.text).into_iter();
        let value = values.next().unwrap_or_else(|| Err(serde::de::Error::custom("expected a JSON object")))?;
        let end = values.byte_offset();
        self.text = self.text.get(end..).unwrap_or_default();
        self.at += end;
        Ok(value)
    }
}

struct Spaced;

impl Formatter for Spaced {
    fn begin_array_value<W: ?Sized + io::Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        if first { Ok(()) } else { writer.write_all(b", ") }
    }

    fn begin_object_key<W: ?Sized + io::Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        if first { Ok(()) } else { writer.write_all(b", ") }
    }

    fn begin_object_value<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        writer.write_all(b": ")
    }
}

#[cfg(test)]
mod tests;

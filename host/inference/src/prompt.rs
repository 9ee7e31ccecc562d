//! What the model reads: the sentence, what was said before, and the tools, in the form that the model was trained on.
//!
//! The form is chosen from the model file; each is rendered by our own code, byte for byte what the model's own
//! template gives, because templates differ in details that cost accuracy. Text is kept in pieces that remember
//! whose words they are: only ours can become special tokens.
//!
//! It is pure: it deliberately knows no tokeniser and no process.

mod compact;
mod hermes;
#[cfg(test)]
mod tests;
mod text;

use std::sync::Arc;

use jumpseat_router::{Decision, Exchange, ModelRequest, limits::HISTORY_EXCHANGES_MAX};
use jumpseat_tool::{Tool, answer};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::{LoadError, gguf::ModelFile};
use hermes::Hermes;
use text::clean;

/// A part of a prompt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Piece {
    /// Our words. Special tokens in it are special.
    Ours(String),
    /// Words of a driver or a skill. Nothing in it is special.
    Theirs(String),
}

impl Piece {
    /// Its text.
    pub(crate) fn text(&self) -> &str {
        match self {
            Self::Ours(text) | Self::Theirs(text) => text,
        }
    }
}

/// A whole prompt.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Prompt {
    /// What stays the same from sentence to sentence: system text and tools. It is computed once and kept.
    pub(crate) prefix: Vec<Piece>,
    /// What is new: history and sentence.
    pub(crate) rest: Vec<Piece>,
}

/// How a model wants to be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum PromptForm {
    /// The model knows its tools by heart: only history and sentence.
    Compact,
    /// The form of Qwen2.5 and Qwen3: tools as JSON in the system message.
    Hermes(Hermes),
}

impl PromptForm {
    /// The form that a model was trained on.
    pub(crate) fn of(model: &ModelFile) -> Result<Self, LoadError> {
        let unsupported = |what: &str| LoadError::Unsupported { path: model.path.clone(), what: what.to_owned() };
        match model.prompt_form.as_deref() {
            Some("compact") => return Ok(Self::Compact),
            Some(_) => return Err(unsupported("its \"jumpseat.prompt\" is not \"compact\"")),
            None => {}
        }
        let template = model.chat_template.as_deref().ok_or_else(|| unsupported("it has no chat template"))?;
        if template.contains("<function=") && template.contains("<parameter=") {
            return Err(unsupported("it writes tool calls in the XML form of Qwen3.5"));
        }
        if !template.contains("<tool_call>") {
            return Err(unsupported("its chat template has no tool calls"));
        }
        Ok(Self::Hermes(Hermes::of_template(template)))
    }

    /// The part of prompts with these tools that does not change from sentence to sentence.
    pub(crate) fn prefix(&self, tools: &[Arc<Tool>]) -> Vec<Piece> {
        match self {
            Self::Compact => Vec::new(),
            Self::Hermes(hermes) => hermes.prefix(tools),
        }
    }

    /// The prompt for a request.
    pub(crate) fn render(&self, request: &ModelRequest) -> Prompt {
        let rest = match self {
            Self::Compact => compact::rest(request),
            Self::Hermes(hermes) => hermes.rest(request),
        };
        Prompt { prefix: self.prefix(&request.tools), rest }
    }
}

/// The exchanges that stand before the sentence.
fn recent(request: &ModelRequest) -> &[Exchange] {
    let start = request.history.len().saturating_sub(HISTORY_EXCHANGES_MAX);
    request.history.get(start..).unwrap_or_default()
}

/// The bytes of a request that depend on what a driver said.
pub(crate) fn untrusted_bytes(request: &ModelRequest) -> usize {
    let history = recent(request).iter().map(|exchange| {
        let decided = match &exchange.decision {
            Decision::Calls(calls) => calls.iter().map(|(_, arguments)| arguments.to_string().len()).sum(),
            Decision::Ask(question) => question.len(),
            Decision::NoTool => 0,
        };
        exchange.utterance.len() + decided
    });
    request.utterance.len() + history.sum::<usize>()
}

/// A user's turn up to the point where the assistant speaks. The utterance is clean and does not begin or end with
/// white space, so that cutting the text into pieces does not change its tokens.
fn user_turn(utterance: String) -> [Piece; 3] {
    [
        Piece::Ours("<|im_start|>user\n".to_owned()),
        Piece::Theirs(utterance),
        Piece::Ours("<|im_end|>\n<|im_start|>assistant\n".to_owned()),
    ]
}

/// The assistant's part of an earlier exchange, as the model wrote it.
fn decided(decision: &Decision) -> Vec<Piece> {
    let calls: Vec<Value> = match decision {
        Decision::Calls(calls) => {
            calls.iter().map(|(name, arguments)| json!({"name": name, "arguments": arguments})).collect()
        }
        Decision::Ask(question) => vec![json!({"name": answer::ASK, "arguments": {answer::QUESTION: question}})],
        Decision::NoTool => vec![json!({"name": answer::NO_TOOL, "arguments": {}})],
    };
    let mut pieces = Vec::new();
    for (index, call) in calls.iter().enumerate() {
        let separator = if index == 0 { "" } else { "\n" };
        pieces.push(Piece::Ours(format!("{separator}{}", answer::OPEN)));
        pieces.push(json_line(call));
        pieces.push(Piece::Ours(answer::CLOSE.trim_start().to_owned()));
    }
    pieces.push(Piece::Ours("<|im_end|>\n".to_owned()));
    pieces
}

/// JSON with words of a driver or a skill. The newline stays with it: tokenisers join it with the closing brackets.
fn json_line(json: &Value) -> Piece {
    Piece::Theirs(clean(&answer::spaced(json)) + "\n")
}

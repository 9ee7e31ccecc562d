//! What the router asks of a language model.

use std::{sync::Arc, time::Duration};

use async_trait::async_trait;
use jumpseat_package::Language;
use jumpseat_tool::{Tool, ToolName};

use crate::Exchange;

/// Chooses among tools. Whatever it answers is a proposal over the tools of the request and nothing else.
#[async_trait]
pub trait LanguageModel: Send + Sync {
    /// Answers within the request's deadline. Dropping the future cancels the work.
    async fn answer(&self, request: ModelRequest) -> Result<ModelAnswer, ModelError>;
}

/// A sentence to decide on.
#[derive(Debug, Clone)]
pub struct ModelRequest {
    /// The language of the sentence.
    pub language: Language,
    /// What the driver said. Untrusted text: it can never become special tokens.
    pub utterance: String,
    /// Earlier exchanges, oldest first. They hold the driver's words and what was decided, not what a skill answered, so
    /// that no skill can speak to the model. The one exception is the label of a choice that the driver picked: "is
    /// there parking near it" needs its name.
    pub history: Vec<Exchange>,
    /// The only tools that may be called.
    pub tools: Vec<Arc<Tool>>,
    /// The answer must be there within this time.
    pub deadline: Duration,
}

/// What a model decided.
#[derive(Debug, Clone, PartialEq)]
pub struct ModelAnswer {
    /// The decision.
    pub decision: Decision,
    /// The smallest probability among the sampled (not forced) tokens, 0 to 1.
    pub confidence: f32,
}

/// A decision over the tools of the request.
#[derive(Debug, Clone, PartialEq)]
pub enum Decision {
    /// Calls, in order; the arguments are JSON in the form of the tool's schema.
    Calls(Vec<(ToolName, serde_json::Value)>),
    /// The sentence is unclear; ask this.
    Ask(String),
    /// No tool fits.
    NoTool,
}

/// Why a model gave no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ModelError {
    /// There is no model, or it is being restarted.
    #[error("the language model is unavailable: {reason}")]
    Unavailable {
        /// For the log.
        reason: String,
    },
    /// The deadline passed.
    #[error("the language model did not answer within {deadline_ms} ms")]
    DeadlinePassed {
        /// The deadline of the request.
        deadline_ms: u64,
    },
    /// The sentence with its history is longer than the model reads.
    #[error("the sentence has at least {tokens} tokens with its history, the model reads at most {tokens_max}")]
    TooLong {
        /// Tokens of the request; the fewest that it can have, if it was refused before they were counted.
        tokens: usize,
        /// Tokens that the model reads.
        tokens_max: usize,
    },
    /// The model answered something that is no decision. Decoding is bound by a grammar, so this is a defect.
    #[error("the language model answered outside its grammar: {reason}")]
    Malformed {
        /// For the log.
        reason: String,
    },
}

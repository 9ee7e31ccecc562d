//! What the assistant asks of the parts that hear and speak.

use async_trait::async_trait;
use jumpseat_package::Language;

use crate::Audio;

/// Turns speech into text.
#[async_trait]
pub trait Recogniser: Send + Sync {
    /// What was said, or `None` for silence, noise and anything that is not clearly a sentence it knows.
    async fn recognise(&self, audio: &Audio) -> Result<Option<Transcript>, SpeechError>;
}

/// What was said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transcript {
    /// The words.
    pub text: String,
    /// Their language.
    pub language: Language,
}

/// Turns text into speech.
#[async_trait]
pub trait Synthesiser: Send + Sync {
    /// The text as sound.
    async fn speak(&self, text: &str, language: Language) -> Result<Audio, SpeechError>;
}

/// Why nothing was heard or said.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SpeechError {
    /// The engine is not installed.
    #[error("{program} is not installed")]
    Missing {
        /// The program that was looked for.
        program: String,
        /// What a person can do.
        hint: String,
    },
    /// The engine failed.
    #[error("{program} failed: {detail}")]
    Failed {
        /// The program.
        program: String,
        /// For the log.
        detail: String,
    },
    /// The engine did not answer in time.
    #[error("{program} did not answer within {deadline_ms} ms")]
    DeadlinePassed {
        /// The program.
        program: String,
        /// Its deadline.
        deadline_ms: u64,
    },
    /// The sound or text is longer than the engine takes.
    #[error("{what} is {value}, the limit is {limit}")]
    OverLimit {
        /// What was measured, with its unit.
        what: &'static str,
        /// Its value.
        value: u64,
        /// The limit.
        limit: u64,
    },
}

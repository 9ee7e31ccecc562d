//! What host and worker say to each other: messages in postcard, each behind its length.
//!
//! Both sides treat the other as able to send anything: lengths are bounded before memory is reserved, and what does
//! not decode ends the conversation.

use std::io::{self, Read, Write};

use jumpseat_confinement::Walls;
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::{limits::MESSAGE_BYTES_MAX, prompt::Piece, prompt::Prompt};

/// Numbers requests. They only grow, so a cancellation that comes late hits nothing.
pub(crate) type RequestId = u64;

/// From the host.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) enum ToWorker {
    /// Load a model. The first message; a worker loads once.
    Load(Load),
    /// Compute the prefix of prompts to come.
    Prepare(Prepare),
    /// Answer a prompt.
    Answer(Answer),
    /// Stop working on this request and on those before it.
    Cancel(RequestId),
    /// Say something.
    Ping(RequestId),
}

/// Which model, and how to run it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Load {
    /// The file.
    pub(crate) path: String,
    /// What the file is, as the host saw it.
    pub(crate) identity: [u8; 32],
    /// Tokens of the context.
    pub(crate) context_tokens: u32,
    /// Threads that compute.
    pub(crate) threads: u16,
    /// Where prefixes are kept; nowhere if there is none.
    pub(crate) prefix_folder: Option<String>,
}

/// A prefix to compute.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Prepare {
    pub(crate) id: RequestId,
    pub(crate) prefix: Vec<Piece>,
    /// The grammar of the same tools, to compile.
    pub(crate) grammar: String,
    pub(crate) deadline_ms: u64,
}

/// A prompt to answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Answer {
    pub(crate) id: RequestId,
    pub(crate) prompt: Prompt,
    /// The grammar of the answer, in llguidance's Lark.
    pub(crate) grammar: String,
    pub(crate) deadline_ms: u64,
}

/// From the worker.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) enum FromWorker {
    /// The model is there.
    Loaded {
        /// Time that it took.
        duration_us: u64,
        /// What stands around the process.
        walls: Walls,
    },
    /// llama.cpp does not take the model.
    Refused {
        /// For the log.
        detail: String,
    },
    /// The prefix is there.
    Prepared(RequestId),
    /// The answer.
    Answered { id: RequestId, text: String, confidence: f32, figures: Figures },
    /// There is no answer.
    Failed { id: RequestId, failure: Failure },
    /// The answer to a ping.
    Pong(RequestId),
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Failure {
    /// The prompt does not fit the context.
    TooLong { tokens: usize, tokens_max: usize },
    /// The deadline passed.
    DeadlinePassed,
    /// The host took the request back.
    Cancelled,
    /// The answer did not come to an end.
    Endless { tokens: usize },
    /// The grammar cannot be used.
    Grammar { detail: String },
    /// llama.cpp failed.
    Engine { detail: String },
}

/// What an answer took.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figures {
    /// Tokens of the prompt.
    pub prompt_tokens: usize,
    /// Tokens of the prompt that were there already: the kept prefix.
    pub kept_tokens: usize,
    /// Tokens of the answer that the grammar left no choice about.
    pub forced_tokens: usize,
    /// Tokens of the answer that the model chose.
    pub sampled_tokens: usize,
    /// Runs of the model after the prompt.
    pub decodes: usize,
    /// Time from the request to the first choice.
    pub prefill_us: u64,
    /// Time from the first choice to the end of the answer.
    pub decode_us: u64,
}

/// The message with its length before it.
pub(crate) fn encode(message: &impl Serialize) -> io::Result<Vec<u8>> {
    let body = postcard::to_stdvec(message).map_err(io::Error::other)?;
    let length = checked_length(body.len())?;
    let mut bytes = Vec::with_capacity(body.len() + 4);
    bytes.extend(length.to_le_bytes());
    bytes.extend(body);
    Ok(bytes)
}

/// The message in a body.
pub(crate) fn decode<M: DeserializeOwned>(body: &[u8]) -> io::Result<M> {
    postcard::from_bytes(body).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
}

/// The length of a body, if it is within the limit.
pub(crate) fn checked_length(bytes: usize) -> io::Result<u32> {
    u32::try_from(bytes).ok().filter(|_| bytes <= MESSAGE_BYTES_MAX).ok_or_else(|| {
        let detail = format!("a message has {bytes} bytes, the limit is {MESSAGE_BYTES_MAX}");
        io::Error::new(io::ErrorKind::InvalidData, detail)
    })
}

/// Reads a message; nothing if the other side is gone.
pub(crate) fn read<M: DeserializeOwned>(source: &mut impl Read) -> io::Result<Option<M>> {
    let mut length = [0; 4];
    match source.read_exact(&mut length) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        other => other?,
    }
    let length = u32::from_le_bytes(length) as usize;
    checked_length(length)?;
    let mut body = vec![0; length];
    source.read_exact(&mut body)?;
    decode(&body).map(Some)
}

/// Writes a message.
pub(crate) fn write(sink: &mut impl Write, message: &impl Serialize) -> io::Result<()> {
    sink.write_all(&encode(message)?)?;
    sink.flush()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_message_round_trips_and_the_end_is_no_error() {
        let message = ToWorker::Prepare(Prepare {
            id: 7,
            prefix: vec![Piece::Ours("a".to_owned()), Piece::Theirs("停".to_owned())],
            grammar: "start: \"x\"".to_owned(),
            deadline_ms: 100,
        });
        let bytes = encode(&message).unwrap();
        let mut source = bytes.as_slice();
        assert_eq!(read(&mut source).unwrap(), Some(message));
        assert_eq!(read::<ToWorker>(&mut source).unwrap(), None);
    }

    #[test]
    fn a_length_over_the_limit_is_refused_before_memory_is_reserved() {
        let length = u32::MAX.to_le_bytes();
        let mut source = length.as_slice().chain(io::repeat(0));
        let error = read::<ToWorker>(&mut source).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::InvalidData);
    }

    proptest! {
        #[test]
        fn any_bytes_decode_or_fail(bytes in prop::collection::vec(any::<u8>(), 0..256)) {
            decode::<ToWorker>(&bytes).ok();
            decode::<FromWorker>(&bytes).ok();
        }
    }
}

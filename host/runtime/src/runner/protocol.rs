//! What host and runner say to each other: messages in postcard, each behind its length.
//!
//! The host begins, and from then on each side speaks when the other has spoken, but for calls that are not answered.
//!
//! ```text
//! host    Begin                     Run                          Answer             …
//! runner          Ready or Refused        Asks (a capability)            Asks, Ended
//! ```
//!
//! What is the same throughout a call is not asked for: it comes with it. Nothing in a message says which skill speaks: that is known from the connection alone. The host takes the runner for able
//! to send anything; lengths are bounded before memory is reserved.

use std::io::{self, Read};

use jumpseat_confinement::Walls;
use serde::{Deserialize, Serialize};

use super::values::{Token, answer_parts};
use crate::{Limits, limits::RUNNER_MESSAGE_BYTES_MAX, linked::Exports};

/// Raised whenever the messages change: host and runner may be two programs.
pub(crate) const VERSION: &str = concat!("jumpseat runner 1 ", env!("CARGO_PKG_VERSION"));

/// From the host: the first message.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Begin {
    /// [`VERSION`] of the host.
    pub(crate) version: String,
    /// What is called.
    pub(crate) exports: Exports,
    /// The interfaces that calls are passed on of.
    pub(crate) capabilities: Vec<String>,
}

impl Begin {
    /// Whether calls of an interface are passed on.
    pub(crate) fn calls(&self, interface: &str) -> bool {
        self.capabilities.iter().any(|named| named == interface)
    }
}

/// From the host, after that.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub(crate) enum ToRunner<'a> {
    /// Do some work.
    Run {
        /// What.
        task: Task,
        /// The arguments, one after another.
        #[serde(borrow)]
        arguments: Vec<Token<'a>>,
        /// What every call of some interfaces is answered, without asking.
        fixed: Vec<(&'a str, &'a [u8])>,
        /// What the work may use.
        limits: Limits,
    },
    /// What a capability answers.
    Answer(&'a [u8]),
}

/// What is done with a skill.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Task {
    /// It is started, and that is all.
    Start,
    /// A tool is called.
    Tool(usize),
    /// It receives an event.
    Event,
}

/// From the runner.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub(crate) enum FromRunner<'a> {
    /// The code is there.
    Ready {
        /// What stands around the process.
        walls: Walls,
    },
    /// The code cannot be used.
    Refused {
        /// What stands around the process.
        walls: Walls,
        /// For the log.
        reason: &'a str,
    },
    /// The skill calls a capability.
    Asks {
        /// The interface.
        interface: &'a str,
        /// The function and its arguments.
        call: &'a [u8],
        /// Whether the runner waits for the answer.
        is_answered: bool,
    },
    /// The work is done, with this answer.
    Ended(#[serde(borrow, deserialize_with = "answer_parts")] Vec<Token<'a>>),
    /// The skill was stopped.
    Stopped(Fault<'a>),
}

/// Why a skill was stopped, as the runner tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Fault<'a> {
    /// It crashed.
    Trapped(&'a str),
    /// It went over a limit, with its unit.
    OverLimit(&'a str),
}

/// The message with its length before it.
pub(crate) fn encode(message: &impl Serialize) -> io::Result<Vec<u8>> {
    let mut bytes = postcard::to_extend(message, vec![0; LENGTH_BYTES]).map_err(io::Error::other)?;
    let length = checked_length(bytes.len().saturating_sub(LENGTH_BYTES))?;
    if let Some(place) = bytes.first_chunk_mut() {
        *place = length.to_le_bytes();
    }
    Ok(bytes)
}

/// The message in a body.
pub(crate) fn decode<'a, M: Deserialize<'a>>(body: &'a [u8]) -> io::Result<M> {
    postcard::from_bytes(body).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
}

/// The length of a body, if it is within the limit.
pub(crate) fn checked_length(bytes: usize) -> io::Result<u32> {
    u32::try_from(bytes).ok().filter(|_| bytes <= RUNNER_MESSAGE_BYTES_MAX).ok_or_else(|| {
        let detail = format!("a message has {bytes} bytes, the limit is {RUNNER_MESSAGE_BYTES_MAX}");
        io::Error::new(io::ErrorKind::InvalidData, detail)
    })
}

/// Reads the body of a message; nothing if the other side is gone.
pub(crate) fn read(source: &mut impl Read) -> io::Result<Option<Vec<u8>>> {
    let mut length = [0; LENGTH_BYTES];
    match source.read_exact(&mut length) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        other => other?,
    }
    let length = u32::from_le_bytes(length) as usize;
    checked_length(length)?;
    let mut body = vec![0; length];
    source.read_exact(&mut body)?;
    Ok(Some(body))
}

/// Bytes of the length before a message.
pub(crate) const LENGTH_BYTES: usize = size_of::<u32>();

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_message_round_trips_and_the_end_is_no_error() {
        let message = FromRunner::Asks { interface: "a:b/c", call: &[1, 2, 3], is_answered: true };
        let bytes = encode(&message).unwrap();
        let mut source = bytes.as_slice();
        let body = read(&mut source).unwrap().unwrap();
        assert_eq!(decode::<FromRunner<'_>>(&body).unwrap(), message);
        assert_eq!(read(&mut source).unwrap(), None);
    }

    #[test]
    fn a_length_over_the_limit_is_refused_before_memory_is_reserved() {
        let length = u32::MAX.to_le_bytes();
        let error = read(&mut length.as_slice().chain(io::repeat(0))).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::InvalidData);
        assert!(encode(&ToRunner::Answer(&vec![0; RUNNER_MESSAGE_BYTES_MAX])).is_err());
    }

    proptest! {
        #[test]
        fn any_bytes_decode_or_fail(bytes in prop::collection::vec(any::<u8>(), 0..256)) {
            decode::<FromRunner<'_>>(&bytes).ok();
            decode::<ToRunner<'_>>(&bytes).ok();
        }
    }
}

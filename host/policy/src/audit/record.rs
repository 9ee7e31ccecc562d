//! One record as one line, and the hash that ties it to the one before.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use serde_json::{Map, Value};

use super::{Event, FaultKind, Upkeep};

/// Milliseconds since 1970, UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UnixMs(pub u64);

/// The BLAKE3 hash of a record, in text 64 hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Digest(blake3::Hash);

impl Digest {
    /// What the very first record names as the hash of the one before it.
    pub(super) const ZERO: Self = Self(blake3::Hash::from_bytes([0; blake3::OUT_LEN]));
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.to_hex())
    }
}

impl Serialize for Digest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0.to_hex())
    }
}

impl<'de> Deserialize<'de> for Digest {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let hex = String::deserialize(deserializer)?;
        blake3::Hash::from_hex(&hex).map(Self).map_err(D::Error::custom)
    }
}

/// A place in the chain, to which the next record is tied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Link {
    /// The sequence number of the record.
    pub sequence: u64,
    /// Its hash.
    pub hash: Digest,
}

impl Link {
    /// Before the very first record.
    pub(super) const GENESIS: Self = Self { sequence: 0, hash: Digest::ZERO };
}

/// What a record tells. In a line the variant is the key.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum Content {
    /// Something that happened in the car.
    #[serde(rename = "event")]
    Event(Event),
    /// Something that happened to the log.
    #[serde(rename = "log")]
    Upkeep(Upkeep),
    /// Something that this version of the host does not know, as after a return to an older version. Its place in the
    /// chain is checked as that of any other record.
    #[serde(untagged)]
    Unknown(Map<String, Value>),
}

/// One record.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// Its number; the first record ever written has 1.
    pub sequence: u64,
    /// When it was written, as the caller said.
    pub time: UnixMs,
    /// The hash of the record before.
    pub previous: Digest,
    /// What it tells.
    pub content: Content,
    /// Its own hash.
    pub hash: Digest,
}

/// The keys of a line, in their order. The hash comes last, because it is made of what stands before it.
#[derive(Serialize)]
struct Keys<'a> {
    sequence: u64,
    time_unix_ms: UnixMs,
    previous: Digest,
    #[serde(flatten)]
    content: &'a Content,
    #[serde(skip_serializing_if = "Option::is_none")]
    hash: Option<Digest>,
}

/// A line as it is read.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    sequence: u64,
    time_unix_ms: UnixMs,
    previous: Digest,
    event: Option<Event>,
    log: Option<Upkeep>,
    hash: Digest,
}

/// A line of another version of the host.
#[derive(Deserialize)]
struct UnknownLine {
    sequence: u64,
    time_unix_ms: UnixMs,
    previous: Digest,
    #[serde(flatten)]
    told: Map<String, Value>,
    hash: Digest,
}

const HASH_KEY: &[u8] = b",\"hash\":\"";
const HASH_DIGITS: usize = 2 * blake3::OUT_LEN;
const LINE_END: &[u8] = b"\"}";

impl Record {
    /// Where it stands in the chain.
    pub const fn link(&self) -> Link {
        Link { sequence: self.sequence, hash: self.hash }
    }

    /// Whether it continues the chain from a place.
    pub(super) fn follows(&self, before: Link) -> bool {
        before.sequence.checked_add(1) == Some(self.sequence) && self.previous == before.hash
    }

    /// The line of a record that continues the chain, with its end, and the place in the chain that it makes.
    pub(super) fn sealed(before: Link, time: UnixMs, content: &Content) -> Result<(Vec<u8>, Link), serde_json::Error> {
        let sequence = before.sequence.saturating_add(1);
        let body = Keys { sequence, time_unix_ms: time, previous: before.hash, content, hash: None };
        let mut line = serde_json::to_vec(&body)?;
        // The brace comes back after the hash.
        line.pop();
        let hash = blake3::hash(&line);
        line.extend_from_slice(HASH_KEY);
        line.extend_from_slice(hash.to_hex().as_bytes());
        line.extend_from_slice(LINE_END);
        line.push(b'\n');
        Ok((line, Link { sequence, hash: Digest(hash) }))
    }

    /// Reads a line without its end. The line may hold anything.
    pub(super) fn parse(line: &[u8]) -> Result<Self, FaultKind> {
        let no_record = |detail: &str| FaultKind::NoRecord { detail: detail.to_owned() };
        let (body, stated) = split(line).ok_or_else(|| no_record("it does not end with a hash"))?;
        if blake3::hash(body).to_hex().as_bytes() != stated {
            return Err(FaultKind::Changed);
        }
        if let Ok(Line { sequence, time_unix_ms: time, previous, event, log, hash }) = serde_json::from_slice(line) {
            let content = match (event, log) {
                (Some(event), None) => Content::Event(event),
                (None, Some(upkeep)) => Content::Upkeep(upkeep),
                (None, None) | (Some(_), Some(_)) => return Err(no_record("it has neither or both of event and log")),
            };
            return Ok(Self { sequence, time, previous, content, hash });
        }
        let unknown: UnknownLine = serde_json::from_slice(line).map_err(|error| no_record(&error.to_string()))?;
        let UnknownLine { sequence, time_unix_ms: time, previous, told, hash } = unknown;
        Ok(Self { sequence, time, previous, content: Content::Unknown(told), hash })
    }

    /// Whether bytes can be the beginning of a record whose write did not end. Everything else is damage.
    pub(super) fn is_begun_by(tail: &[u8]) -> bool {
        let ends_early = || match serde_json::from_slice::<serde::de::IgnoredAny>(tail) {
            // Only the end of the line is missing.
            Ok(_) => tail.ends_with(b"}"),
            Err(error) => error.is_eof(),
        };
        tail.starts_with(b"{") && ends_early()
    }

    /// What the record tells of the car.
    pub const fn event(&self) -> Option<&Event> {
        match &self.content {
            Content::Event(event) => Some(event),
            Content::Upkeep(_) | Content::Unknown(_) => None,
        }
    }
}

/// The record as its line has it.
impl Serialize for Record {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { sequence, time: time_unix_ms, previous, ref content, hash } = *self;
        Keys { sequence, time_unix_ms, previous, content, hash: Some(hash) }.serialize(serializer)
    }
}

/// Splits a line into what is hashed and the digits of the hash.
fn split(line: &[u8]) -> Option<(&[u8], &[u8])> {
    let line = line.strip_suffix(LINE_END)?;
    let (rest, digits) = line.split_at_checked(line.len().checked_sub(HASH_DIGITS)?)?;
    Some((rest.strip_suffix(HASH_KEY)?, digits))
}

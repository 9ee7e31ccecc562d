//! What does not verify, and where.

use serde::{Serialize, Serializer};

use super::SegmentNumber;
use crate::limits::AUDIT_RECORD_BYTES_MAX;

/// Something in the log that does not verify.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize)]
#[error("segment {segment}, line {line} of the audit log: {what}")]
pub struct Fault {
    /// The segment.
    pub segment: SegmentNumber,
    /// The line in it, counted from 1.
    pub line: u64,
    /// What is wrong.
    #[serde(serialize_with = "as_text")]
    pub what: FaultKind,
}

/// What is wrong with a place of the log.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FaultKind {
    /// The line is no record.
    #[error("this is no record ({detail})")]
    NoRecord {
        /// Why not.
        detail: String,
    },
    /// The line does not have the hash that it states.
    #[error("the record was changed after it was written")]
    Changed,
    /// The record does not follow the one before it.
    #[error("the record does not follow the one before it: a record was removed, moved or inserted")]
    Unlinked,
    /// The line is longer than a record can be.
    #[error("the line is longer than {AUDIT_RECORD_BYTES_MAX} bytes")]
    TooLong,
    /// A segment that is followed by another one ends in the middle of a record.
    #[error("the segment ends in the middle of a record")]
    Unfinished,
    /// A segment does not begin with the record that begins it.
    #[error("the segment does not begin as it must: its beginning was removed")]
    NoBeginning,
    /// Segments before this one are not there.
    #[error("segments before this one are missing")]
    SegmentsMissing,
    /// The file cannot be read.
    #[error("cannot read on: {detail}")]
    Unreadable {
        /// What the system says.
        detail: String,
    },
}

impl Fault {
    /// What a person can do next.
    pub fn hint(&self) -> Option<String> {
        Some("to see all that does not verify: jumpseat audit verify; new records go to a new segment".to_owned())
    }
}

fn as_text<S: Serializer>(what: &FaultKind, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(what)
}

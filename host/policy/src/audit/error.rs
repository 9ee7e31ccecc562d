//! Why a record was not written, or the log not read.

use std::{io, path::PathBuf};

use crate::limits::{AUDIT_RECORD_BYTES_MAX, AUDIT_SEGMENTS_LISTED_MAX};

/// Why a record was not written, or the log not read.
#[derive(Debug, thiserror::Error)]
pub enum AuditError {
    /// The folder or a file in it cannot be read.
    #[error("cannot read the audit log {}", path.display())]
    Read {
        /// The folder or the file.
        path: PathBuf,
        /// What the system says.
        #[source]
        source: io::Error,
    },
    /// The folder or a file in it cannot be written.
    #[error("cannot write the audit log {}", path.display())]
    Write {
        /// The folder or the file.
        path: PathBuf,
        /// What the system says.
        #[source]
        source: io::Error,
    },
    /// Another writer did not let go of the log in time.
    #[error("another process has held the audit log {} for {waited_ms} ms", folder.display())]
    Busy {
        /// The folder.
        folder: PathBuf,
        /// How long it was waited for.
        waited_ms: u64,
    },
    /// The record is too long, even without what is private in it.
    #[error("a record of {bytes} bytes is too long for the audit log, the limit is {AUDIT_RECORD_BYTES_MAX}")]
    TooLong {
        /// Its length.
        bytes: usize,
    },
    /// The record cannot be written as JSON.
    #[error("cannot write a record of the audit log as JSON")]
    NoJson(#[source] serde_json::Error),
    /// The folder holds more segments than any log has.
    #[error("the folder {} holds more than {AUDIT_SEGMENTS_LISTED_MAX} segments", folder.display())]
    TooManySegments {
        /// The folder.
        folder: PathBuf,
    },
}

impl AuditError {
    /// What a person can do next.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Read { .. } | Self::Write { .. } => {
                Some("check that the folder may be read and written, and that the disk is not full".to_owned())
            }
            Self::Busy { .. } => Some("find the process that holds the file \"lock\" there, and end it".to_owned()),
            Self::TooManySegments { folder } => {
                Some(format!("move {} away; a new log begins by itself", folder.display()))
            }
            Self::TooLong { .. } | Self::NoJson(_) => None,
        }
    }
}

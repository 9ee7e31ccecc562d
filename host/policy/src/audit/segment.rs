//! The files of the log.

use std::{
    fmt,
    fs::{self, File, OpenOptions},
    io,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};

use super::AuditError;
use crate::limits::AUDIT_SEGMENTS_LISTED_MAX;

/// Numbers a segment. The first one ever written has 1, and none is used twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SegmentNumber(u64);

/// Digits of a segment's name, so that names sort as numbers do.
const DIGITS: usize = 12;

impl SegmentNumber {
    /// The first segment.
    pub(super) const FIRST: Self = Self(1);

    /// The segment that follows.
    pub(super) const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }

    /// The oldest of so many segments that end with this one.
    pub(super) fn oldest_of(self, segments: u64) -> Self {
        Self(self.0.saturating_sub(segments.saturating_sub(1))).max(Self::FIRST)
    }

    /// Where the segment lies.
    pub(super) fn path(self, folder: &Path) -> PathBuf {
        folder.join(format!("{:0DIGITS$}.jsonl", self.0))
    }

    fn of_name(name: &str) -> Option<Self> {
        let digits = name.strip_suffix(".jsonl")?;
        let number = digits.parse().ok().filter(|number| *number > 0)?;
        // A name that is spelt otherwise is not one of ours.
        (format!("{number:0DIGITS$}") == digits).then_some(Self(number))
    }
}

impl fmt::Display for SegmentNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The segments of a folder in their order; none if there is no such folder.
pub(super) fn list(folder: &Path) -> Result<Vec<SegmentNumber>, AuditError> {
    let unreadable = |source| AuditError::Read { path: folder.to_owned(), source };
    let files = match fs::read_dir(folder) {
        Ok(files) => files,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(unreadable(error)),
    };
    let mut segments = Vec::new();
    for file in files {
        let name = file.map_err(unreadable)?.file_name();
        let Some(segment) = name.to_str().and_then(SegmentNumber::of_name) else { continue };
        if segments.len() == AUDIT_SEGMENTS_LISTED_MAX {
            return Err(AuditError::TooManySegments { folder: folder.to_owned() });
        }
        segments.push(segment);
    }
    segments.sort_unstable();
    Ok(segments)
}

/// Opens a segment for appending.
pub(super) fn open(folder: &Path, segment: SegmentNumber) -> io::Result<File> {
    OpenOptions::new().append(true).open(segment.path(folder))
}

/// Makes a segment, which must not be there yet.
pub(super) fn create(folder: &Path, segment: SegmentNumber) -> io::Result<File> {
    let file = OpenOptions::new().append(true).create_new(true).open(segment.path(folder))?;
    make_durable(folder)?;
    Ok(file)
}

/// Removes the segments before one. What cannot be removed now is tried again with the next segment.
pub(super) fn remove_before(folder: &Path, oldest_kept: SegmentNumber, segments: &[SegmentNumber]) {
    for segment in segments.iter().filter(|segment| **segment < oldest_kept) {
        if let Err(error) = fs::remove_file(segment.path(folder)) {
            tracing::warn!(%segment, %error, "cannot remove an old segment of the audit log");
        }
    }
}

/// Waits until the names in a folder are on the disk. Windows does so by itself.
#[cfg(unix)]
fn make_durable(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
fn make_durable(_folder: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_that_the_log_gives_are_segments() {
        assert_eq!(SegmentNumber::of_name("000000000012.jsonl"), Some(SegmentNumber(12)));
        for other in ["12.jsonl", "000000000000.jsonl", "000000000012.jsonl~", "+00000000012.jsonl", "lock"] {
            assert_eq!(SegmentNumber::of_name(other), None, "{other}");
        }
    }
}

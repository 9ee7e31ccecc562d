//! Reading the whole log, from its oldest record to its newest, one record at a time.
//!
//! It takes no lock: a log may be read while it is written.

use std::{
    io,
    path::{Path, PathBuf},
    vec::IntoIter,
};

use super::{
    AuditError, Fault, FaultKind, Found, Link, SegmentNumber, segment,
    walk::{Expected, Walk},
};

/// The records of a log, and what does not verify among them.
pub struct Records {
    folder: PathBuf,
    segments: IntoIter<SegmentNumber>,
    current: Option<Walk>,
    /// The segment that was opened last.
    before: Option<SegmentNumber>,
    expected: Expected,
}

/// Reads a log from its oldest record on. Where there is no log, there are no records.
pub fn records(folder: &Path) -> Result<Records, AuditError> {
    let segments = segment::list(folder)?.into_iter();
    // Only the very first segment can say what it continues: nothing.
    let expected = match segments.as_slice() {
        [SegmentNumber::FIRST, ..] => Expected::After(Link::GENESIS),
        _ => Expected::Anything,
    };
    Ok(Records { folder: folder.to_owned(), segments, current: None, before: None, expected })
}

impl Records {
    /// The oldest segment that is still to be read.
    pub(super) fn next_segment(&self) -> Option<SegmentNumber> {
        self.segments.as_slice().first().copied()
    }

    /// The next of the segment that is being read.
    fn of_current(&mut self) -> Option<Found> {
        let walk = self.current.as_mut()?;
        match walk.next() {
            Some(Found::Unfinished { .. }) if !self.segments.as_slice().is_empty() => {
                Some(Found::Fault(walk.fault(FaultKind::Unfinished)))
            }
            Some(found) => Some(found),
            None => {
                self.expected = walk.expected();
                self.current = None;
                None
            }
        }
    }

    /// Goes on to a segment; a fault if that is not the one that must follow.
    fn open(&mut self, segment: SegmentNumber) -> Option<Fault> {
        let fault = |what| Some(Fault { segment, line: 1, what });
        let is_next = self.before.is_none_or(|before| before.next() == segment);
        if !is_next {
            self.expected = Expected::Anything;
        }
        match Walk::of(&self.folder, segment, self.expected) {
            Ok(walk) => self.current = Some(walk),
            // The writer dropped it a moment ago.
            Err(error) if error.kind() == io::ErrorKind::NotFound && self.before.is_none() => {
                self.expected = Expected::Anything;
                return None;
            }
            Err(error) => {
                self.before = Some(segment);
                self.expected = Expected::Anything;
                return fault(FaultKind::Unreadable { detail: error.to_string() });
            }
        }
        self.before = Some(segment);
        if is_next { None } else { fault(FaultKind::SegmentsMissing) }
    }
}

impl Iterator for Records {
    type Item = Found;

    fn next(&mut self) -> Option<Found> {
        loop {
            if let Some(found) = self.of_current() {
                return Some(found);
            }
            let segment = self.segments.next()?;
            if let Some(fault) = self.open(segment) {
                return Some(Found::Fault(fault));
            }
        }
    }
}

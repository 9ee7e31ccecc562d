//! Reading one segment line by line, and checking each line against the one before.
//!
//! Lines may hold anything. No more of a line is kept than a record can have.

use std::{
    fs::File,
    io::{self, BufRead as _, BufReader, Read as _},
    path::Path,
};

use super::{Content, Fault, FaultKind, Link, Record, SegmentNumber, Upkeep};
use crate::limits::AUDIT_RECORD_BYTES_MAX;

/// Something that was met in the log.
#[derive(Debug, Clone, PartialEq)]
pub enum Found {
    /// A record. One that does not follow the record before it is told as a fault first, and then for what it says.
    Record(Record),
    /// Something that does not verify.
    Fault(Fault),
    /// The end of the log, in the middle of a record: it is being written, or its write did not end.
    Unfinished {
        /// How much of it is there.
        bytes: u64,
    },
}

/// What the next record must continue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Expected {
    /// This record.
    After(Link),
    /// Nobody knows: what comes before was dropped or cannot be read.
    Anything,
}

/// One segment on the way from its first line to its last.
pub(super) struct Walk {
    segment: SegmentNumber,
    reader: BufReader<File>,
    expected: Expected,
    line: u64,
    /// Where the last complete line ends.
    complete_bytes: u64,
    /// A record whose fault was told.
    told: Option<Record>,
    ended: bool,
}

impl Walk {
    /// Begins at the first line of a segment.
    pub(super) fn of(folder: &Path, segment: SegmentNumber, expected: Expected) -> io::Result<Self> {
        let reader = BufReader::new(File::open(segment.path(folder))?);
        Ok(Self { segment, reader, expected, line: 0, complete_bytes: 0, told: None, ended: false })
    }

    /// What the record after those that were met must continue.
    pub(super) const fn expected(&self) -> Expected {
        self.expected
    }

    /// Where the last complete line that was met ends.
    pub(super) const fn complete_bytes(&self) -> u64 {
        self.complete_bytes
    }

    /// A fault at the line that was read last.
    pub(super) const fn fault(&self, what: FaultKind) -> Fault {
        Fault { segment: self.segment, line: self.line, what }
    }

    /// Reads a line, and what it is.
    fn step(&mut self) -> io::Result<Option<Found>> {
        let mut line = Vec::new();
        let bytes_max = u64::try_from(AUDIT_RECORD_BYTES_MAX).unwrap_or(u64::MAX);
        let bytes = self.reader.by_ref().take(bytes_max).read_until(b'\n', &mut line)?;
        if bytes == 0 {
            return Ok(None);
        }
        self.line += 1;
        let mut bytes = u64::try_from(bytes).unwrap_or(u64::MAX);
        if let Some(line) = line.strip_suffix(b"\n") {
            self.complete_bytes += bytes;
            return Ok(Some(self.judged(line)));
        }
        if bytes < bytes_max {
            self.ended = true;
            let begun = Record::is_begun_by(&line);
            let unfinished = FaultKind::NoRecord { detail: "neither a record nor the beginning of one".to_owned() };
            return Ok(Some(if begun { Found::Unfinished { bytes } } else { self.unreadable(unfinished) }));
        }
        bytes = bytes.saturating_add(u64::try_from(self.reader.skip_until(b'\n')?).unwrap_or(u64::MAX));
        self.complete_bytes = self.complete_bytes.saturating_add(bytes);
        Ok(Some(self.unreadable(FaultKind::TooLong)))
    }

    /// What a complete line is.
    fn judged(&mut self, line: &[u8]) -> Found {
        let record = match Record::parse(line) {
            Ok(record) => record,
            Err(what) => return self.unreadable(what),
        };
        let is_linked = match self.expected {
            Expected::After(before) => record.follows(before),
            Expected::Anything => true,
        };
        self.expected = Expected::After(record.link());
        let what = if self.line == 1 && !self.is_begun_with(&record) {
            FaultKind::NoBeginning
        } else if !is_linked {
            FaultKind::Unlinked
        } else {
            return Found::Record(record);
        };
        self.told = Some(record);
        Found::Fault(self.fault(what))
    }

    fn is_begun_with(&self, record: &Record) -> bool {
        matches!(record.content, Content::Upkeep(Upkeep::SegmentBegun { segment, .. }) if segment == self.segment)
    }

    /// A line that cannot be read, after which anything may come.
    fn unreadable(&mut self, what: FaultKind) -> Found {
        self.expected = Expected::Anything;
        Found::Fault(self.fault(what))
    }
}

impl Iterator for Walk {
    type Item = Found;

    fn next(&mut self) -> Option<Found> {
        if let Some(record) = self.told.take() {
            return Some(Found::Record(record));
        }
        if self.ended {
            return None;
        }
        self.step().unwrap_or_else(|error| {
            self.ended = true;
            Some(self.unreadable(FaultKind::Unreadable { detail: error.to_string() }))
        })
    }
}

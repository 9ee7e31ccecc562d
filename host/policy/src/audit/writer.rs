//! The end of the log: where the next record goes, and how the log goes on after a cut or damage.
//!
//! Who calls it holds the lock.

use std::{
    fs::{self, File},
    io::{self, Write as _},
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{
    AuditError, Bounds, Content, Event, Fault, Found, Link, Record, SegmentNumber, UnixMs, Upkeep, segment,
    walk::{Expected, Walk},
};
use crate::limits::AUDIT_RECORD_BYTES_MAX;

/// Writes records.
pub(super) struct Writer {
    folder: PathBuf,
    bounds: Bounds,
    /// Unknown after a write that failed.
    end: Option<End>,
    fault: Option<Fault>,
}

/// The end of the newest segment.
struct End {
    segment: SegmentNumber,
    oldest_kept: SegmentNumber,
    file: Arc<File>,
    bytes: u64,
    last: Link,
}

/// What is known of the newest segment after reading it.
struct Examined {
    /// The last record that can be read, in this segment or in one before it.
    last: Link,
    oldest_kept: SegmentNumber,
    complete_bytes: u64,
    unfinished_bytes: u64,
    fault: Option<Fault>,
}

impl Writer {
    /// A writer that does not know yet where the log ends.
    pub(super) fn new(folder: &Path, bounds: Bounds) -> Self {
        Self { folder: folder.to_owned(), bounds, end: None, fault: None }
    }

    /// What was found damaged, once.
    pub(super) const fn take_fault(&mut self) -> Option<Fault> {
        self.fault.take()
    }

    /// Appends a record, and returns the file that it is in.
    pub(super) fn append(&mut self, now: UnixMs, event: Event) -> Result<Arc<File>, AuditError> {
        // Until the record is written, the place is unknown: a write that fails may have left anything.
        let mut end = match self.end.take() {
            Some(end) if end.is_newest(&self.folder) => end,
            Some(_) | None => self.found_end(now)?,
        };
        let content = Content::Event(event);
        let (mut line, mut link) = sealed(end.last, now, &content)?;
        if end.bytes.saturating_add(line.len() as u64) > self.bounds.segment_bytes_max {
            end = self.begin_after(&end, now)?;
            (line, link) = sealed(end.last, now, &content)?;
        }
        self.write(&mut end, &line, link)?;
        let file = Arc::clone(&end.file);
        self.end = Some(end);
        Ok(file)
    }

    /// Finds the end of the log, and leaves it such that a record can follow.
    pub(super) fn resume(&mut self, now: UnixMs) -> Result<(), AuditError> {
        self.end = Some(self.found_end(now)?);
        Ok(())
    }

    fn found_end(&mut self, now: UnixMs) -> Result<End, AuditError> {
        let segments = segment::list(&self.folder)?;
        match segments.last() {
            None => self.begin(SegmentNumber::FIRST, Link::GENESIS, SegmentNumber::FIRST, now),
            Some(newest) => self.resume_in(*newest, &segments, now),
        }
    }

    fn resume_in(&mut self, newest: SegmentNumber, segments: &[SegmentNumber], now: UnixMs) -> Result<End, AuditError> {
        let found = self.examine(newest, segments)?;
        if let Some(fault) = found.fault {
            let mut end = self.begin(newest.next(), found.last, found.oldest_kept, now)?;
            let what = fault.what.to_string();
            self.note(&mut end, now, Upkeep::DamageFound { segment: fault.segment, line: fault.line, what })?;
            self.fault = Some(fault);
            return Ok(end);
        }
        let file = segment::open(&self.folder, newest).map_err(|error| self.failed(error))?;
        if found.unfinished_bytes > 0 {
            file.set_len(found.complete_bytes).map_err(|error| self.failed(error))?;
        }
        let Examined { last, oldest_kept, complete_bytes: bytes, unfinished_bytes, .. } = found;
        let mut end = End { segment: newest, oldest_kept, file: Arc::new(file), bytes, last };
        if bytes == 0 {
            self.note(&mut end, now, Upkeep::SegmentBegun { segment: newest, oldest_kept })?;
        }
        if unfinished_bytes > 0 {
            self.note(&mut end, now, Upkeep::TailCutOff { bytes: unfinished_bytes })?;
        }
        Ok(end)
    }

    /// Reads the newest segment, and those before it as far as no record can be read.
    fn examine(&self, newest: SegmentNumber, segments: &[SegmentNumber]) -> Result<Examined, AuditError> {
        let oldest = segments.first().copied().unwrap_or(newest);
        let (mut last, mut oldest_kept) = (None, None);
        let (mut complete_bytes, mut unfinished_bytes, mut fault) = (0, 0, None);
        for segment in segments.iter().rev() {
            let mut walk = self.walk(*segment)?;
            for found in walk.by_ref() {
                match found {
                    Found::Record(record) => {
                        if let Content::Upkeep(Upkeep::SegmentBegun { oldest_kept: kept, .. }) = record.content {
                            oldest_kept = Some(kept);
                        }
                        last = Some(record.link());
                    }
                    // Faults of older segments were told when they were the newest, or are told by those who verify.
                    Found::Fault(found) if *segment == newest => fault = fault.or(Some(found)),
                    Found::Unfinished { bytes } if *segment == newest => unfinished_bytes = bytes,
                    Found::Fault(_) | Found::Unfinished { .. } => {}
                }
            }
            if *segment == newest {
                complete_bytes = walk.complete_bytes();
            }
            if last.is_some() {
                break;
            }
        }
        let last = last.unwrap_or(Link::GENESIS);
        Ok(Examined { last, oldest_kept: oldest_kept.unwrap_or(oldest), complete_bytes, unfinished_bytes, fault })
    }

    fn walk(&self, segment: SegmentNumber) -> Result<Walk, AuditError> {
        Walk::of(&self.folder, segment, Expected::Anything)
            .map_err(|source| AuditError::Read { path: segment.path(&self.folder), source })
    }

    /// Begins the segment after a full one.
    fn begin_after(&self, full: &End, now: UnixMs) -> Result<End, AuditError> {
        // Were the new segment on the disk and the end of the full one not, a power cut would break the chain.
        full.file.sync_data().map_err(|error| self.failed(error))?;
        self.begin(full.segment.next(), full.last, full.oldest_kept, now)
    }

    /// Begins a segment, and drops the oldest once the log says so.
    fn begin(
        &self,
        segment: SegmentNumber,
        last: Link,
        oldest_kept: SegmentNumber,
        now: UnixMs,
    ) -> Result<End, AuditError> {
        let oldest_kept = segment.oldest_of(self.bounds.segments_max).max(oldest_kept);
        let file = segment::create(&self.folder, segment).map_err(|error| self.failed(error))?;
        let mut end = End { segment, oldest_kept, file: Arc::new(file), bytes: 0, last };
        self.note(&mut end, now, Upkeep::SegmentBegun { segment, oldest_kept })?;
        segment::remove_before(&self.folder, oldest_kept, &segment::list(&self.folder)?);
        Ok(end)
    }

    /// Writes a record about the log itself, and waits until it is on the disk.
    fn note(&self, end: &mut End, now: UnixMs, upkeep: Upkeep) -> Result<(), AuditError> {
        let (line, link) = sealed(end.last, now, &Content::Upkeep(upkeep))?;
        self.write(end, &line, link)?;
        end.file.sync_data().map_err(|error| self.failed(error))
    }

    fn write(&self, end: &mut End, line: &[u8], link: Link) -> Result<(), AuditError> {
        end.file.as_ref().write_all(line).map_err(|error| self.failed(error))?;
        end.bytes = end.bytes.saturating_add(line.len() as u64);
        end.last = link;
        Ok(())
    }

    fn failed(&self, source: io::Error) -> AuditError {
        AuditError::Write { path: self.folder.clone(), source }
    }
}

impl End {
    /// Whether nobody else wrote since, and the file is still there.
    fn is_newest(&self, folder: &Path) -> bool {
        let is_ours = fs::metadata(self.segment.path(folder)).is_ok_and(|file| file.len() == self.bytes);
        is_ours && fs::exists(self.segment.next().path(folder)).is_ok_and(|there| !there)
    }
}

/// The line of a record. What is private goes where it would make the line too long: that something happened is worth
/// more than what was said.
fn sealed(before: Link, now: UnixMs, content: &Content) -> Result<(Vec<u8>, Link), AuditError> {
    let (line, link) = Record::sealed(before, now, content).map_err(AuditError::NoJson)?;
    if line.len() <= AUDIT_RECORD_BYTES_MAX {
        return Ok((line, link));
    }
    if let Content::Event(event) = content {
        let short = Content::Event(event.clone().redacted(super::Privacy::default()));
        let (line, link) = Record::sealed(before, now, &short).map_err(AuditError::NoJson)?;
        if line.len() <= AUDIT_RECORD_BYTES_MAX {
            return Ok((line, link));
        }
    }
    Err(AuditError::TooLong { bytes: line.len() })
}

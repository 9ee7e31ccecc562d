//! Whether a log is as it was written.

use std::path::Path;

use serde::Serialize;

use super::{AuditError, Content, Fault, FaultKind, Found, Link, SegmentNumber, Upkeep, records};
use crate::limits::AUDIT_FAULTS_TOLD_MAX;

/// What a log holds, and whether it verifies.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Records that can be read.
    pub records: u64,
    /// Records that were written before the oldest one that is kept, and dropped with their segments.
    pub records_dropped: u64,
    /// The newest record. Who keeps its hash elsewhere can tell later whether the log was cut or written anew.
    pub head: Option<Link>,
    /// Bytes of a record that is being written, or whose write did not end. The next start cuts them off.
    pub unfinished_bytes: u64,
    /// What does not verify, as far as it is told.
    pub faults: Vec<Fault>,
    /// How many faults there are.
    pub faults_total: u64,
}

impl Report {
    /// Whether the log is as it was written.
    pub const fn is_sound(&self) -> bool {
        self.faults_total == 0
    }

    fn add(&mut self, fault: Fault) {
        self.faults_total += 1;
        if self.faults.len() < AUDIT_FAULTS_TOLD_MAX {
            self.faults.push(fault);
        }
    }
}

/// Reads a whole log and checks every record. Takes as much memory for a long log as for a short one.
pub fn verify(folder: &Path) -> Result<Report, AuditError> {
    let mut report = Report::default();
    let records = records(folder)?;
    let oldest = records.next_segment();
    let mut oldest_kept: Option<SegmentNumber> = None;
    for found in records {
        match found {
            Found::Record(record) => {
                if report.records == 0 {
                    report.records_dropped = record.sequence.saturating_sub(1);
                }
                if let Content::Upkeep(Upkeep::SegmentBegun { oldest_kept: kept, .. }) = record.content {
                    oldest_kept = Some(kept);
                }
                report.records += 1;
                report.head = Some(record.link());
            }
            Found::Fault(fault) => report.add(fault),
            Found::Unfinished { bytes } => report.unfinished_bytes = bytes,
        }
    }
    // What lies before the oldest segment may be missing only if the log says so.
    if let (Some(oldest), Some(oldest_kept)) = (oldest, oldest_kept)
        && oldest > oldest_kept
    {
        report.add(Fault { segment: oldest, line: 1, what: FaultKind::SegmentsMissing });
    }
    Ok(report)
}

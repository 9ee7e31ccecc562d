//! Audit logs.

use std::fs;

use jumpseat_policy::audit::{AuditLog, Event, Private, Settings, UnixMs};

/// A log as it is written, the same with the end of a line missing, and records with numbers at the edges.
pub(crate) fn audit_logs() -> Vec<Vec<u8>> {
    let written = written().unwrap_or_default();
    let cut = written.get(..written.len().saturating_sub(20)).unwrap_or_default().to_vec();
    let two = [record(1), "\n--\n".to_owned(), record(2)].concat();
    // The first byte says whether hashes are put right.
    let input = |sealed: u8, log: Vec<u8>| [vec![sealed], log].concat();
    vec![
        input(0, written.clone()),
        input(1, written),
        input(0, cut),
        input(1, record(u64::MAX).into()),
        input(1, two.into()),
    ]
}

fn written() -> Option<Vec<u8>> {
    let folder = tempfile::tempdir().ok()?;
    let log = AuditLog::open(folder.path(), Settings::default(), UnixMs(1_767_225_600_000)).ok()?;
    for number in 0..3 {
        let text = Private::new("find parking".to_owned());
        log.append(UnixMs(1_767_225_600_000 + number), Event::Transcript { text }).ok()?;
    }
    fs::read(folder.path().join("000000000001.jsonl")).ok()
}

/// The record that begins a log, with a number of its own.
fn record(sequence: u64) -> String {
    let zeros = "0".repeat(64);
    let begun = "\"log\":{\"segment-begun\":{\"segment\":1,\"oldest_kept\":1}}";
    format!("{{\"sequence\":{sequence},\"time_unix_ms\":1,\"previous\":\"{zeros}\",{begun},\"hash\":\"{zeros}\"}}\n")
}

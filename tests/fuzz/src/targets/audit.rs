//! The audit log as a car finds it at its start, whoever wrote into its folder.

use std::{fs, path::Path};

use jumpseat_policy::audit::{self, AuditLog, Bounds, Event, Found, Private, Settings, UnixMs};

/// What stands between two segments of an input: a line that is no record.
const BETWEEN_SEGMENTS: &[u8] = b"\n--\n";
/// What stands before the hash of a record.
const BEFORE_HASH: &str = ",\"hash\":\"";
/// Small enough that a log of some records goes over several segments.
const BOUNDS: Bounds = Bounds { segment_bytes_max: 2_000, segments_max: 3, lock_wait_ms_max: 0 };
const NOW: UnixMs = UnixMs(1_767_225_600_000);

/// The bytes after the first are the segments; if the first is odd, every line gets the hash that belongs to it, as from
/// somebody who writes the log anew. Reading the log is possible, opening it makes it go on, and what is appended then is
/// the last thing that is read.
pub(super) fn run(data: &[u8]) {
    let (Some((first, data)), Ok(folder)) = (data.split_first(), tempfile::tempdir()) else { return };
    let folder = folder.path();
    for (number, segment) in segments(data).into_iter().enumerate() {
        let segment = if first % 2 == 1 { sealed(segment) } else { segment.to_vec() };
        if fs::write(folder.join(format!("{:012}.jsonl", number + 1)), segment).is_err() {
            return;
        }
    }
    let found = audit::verify(folder);
    assert!(found.is_ok(), "{found:?}");
    let opened = AuditLog::open(folder, Settings { bounds: BOUNDS, ..Settings::default() }, NOW);
    assert!(opened.is_ok(), "{:?}", opened.as_ref().err());
    let Ok(log) = opened else { return };
    let appended = log.append(NOW, Event::Transcript { text: Private::new("find parking".to_owned()) });
    assert!(appended.is_ok(), "{appended:?}");
    assert!(ends_with_a_record(folder), "what was appended is not the last");
}

fn ends_with_a_record(folder: &Path) -> bool {
    let records = audit::records(folder).ok();
    records.into_iter().flatten().last().is_some_and(|found| matches!(found, Found::Record(_)))
}

fn segments(data: &[u8]) -> Vec<&[u8]> {
    let mut segments = Vec::new();
    let mut rest = data;
    while let Some(at) = rest.windows(BETWEEN_SEGMENTS.len()).position(|window| window == BETWEEN_SEGMENTS) {
        let (segment, after) = rest.split_at(at);
        segments.push(segment);
        rest = after.get(BETWEEN_SEGMENTS.len()..).unwrap_or_default();
    }
    segments.push(rest);
    segments
}

/// The lines with the hash of each put right.
fn sealed(segment: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(segment);
    let line = |line: &str| match line.split_once(BEFORE_HASH) {
        Some((hashed, _)) => format!("{hashed}{BEFORE_HASH}{}\"}}\n", blake3::hash(hashed.as_bytes()).to_hex()),
        None => format!("{line}\n"),
    };
    text.lines().map(line).collect::<String>().into_bytes()
}

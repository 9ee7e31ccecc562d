use std::{
    fs,
    path::{Path, PathBuf},
};

use tempfile::TempDir;

use super::*;

mod changes;
mod cuts;
mod hostile;
mod privacy;
mod rotation;
mod writers;

const NOW: UnixMs = UnixMs(1_767_225_600_000);

/// Segments of five to six records, of which three are kept.
const SMALL: Settings = Settings {
    privacy: Privacy { transcripts: Redaction::On, positions: Redaction::On },
    bounds: Bounds { segment_bytes_max: 2_000, segments_max: 3, lock_wait_ms_max: 0 },
};

fn call(outcome: &str) -> Event {
    Event::Call {
        skill: "parking".parse().unwrap(),
        tool: "find-place".to_owned(),
        outcome: outcome.to_owned(),
        arguments: Private::new(serde_json::Value::Null),
    }
}

/// A log with so many calls, whose outcomes are their numbers from 0 on.
fn log_of(records: usize, settings: Settings) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let log = AuditLog::open(folder.path(), settings, NOW).unwrap();
    for number in 0..records {
        log.append(NOW, call(&number.to_string())).unwrap();
    }
    folder
}

/// The files of the segments in their order.
fn segments(folder: &Path) -> Vec<PathBuf> {
    segment::list(folder).unwrap().into_iter().map(|number| number.path(folder)).collect()
}

/// The outcomes of the calls that can be read.
fn outcomes(folder: &Path) -> Vec<String> {
    let outcome = |found| match found {
        Found::Record(Record { content: Content::Event(Event::Call { outcome, .. }), .. }) => Some(outcome),
        Found::Record(_) | Found::Fault(_) | Found::Unfinished { .. } => None,
    };
    records(folder).unwrap().filter_map(outcome).collect()
}

/// What happened to the log itself, without the beginnings of segments.
fn upkeep(folder: &Path) -> Vec<Upkeep> {
    let upkeep = |found| match found {
        Found::Record(Record { content: Content::Upkeep(upkeep), .. }) => Some(upkeep),
        Found::Record(_) | Found::Fault(_) | Found::Unfinished { .. } => None,
    };
    let is_note = |upkeep: &Upkeep| !matches!(upkeep, Upkeep::SegmentBegun { .. });
    records(folder).unwrap().filter_map(upkeep).filter(is_note).collect()
}

fn faults(folder: &Path) -> Vec<String> {
    verify(folder).unwrap().faults.iter().map(ToString::to_string).collect()
}

#[test]
fn a_record_is_a_line_that_people_can_read() {
    let folder = log_of(1, Settings::default());
    let text = fs::read_to_string(&segments(folder.path())[0]).unwrap();
    let without_hashes: Vec<String> = text
        .lines()
        .map(|line| {
            let words = line.split('"').map(|word| if word.len() == 64 { "…" } else { word });
            words.collect::<Vec<_>>().join("\"")
        })
        .collect();
    insta::assert_snapshot!(without_hashes.join("\n"), @r#"
    {"sequence":1,"time_unix_ms":1767225600000,"previous":"…","log":{"segment-begun":{"segment":1,"oldest_kept":1}},"hash":"…"}
    {"sequence":2,"time_unix_ms":1767225600000,"previous":"…","event":{"call":{"skill":"parking","tool":"find-place","outcome":"0","arguments":"[redacted]"}},"hash":"…"}
    "#);
}

#[test]
fn a_record_that_is_read_is_written_as_it_was() {
    let folder = log_of(3, Settings::default());
    let text = fs::read_to_string(&segments(folder.path())[0]).unwrap();
    for line in text.lines() {
        let record = Record::parse(line.as_bytes()).unwrap();
        assert_eq!(serde_json::to_string(&record).unwrap(), line);
    }
}

#[test]
fn a_record_of_another_version_keeps_its_place_in_the_chain() {
    let folder = log_of(1, Settings::default());
    let file = &segments(folder.path())[0];
    let newest = verify(folder.path()).unwrap().head.unwrap();
    let told = serde_json::json!({"event": {"seat-heated": {"seat": 1}}});
    let unknown = Content::Unknown(told.as_object().unwrap().clone());
    let (line, _) = Record::sealed(newest, NOW, &unknown).unwrap();
    fs::write(file, [fs::read(file).unwrap(), line.clone()].concat()).unwrap();

    let log = AuditLog::open(folder.path(), Settings::default(), NOW).unwrap();
    assert_eq!(log.take_fault(), None);
    log.append(NOW, call("1")).unwrap();
    assert!(verify(folder.path()).unwrap().is_sound());
    let read = records(folder.path()).unwrap().nth(2).unwrap();
    let Found::Record(record) = read else { panic!("{read:?}") };
    assert_eq!(record.content, unknown);
    assert_eq!(serde_json::to_string(&record).unwrap(), str::from_utf8(&line).unwrap().trim_end());
}

#[test]
fn a_log_goes_on_where_it_ended() {
    let folder = log_of(2, Settings::default());
    let before = verify(folder.path()).unwrap();
    AuditLog::open(folder.path(), Settings::default(), NOW).unwrap().append(NOW, call("2")).unwrap();
    let after = verify(folder.path()).unwrap();
    assert!(after.is_sound());
    assert_eq!((before.records, after.records), (3, 4));
    assert_eq!(outcomes(folder.path()), ["0", "1", "2"]);
}

#[test]
fn a_log_that_is_not_there_holds_nothing_and_verifies() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(verify(&folder.path().join("audit")).unwrap(), Report::default());
}

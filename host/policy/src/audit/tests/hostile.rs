//! Files may hold anything.

use proptest::prelude::*;

use super::*;
use crate::limits::AUDIT_RECORD_BYTES_MAX;

/// Reads, opens and goes on with a log whose segments hold these bytes.
fn survive(contents: &[Vec<u8>]) {
    let folder = tempfile::tempdir().unwrap();
    let mut segment = SegmentNumber::FIRST;
    for content in contents {
        fs::write(segment.path(folder.path()), content).unwrap();
        segment = segment.next();
    }
    verify(folder.path()).unwrap();
    AuditLog::open(folder.path(), SMALL, NOW).unwrap().append(NOW, call("after")).unwrap();
    assert_eq!(outcomes(folder.path()).last().unwrap(), "after");
}

proptest! {
    #[test]
    fn bytes_of_any_kind_do_no_harm(contents in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..200), 1..3)) {
        survive(&contents);
    }

    #[test]
    fn lines_that_look_like_records_do_no_harm(lines in prop::collection::vec(
        "\\{\"sequence\":[0-9]{1,22},\"time_unix_ms\":-?[0-9]{1,5},(\"event\":\\{\"call\":[\\[{0-9\"]{0,9}\\},)?\"hash\":\"[0-9a-f]{62,66}\"\\}?\n?",
        0..4,
    )) {
        survive(&[lines.concat().into_bytes()]);
    }

    #[test]
    fn a_line_is_a_record_or_a_fault(line in prop::collection::vec(any::<u8>(), 0..300)) {
        prop_assert!(Record::parse(&line).is_err());
    }
}

#[test]
fn a_line_without_end_is_read_no_further_than_a_record_can_be_long() {
    let folder = tempfile::tempdir().unwrap();
    let long = [vec![b'{'; 10 * AUDIT_RECORD_BYTES_MAX], b"\nroses\n".to_vec()].concat();
    fs::write(SegmentNumber::FIRST.path(folder.path()), long).unwrap();
    assert_eq!(
        faults(folder.path()),
        [
            "segment 1, line 1 of the audit log: the line is longer than 16384 bytes",
            "segment 1, line 2 of the audit log: this is no record (it does not end with a hash)",
        ]
    );
}

#[test]
fn a_folder_in_place_of_a_segment_is_a_fault_and_the_others_are_read() {
    let log = log_of(12, SMALL);
    let file = &segments(log.path())[1];
    fs::remove_file(file).unwrap();
    fs::create_dir(file).unwrap();
    assert!(!verify(log.path()).unwrap().is_sound());
    assert!(outcomes(log.path()).contains(&"11".to_owned()));
}

#[test]
fn only_so_many_faults_are_told_and_all_are_counted() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(SegmentNumber::FIRST.path(folder.path()), "roses\n".repeat(1_000)).unwrap();
    let report = verify(folder.path()).unwrap();
    assert_eq!((report.faults.len(), report.faults_total), (100, 1_000));
}

#[test]
fn what_is_private_goes_where_a_record_would_be_too_long() {
    let folder = tempfile::tempdir().unwrap();
    let shown = Privacy { transcripts: Redaction::Off, positions: Redaction::Off };
    let log = AuditLog::open(folder.path(), Settings { privacy: shown, ..SMALL }, NOW).unwrap();
    log.append(NOW, Event::Transcript { text: Private::new("灯".repeat(AUDIT_RECORD_BYTES_MAX)) }).unwrap();
    let last = records(folder.path()).unwrap().last().unwrap();
    let Found::Record(Record { content: Content::Event(Event::Transcript { text }), .. }) = last else { panic!() };
    assert_eq!(text.expose(), None);

    let error = log.append(NOW, call(&"long".repeat(AUDIT_RECORD_BYTES_MAX))).unwrap_err();
    assert!(matches!(error, AuditError::TooLong { .. }), "{error}");
    log.append(NOW, call("after")).unwrap();
    assert!(verify(folder.path()).unwrap().is_sound());
}

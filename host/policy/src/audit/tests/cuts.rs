//! A power cut at any byte.

use proptest::prelude::*;

use super::*;

/// A copy of a log whose newest segment ends at a byte.
fn cut(log: &Path, bytes: usize) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let files = segments(log);
    for file in &files {
        let mut content = fs::read(file).unwrap();
        if Some(file) == files.last() {
            content.truncate(bytes);
        }
        fs::write(folder.path().join(file.file_name().unwrap()), content).unwrap();
    }
    folder
}

/// How many lines of a segment are whole after a cut.
fn whole_lines(segment: &[u8], bytes: usize) -> usize {
    segment[..bytes].split(|byte| *byte == b'\n').count() - 1
}

#[test]
fn a_cut_at_every_byte_of_the_newest_segment_keeps_all_complete_records() {
    let log = log_of(6, SMALL);
    let files = segments(log.path());
    assert!(files.len() > 1, "the chain goes over segments");
    let newest = fs::read(files.last().unwrap()).unwrap();
    let before = verify(cut(log.path(), 0).path()).unwrap().records;
    for bytes in 0..=newest.len() {
        let folder = cut(log.path(), bytes);
        let kept = before + whole_lines(&newest, bytes) as u64;
        let report = verify(folder.path()).unwrap();
        assert!(report.is_sound() && report.records == kept, "cut at {bytes}: {report:?}");

        let opened = AuditLog::open(folder.path(), SMALL, NOW).unwrap();
        assert_eq!(opened.take_fault(), None, "cut at {bytes}");
        opened.append(NOW, call("after")).unwrap();
        let healed = verify(folder.path()).unwrap();
        assert!(healed.is_sound() && healed.unfinished_bytes == 0, "cut at {bytes}: {healed:?}");
        assert!(healed.records > kept, "cut at {bytes}");
        assert_eq!(outcomes(folder.path()).last().unwrap(), "after");
        let noted = upkeep(folder.path());
        let expected = report.unfinished_bytes;
        let is_noted = matches!(noted[..], [Upkeep::TailCutOff { bytes }] if bytes == expected);
        assert!(is_noted || expected == 0 && noted.is_empty(), "cut at {bytes}: {noted:?}");
    }
}

proptest! {
    #[test]
    fn a_cut_keeps_all_complete_records_whatever_they_say(texts in prop::collection::vec(".{0,40}", 1..6), at in any::<prop::sample::Index>()) {
        let folder = tempfile::tempdir().unwrap();
        let log = AuditLog::open(folder.path(), Settings::default(), NOW).unwrap();
        for text in &texts {
            log.append(NOW, call(text)).unwrap();
        }
        drop(log);
        let segment = fs::read(&segments(folder.path())[0]).unwrap();
        let bytes = at.index(segment.len() + 1);
        // The first line begins the segment.
        let kept = whole_lines(&segment, bytes).saturating_sub(1);
        let after = cut(folder.path(), bytes);
        let opened = AuditLog::open(after.path(), Settings::default(), NOW).unwrap();
        prop_assert_eq!(opened.take_fault(), None);
        prop_assert!(verify(after.path()).unwrap().is_sound());
        prop_assert_eq!(&outcomes(after.path())[..], &texts[..kept]);
    }
}

#[test]
fn a_write_that_did_not_end_is_told_from_damage() {
    assert!(Record::is_begun_by(br#"{"sequence":1,"ti"#));
    assert!(Record::is_begun_by(br#"{"sequence":1}"#));
    for damage in [&b"{\"sequence\":1} "[..], b"{\"sequence\":1}x", b"\0\0\0", b"roses", b"\"{"] {
        assert!(!Record::is_begun_by(damage), "{}", damage.escape_ascii());
    }
}

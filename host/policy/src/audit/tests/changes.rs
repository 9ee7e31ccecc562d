//! Whatever somebody changes in the files shows.

use std::sync::LazyLock;

use proptest::prelude::*;

use super::*;

/// The names of three segments and what they hold. Nothing was dropped before them.
static WRITTEN: LazyLock<Vec<(String, Vec<u8>)>> = LazyLock::new(|| {
    let log = log_of(12, SMALL);
    let name = |file: &PathBuf| file.file_name().unwrap().to_str().unwrap().to_owned();
    let files: Vec<_> = segments(log.path()).iter().map(|file| (name(file), fs::read(file).unwrap())).collect();
    assert_eq!(files.len(), 3);
    files
});

/// A log of these files.
fn log_in(files: &[(String, Vec<u8>)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, content) in files {
        fs::write(folder.path().join(name), content).unwrap();
    }
    folder
}

fn three_segments() -> TempDir {
    log_in(&WRITTEN)
}

/// The lines of the three segments, each with its segment.
fn lines() -> Vec<(usize, Vec<u8>)> {
    let of_file = |(segment, (_, content)): (usize, &(String, Vec<u8>))| {
        let lines = content.split_inclusive(|byte| *byte == b'\n');
        lines.map(|line| (segment, line.to_owned())).collect::<Vec<_>>()
    };
    WRITTEN.iter().enumerate().flat_map(of_file).collect()
}

/// Whether a log of these lines verifies.
fn verifies(lines: &[(usize, Vec<u8>)]) -> bool {
    let content = |segment| {
        let of_segment = lines.iter().filter(|(other, _)| *other == segment);
        of_segment.flat_map(|(_, line)| line.clone()).collect()
    };
    let files: Vec<_> =
        WRITTEN.iter().enumerate().map(|(segment, (name, _))| (name.clone(), content(segment))).collect();
    verify(log_in(&files).path()).unwrap().is_sound()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn a_byte_that_changed_is_found(segment in 0_usize..3, at in any::<prop::sample::Index>(), mask in 1_u8..) {
        let mut files = WRITTEN.clone();
        let at = at.index(files[segment].1.len());
        files[segment].1[at] ^= mask;
        prop_assert!(!verify(log_in(&files).path()).unwrap().is_sound(), "byte {at} of segment {segment} xor {mask}");
    }
}

#[test]
fn the_end_of_the_log_cannot_be_changed_either() {
    for mask in 1..=u8::MAX {
        let mut files = WRITTEN.clone();
        *files[2].1.last_mut().unwrap() ^= mask;
        assert!(!verify(log_in(&files).path()).unwrap().is_sound(), "xor {mask}");
    }
}

#[test]
fn lines_that_changed_places_are_found() {
    let lines = lines();
    assert!(verifies(&lines));
    for one in 0..lines.len() {
        for other in 0..one {
            let mut lines = lines.clone();
            let line = lines[one].1.clone();
            lines[one].1 = std::mem::replace(&mut lines[other].1, line);
            assert!(!verifies(&lines), "lines {one} and {other}");
        }
    }
}

#[test]
fn a_line_that_was_inserted_is_found() {
    let lines = lines();
    for from in 0..lines.len() {
        for to in 0..=lines.len() {
            let mut lines = lines.clone();
            let segment = lines.get(to).map_or(2, |(segment, _)| *segment);
            let inserted = (segment, lines[from].1.clone());
            lines.insert(to, inserted);
            assert!(!verifies(&lines), "line {from} before line {to}");
        }
    }
}

#[test]
fn a_line_that_was_removed_is_found() {
    let lines = lines();
    // Without the last line the log is one that was never written further, as after a cut.
    for line in 0..lines.len() - 1 {
        let mut lines = lines.clone();
        lines.remove(line);
        assert!(!verifies(&lines), "line {line}");
    }
}

#[test]
fn a_segment_that_was_removed_is_found() {
    for (segment, expected) in [
        (0, "segment 2, line 1 of the audit log: segments before this one are missing"),
        (1, "segment 3, line 1 of the audit log: segments before this one are missing"),
    ] {
        let log = three_segments();
        fs::remove_file(&segments(log.path())[segment]).unwrap();
        assert_eq!(faults(log.path()), [expected]);
    }
}

#[test]
fn damage_is_named_and_the_log_goes_on_in_a_new_segment() {
    let log = log_of(3, Settings::default());
    let file = &segments(log.path())[0];
    fs::write(file, fs::read_to_string(file).unwrap().replace("\"outcome\":\"1\"", "\"outcome\":\"7\"")).unwrap();
    let damage = "segment 1, line 3 of the audit log: the record was changed after it was written";
    assert_eq!(faults(log.path()), [damage]);

    let opened = AuditLog::open(log.path(), Settings::default(), NOW).unwrap();
    let fault = opened.take_fault().unwrap();
    assert_eq!(fault.to_string(), damage);
    assert!(fault.hint().is_some());
    assert_eq!(opened.take_fault(), None, "it is told once");
    opened.append(NOW, call("3")).unwrap();

    assert_eq!(outcomes(log.path()), ["0", "2", "3"], "what can be read is shown");
    assert_eq!(faults(log.path()), [damage], "the damage stays visible, and the new segment continues the chain");
    insta::assert_debug_snapshot!(upkeep(log.path()), @r#"
    [
        DamageFound {
            segment: SegmentNumber(
                1,
            ),
            line: 3,
            what: "the record was changed after it was written",
        },
    ]
    "#);
    drop(AuditLog::open(log.path(), Settings::default(), NOW).unwrap());
    assert_eq!(segments(log.path()).len(), 2, "damage of an older segment begins no further one");
}

#[test]
fn the_log_goes_on_after_segments_of_which_nothing_can_be_read() {
    let log = three_segments();
    for file in &segments(log.path())[1..] {
        fs::write(file, "roses are red\n").unwrap();
    }
    let opened = AuditLog::open(log.path(), SMALL, NOW).unwrap();
    assert!(opened.take_fault().is_some());
    opened.append(NOW, call("after")).unwrap();
    assert_eq!(outcomes(log.path()).last().unwrap(), "after");
}

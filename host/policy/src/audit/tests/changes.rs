//! Whatever somebody changes in the files shows.

use std::sync::LazyLock;

use proptest::prelude::*;

use super::*;

/// A log of three segments, from which nothing was dropped. It is written once and copied, for many are needed.
fn three_segments() -> TempDir {
    static WRITTEN: LazyLock<TempDir> = LazyLock::new(|| log_of(12, SMALL));
    let files = segments(WRITTEN.path());
    assert_eq!(files.len(), 3);
    let folder = tempfile::tempdir().unwrap();
    for file in files {
        fs::copy(&file, folder.path().join(file.file_name().unwrap())).unwrap();
    }
    folder
}

/// The lines of all segments, each with its segment.
fn lines(folder: &Path) -> Vec<(PathBuf, String)> {
    let of_file = |file: PathBuf| {
        let text = fs::read_to_string(&file).unwrap();
        text.lines().map(|line| (file.clone(), line.to_owned())).collect::<Vec<_>>()
    };
    segments(folder).into_iter().flat_map(of_file).collect()
}

/// Writes lines back into their segments.
fn write(lines: &[(PathBuf, String)]) {
    for (file, _) in lines {
        let of_file = lines.iter().filter(|(other, _)| other == file);
        let text: Vec<&str> = of_file.flat_map(|(_, line)| [line.as_str(), "\n"]).collect();
        fs::write(file, text.concat()).unwrap();
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn a_byte_that_changed_is_found(at in any::<prop::sample::Index>(), mask in 1_u8..) {
        let log = three_segments();
        let files = segments(log.path());
        let sizes: Vec<usize> = files.iter().map(|file| fs::read(file).unwrap().len()).collect();
        let (mut at, mut file) = (at.index(sizes.iter().sum()), 0);
        while at >= sizes[file] {
            at -= sizes[file];
            file += 1;
        }
        let mut content = fs::read(&files[file]).unwrap();
        content[at] ^= mask;
        fs::write(&files[file], content).unwrap();
        prop_assert!(!verify(log.path()).unwrap().is_sound(), "byte {at} of segment {} xor {mask}", file + 1);
    }

    #[test]
    fn lines_that_changed_places_are_found(one in any::<prop::sample::Index>(), other in any::<prop::sample::Index>()) {
        let log = three_segments();
        let mut lines = lines(log.path());
        let (one, other) = (one.index(lines.len()), other.index(lines.len()));
        prop_assume!(one != other);
        let text = lines[one].1.clone();
        lines[one].1 = std::mem::replace(&mut lines[other].1, text);
        write(&lines);
        prop_assert!(!verify(log.path()).unwrap().is_sound(), "lines {one} and {other}");
    }

    #[test]
    fn a_line_that_was_inserted_is_found(from in any::<prop::sample::Index>(), to in any::<prop::sample::Index>()) {
        let log = three_segments();
        let mut lines = lines(log.path());
        let line = lines[from.index(lines.len())].1.clone();
        let to = to.index(lines.len());
        let file = lines[to].0.clone();
        lines.insert(to, (file, line));
        write(&lines);
        prop_assert!(!verify(log.path()).unwrap().is_sound());
    }
}

#[test]
fn a_line_that_was_removed_is_found() {
    let count = lines(three_segments().path()).len();
    // Without the last line the log is one that was never written further, as after a cut.
    for line in 0..count - 1 {
        let log = three_segments();
        let mut lines = lines(log.path());
        lines.remove(line);
        write(&lines);
        assert!(!verify(log.path()).unwrap().is_sound(), "line {line}");
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
    fs::write(file, fs::read_to_string(file).unwrap().replace("\"reason\":\"1\"", "\"reason\":\"7\"")).unwrap();
    let damage = "segment 1, line 3 of the audit log: the record was changed after it was written";
    assert_eq!(faults(log.path()), [damage]);

    let opened = AuditLog::open(log.path(), Settings::default(), NOW).unwrap();
    let fault = opened.take_fault().unwrap();
    assert_eq!(fault.to_string(), damage);
    assert!(fault.hint().is_some());
    assert_eq!(opened.take_fault(), None, "it is told once");
    opened.append(NOW, decision("3")).unwrap();

    assert_eq!(reasons(log.path()), ["0", "2", "3"], "what can be read is shown");
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
    opened.append(NOW, decision("after")).unwrap();
    assert_eq!(reasons(log.path()).last().unwrap(), "after");
}

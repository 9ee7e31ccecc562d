//! Segments follow each other, and the oldest go.

use super::*;

#[test]
fn the_chain_goes_on_over_segments() {
    let log = log_of(12, SMALL);
    let files = segments(log.path());
    assert_eq!(files.len(), 3);
    let text = |file: &PathBuf| fs::read_to_string(file).unwrap();
    for pair in files.windows(2) {
        let last = text(&pair[0]).lines().last().map(|line| Record::parse(line.as_bytes()).unwrap()).unwrap();
        let first = text(&pair[1]).lines().next().map(|line| Record::parse(line.as_bytes()).unwrap()).unwrap();
        assert!(first.follows(last.link()));
    }
    for file in &files {
        assert!(fs::metadata(file).unwrap().len() <= SMALL.bounds.segment_bytes_max);
    }
    assert!(verify(log.path()).unwrap().is_sound());
}

#[test]
fn the_oldest_segments_go_and_the_log_says_how_much_went() {
    let log = log_of(100, SMALL);
    assert_eq!(segments(log.path()).len(), 3);
    let report = verify(log.path()).unwrap();
    assert!(report.is_sound(), "{report:?}");
    let kept = outcomes(log.path());
    assert_eq!(kept.last().unwrap(), "99");
    let segments_begun = report.records + report.records_dropped - 100;
    assert_eq!(report.head.unwrap().sequence, 100 + segments_begun);
    assert!(report.records_dropped > 70 && kept.len() < 20, "{report:?}");
}

#[test]
fn what_the_log_did_not_drop_by_itself_is_missed() {
    let log = log_of(100, SMALL);
    fs::remove_file(&segments(log.path())[0]).unwrap();
    let faults = faults(log.path());
    assert!(faults.len() == 1 && faults[0].ends_with("segments before this one are missing"), "{faults:?}");
}

#[test]
fn the_beginning_of_the_oldest_segment_is_missed() {
    let log = log_of(100, SMALL);
    let oldest = segments(log.path())[0].clone();
    let text = fs::read_to_string(&oldest).unwrap();
    fs::write(&oldest, text.split_once('\n').unwrap().1).unwrap();
    let faults = faults(log.path());
    assert!(faults.len() == 1 && faults[0].ends_with("its beginning was removed"), "{faults:?}");
}

#[test]
fn a_segment_that_was_to_go_when_the_power_was_cut_is_no_fault() {
    let log = log_of(10, SMALL);
    let first = segments(log.path())[0].clone();
    let content = fs::read(&first).unwrap();
    let opened = AuditLog::open(log.path(), SMALL, NOW).unwrap();
    while first.exists() {
        opened.append(NOW, call("more")).unwrap();
    }
    fs::write(&first, content).unwrap();
    assert!(verify(log.path()).unwrap().is_sound());
    for _ in 0..8 {
        opened.append(NOW, call("more")).unwrap();
    }
    assert!(!first.exists(), "it goes with the next one");
}

#[test]
fn a_log_that_may_grow_again_does_not_miss_what_it_dropped() {
    let log = log_of(100, SMALL);
    let opened = AuditLog::open(log.path(), Settings::default(), NOW).unwrap();
    opened.append(NOW, call("large")).unwrap();
    let larger = Bounds { segments_max: 50, ..SMALL.bounds };
    let opened = AuditLog::open(log.path(), Settings { bounds: larger, ..SMALL }, NOW).unwrap();
    for _ in 0..20 {
        opened.append(NOW, call("more")).unwrap();
    }
    assert!(segments(log.path()).len() > 3);
    assert!(verify(log.path()).unwrap().is_sound());
}

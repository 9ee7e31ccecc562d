//! Several writers of one log.

use std::{io::Write as _, sync::Arc, thread};

use super::*;

#[test]
fn two_writers_take_turns() {
    let folder = tempfile::tempdir().unwrap();
    let open = || AuditLog::open(folder.path(), SMALL, NOW).unwrap();
    let (one, other) = (open(), open());
    for number in 0..10 {
        let log = if number % 3 == 0 { &one } else { &other };
        log.append(NOW, call(&number.to_string())).unwrap();
    }
    assert_eq!(outcomes(folder.path()), (0..10).map(|number| number.to_string()).collect::<Vec<_>>());
    assert!(verify(folder.path()).unwrap().is_sound());
}

#[test]
fn writers_at_the_same_time_lose_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let patient = || Arc::new(AuditLog::open(folder.path(), Settings::default(), NOW).unwrap());
    let shared = patient();
    let logs = [Arc::clone(&shared), shared, patient()];
    thread::scope(|scope| {
        for log in &logs {
            scope.spawn(|| (0..50).for_each(|_| log.append(NOW, call("one of many")).unwrap()));
        }
    });
    assert_eq!(outcomes(folder.path()).len(), 150);
    assert!(verify(folder.path()).unwrap().is_sound());
}

#[test]
fn a_writer_that_waits_too_long_says_for_whom() {
    let folder = tempfile::tempdir().unwrap();
    let log = AuditLog::open(folder.path(), SMALL, NOW).unwrap();
    let held = crate::file_lock::take(&folder.path().join("lock"), 0).unwrap();
    let error = log.append(NOW, call("0")).unwrap_err();
    assert!(matches!(error, AuditError::Busy { .. }) && error.hint().is_some(), "{error}");
    assert!(verify(folder.path()).unwrap().is_sound(), "readers need no lock");
    drop(held);
    log.append(NOW, call("1")).unwrap();
    assert_eq!(outcomes(folder.path()), ["1"]);
}

#[test]
fn what_another_writer_left_unfinished_is_cut_off_before_the_next_record() {
    let folder = log_of(1, SMALL);
    let log = AuditLog::open(folder.path(), SMALL, NOW).unwrap();
    let mut file = fs::OpenOptions::new().append(true).open(&segments(folder.path())[0]).unwrap();
    file.write_all(b"{\"sequence\":3,").unwrap();
    log.append(NOW, call("1")).unwrap();
    assert_eq!(upkeep(folder.path()), [Upkeep::TailCutOff { bytes: 14 }]);
    assert_eq!(outcomes(folder.path()), ["0", "1"]);
    assert!(verify(folder.path()).unwrap().is_sound());
}

#[test]
fn a_log_that_was_deleted_begins_anew() {
    let folder = log_of(3, SMALL);
    let log = AuditLog::open(folder.path(), SMALL, NOW).unwrap();
    for file in segments(folder.path()) {
        fs::remove_file(file).unwrap();
    }
    log.append(NOW, call("new")).unwrap();
    assert_eq!(outcomes(folder.path()), ["new"]);
    assert!(verify(folder.path()).unwrap().is_sound());
}

#[test]
fn a_folder_that_cannot_be_made_is_an_error_with_a_hint() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let Err(error) = AuditLog::open(&file.path().join("audit"), SMALL, NOW) else { panic!("it was opened") };
    assert!(matches!(error, AuditError::Write { .. }) && error.hint().is_some(), "{error}");
}

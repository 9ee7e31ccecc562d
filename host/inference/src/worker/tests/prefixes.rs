//! Prefixes in memory and on disk.

use std::{cell::Cell, path::PathBuf};

use super::*;
use crate::protocol::Prepare;

/// A watch that stops at the given look.
fn stops_at(look: u32) -> Watch<'static> {
    let looks = Cell::new(0);
    Watch::of(move || {
        looks.set(looks.get() + 1);
        if looks.get() < look { Ok(()) } else { Err(Failure::Cancelled) }
    })
}

fn state_files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .map(|entries| entries.map(|entry| entry.unwrap().path()).collect())
        .unwrap_or_default();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "state"));
    files
}

#[test]
fn a_prefix_is_computed_once_and_changes_nothing() {
    let mut engine = engine(None);
    let first = engine.answer(&request(prefix(40), "left"), &unhurried()).unwrap();
    assert_eq!(first.figures.kept_tokens, 0);
    let again = engine.answer(&request(prefix(40), "left"), &unhurried()).unwrap();
    let length = vocabulary().tokenise(&prefix(40)).len();
    assert_eq!(again.figures.kept_tokens, length);
    assert_eq!((first.text, first.figures.prompt_tokens), (again.text, again.figures.prompt_tokens));
    let longer = engine.answer(&request(prefix(41), "left"), &unhurried()).unwrap();
    assert!((1..length).contains(&longer.figures.kept_tokens), "what two prefixes share is not computed twice");
}

#[test]
fn a_prepared_prefix_is_there_for_the_first_sentence() {
    let mut engine = engine(None);
    let prepare = Prepare { id: 1, prefix: prefix(40), grammar: SHORT.to_owned(), deadline_ms: 60_000 };
    engine.prepare(&prepare, &unhurried()).unwrap();
    let answered = engine.answer(&request(prefix(40), "left"), &unhurried()).unwrap();
    assert_eq!(answered.figures.kept_tokens, vocabulary().tokenise(&prefix(40)).len());
    assert_eq!(engine.prepare(&Prepare { prefix: Vec::new(), ..prepare }, &unhurried()), Ok(()));
}

#[test]
fn an_interrupted_prefix_goes_on_where_it_stopped() {
    let mut interrupted = engine(None);
    let request = request(prefix(100), "left");
    assert_eq!(interrupted.answer(&request, &stops_at(3)).unwrap_err(), Failure::Cancelled);
    let answered = interrupted.answer(&request, &unhurried()).unwrap();
    assert_eq!(answered.figures.kept_tokens, 2 * crate::limits::BATCH_TOKENS_MAX);
    assert_eq!(answered.text, engine(None).answer(&request, &unhurried()).unwrap().text);
}

#[test]
fn more_prefixes_than_fit_push_out_the_oldest() {
    let mut engine = engine(None);
    let mut kept_of = |digit: &str| {
        let request = request(vec![Piece::Ours(digit.repeat(600))], "left");
        engine.answer(&request, &unhurried()).unwrap().figures.kept_tokens
    };
    for digit in ["1", "2", "3", "4", "5"] {
        assert_eq!(kept_of(digit), 0);
    }
    assert_eq!(kept_of("5"), 600);
    assert_eq!(kept_of("1"), 0);
}

#[test]
fn a_prefix_survives_a_restart_on_disk() {
    let folder = tempfile::tempdir().unwrap();
    let long = request(prefix(100), "left");
    let mut first = engine(Some(folder.path()));
    let fresh = first.answer(&long, &unhurried()).unwrap();
    first.tidy();
    assert_eq!(state_files(folder.path()).len(), 1);
    let restored = engine(Some(folder.path())).answer(&long, &unhurried()).unwrap();
    assert_eq!(restored.figures.kept_tokens, vocabulary().tokenise(&prefix(100)).len());
    assert_eq!(restored.text, fresh.text);
}

#[test]
fn an_interrupted_prefix_is_kept_on_disk_and_goes_on_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let long = request(prefix(300), "left");
    let length = vocabulary().tokenise(&prefix(300)).len();
    let fresh = engine(None).answer(&long, &unhurried()).unwrap();
    let mut kept = Vec::new();
    // Four batches at each start; the last start ends what the others began.
    for look in [5, 5, 100] {
        let mut engine = engine(Some(folder.path()));
        match engine.answer(&long, &stops_at(look)) {
            Ok(answered) => {
                kept.push(answered.figures.kept_tokens);
                assert_eq!(answered.text, fresh.text, "it read something else before");
            }
            Err(failure) => assert_eq!(failure, Failure::Cancelled),
        }
        engine.tidy();
        assert_eq!(state_files(folder.path()).len(), 1);
    }
    assert_eq!(kept, [8 * crate::limits::BATCH_TOKENS_MAX]);
    let whole = engine(Some(folder.path())).answer(&long, &unhurried()).unwrap();
    assert_eq!((whole.figures.kept_tokens, whole.text), (length, fresh.text));
}

#[test]
fn a_request_that_was_stopped_at_once_hides_nothing_that_is_on_disk() {
    let folder = tempfile::tempdir().unwrap();
    let long = request(prefix(100), "left");
    let mut first = engine(Some(folder.path()));
    first.answer(&long, &unhurried()).unwrap();
    first.tidy();
    let mut second = engine(Some(folder.path()));
    let other = request(vec![Piece::Ours("z".repeat(600))], "left");
    assert_eq!(second.answer(&other, &stops_at(1)).unwrap_err(), Failure::Cancelled);
    let length = vocabulary().tokenise(&prefix(100)).len();
    assert_eq!(second.answer(&long, &unhurried()).unwrap().figures.kept_tokens, length);
}

#[test]
fn a_prefix_that_begins_like_a_kept_one_is_kept_on_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let text = |words: usize| vec![Piece::Ours("tool ".repeat(words))];
    let mut engine = engine(Some(folder.path()));
    for words in [100, 120] {
        engine.answer(&request(text(words), "left"), &unhurried()).unwrap();
        engine.tidy();
    }
    assert_eq!(state_files(folder.path()).len(), 2);
    for words in [100, 120] {
        let answered = super::engine(Some(folder.path())).answer(&request(text(words), "left"), &unhurried()).unwrap();
        assert_eq!(answered.figures.kept_tokens, vocabulary().tokenise(&text(words)).len());
    }
}

#[test]
fn a_damaged_prefix_file_is_ignored_and_written_again() {
    let folder = tempfile::tempdir().unwrap();
    let long = request(prefix(100), "left");
    let write = || {
        let mut engine = engine(Some(folder.path()));
        let answered = engine.answer(&long, &unhurried()).unwrap();
        engine.tidy();
        answered.figures.kept_tokens
    };
    assert_eq!(write(), 0);
    let path = state_files(folder.path()).remove(0);
    let sound = std::fs::read(&path).unwrap();
    let mut flipped = sound.clone();
    flipped[sound.len() / 2] ^= 1;
    for damaged in [sound[..sound.len() / 2].to_vec(), flipped, Vec::new()] {
        std::fs::write(&path, damaged).unwrap();
        assert_eq!(write(), 0, "a damaged file was used");
        assert_eq!(std::fs::read(&path).unwrap().len(), sound.len(), "it was not written again");
        assert!(write() > 0, "the new file was not used");
    }
    std::fs::remove_file(path.with_extension("seal")).unwrap();
    assert_eq!(write(), 0, "a file without a seal was used");
}

#[test]
fn short_prefixes_stay_off_the_disk_and_long_ones_are_few() {
    let folder = tempfile::tempdir().unwrap();
    let mut engine = engine(Some(folder.path()));
    for words in [10, 100, 110, 120, 130, 140, 150] {
        engine.answer(&request(prefix(words), "left"), &unhurried()).unwrap();
        engine.tidy();
    }
    assert_eq!(state_files(folder.path()).len(), crate::limits::PREFIX_FILES_MAX);
}

#[test]
fn the_engine_that_prefix_files_name_is_the_one_that_is_linked() {
    let manifest = include_str!("../../../../../Cargo.toml");
    let (package, version) = prefix_file::ENGINE.split(',').next().unwrap().split_once(' ').unwrap();
    let line = manifest.lines().find(|line| line.starts_with(&format!("{package} ="))).unwrap();
    assert!(line.contains(&format!("\"{version}\"")), "{line}");
}

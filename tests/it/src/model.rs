//! A model that is missing, damaged or killed costs one turn at most.

use std::{
    fs,
    io::{BufRead as _, BufReader, Write as _},
    path::{Path, PathBuf},
    process::Stdio,
};

use serde_json::Value;

use crate::car::{Car, tools};

const PHRASE: &str = "find parking near me";
const PARAPHRASE: &str = "i would really love some noodles right about now";

#[test]
fn a_paraphrase_that_no_phrase_knows_is_understood_by_the_model() {
    let turns = Car::with_skills().ask(&[PARAPHRASE]);
    assert_eq!(turns[0]["path"], "model", "{}", turns[0]);
    assert_eq!(tools(&turns[0]), ["restaurant-finder.find"]);
    assert_eq!(turns[0]["calls"][0]["arguments"]["cuisine"], "noodles");
}

/// Asks a phrase and a paraphrase with this model file, and returns what was written to standard error.
fn phrases_survive(model: &Path) -> String {
    let car = Car::with_skills();
    let output = car.command(["ask", "--json", "--model"]).arg(model).args([PHRASE, PARAPHRASE]).output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
    let turns = crate::car::lines(&output.stdout);
    assert_eq!(tools(&turns[0]), ["parking.find"], "{}", turns[0]);
    assert_eq!(turns[0]["path"], "phrase");
    assert_eq!(turns[1]["calls"], serde_json::json!([]), "{}", turns[1]);
    assert_eq!(turns[1]["path"], "none");
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn a_missing_model_is_named_and_phrases_survive() {
    let error = phrases_survive(Path::new("/nowhere/model.gguf"));
    assert!(error.contains("/nowhere/model.gguf"), "{error}");
}

#[test]
fn a_truncated_model_is_named_and_phrases_survive() {
    let folder = tempfile::tempdir().unwrap();
    let whole = fs::read(crate::car::root().join("host/inference/starter-model/starter.gguf")).unwrap();
    let path = folder.path().join("half.gguf");
    fs::write(&path, &whole[..whole.len() / 2]).unwrap();
    let error = phrases_survive(&path);
    assert!(error.contains("half.gguf"), "{error}");
}

#[test]
fn a_file_that_is_no_model_is_named_and_phrases_survive() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("poem.gguf");
    fs::write(&path, "roses are red").unwrap();
    let error = phrases_survive(&path);
    assert!(error.contains("poem.gguf"), "{error}");
}

/// The processes whose parent is this one and whose command line names the worker.
fn workers_of(parent: u32) -> Vec<u32> {
    let status = |path: PathBuf| fs::read_to_string(path.join("status")).unwrap_or_default();
    let processes = fs::read_dir("/proc").unwrap().flatten().map(|entry| entry.path());
    processes
        .filter(|path| status(path.clone()).lines().any(|line| line == format!("PPid:\t{parent}")))
        .filter(|path| {
            fs::read(path.join("cmdline")).is_ok_and(|line| String::from_utf8_lossy(&line).contains("inference-worker"))
        })
        .filter_map(|path| path.file_name()?.to_str()?.parse().ok())
        .collect()
}

#[test]
fn killing_the_model_costs_one_turn_at_most() {
    let car = Car::with_skills();
    let mut drive = car.drive_command();
    let mut drive = drive.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut input = drive.stdin.take().unwrap();
    let mut output = BufReader::new(drive.stdout.take().unwrap());
    let mut turn = |sentence: &str| -> Value {
        writeln!(input, "{sentence}").unwrap();
        let mut line = String::new();
        output.read_line(&mut line).unwrap();
        serde_json::from_str(&line).unwrap()
    };
    assert_eq!(turn(PARAPHRASE)["path"], "model");
    let workers = workers_of(drive.id());
    assert_eq!(workers.len(), 1, "one worker serves the model");
    kill(workers[0]);
    let after = turn(PARAPHRASE);
    assert!(!after["speech"].as_str().unwrap().is_empty(), "{after}");
    let next = turn(PARAPHRASE);
    assert_eq!(tools(&next), ["restaurant-finder.find"], "{next}");
    drop(input);
    // 1 if the turn in which the model died was lost, 0 if even that was answered.
    assert!(drive.wait().unwrap().code().is_some(), "the drive itself was killed");
}

#[expect(clippy::disallowed_methods, reason = "the signal is sent by the program that everyone has for it")]
pub(crate) fn kill(process: u32) {
    let killed = std::process::Command::new("kill").args(["-KILL", &process.to_string()]).status().unwrap();
    assert!(killed.success());
}

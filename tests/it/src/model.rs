//! A model that is missing, damaged or killed costs one turn at most.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::car::{Car, Drive, tools};

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
    let mut drive = Drive::begin(&car);
    assert_eq!(drive.say(PARAPHRASE)["path"], "model");
    let workers = workers_of(drive.process_id());
    assert_eq!(workers.len(), 1, "one worker serves the model");
    kill(workers[0]);
    let after = drive.say(PARAPHRASE);
    assert!(!after["speech"].as_str().unwrap().is_empty(), "{after}");
    let next = drive.say(PARAPHRASE);
    assert_eq!(tools(&next), ["restaurant-finder.find"], "{next}");
    // 1 if the turn in which the model died was lost, 0 if even that was answered.
    assert!(drive.end().status.code().is_some(), "the drive itself was killed");
}

#[test]
fn a_model_that_dies_again_and_again_leaves_fixed_phrases() {
    let car = Car::with_skills();
    let model = car.path("model.gguf");
    let starter = crate::car::root().join("host/inference/starter-model/starter.gguf");
    fs::copy(&starter, &model).unwrap();
    car.configure(&format!("model.path = {model:?}\n"));
    assert_eq!(rest_in_doctor(&car), None);
    let mut drive = Drive::begin(&car);
    for _ in 0..6 {
        // A death that nobody has seen yet costs the turn that finds it.
        assert!((0..2).any(|_| !tools(&drive.say(PARAPHRASE)).is_empty()), "the model is not started again");
        workers_of(drive.process_id()).into_iter().for_each(kill);
    }
    for _ in 0..2 {
        assert_eq!(drive.say(PARAPHRASE)["speech"], "Only fixed phrases work now.");
        assert_eq!(workers_of(drive.process_id()), [0; 0], "nothing is started for a sentence");
    }
    assert_eq!(drive.say("请给我讲讲面条的历史")["speech"], "现在只能识别固定说法。");
    assert_eq!(tools(&drive.say("find parking near me")), ["parking.find"]);
    let rest = rest_in_doctor(&car).expect("the doctor knows of it");
    assert!(rest.starts_with("only fixed phrases work now: ") && rest.contains("died 6 times within 2 min"), "{rest}");

    // Another file ends the pause, and costs no sentence.
    fs::write(&model, fs::read(&starter).unwrap()).unwrap();
    assert_eq!(tools(&drive.say(PARAPHRASE)), ["restaurant-finder.find"]);
    assert_eq!(rest_in_doctor(&car), None);
    let error = String::from_utf8(drive.end().stderr).unwrap();
    assert_eq!(error.matches("there is no language model").count(), 1, "{error}");
    assert!(error.contains("died 6 times within 2 min"), "{error}");
}

/// What the doctor says of the model of a car that runs, if anything.
fn rest_in_doctor(car: &Car) -> Option<String> {
    let findings = car.json(["doctor", "--json"]).remove(0)["findings"].take();
    let rest = findings.as_array().unwrap().iter().find(|finding| finding["what"] == "model of a running car")?;
    assert!(rest["good"] == false && rest["hint"].is_string(), "{rest}");
    Some(rest["detail"].as_str().unwrap().to_owned())
}

#[expect(clippy::disallowed_methods, reason = "the signal is sent by the program that everyone has for it")]
pub(crate) fn kill(process: u32) {
    let killed = std::process::Command::new("kill").args(["-KILL", &process.to_string()]).status().unwrap();
    assert!(killed.success());
}

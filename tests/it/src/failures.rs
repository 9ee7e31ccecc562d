//! A part of the car that fails costs its part of a turn, the dialogue goes on, and the exit code tells.

use std::{
    fs,
    os::unix::fs::symlink,
    process::{Command, Output, Stdio},
    sync::mpsc,
    thread,
    time::Duration,
};

use serde_json::{Value, json};

use crate::{
    car::{Car, lines, tools},
    listen::written,
    model::kill,
};

const PHRASE: &str = "find parking near me";

/// The turns of a command in which something fails, and what it says about that.
fn failed(output: &Output) -> (Vec<Value>, String) {
    let error = String::from_utf8(output.stderr.clone()).unwrap();
    assert_eq!(output.status.code(), Some(1), "{error}");
    (lines(&output.stdout), error)
}

#[test]
fn an_answer_that_cannot_be_spoken_is_shown_and_the_dialogue_goes_on() {
    let car = Car::with_skills();
    fs::create_dir(car.path("bin")).unwrap();
    symlink("/bin/false", car.path("bin/espeak-ng")).unwrap();
    let mut ask = car.command(["ask", "--json", "--speech-dir"]);
    ask.arg(car.path("answers")).args([PHRASE, "is the light ahead red"]).env("PATH", car.path("bin"));
    let (turns, error) = failed(&ask.output().unwrap());
    let called: Vec<_> = turns.iter().map(tools).collect();
    assert_eq!(called, [["parking.find"], ["traffic-lights.check"]]);
    assert!(error.contains("cannot speak the answer: espeak-ng failed"), "{error}");
    assert!(error.contains("2 turns failed"), "{error}");
}

#[test]
fn without_a_recogniser_the_driver_is_told_and_the_dialogue_goes_on() {
    let car = Car::with_skills();
    let sound = car.path("silence.wav");
    written(&sound, std::iter::repeat_n(0, 16_000));
    let mut drive = car.drive_command();
    drive.env("PATH", car.path("no-programs"));
    let script = format!(":listen {}\n{PHRASE}\n", sound.display());
    let (turns, error) = failed(&Car::told(drive, script.as_bytes()));
    assert_eq!(turns.len(), 2, "{turns:?}");
    assert_eq!(turns[0]["speech"], "Sorry, I cannot hear right now.");
    assert_eq!(tools(&turns[1]), ["parking.find"]);
    assert!(error.contains("pocketsphinx_batch is not installed") && error.contains("apt-get install"), "{error}");
}

#[test]
fn a_recording_that_is_not_there_is_a_failure_and_the_next_sentence_is_answered() {
    let car = Car::with_skills();
    let script = format!(":listen /nowhere/missing.wav\n{PHRASE}\n");
    let (turns, error) = failed(&Car::told(car.drive_command(), script.as_bytes()));
    assert_eq!(turns[0]["speech"], "Sorry, I cannot hear right now.");
    assert_eq!(turns[0]["calls"], json!([]));
    assert_eq!(tools(&turns[1]), ["parking.find"]);
    assert!(error.contains("/nowhere/missing.wav") && error.contains("a turn failed"), "{error}");
}

#[test]
fn a_model_that_misses_its_deadline_is_a_failure() {
    let car = Car::with_skills();
    car.configure("[model]\ndeadline-ms = 1\n");
    let ask = ["ask", "--json", "i would really love some noodles right about now"];
    let (turns, _) = failed(&car.command(ask).output().unwrap());
    assert_eq!(turns[0]["speech"], "Sorry, that took me too long.");
}

/// Runs a command that must end by itself.
fn ended(command: &mut Command) -> Output {
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let process = child.id();
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || sender.send(child.wait_with_output()));
    receiver.recv_timeout(Duration::from_mins(1)).map_or_else(
        |_| {
            kill(process);
            panic!("it did not end within a minute")
        },
        Result::unwrap,
    )
}

#[expect(clippy::disallowed_methods, reason = "the pipe is made by the program that everyone has for it")]
fn pipe(car: &Car, name: &str) {
    assert!(Command::new("mkfifo").arg(car.path(name)).status().unwrap().success());
}

#[test]
fn phrases_do_not_wait_for_a_model_that_is_never_loaded() {
    let car = Car::with_skills();
    // Whoever opens a pipe to which nobody writes waits for ever.
    pipe(&car, "model.gguf");
    let model = car.path("model.gguf");
    let output = ended(car.command(["ask", "--json", PHRASE, "--model"]).arg(model));
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let turns = lines(&output.stdout);
    assert_eq!((tools(&turns[0]), &turns[0]["path"]), (vec!["parking.find".to_owned()], &json!("phrase")));
}

#[test]
fn a_model_that_cannot_be_used_is_named_although_nobody_needed_it() {
    let car = Car::with_skills();
    let output = car.run(["ask", PHRASE, "--model", "/nowhere/model.gguf"]);
    let error = String::from_utf8(output.stderr).unwrap();
    assert!(error.contains("only fixed phrases are understood: there is no model at /nowhere/model.gguf"), "{error}");
    assert!(error.contains("hint"), "{error}");
}

#[test]
fn why_a_skill_has_no_answer_is_in_the_turn_and_not_in_the_log() {
    let car = Car::with_skills();
    let ask = ["ask", "--json", "find a car park for a 9 centimetre high van", "--log"];
    let detail = "height-cm-min is 9";
    for (filter, is_logged) in [("info", false), ("warn,skill=debug", true)] {
        let output = car.run(ask.into_iter().chain([filter]));
        let turns = lines(&output.stdout);
        assert!(turns[0]["calls"][0]["error"].as_str().unwrap().contains(detail), "{}", turns[0]);
        let log = String::from_utf8(output.stderr).unwrap();
        assert_eq!(log.contains(detail), is_logged, "{log}");
        assert!(log.contains("parking.find"), "{log}");
    }
}

//! A skill that broke out of the engine: the process that should run it says whatever it wants.
//!
//! Here it is a program of the shell. It behaves until the skill is called, so that it is told what a runner is told, and
//! lies then. Only the first one does: after that, the program is the real one. Messages are written down byte by byte, as
//! somebody outside would send them.

use std::{
    fs,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    sync::{Arc, atomic::Ordering},
};

use jumpseat_assistant::Outcome;
use jumpseat_package::Package;
use jumpseat_runtime::{Cache, Engine, Grant, Limits, ProcessCommand, Runtime, Skill, SkillFile};
use tempfile::TempDir;

use crate::{
    RUNNER,
    car::{Car, Positioning, providers, say, speech},
    components::{guest, package},
};

/// The numbers of what a runner says.
const READY: u8 = 0;
const ASKS: u8 = 2;
const ENDED: u8 = 3;
/// The numbers of parts of values.
const STRING: u8 = 12;
const LIST: u8 = 13;
const RECORD: u8 = 15;
const OPTION: u8 = 18;
const RESULT: u8 = 19;

/// A car with a skill whose first process is captured, and with one that behaves.
struct Captured {
    folder: TempDir,
    car: Arc<Car>,
    hostile: Skill,
    neighbour: Skill,
}

impl Captured {
    /// The first process of the hostile skill says this when the skill is called.
    async fn saying(lie: &[u8]) -> Self {
        Self::acting(lie, Car::default(), ":").await
    }

    /// The same in a car, and before that it does this.
    async fn acting(lie: &[u8], car: Car, act: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (name, said) in [("ready", ready()), ("started", ended(&[1, 0, 0])), ("lie", lie.to_vec())] {
            fs::write(folder.path().join(name), said).unwrap();
        }
        let car = Arc::new(car);
        let runtime = |program: &Path| {
            let runner = ProcessCommand { program: program.to_owned(), arguments: Vec::new() };
            Runtime::walled(Engine::new().unwrap(), Cache::none(), providers(&car), runner)
        };
        let hostile = load(&runtime(&program(folder.path(), act)), &package("hostile", ""));
        let neighbour = load(&runtime(Path::new(RUNNER.unwrap())), &package("neighbour", ""));
        hostile.prepare().await.unwrap();
        neighbour.prepare().await.unwrap();
        Self { folder, car, hostile, neighbour }
    }

    /// What becomes of a call. The next one is served by a process that behaves, and other skills are too.
    async fn called(&self) -> Outcome {
        let outcome = say(&self.hostile, "behave").await;
        if matches!(outcome, Outcome::BadAnswer { .. }) {
            // Skills that behave badly give such answers too, so it is asked once more, and has nothing to say.
            assert_eq!(say(&self.hostile, "behave").await, Outcome::TimedOut { deadline_ms: Limits::MAX.deadline_ms });
        }
        assert_eq!(speech(say(&self.neighbour, "behave").await), "at your service");
        assert_eq!(speech(say(&self.hostile, "behave").await), "at your service", "after {outcome:?}");
        outcome
    }
}

fn load(runtime: &Runtime, package: &Package) -> Skill {
    let component = guest("hostile");
    let file = SkillFile { component: &component, package, path: None };
    runtime.load(file, &Grant::all(), Limits::MAX).unwrap()
}

/// A program that is told to begin, to start the skill and to call it, and lies then; or is a runner that behaves.
fn program(folder: &Path, act: &str) -> PathBuf {
    let (program, runner) = (folder.join("runner.sh"), RUNNER.unwrap());
    let script = format!(
        "#!/bin/sh\ncd {} && mkdir captured 2>/dev/null || exec {runner}\n\
         hear() {{ dd bs=1000000 count=1 >/dev/null 2>&1; }}\n\
         hear; cat ready >&0; hear; cat started >&0; hear; {act}; cat lie >&0\n\
         exec cat >/dev/null\n",
        folder.display()
    );
    fs::write(&program, script).unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    program
}

/// A message behind its length.
fn message(body: &[u8]) -> Vec<u8> {
    [&u32::try_from(body.len()).unwrap().to_le_bytes(), body].concat()
}

fn ready() -> Vec<u8> {
    // All walls stand.
    message(&[READY, 0, 0])
}

/// The work is done, with an answer of these parts behind their number.
fn ended(parts: &[u8]) -> Vec<u8> {
    message(&[&[ENDED], parts].concat())
}

/// The answer "lies".
fn answered() -> Vec<u8> {
    let reply = [&[5, RESULT, 1, 1, RECORD, 3, 6][..], b"speech", &[4], b"card", &[8], b"question"].concat();
    ended(&[&reply, &[STRING, 4][..], b"lies", &[OPTION, 0, OPTION, 0]].concat())
}

/// A call of an interface with such bytes.
fn asks(interface: &str, call: &[u8], is_answered: bool) -> Vec<u8> {
    let length = |bytes: usize| u8::try_from(bytes).unwrap();
    let begin = [&[ASKS, length(interface.len())], interface.as_bytes()].concat();
    message(&[&*begin, &[length(call.len())], call, &[u8::from(is_answered)]].concat())
}

const POSITION: &str = "jumpseat:location/position@0.1.0";
const LINES: &str = "jumpseat:log/lines@0.1.0";

async fn becomes(lie: &[u8]) -> String {
    text(&Captured::saying(lie).await.called().await)
}

fn text(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Trapped { detail } => format!("trapped: {detail}"),
        Outcome::BadAnswer { detail } => format!("bad answer: {detail}"),
        Outcome::OverLimit { limit } => format!("over limit: {limit}"),
        Outcome::Reply(_)
        | Outcome::Failure(_)
        | Outcome::TimedOut { .. }
        | Outcome::NotGranted { .. }
        | Outcome::Missing { .. }
        | Outcome::Resting { .. }
        | Outcome::Quarantined { .. } => panic!("a lie came to {outcome:?}"),
    }
}

#[tokio::test]
async fn it_reaches_only_what_its_skill_imports() {
    insta::assert_snapshot!(becomes(&asks("jumpseat:vehicle/signals@0.1.0", &[0], true)).await, @r#"trapped: its process made no sense: it called "jumpseat:vehicle/signals@0.1.0", which the skill does not import"#);
}

#[tokio::test]
async fn calls_that_are_none_reach_no_capability() {
    insta::assert_snapshot!(becomes(&asks(POSITION, &[9], true)).await, @"trapped: Serde Deserialization Error");
    insta::assert_snapshot!(becomes(&asks(POSITION, &[0, 0], true)).await, @"trapped: 1 bytes more than the call has");
    insta::assert_snapshot!(becomes(&asks(LINES, &[0, 1, 200], false)).await, @"trapped: Hit the end of buffer, expected more data");
}

#[tokio::test]
async fn answers_of_another_shape_are_no_answers() {
    insta::assert_snapshot!(becomes(&ended(&[1, STRING, 4, b'l', b'i', b'e', b's'])).await, @"bad answer: the answer is not result<reply, failure>");
    insta::assert_snapshot!(becomes(&ended(&[1, RESULT, 1, 1])).await, @"trapped: its process made no sense: a value ends before it is complete");
    insta::assert_snapshot!(becomes(&ended(&[1, LIST, 255, 255, 255, 255, 15])).await, @"trapped: its process made no sense: a value ends before it is complete");
    // The parts behind their number: 100,000 inside each other, and more than an answer has.
    let deep = [&[0xa0, 0x8d, 0x06][..], &[OPTION, 1].repeat(100_000)].concat();
    insta::assert_snapshot!(becomes(&ended(&deep)).await, @"trapped: its process made no sense: a value is nested more than 16 deep");
    let million = [&[0xc0, 0x84, 0x3d][..], &[OPTION, 1].repeat(1_000_000)].concat();
    insta::assert_snapshot!(becomes(&ended(&million)).await, @"trapped: its process made no sense: Serde Deserialization Error");
}

#[tokio::test]
async fn messages_that_are_none_end_the_call() {
    insta::assert_snapshot!(becomes(&u32::MAX.to_le_bytes()).await, @"trapped: its process made no sense: a message has 4294967295 bytes, the limit is 4194304");
    insta::assert_snapshot!(becomes(&message(&[99])).await, @"trapped: its process made no sense: Serde Deserialization Error");
    insta::assert_snapshot!(becomes(&message(&[])).await, @"trapped: its process made no sense: Hit the end of buffer, expected more data");
    insta::assert_snapshot!(becomes(&ready()).await, @"trapped: its process made no sense: it began twice");
}

#[tokio::test]
async fn calls_without_end_end_at_a_limit() {
    insta::assert_snapshot!(becomes(&asks(POSITION, &[0], true).repeat(1_000)).await, @"over limit: 256 calls of capabilities");
    insta::assert_snapshot!(becomes(&asks(POSITION, &[0], false).repeat(1_000)).await, @r#"trapped: its process made no sense: it mistook how "jumpseat:location/position@0.1.0" answers"#);
}

#[tokio::test]
async fn what_it_says_while_it_should_wait_ends_the_call() {
    let impatient = asks(POSITION, &[0], true).repeat(2);
    let car = Car { positioning: Positioning::Hangs, ..Car::default() };
    let captured = Captured::acting(&impatient, car, ":").await;
    let outcome = captured.called().await;
    assert!(!captured.car.is_waited_for.load(Ordering::SeqCst), "nothing waits for it any more");
    insta::assert_snapshot!(text(&outcome), @"trapped: its process made no sense: it did not wait for an answer");
}

#[tokio::test]
async fn what_it_says_after_its_answer_answers_no_other_call() {
    let captured = Captured::saying(&answered().repeat(2)).await;
    assert_eq!(speech(say(&captured.hostile, "behave").await), "lies", "it may lie for its own skill");
    insta::assert_snapshot!(
        text(&captured.called().await),
        @"trapped: its process made no sense: it spoke before it was asked"
    );
}

#[tokio::test]
async fn it_cannot_change_the_code_that_the_next_one_runs() {
    let act = "echo changed && touch written";
    let captured = Captured::acting(&answered(), Car::default(), act).await;
    assert_eq!(speech(say(&captured.hostile, "behave").await), "lies");
    assert!(!captured.folder.path().join("written").exists(), "its code is a file that it can write to");
}

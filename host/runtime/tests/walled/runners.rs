//! What becomes of a runner that dies, lies or has nothing to do.

use std::{fs, os::unix::fs::PermissionsExt as _, path::Path, time::Duration};

use jumpseat_assistant::Outcome;
use jumpseat_runtime::{Cache, Engine, Grant, Limits, ProcessCommand, Runtime, Skill, SkillFile};

use crate::{
    car::{Car, Garage, Positioning, say, speech},
    components::{guest, package},
};

async fn hostile(garage: &Garage) -> Skill {
    let skill = garage.load_with(&guest("hostile"), &package("hostile", ""), &Grant::all(), Limits::MAX).unwrap();
    skill.prepare().await.unwrap();
    skill
}

/// The processes that this one started and that run skills.
fn runners() -> Vec<rustix::process::Pid> {
    let mut found = Vec::new();
    for entry in fs::read_dir("/proc").unwrap().flatten() {
        let Some(pid) = entry.file_name().to_str().and_then(|name| name.parse::<i32>().ok()) else { continue };
        let Ok(stat) = fs::read_to_string(entry.path().join("stat")) else { continue };
        // After the name, which is in brackets: the state, and the parent.
        let Some((_, rest)) = stat.rsplit_once(')') else { continue };
        let mut fields = rest.split_whitespace();
        let (state, parent) = (fields.next().unwrap(), fields.next().unwrap());
        if parent == std::process::id().to_string() && state != "Z" && stat.contains("(skill-runner)") {
            found.extend(rustix::process::Pid::from_raw(pid));
        }
    }
    found
}

fn kill(pid: rustix::process::Pid) {
    rustix::process::kill_process(pid, rustix::process::Signal::KILL).unwrap();
}

// Each test is a process of its own only under nextest, so those that count processes are one.
#[tokio::test]
async fn a_runner_that_dies_costs_one_call_at_most() {
    let garage = Garage::with(Car { positioning: Positioning::Hangs, ..Car::default() }, Cache::none());
    let skill = hostile(&garage).await;
    let [first] = runners()[..] else { panic!("one runner waits: {:?}", runners()) };
    assert_eq!(speech(say(&skill, "behave").await), "at your service");
    assert_eq!(runners(), [first], "it is used again");

    kill(first);
    // Until the system has noticed.
    while runners().contains(&first) {
        tokio::task::yield_now().await;
    }
    assert_eq!(speech(say(&skill, "behave").await), "at your service", "nobody was called when it died");

    let [second] = runners()[..] else { panic!("another one was started: {:?}", runners()) };
    let mut wait = Box::pin(say(&skill, "wait"));
    tokio::select! {
        outcome = &mut wait => panic!("the position never answers, and yet: {outcome:?}"),
        () = garage.car.waited_for() => {}
    }
    // A second call meanwhile has a runner of its own.
    assert_eq!(speech(say(&skill, "behave").await), "at your service");
    kill(second);
    let Outcome::Trapped { detail } = wait.await else { panic!("its runner is dead") };
    assert_eq!(detail, "its process was ended by signal 9");
    assert_eq!(speech(say(&skill, "behave").await), "at your service");

    skill.unload().await;
    while !runners().is_empty() {
        tokio::task::yield_now().await;
    }
}

/// A skill whose runner is this program of the shell.
fn run_by(folder: &Path, script: &str) -> Skill {
    let program = folder.join("runner.sh");
    fs::write(&program, format!("#!/bin/sh\n{script}\n")).unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    let runner = ProcessCommand { program, arguments: Vec::new() };
    let providers = crate::car::providers(&std::sync::Arc::new(Car::default()));
    let runtime = Runtime::walled(Engine::new().unwrap(), Cache::none(), providers, runner);
    let (component, package) = (guest("hostile"), package("hostile", ""));
    let file = SkillFile { component: &component, package: &package, path: None };
    runtime.load(file, &Grant::all(), Limits::MAX).unwrap()
}

async fn missing(skill: &Skill) -> String {
    let Outcome::Missing { detail } = say(skill, "behave").await else { panic!("nothing runs it") };
    detail
}

#[tokio::test]
async fn a_runner_that_does_not_start_is_no_fault_of_the_skill() {
    let folder = tempfile::tempdir().unwrap();
    let ended = run_by(folder.path(), "echo no room >&2; exit 7");
    assert_eq!(missing(&ended).await, "the process that should run the skill ended with code 7: no room");
    let gone = run_by(folder.path(), "");
    fs::remove_file(folder.path().join("runner.sh")).unwrap();
    assert!(missing(&gone).await.starts_with("cannot start "));
}

#[tokio::test]
async fn a_runner_that_says_nothing_is_ended_with_the_call() {
    let folder = tempfile::tempdir().unwrap();
    let silent = run_by(folder.path(), "exec sleep 100");
    let started = tokio::time::Instant::now();
    assert_eq!(say(&silent, "behave").await, Outcome::TimedOut { deadline_ms: 2_000 });
    assert!(started.elapsed() < Duration::from_secs(10));
}

//! Each attack once on a skill in this process and once on one in a process of its own: how it ends, and that the next call
//! is served.

mod cards;
mod corpora;
mod shapes;
mod storage;
mod updates;
mod words;

use std::{
    collections::BTreeSet,
    fmt::{Debug, Write as _},
};

use jumpseat_assistant::Outcome;
use jumpseat_runtime::{ProcessCommand, limits};

use crate::{
    attacks::{ATTACKS, Attack},
    host::{Host, call},
    skill,
};

/// What comes of something whether skills run in this process or in others: the same.
pub(crate) async fn in_both_forms<T: Debug + PartialEq>(comes: impl AsyncFn(Option<ProcessCommand>) -> T) -> T {
    let in_process = comes(None).await;
    assert_eq!(comes(Some(runner())).await, in_process, "behind walls, and in this process");
    in_process
}

/// The program that runs skills, which is built with all others.
fn runner() -> ProcessCommand {
    let this = std::env::current_exe().unwrap();
    let programs = this.parent().and_then(|deps| deps.parent()).unwrap();
    let program = programs.join("skill-runner").with_extension(std::env::consts::EXE_EXTENSION);
    assert!(program.is_file(), "{} is missing: build the whole workspace", program.display());
    ProcessCommand { program, arguments: Vec::new() }
}

/// Bytes as they stand in a string of a module in text form.
fn in_text_form(bytes: impl AsRef<[u8]>) -> String {
    bytes.as_ref().iter().fold(String::new(), |mut text, byte| {
        write!(text, "\\{byte:02x}").unwrap();
        text
    })
}

/// Makes an attack once and says how it ended, if that is not as it must be.
async fn ends_wrongly(host: &Host, attack: &Attack) -> Option<String> {
    let (component, package) = skill::of(attack).unwrap();
    let hostile = host.load(&component, &package).unwrap();
    // A process that starts takes its time from the first call.
    hostile.prepare().await.ok();
    let outcome = call(&hostile).await.unwrap();
    (!attack.end.is(&outcome)).then(|| format!("{}: {outcome:?}", attack.name))
}

#[tokio::test]
async fn every_attack_ends_as_it_must_and_the_next_call_is_served() {
    let wrong = in_both_forms(async |runner| {
        let host = Host::new(runner).unwrap();
        let (component, package) = skill::neighbour().unwrap();
        let neighbour = host.load(&component, &package).unwrap();
        let mut wrong = Vec::new();
        for attack in &ATTACKS {
            wrong.extend(ends_wrongly(&host, attack).await);
            let served = call(&neighbour).await.unwrap();
            assert!(matches!(served, Outcome::Reply(_)), "after {}: {served:?}", attack.name);
        }
        wrong
    });
    assert_eq!(wrong.await, Vec::<String>::new());
}

#[tokio::test]
async fn of_endless_log_lines_a_hundred_are_written() {
    let flood = ATTACKS.iter().find(|attack| attack.name == "log lines without end").unwrap();
    let written = in_both_forms(async |runner| {
        let host = Host::new(runner).unwrap();
        assert_eq!(ends_wrongly(&host, flood).await, None);
        host.log.take()
    });
    assert_eq!(written.await, usize::try_from(limits::Limits::MAX.log_lines).unwrap());
}

#[test]
fn every_attack_has_a_name_of_its_own() {
    let names: BTreeSet<&str> = ATTACKS.iter().map(|attack| attack.name).collect();
    assert_eq!(names.len(), ATTACKS.len());
}

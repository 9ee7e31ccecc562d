//! A process that appends without end and is killed. The process is this program, started again.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "these are tests; only a harness of its own hides it from clippy"
)]

use std::{
    io::{BufRead as _, BufReader},
    path::Path,
    process::{Command, ExitCode, Stdio},
};

use jumpseat_policy::audit::{
    AuditLog, Bounds, Content, Event, Found, Private, Record, Settings, UnixMs, records, verify,
};
use libtest_mimic::{Arguments, Failed, Trial};

/// The argument that makes this program append without end.
const APPEND: &str = "append-without-end";

/// How often the process is killed.
const KILLS: u64 = 8;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    if arguments.next().as_deref() == Some(APPEND) {
        append_without_end(Path::new(&arguments.next().unwrap()));
    }
    let name = "a_writer_that_is_killed_loses_no_record_that_it_had_written";
    let trials = vec![Trial::test(name, killed_writers)];
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}

/// Small segments, so that the process is killed while it begins one as well.
fn settings() -> Settings {
    let bounds = Bounds { segment_bytes_max: 8_000, segments_max: 1_000, ..Bounds::default() };
    Settings { bounds, ..Settings::default() }
}

/// Appends, and says of each record that it is written.
fn append_without_end(folder: &Path) -> ! {
    let log = AuditLog::open(folder, settings(), UnixMs(0)).unwrap();
    for number in 0_u64.. {
        let (skill, tool) = ("parking".parse().unwrap(), "find".to_owned());
        let (outcome, arguments) = (number.to_string(), Private::new(serde_json::Value::Null));
        let event = Event::Call { skill, tool, outcome, arguments };
        log.append(UnixMs(number), event).unwrap();
        println!("{number}");
    }
    unreachable!("there is always a next number")
}

fn killed_writers() -> Result<(), Failed> {
    let folder = tempfile::tempdir()?;
    for kill in 1..=KILLS {
        let written = kill_after(folder.path(), 40 * kill)?;
        let report = verify(folder.path())?;
        assert!(report.is_sound(), "after kill {kill}: {report:?}");
        let kept = last_number(folder.path());
        assert!(kept >= written, "after kill {kill}: {written} was written, {kept} is the last one there");
    }
    drop(AuditLog::open(folder.path(), settings(), UnixMs(0))?);
    let report = verify(folder.path())?;
    assert!(report.is_sound() && report.unfinished_bytes == 0, "{report:?}");
    Ok(())
}

/// Kills a process once it has said so many numbers, and returns the last one that it said.
#[expect(clippy::disallowed_methods, reason = "the process is this program")]
fn kill_after(folder: &Path, numbers: u64) -> Result<u64, Failed> {
    let program = std::env::current_exe()?;
    let mut child = Command::new(program).arg(APPEND).arg(folder).stdout(Stdio::piped()).spawn()?;
    let mut said = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut last = 0;
    while last < numbers {
        last = said.next().unwrap()?.parse()?;
    }
    // On Unix this is SIGKILL. The process goes on writing until it comes.
    child.kill()?;
    child.wait()?;
    let rest = said.filter_map(|line| line.ok()?.parse().ok());
    Ok(rest.last().unwrap_or(last))
}

/// The number of the newest record.
fn last_number(folder: &Path) -> u64 {
    let number = |found| match found {
        Found::Record(Record { content: Content::Event(Event::Call { outcome, .. }), .. }) => outcome.parse().ok(),
        Found::Record(_) | Found::Fault(_) | Found::Unfinished { .. } => None,
    };
    records(folder).unwrap().filter_map(number).last().unwrap_or(0)
}

//! What the audit log costs who waits for it: a record of a call, one of an act, which must be on the disk, and opening a
//! log that has filled a segment.

use std::time::{Duration, Instant};

use anyhow::Result;
use jumpseat_policy::audit::{ActOutcome, Approver, AuditLog, Event, Private, Settings, UnixMs};

use crate::figures::Figure;

/// Records of calls, which fill several segments.
const CALLS: usize = 20_000;
const ACTS: usize = 300;
const OPENINGS: usize = 100;

/// The time that records state.
const NOW: UnixMs = UnixMs(0);

/// Measures all three, in the folder for temporary files.
pub(crate) fn measure() -> Result<Vec<Figure>> {
    let folder = tempfile::tempdir()?;
    let log = AuditLog::open(folder.path(), Settings::default(), NOW)?;
    let skill: jumpseat_package::SkillId = "parking".parse()?;
    let (tool, outcome) = ("find".to_owned(), "reply".to_owned());
    let arguments = || Private::new(serde_json::json!({ "near": "the city museum" }));
    let call = Event::Call { skill: skill.clone(), tool, outcome, arguments: arguments() };
    let path = "Vehicle.Cabin.Door.Row1.DriverSide.Window.Position".to_owned();
    let outcome = ActOutcome::Done { by: Approver::Policy };
    let act = Event::Act { skill, path, value: Private::new(55.into()), outcome };
    let appended = |event: &Event| -> Result<Duration> {
        let event = event.clone();
        let started = Instant::now();
        log.append(NOW, event)?;
        Ok(started.elapsed())
    };
    let opened = || -> Result<Duration> {
        let started = Instant::now();
        let opened = AuditLog::open(folder.path(), Settings::default(), NOW)?;
        let took = started.elapsed();
        drop(opened);
        Ok(took)
    };
    let calls: Vec<Duration> = (0..CALLS).map(|_| appended(&call)).collect::<Result<_>>()?;
    let acts: Vec<Duration> = (0..ACTS).map(|_| appended(&act)).collect::<Result<_>>()?;
    let openings: Vec<Duration> = (0..OPENINGS).map(|_| opened()).collect::<Result<_>>()?;
    Ok(vec![
        Figure::of_durations("audit log: record of a call", &calls),
        Figure::of_durations("audit log: record of an act, on the disk", &acts),
        Figure::of_durations("audit log: opened, newest segment checked", &openings),
    ])
}

//! `jumpseat audit`: show and verify the record of what skills did.

mod wording;

use std::{collections::VecDeque, fmt::Write as _};

use anyhow::{Result, bail};
use jumpseat_policy::audit::{self, Found, Record, Report};
use serde_json::json;

use crate::{audit::folder, cli::Audit, output, settings::Settings};

/// Runs the command.
pub(crate) fn run(command: Audit, settings: &Settings) -> Result<()> {
    match command {
        Audit::Show { json, skill, last } => show(settings, json, skill.as_deref(), last),
        Audit::Verify { json } => verify(settings, json),
    }
}

/// Shows all that can be read, also in a log that does not verify.
fn show(settings: &Settings, as_json: bool, skill: Option<&str>, last: Option<u32>) -> Result<()> {
    let last = last.map(usize::try_from).transpose()?;
    let mut newest = VecDeque::new();
    let (mut shown, mut faults) = (0_u64, 0_u64);
    for found in audit::records(&folder(&settings.folders.state))? {
        match found {
            Found::Record(record) if is_about(&record, skill) => {
                shown += 1;
                match last {
                    None => print(&record, as_json)?,
                    Some(last) => {
                        newest.push_back(record);
                        newest.drain(..newest.len().saturating_sub(last));
                    }
                }
            }
            Found::Fault(_) => faults += 1,
            Found::Record(_) | Found::Unfinished { .. } => {}
        }
    }
    newest.iter().try_for_each(|record| print(record, as_json))?;
    if faults > 0 {
        output::note(&format!(
            "not all of the audit log verifies ({faults}): jumpseat audit verify says what does not"
        ));
    }
    if shown == 0 {
        output::note("nothing is recorded");
    }
    Ok(())
}

fn is_about(record: &Record, skill: Option<&str>) -> bool {
    let about = || record.event().and_then(|event| event.skill());
    skill.is_none_or(|skill| about().is_some_and(|about| about.as_str() == skill))
}

fn print(record: &Record, as_json: bool) -> Result<()> {
    if as_json { output::json(record) } else { output::text(&wording::line(record)) }
}

fn verify(settings: &Settings, as_json: bool) -> Result<()> {
    let report = audit::verify(&folder(&settings.folders.state))?;
    if as_json {
        let mut json = serde_json::to_value(&report)?;
        if let Some(object) = json.as_object_mut() {
            object.shift_insert(0, "verified".to_owned(), json!(report.is_sound()));
        }
        output::json(&json)?;
    } else {
        output::text(&sheet(&report)?)?;
    }
    match report.faults_total {
        0 => Ok(()),
        1 => bail!("the audit log does not verify: one place was changed or damaged"),
        faults => bail!("the audit log does not verify: {faults} places were changed or damaged"),
    }
}

/// A report as people read it.
fn sheet(report: &Report) -> Result<String> {
    let Report { records, records_dropped, head, unfinished_bytes, faults, faults_total } = report;
    let mut text = String::new();
    let verdict = if report.is_sound() { "verified" } else { "read" };
    writeln!(text, "{verdict} {records} records")?;
    if let Some(head) = head {
        writeln!(text, "  newest   {}, hash {}", head.sequence, head.hash)?;
    }
    if *records_dropped > 0 {
        writeln!(text, "  dropped  {records_dropped} older ones, as the log grew")?;
    }
    if *unfinished_bytes > 0 {
        writeln!(text, "  {unfinished_bytes} bytes of a record that is being written, or was when the power was cut")?;
    }
    for fault in faults {
        writeln!(text, "  segment {}, line {}: {}", fault.segment, fault.line, fault.what)?;
    }
    let untold = faults_total.saturating_sub(u64::try_from(faults.len())?);
    if untold > 0 {
        writeln!(text, "  and {untold} more places")?;
    }
    Ok(text)
}

//! Hostile skills against the real runtime: what stops each, how fast, and what a neighbour notices.
//!
//! The tests of this crate make each attack once on skills in this process and once on skills in processes of their own,
//! and look at its end; they run with all others. The program makes each attack many times on one of the two, measures, and
//! prints a table: `cargo xtask attack`.

#[cfg(test)]
mod acts;
mod attacks;
mod corpora;
mod host;
mod measure;
mod skill;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

use anyhow::{Result, ensure};
use clap::Parser;
use indicatif::{ProgressBar, ProgressStyle};
use jumpseat_runtime::ProcessCommand;

use crate::{
    attacks::ATTACKS,
    host::Host,
    measure::{Measured, Neighbour, resident_kilobytes},
};

#[derive(Parser)]
#[command(about = "Attacks the runtime with hostile skills and measures what that costs")]
struct Arguments {
    /// Print one JSON object
    #[arg(long)]
    json: bool,
    /// Crashes in a row, after which the memory of the host must be what it was
    #[arg(long, default_value_t = 10_000)]
    crashes: usize,
    /// The program that runs skills, `skill-runner`; without it, they run in this process
    #[arg(long)]
    runner: Option<PathBuf>,
    /// A folder with test files of the Component Model
    #[arg(long, env = "JUMPSEAT_WAST")]
    wast: Option<PathBuf>,
}

#[tokio::main]
async fn main() -> Result<()> {
    let Arguments { json, crashes, runner, wast } = Arguments::parse();
    let runner = runner.map(|program| ProcessCommand { program, arguments: Vec::new() });
    let host = Host::new(runner)?;
    let neighbour = Neighbour::new(&host).await?;
    let steps = u64::try_from(ATTACKS.len() + 1)?;
    let progress = ProgressBar::new(steps).with_style(ProgressStyle::with_template("{msg:30} {bar:30} {pos}/{len}")?);
    progress.set_message("the neighbour alone");
    let alone = neighbour.alone().await?;
    let mut measured = Vec::new();
    for attack in &ATTACKS {
        progress.set_message(attack.name);
        progress.inc(1);
        measured.push(measure::attack(&host, attack, &neighbour).await?);
    }
    progress.set_message("crashes in a row");
    let (before_kb, after_kb) = measure::crashes(&host, crashes).await?;
    progress.finish_and_clear();
    print(&measured, json)?;
    summary(&alone, crashes, (before_kb, after_kb));
    test_files(wast.as_deref())?;
    let held = measured.iter().filter(|measured| measured.held).count();
    ensure!(held == measured.len(), "{} attacks did not end as they must", measured.len() - held);
    Ok(())
}

/// Counts the components of the test files, if there are any.
fn test_files(folder: Option<&Path>) -> Result<()> {
    let Some(folder) = folder else {
        note("no test files of the Component Model: name their folder by --wast");
        return Ok(());
    };
    let (_, package) = skill::neighbour()?;
    let counts = corpora::components::count(folder, &package)?;
    note(&format!("components in the test files of the Component Model: {}", corpora::line(&counts)));
    ensure!(!counts.contains_key(corpora::components::ACCEPTED), "a component that is invalid was accepted");
    Ok(())
}

#[expect(clippy::print_stderr, reason = "remarks on the figures")]
fn note(text: &str) {
    eprintln!("{text}");
}

#[expect(clippy::print_stdout, reason = "the figures are the result of this program")]
fn print(measured: &[Measured], json: bool) -> Result<()> {
    if json {
        println!("{}", serde_json::to_string(measured)?);
    } else {
        print!("{}", measure::table(measured));
    }
    Ok(())
}

fn summary(alone: &measure::Latency, crashes: usize, (before_kb, after_kb): (Option<u64>, Option<u64>)) {
    note(&format!("the neighbour alone: p50 {:.0} µs, p99 {:.0} µs", alone.p50_us, alone.p99_us));
    if let (Some(before), Some(after)) = (before_kb, after_kb) {
        note(&format!("{crashes} crashes in a row: {before} KB resident before, {after} KB after"));
    }
    if let Some(now) = resident_kilobytes() {
        note(&format!("resident at the end: {now} KB"));
    }
}

//! Hostile skills against the real runtime: what stops each, how fast, and what a neighbour notices.
//!
//! The tests of this crate make each attack once and look at its end; they run with all others. The program makes each
//! attack many times, measures, and prints a table: `cargo xtask attack`.

mod attacks;
mod host;
mod measure;
mod skill;
#[cfg(test)]
mod tests;

use anyhow::{Result, ensure};
use clap::Parser;
use indicatif::{ProgressBar, ProgressStyle};

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
}

#[tokio::main]
async fn main() -> Result<()> {
    let Arguments { json, crashes } = Arguments::parse();
    let host = Host::new()?;
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
    let held = measured.iter().filter(|measured| measured.held).count();
    ensure!(held == measured.len(), "{} attacks did not end as they must", measured.len() - held);
    Ok(())
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

#[expect(clippy::print_stderr, reason = "remarks on the figures")]
fn summary(alone: &measure::Latency, crashes: usize, (before_kb, after_kb): (Option<u64>, Option<u64>)) {
    eprintln!("the neighbour alone: p50 {:.0} µs, p99 {:.0} µs", alone.p50_us, alone.p99_us);
    if let (Some(before), Some(after)) = (before_kb, after_kb) {
        eprintln!("{crashes} crashes in a row: {before} KB resident before, {after} KB after");
    }
    if let Some(now) = resident_kilobytes() {
        eprintln!("resident at the end: {now} KB");
    }
}

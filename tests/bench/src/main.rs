//! Measures what the README reports: `cargo xtask bench`.
//!
//! What people feel (turns, start-up, hearing) is measured through the command line, as they use it; what stands
//! beside something else (a skill call beside bare wasmtime, decoding beside token-by-token sampling) is measured in
//! this process, both in turns, so that a busy machine slows both.

mod calls;
mod command_line;
mod decoding;
mod figures;
mod hearing;
mod startup;
mod turns;

use std::path::PathBuf;

use anyhow::Result;
use clap::Parser;
use indicatif::{ProgressBar, ProgressStyle};

use crate::{command_line::Jumpseat, figures::Figure};

#[derive(Parser)]
#[command(about = "Measures what the README reports")]
struct Arguments {
    /// The command line
    #[arg(long)]
    jumpseat: PathBuf,
    /// Folder of built skills
    #[arg(long)]
    skills: PathBuf,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

#[tokio::main]
async fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let car = Jumpseat::new(arguments.jumpseat, arguments.skills)?;
    let progress = ProgressBar::new(5).with_style(ProgressStyle::with_template("{msg:20} {bar:30} {pos}/{len}")?);
    let step = |name: &'static str| {
        progress.set_message(name);
        progress.tick();
    };
    let mut figures = Vec::new();
    step("skill calls");
    figures.extend(calls::measure(&car.skill_file("traffic-lights")).await?);
    progress.inc(1);
    step("decoding");
    figures.extend(decoding::measure(&car)?);
    progress.inc(1);
    step("start-up");
    figures.extend(startup::measure(&car)?);
    progress.inc(1);
    step("turns");
    figures.extend(turns::measure(&car)?);
    progress.inc(1);
    step("hearing");
    figures.extend(hearing::measure(&car)?);
    progress.finish_and_clear();
    print(&figures, arguments.json)
}

#[expect(clippy::print_stdout, reason = "the figures are the result of this program")]
fn print(figures: &[Figure], json: bool) -> Result<()> {
    if json {
        println!("{}", serde_json::to_string(figures)?);
    } else {
        print!("{}", figures::table(figures));
    }
    Ok(())
}

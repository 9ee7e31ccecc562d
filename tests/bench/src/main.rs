//! Measures what the README reports: `cargo xtask bench`.
//!
//! What people feel (turns, start-up, hearing) is measured through the command line, as they use it; what stands
//! beside something else (a skill call beside bare wasmtime, decoding beside token-by-token sampling) is measured in
//! this process, both in turns, so that a busy machine slows both.

mod audit;
mod calls;
mod command_line;
mod decoding;
mod figures;
mod hearing;
mod startup;
mod turns;

use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::{Parser, ValueEnum};
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
    /// Measure decoding with this model, a GGUF file, instead of the starter model
    #[arg(long)]
    model: Option<PathBuf>,
    /// What to measure; everything if nothing is named
    parts: Vec<Part>,
}

/// What can be measured by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Part {
    Audit,
    Calls,
    Decoding,
    StartUp,
    Turns,
    Hearing,
}

impl Part {
    async fn measure(self, car: &Jumpseat, model: Option<&Path>) -> Result<Vec<Figure>> {
        match self {
            Self::Audit => audit::measure(),
            Self::Calls => calls::measure(car).await,
            Self::Decoding => decoding::measure(car, model),
            Self::StartUp => startup::measure(car),
            Self::Turns => turns::measure(car),
            Self::Hearing => hearing::measure(car),
        }
    }
}

#[tokio::main]
async fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let parts = if arguments.parts.is_empty() { Part::value_variants() } else { &arguments.parts };
    let car = Jumpseat::new(arguments.jumpseat, arguments.skills)?;
    let steps = u64::try_from(parts.len())?;
    let progress = ProgressBar::new(steps).with_style(ProgressStyle::with_template("{msg:20} {bar:30} {pos}/{len}")?);
    let mut figures = Vec::new();
    for part in parts {
        progress.set_message(part.to_possible_value().map(|part| part.get_name().to_owned()).unwrap_or_default());
        progress.tick();
        figures.extend(part.measure(&car, arguments.model.as_deref()).await?);
        progress.inc(1);
    }
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

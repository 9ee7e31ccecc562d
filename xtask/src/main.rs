//! Setup, demo, tests and benchmarks: `cargo xtask <command>`.
//!
//! It drives the same commands that a person would type, prints each, and skips what is already done. It knows
//! the workspace's folders and nothing of its crates: it links none of them, so that it builds in seconds.

mod attack;
mod bench;
mod build;
mod checks;
mod demo;
mod fuzz;
mod process;
mod setup;

use std::{path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Setup, demo, tests and benchmarks of Jumpseat")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Install what is missing: build tools, speech programs, the WebAssembly target
    Setup,
    /// Build everything and take a short drive through the simulated town
    Demo,
    /// Run every check: formatting, lints, tests, licences
    Test {
        /// Only the tests whose name contains this; skips formatting, lints and licences
        filter: Option<String>,
    },
    /// Measure what the README reports
    Bench {
        /// Print one JSON object instead of a table
        #[arg(long)]
        json: bool,
        /// Measure decoding with this model, a GGUF file, instead of the starter model
        #[arg(long)]
        model: Option<PathBuf>,
        /// Only these: audit, calls, decoding, start-up, turns, hearing
        parts: Vec<String>,
    },
    /// Attack the runtime with hostile skills, many times each, and measure
    Attack {
        /// Print one JSON object instead of a table
        #[arg(long)]
        json: bool,
        /// Run the skills in the process of the host, not in processes of their own
        #[arg(long)]
        in_process: bool,
    },
    /// Hand changed inputs to what reads the bytes of strangers, under libFuzzer (needs a nightly compiler and cargo-fuzz)
    Fuzz {
        /// Only this target; all in turn otherwise
        target: Option<String>,
        /// Minutes for each target
        #[arg(long, default_value_t = 10)]
        minutes: u64,
    },
    /// Train the starter model again (needs Python; hours on two cores)
    Train,
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().command {
        Command::Setup => setup::prepare(),
        Command::Demo => setup::prepare().and_then(|()| demo::drive()),
        Command::Test { filter } => {
            setup::prepare().and_then(|()| setup::prepare_checks()).and_then(|()| checks::run_all(filter.as_deref()))
        }
        Command::Bench { json, model, parts } => {
            setup::prepare().and_then(|()| bench::run(&parts, model.as_deref(), json))
        }
        Command::Attack { json, in_process } => setup::prepare().and_then(|()| attack::run(json, in_process)),
        Command::Fuzz { target, minutes } => {
            setup::prepare().and_then(|()| fuzz::run_targets(target.as_deref(), minutes))
        }
        Command::Train => build::train(),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            process::note(&format!("error: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

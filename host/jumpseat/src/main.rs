//! The command line: `jumpseat ask`, `listen`, `drive`, `skills`, `skill`, `policy`, `consent`, `data`, `audit` and
//! `doctor`.
//!
//! This crate reads configuration, chooses providers and puts the parts together; it holds no decision that a
//! library could hold. Exit codes: 0 for an answered turn (also "no tool fits" and nothing understood), 2 for wrong
//! usage, 1 for failure; which turns are failures, the assistant says.

mod audit;
mod bounded;
mod car;
mod cli;
mod commands;
mod conduct;
mod config;
mod conversation;
mod ears;
mod failure;
mod folders;
mod installed;
mod limits;
mod log;
mod model;
mod output;
mod permissions;
mod personal;
mod providers;
mod quarantine;
mod render;
mod secrets;
mod sentence;
mod settings;
mod skill_list;
mod state_file;
mod voice;

use std::{process::ExitCode, time::Duration};

use clap::Parser as _;

use cli::{Cli, Command};
use failure::Failure;

/// What shells expect of a program that was interrupted: 128 and the number of the signal.
const INTERRUPTED: u8 = 130;

fn main() -> ExitCode {
    // The worker speaks its protocol on the standard streams from the first byte on, and a process is confined before it has
    // threads: nothing else may run first.
    let cli = Cli::parse();
    let cli = match cli {
        Cli { command: Command::InferenceWorker, .. } => return jumpseat_inference::worker_main(),
        Cli { command: Command::CompileSkill, .. } => return jumpseat_runtime::compiler_main(),
        Cli { command: Command::RunSkill, .. } => return jumpseat_runtime::runner_main(),
        Cli { command: Command::Confined { arguments }, .. } => return jumpseat_speech::confined_main(arguments),
        cli @ Cli { .. } => cli,
    };
    match run(cli) {
        Ok(code) => code,
        Err(error) => {
            output::error(&Failure::of(&error));
            ExitCode::FAILURE
        }
    }
}

fn run(cli: Cli) -> anyhow::Result<ExitCode> {
    let settings = settings::Settings::of(&cli.global)?;
    log::start(&settings.config.log)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let done = runtime.block_on(async {
        tokio::select! {
            // First, so that a command that never waits is simply killed.
            biased;
            done = commands::run(cli.command, settings) => done.map(|()| ExitCode::SUCCESS),
            // Ending in order deletes what was kept for a moment, the driver's voice among it.
            Ok(()) = tokio::signal::ctrl_c() => Ok(ExitCode::from(INTERRUPTED)),
        }
    });
    runtime.shutdown_timeout(Duration::from_millis(limits::SHUTDOWN_MS_MAX));
    done
}

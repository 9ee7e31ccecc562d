//! One file per command.

mod ask;
mod audit;
mod consent;
mod data;
mod doctor;
mod drive;
mod listen;
mod policy;
mod skill;
mod skills;

use anyhow::Result;

pub(crate) use self::data::NotConfirmed;
use crate::{cli::Command, settings::Settings};

/// Runs a command.
pub(crate) async fn run(command: Command, settings: Settings) -> Result<()> {
    match command {
        Command::Ask(ask) => ask::run(ask, &settings).await,
        Command::Listen(listen) => listen::run(listen, &settings).await,
        Command::Drive(drive) => drive::run(drive, &settings).await,
        Command::Skills(skills) => skills::run(skills, &settings).await,
        Command::Skill(skill) => skill::run(skill),
        Command::Policy(policy) => policy::run(policy, &settings),
        Command::Consent(consent) => consent::run(consent, &settings),
        Command::Data(data) => data::run(data, &settings),
        Command::Audit(audit) => audit::run(audit, &settings),
        Command::Doctor { json } => doctor::run(json, &settings).await,
        // These processes begin before any setting is read, in `main`.
        Command::InferenceWorker | Command::CompileSkill | Command::RunSkill | Command::Confined { .. } => Ok(()),
    }
}

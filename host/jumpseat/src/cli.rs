//! The words of the command line.

use std::{ffi::OsString, path::PathBuf};

use clap::{Args, Parser, Subcommand, ValueEnum};
use jumpseat_package::SkillId;

use crate::{config::LogFormat, limits::AUDIT_LAST_MAX};

/// A car assistant whose skills are sandboxed WebAssembly components.
#[derive(Debug, Parser)]
#[command(name = "jumpseat", version, about, max_term_width = 100)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What holds for every command.
#[derive(Debug, Args)]
#[command(next_help_heading = "Global options")]
pub(crate) struct Global {
    /// Configuration file [default: config.toml in the platform's configuration folder]
    #[arg(long, global = true, env = "JUMPSEAT_CONFIG", value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Folder of installed skills and what they keep [default: the platform's state folder]
    #[arg(long, global = true, env = "JUMPSEAT_STATE_DIR", value_name = "DIR")]
    pub(crate) state_dir: Option<PathBuf>,
    /// Folder of what can be made again [default: the platform's cache folder]
    #[arg(long, global = true, env = "JUMPSEAT_CACHE_DIR", value_name = "DIR")]
    pub(crate) cache_dir: Option<PathBuf>,
    /// A Qwen2.5 or Qwen3 GGUF to use instead of the starter model
    #[arg(long, global = true, env = "JUMPSEAT_MODEL", value_name = "GGUF")]
    pub(crate) model: Option<PathBuf>,
    /// Use phrases only, no language model, whatever else names one
    #[arg(long, global = true)]
    pub(crate) no_model: bool,
    /// Which log lines to write to standard error, for example "info" or "warn"
    #[arg(long, global = true, env = "JUMPSEAT_LOG", value_name = "FILTER")]
    pub(crate) log: Option<String>,
    /// How log lines are written
    #[arg(long, global = true, value_enum)]
    pub(crate) log_format: Option<LogFormat>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Answer typed sentences
    Ask(Ask),
    /// Answer spoken sentences, from WAV files or the microphone
    Listen(Listen),
    /// Drive through the simulated town and talk with the car
    Drive(Drive),
    /// List, show, install, remove and release skills
    #[command(subcommand)]
    Skills(Skills),
    /// Build a skill, or pack a component into one
    #[command(subcommand)]
    Skill(Skill),
    /// Check a car maker's policy, and explain what it means for a skill
    #[command(subcommand)]
    Policy(Policy),
    /// List, give and withdraw what skills are allowed
    #[command(subcommand)]
    Consent(Consent),
    /// Bring in map data; export or delete what is kept of the driver
    #[command(subcommand)]
    Data(Data),
    /// Show and verify the record of what skills did
    #[command(subcommand)]
    Audit(Audit),
    /// Say what is missing and how to get it
    Doctor {
        /// Print one JSON object
        #[arg(long)]
        json: bool,
    },
    /// Serve the language model to the process that started this one
    #[command(hide = true)]
    InferenceWorker,
    /// Compile the skill on standard input for the process that started this one
    #[command(hide = true)]
    CompileSkill,
    /// Run a skill for the process that started this one
    #[command(hide = true)]
    RunSkill,
    /// Confine this process, and become a program that hears or speaks
    #[command(hide = true)]
    Confined {
        /// As the speech crate writes them
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<OsString>,
    },
}

/// How turns are made and shown.
#[derive(Debug, Args)]
pub(crate) struct TurnOptions {
    /// Print one JSON object per turn
    #[arg(long)]
    pub(crate) json: bool,
    /// Play the spoken answers
    #[arg(long)]
    pub(crate) speak: bool,
    /// Write the spoken answers as numbered WAV files into this folder
    #[arg(long, value_name = "DIR")]
    pub(crate) speech_dir: Option<PathBuf>,
    /// Seconds since the simulated drive began
    #[arg(long, value_name = "SECONDS", default_value_t = 0)]
    pub(crate) at: u32,
}

#[derive(Debug, Args)]
pub(crate) struct Ask {
    #[command(flatten)]
    pub(crate) turn: TurnOptions,
    /// What the driver says; several are turns of one dialogue. "-" reads one sentence from standard input
    #[arg(required = true, value_name = "TEXT")]
    pub(crate) sentences: Vec<OsString>,
}

#[derive(Debug, Args)]
pub(crate) struct Listen {
    #[command(flatten)]
    pub(crate) turn: TurnOptions,
    /// WAV files; several are turns of one dialogue
    #[arg(value_name = "FILE.wav", required_unless_present = "microphone")]
    pub(crate) files: Vec<PathBuf>,
    /// Listen to the microphone until interrupted
    #[arg(long, conflicts_with = "files")]
    pub(crate) microphone: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Drive {
    #[command(flatten)]
    pub(crate) turn: TurnOptions,
    /// Whether time runs by itself, or only with `:wait`
    #[arg(long, value_enum, default_value_t = DriveClock::Running)]
    pub(crate) clock: DriveClock,
}

/// How time passes in a drive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum DriveClock {
    /// With the clock on the wall.
    Running,
    /// Only with `:wait SECONDS`.
    Manual,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Skills {
    /// List installed skills
    List {
        /// Print one JSON object
        #[arg(long)]
        json: bool,
    },
    /// Show a skill: tools, capabilities, events, limits
    Show {
        /// The skill
        id: String,
        /// Print one JSON object
        #[arg(long)]
        json: bool,
    },
    /// Install a skill file, or replace the installed one with the same id
    Install {
        /// What `jumpseat skill build` made
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// Print one JSON object per skill
        #[arg(long)]
        json: bool,
    },
    /// Remove a skill and what it keeps
    Remove {
        /// The skill
        id: String,
        /// Print one JSON object
        #[arg(long)]
        json: bool,
    },
    /// Call a quarantined skill again
    Release {
        /// The skill
        id: String,
        /// Print one JSON object
        #[arg(long)]
        json: bool,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Skill {
    /// Compile a Rust skill into one file
    Build {
        /// Folder with Cargo.toml, skill.toml, wit/ and phrases/
        dir: PathBuf,
        /// Where cargo puts what it builds [default: target in the skill's folder]
        #[arg(long, value_name = "DIR")]
        target_dir: Option<PathBuf>,
        /// Where the skill file goes [default: <id>.wasm in the skill's target folder]
        #[arg(long, short, value_name = "FILE")]
        output: Option<PathBuf>,
    },
    /// Make a skill file from a component built elsewhere
    Pack {
        /// The component
        file: PathBuf,
        /// Folder with skill.toml, wit/ and phrases/
        #[arg(long, value_name = "DIR")]
        manifest: PathBuf,
        /// Where the skill file goes [default: <id>.wasm beside the component]
        #[arg(long, short, value_name = "FILE")]
        output: Option<PathBuf>,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Policy {
    /// Check a policy file
    Check {
        /// The file
        file: PathBuf,
    },
    /// Say what a skill may reach, and who decides that
    Explain {
        /// The skill
        id: String,
        /// Print one JSON object
        #[arg(long)]
        json: bool,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Consent {
    /// List what was allowed or refused for good
    List {
        /// Print one JSON object
        #[arg(long)]
        json: bool,
    },
    /// Allow a skill all that it asks for, or some of it, until that is withdrawn
    Allow {
        /// The skill
        id: String,
        /// Capabilities; all that the driver would be asked for if none is named
        capabilities: Vec<String>,
        /// Tell the position only roughly, to about two kilometres
        #[arg(long)]
        roughly: bool,
    },
    /// Withdraw what was allowed or refused, so that the skill asks again
    Revoke {
        /// The skill
        id: String,
        /// The capability; all if none is named
        capability: Option<String>,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Data {
    /// Import an OpenStreetMap extract (.osm.pbf, .osm, .osm.gz) into a map database
    Import {
        /// The extract
        file: PathBuf,
        /// The database [default: map.sqlite in the state folder]
        #[arg(long, short, value_name = "DB")]
        output: Option<PathBuf>,
        /// Print one JSON object
        #[arg(long)]
        json: bool,
    },
    /// Write everything that is kept of the driver as one JSON object
    Export {
        /// Where it goes; "-" is standard output [default: -]
        #[arg(long, short, value_name = "FILE.json")]
        output: Option<PathBuf>,
    },
    /// Delete everything that is kept of the driver; skills stay installed
    Delete {
        /// Delete only what this skill keeps
        #[arg(long, value_name = "ID")]
        skill: Option<SkillId>,
        /// Do not ask
        #[arg(long)]
        yes: bool,
        /// Print one JSON object
        #[arg(long)]
        json: bool,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Audit {
    /// Show the records, oldest first
    ///
    /// What was said, the arguments of calls and positions are "[redacted]", unless [audit] in config.toml turned them on
    /// when they were recorded.
    Show {
        /// Print one JSON object per record, as the log holds it
        #[arg(long)]
        json: bool,
        /// Only what is about this skill
        #[arg(long, value_name = "ID")]
        skill: Option<String>,
        /// Only the newest records
        #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=i64::from(AUDIT_LAST_MAX)))]
        last: Option<u32>,
    },
    /// Check that no record was changed, removed, moved or inserted
    ///
    /// The exit code is 1 if one was. Whoever may write the log can cut records off its end or write all of it anew: note
    /// the hash of the newest record elsewhere, and compare.
    Verify {
        /// Print one JSON object
        #[arg(long)]
        json: bool,
    },
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }
}

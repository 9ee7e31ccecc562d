//! `config.toml`: what the owner of the car sets.
//!
//! Every key has a default, so an empty file and no file mean the same; a file that somebody named must be there. Flags
//! and environment variables win over the file. A key that is not known is an error with a suggestion: a misspelt limit
//! must not look like one.

mod file;

use std::path::PathBuf;

use serde::Deserialize;
use url::Url;

pub(crate) use self::file::ConfigError;
use crate::limits::{MODEL_DEADLINE_MS_DEFAULT, SKILL_DEADLINE_MS_DEFAULT};

/// The whole file.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub(crate) struct Config {
    /// The language model.
    pub(crate) model: Model,
    /// Skills.
    pub(crate) skills: Skills,
    /// What skills may do.
    pub(crate) policy: Policy,
    /// Hearing and speaking.
    pub(crate) speech: Speech,
    /// Where places come from and where the car is.
    pub(crate) world: World,
    /// Where the weather comes from.
    pub(crate) weather: Weather,
    /// How the driver likes it.
    pub(crate) driver: Driver,
    /// Logs.
    pub(crate) log: Log,
    /// The audit log.
    pub(crate) audit: Audit,
}

/// `[model]`
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub(crate) struct Model {
    /// A Qwen2.5 or Qwen3 GGUF; the starter model if not set.
    pub(crate) path: Option<PathBuf>,
    /// False leaves only phrases.
    pub(crate) enabled: bool,
    /// Time for one answer.
    pub(crate) deadline_ms: u64,
}

/// `[skills]`
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub(crate) struct Skills {
    /// Time for one call.
    pub(crate) deadline_ms: u64,
}

/// `[policy]`
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub(crate) struct Policy {
    /// The car maker's policy; careful defaults if not set.
    pub(crate) file: Option<PathBuf>,
}

/// `[speech]`
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub(crate) struct Speech {
    /// Command that records 16 kHz mono 16-bit samples to standard output; found on the search path if not set.
    pub(crate) recorder: Option<Vec<String>>,
    /// Command that plays a WAV file from standard input; found on the search path if not set.
    pub(crate) player: Option<Vec<String>>,
}

/// `[world]`
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub(crate) struct World {
    /// A database made by `jumpseat data import`; the simulated town if not set.
    pub(crate) map: Option<PathBuf>,
    /// Where the car stands on that map: latitude and longitude (WGS 84).
    pub(crate) position_deg: Option<[f64; 2]>,
}

/// `[weather]`
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub(crate) struct Weather {
    /// A source in the form of Open-Meteo, for a car on a map; nobody knows the weather there if not set.
    pub(crate) source: Option<Url>,
}

/// `[driver]`
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub(crate) struct Driver {
    /// The units of answers.
    pub(crate) units: Units,
}

/// Systems of units.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Units {
    /// Metres and kilometres per hour.
    #[default]
    Metric,
    /// Feet and miles per hour.
    Imperial,
}

/// `[log]`
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub(crate) struct Log {
    /// Which lines, as a tracing filter: "warn", "info", `jumpseat_runtime=debug`.
    pub(crate) filter: String,
    /// How lines are written.
    pub(crate) format: LogFormat,
}

/// `[audit]`
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub(crate) struct Audit {
    /// Whether what was said, and the arguments of calls, are written.
    pub(crate) transcripts: bool,
    /// Whether positions are written.
    pub(crate) positions: bool,
}

/// How log lines are written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum LogFormat {
    /// For people.
    #[default]
    Human,
    /// One JSON object per line.
    Json,
}

impl Default for Model {
    fn default() -> Self {
        Self { path: None, enabled: true, deadline_ms: MODEL_DEADLINE_MS_DEFAULT }
    }
}

impl Default for Skills {
    fn default() -> Self {
        Self { deadline_ms: SKILL_DEADLINE_MS_DEFAULT }
    }
}

impl Default for Log {
    fn default() -> Self {
        Self { filter: "warn".to_owned(), format: LogFormat::Human }
    }
}

//! `config.toml`: what the owner of the car sets.
//!
//! Every key has a default, so an empty file and no file mean the same. Flags and environment variables win over
//! the file. A key that is not known is an error with a suggestion: a misspelt limit must not look like one.

use std::{
    fs::File,
    io::Read as _,
    path::{Path, PathBuf},
};

use serde::Deserialize;

use crate::limits::{CONFIG_BYTES_MAX, MODEL_DEADLINE_MS_DEFAULT, SKILL_DEADLINE_MS_DEFAULT};

/// The whole file.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub(crate) struct Config {
    /// The language model.
    pub(crate) model: Model,
    /// Skills.
    pub(crate) skills: Skills,
    /// Hearing and speaking.
    pub(crate) speech: Speech,
    /// Where places come from and where the car is.
    pub(crate) world: World,
    /// How the driver likes it.
    pub(crate) driver: Driver,
    /// Logs.
    pub(crate) log: Log,
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

/// Every key of the file, for suggestions.
const KEYS: &[&str] = &[
    "driver",
    "driver.units",
    "log",
    "log.filter",
    "log.format",
    "model",
    "model.deadline-ms",
    "model.enabled",
    "model.path",
    "skills",
    "skills.deadline-ms",
    "speech",
    "speech.player",
    "speech.recorder",
    "world",
    "world.map",
    "world.position-deg",
];

/// Why the configuration was not accepted.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ConfigError {
    /// The file cannot be read.
    #[error("cannot read {}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system says.
        #[source]
        source: std::io::Error,
    },
    /// The file is too large.
    #[error("{} has {bytes} bytes, the limit is {CONFIG_BYTES_MAX}", path.display())]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// Its size.
        bytes: u64,
    },
    /// It is no TOML, or a value has the wrong type.
    #[error("{} is not a valid configuration: {message}", path.display())]
    Invalid {
        /// The file.
        path: PathBuf,
        /// Where and what.
        message: String,
    },
    /// A key is not known.
    #[error("{}: unknown key {key:?}{}", path.display(), suggested(key))]
    UnknownKey {
        /// The file.
        path: PathBuf,
        /// The key with its section.
        key: String,
    },
}

fn suggested(key: &str) -> String {
    let distance = |known: &&&str| strsim::levenshtein(known, key);
    KEYS.iter()
        .min_by_key(distance)
        .filter(|known| strsim::levenshtein(known, key) <= 3)
        .map_or_else(|| format!("\n  known keys: {}", KEYS.join(", ")), |known| format!("\n  did you mean {known:?}?"))
}

impl Config {
    /// Reads the file; one that does not exist counts as empty.
    pub(crate) fn read(path: &Path) -> Result<Self, ConfigError> {
        let failed = |source| ConfigError::Read { path: path.to_owned(), source };
        let file = match File::open(path) {
            Ok(file) => file,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(source) => return Err(failed(source)),
        };
        let bytes = file.metadata().map_err(failed)?.len();
        if bytes > CONFIG_BYTES_MAX {
            return Err(ConfigError::TooLarge { path: path.to_owned(), bytes });
        }
        let mut text = String::new();
        file.take(CONFIG_BYTES_MAX).read_to_string(&mut text).map_err(failed)?;
        Self::parse(&text, path)
    }

    /// Parses the file's text; `path` is for messages.
    fn parse(text: &str, path: &Path) -> Result<Self, ConfigError> {
        let invalid =
            |error: toml::de::Error| ConfigError::Invalid { path: path.to_owned(), message: error.to_string() };
        let document = toml::Deserializer::parse(text).map_err(invalid)?;
        let mut unknown = None;
        let config = serde_ignored::deserialize(document, |key| {
            unknown.get_or_insert_with(|| key.to_string());
        })
        .map_err(invalid)?;
        match unknown {
            Some(key) => Err(ConfigError::UnknownKey { path: path.to_owned(), key }),
            None => Ok(config),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Config, String> {
        Config::parse(text, Path::new("config.toml")).map_err(|error| error.to_string())
    }

    #[test]
    fn an_empty_file_is_the_default() {
        assert_eq!(parse(""), Ok(Config::default()));
    }

    #[test]
    fn every_key_can_be_set() {
        let config = parse(
            r#"
            [model]
            path = "/models/qwen.gguf"
            enabled = false
            deadline-ms = 2000
            [skills]
            deadline-ms = 500
            [speech]
            recorder = ["arecord"]
            player = ["aplay"]
            [world]
            map = "/maps/monaco.sqlite"
            position-deg = [43.73, 7.42]
            [driver]
            units = "imperial"
            [log]
            filter = "info"
            format = "json"
            "#,
        )
        .unwrap();
        assert_eq!(config.model.path.as_deref(), Some(Path::new("/models/qwen.gguf")));
        assert_eq!(config.driver.units, Units::Imperial);
        assert_eq!(config.world.position_deg, Some([43.73, 7.42]));
    }

    #[test]
    fn an_unknown_key_is_an_error_with_a_suggestion() {
        insta::assert_snapshot!(parse("[model]\npaht = \"x\"").unwrap_err(), @r#"
        config.toml: unknown key "model.paht"
          did you mean "model.path"?
        "#);
    }

    #[test]
    fn a_value_of_the_wrong_type_names_its_place() {
        let error = parse("[model]\ndeadline-ms = \"soon\"").unwrap_err();
        assert!(error.contains("line 2") && error.contains("deadline-ms"), "{error}");
    }
}

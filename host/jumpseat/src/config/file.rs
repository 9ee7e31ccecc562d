//! Reading `config.toml`.

use std::{
    ops::RangeInclusive,
    path::{Path, PathBuf},
};

use super::Config;
use crate::{
    bounded::{self, ReadError},
    limits::{CONFIG_BYTES_MAX, MODEL_DEADLINE_MS_MAX, SKILL_DEADLINE_MS_MAX},
};

/// Every key of the file, for suggestions.
const KEYS: &[&str] = &[
    "audit",
    "audit.positions",
    "audit.transcripts",
    "driver",
    "driver.units",
    "log",
    "log.filter",
    "log.format",
    "model",
    "model.deadline-ms",
    "model.enabled",
    "model.path",
    "policy",
    "policy.file",
    "skills",
    "skills.deadline-ms",
    "speech",
    "speech.player",
    "speech.recorder",
    "weather",
    "weather.source",
    "world",
    "world.map",
    "world.position-deg",
];

/// Why the configuration was not accepted.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ConfigError {
    /// The file cannot be read, or is too large.
    #[error(transparent)]
    Read(#[from] ReadError),
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
    /// A time is longer or shorter than it may be.
    #[error("{}: {key} is {value}, allowed are {} to {}", path.display(), allowed.start(), allowed.end())]
    OutOfRange {
        /// The file.
        path: PathBuf,
        /// The key with its section.
        key: &'static str,
        /// Its value.
        value: u64,
        /// The smallest and the largest value.
        allowed: RangeInclusive<u64>,
    },
}

impl ConfigError {
    /// What a person can do next.
    pub(crate) fn hint(&self) -> Option<String> {
        match self {
            Self::Read(error) if error.is_missing() => {
                Some("check --config and JUMPSEAT_CONFIG; without them config.toml is optional".to_owned())
            }
            Self::Read(_) | Self::Invalid { .. } | Self::UnknownKey { .. } | Self::OutOfRange { .. } => None,
        }
    }
}

fn suggested(key: &str) -> String {
    let distance = |known: &&&str| strsim::levenshtein(known, key);
    KEYS.iter()
        .min_by_key(distance)
        .filter(|known| strsim::levenshtein(known, key) <= 3)
        .map_or_else(|| format!("\n  known keys: {}", KEYS.join(", ")), |known| format!("\n  did you mean {known:?}?"))
}

impl Config {
    /// Reads a file that must be there.
    pub(crate) fn read(path: &Path) -> Result<Self, ConfigError> {
        let bytes = bounded::read(path, CONFIG_BYTES_MAX)?;
        let invalid =
            |error: std::str::Utf8Error| ConfigError::Invalid { path: path.to_owned(), message: error.to_string() };
        Self::parse(str::from_utf8(&bytes).map_err(invalid)?, path)
    }

    /// Reads a file; one that is not there counts as empty.
    pub(crate) fn read_if_there(path: &Path) -> Result<Self, ConfigError> {
        match Self::read(path) {
            Err(ConfigError::Read(error)) if error.is_missing() => Ok(Self::default()),
            read => read,
        }
    }

    /// Parses the file's text; `path` is for messages.
    fn parse(text: &str, path: &Path) -> Result<Self, ConfigError> {
        let invalid =
            |error: toml::de::Error| ConfigError::Invalid { path: path.to_owned(), message: error.to_string() };
        let document = toml::Deserializer::parse(text).map_err(invalid)?;
        let mut unknown = None;
        let config: Self = serde_ignored::deserialize(document, |key| {
            unknown.get_or_insert_with(|| key.to_string());
        })
        .map_err(invalid)?;
        if let Some(key) = unknown {
            return Err(ConfigError::UnknownKey { path: path.to_owned(), key });
        }
        for (key, value, max) in [
            ("model.deadline-ms", config.model.deadline_ms, MODEL_DEADLINE_MS_MAX),
            ("skills.deadline-ms", config.skills.deadline_ms, SKILL_DEADLINE_MS_MAX),
        ] {
            let allowed = 1..=max;
            if !allowed.contains(&value) {
                return Err(ConfigError::OutOfRange { path: path.to_owned(), key, value, allowed });
            }
        }
        Ok(config)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Units;

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
            [policy]
            file = "/etc/jumpseat/policy.toml"
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
            [audit]
            transcripts = true
            positions = true
            "#,
        )
        .unwrap();
        assert_eq!(config.model.path.as_deref(), Some(Path::new("/models/qwen.gguf")));
        assert_eq!(config.driver.units, Units::Imperial);
        assert_eq!(config.world.position_deg, Some([43.73, 7.42]));
        assert!(config.audit.transcripts && config.audit.positions);
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

    #[test]
    fn a_deadline_that_nobody_would_keep_names_its_limit() {
        insta::assert_snapshot!(parse("[skills]\ndeadline-ms = 5000").unwrap_err(), @"config.toml: skills.deadline-ms is 5000, allowed are 1 to 2000");
        insta::assert_snapshot!(parse("[model]\ndeadline-ms = 86400000").unwrap_err(), @"config.toml: model.deadline-ms is 86400000, allowed are 1 to 60000");
        insta::assert_snapshot!(parse("[model]\ndeadline-ms = 0").unwrap_err(), @"config.toml: model.deadline-ms is 0, allowed are 1 to 60000");
    }

    #[test]
    fn only_a_file_that_nobody_named_may_be_missing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("typo.toml");
        assert_eq!(Config::read_if_there(&path).unwrap(), Config::default());
        let error = Config::read(&path).unwrap_err();
        assert!(error.to_string().contains("typo.toml") && error.hint().is_some(), "{error}");
    }

    #[cfg(unix)]
    #[test]
    fn a_file_without_end_is_not_read_to_its_end() {
        insta::assert_snapshot!(Config::read(Path::new("/dev/zero")).unwrap_err(), @"/dev/zero has at least 65537 bytes, the limit is 65536");
    }
}

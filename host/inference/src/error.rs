//! Why a model cannot be used.

use std::{path::PathBuf, time::Duration};

use crate::limits::{CONTEXT_TOKENS_MIN, LOAD_DEATHS_MAX, LOAD_DURATION_MAX, STORM_DEATHS, STORM_PAUSE, STORM_WINDOW};

/// Why a model cannot be used. The host keeps serving phrases without one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LoadError {
    /// There is no such file.
    #[error("there is no model at {path}")]
    Missing {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// The file cannot be read or written.
    #[error("cannot access {path}: {detail}")]
    Inaccessible {
        /// The file.
        path: PathBuf,
        /// What the system said.
        detail: String,
    },
    /// The file is something else.
    #[error("{path} is no GGUF file")]
    NotGguf {
        /// The file.
        path: PathBuf,
    },
    /// The file ends before its content does.
    #[error("{path} is cut short: {what} reaches to byte {needed_bytes}, the file has {file_bytes}")]
    Truncated {
        /// The file.
        path: PathBuf,
        /// What does not fit.
        what: String,
        /// Where it would end.
        needed_bytes: u64,
        /// The length of the file.
        file_bytes: u64,
    },
    /// A part of the file is larger than any sound model's.
    #[error("{path}: {what} is {value}, the limit is {limit}")]
    OverLimit {
        /// The file.
        path: PathBuf,
        /// What was counted, with its unit.
        what: &'static str,
        /// Its value.
        value: u64,
        /// The limit.
        limit: u64,
    },
    /// The file breaks its own format.
    #[error("{path} is damaged: {detail}")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// For the log.
        detail: String,
    },
    /// The model is of a kind that Jumpseat does not run.
    #[error("{path} is not supported: {what}")]
    Unsupported {
        /// The file.
        path: PathBuf,
        /// What it is.
        what: String,
    },
    /// The inference engine does not accept the model.
    #[error("the inference engine refused {path}: {detail}")]
    Refused {
        /// The file.
        path: PathBuf,
        /// For the log.
        detail: String,
    },
    /// The inference process died each time it loaded the model. It is not tried again until the file changes.
    #[error("{path} made the inference process fail {LOAD_DEATHS_MAX} times: {detail}")]
    Quarantined {
        /// The file.
        path: PathBuf,
        /// How it died.
        detail: String,
    },
    /// The inference process died again and again while it served. It is not tried again for a while.
    #[error(
        "the inference process died {STORM_DEATHS} times within {} min and is not started for {} min: {detail}",
        STORM_WINDOW.as_secs() / 60,
        STORM_PAUSE.as_secs() / 60
    )]
    RestartStorm {
        /// How it died at last.
        detail: String,
    },
    /// The inference process was still loading the model when its time was over. The file may be sound.
    #[error("the inference process did not load {path} within {} s", LOAD_DURATION_MAX.as_secs())]
    LoadTimedOut {
        /// The file.
        path: PathBuf,
    },
    /// The inference process cannot be started.
    #[error("cannot start the inference process {program}: {detail}")]
    Worker {
        /// The program.
        program: PathBuf,
        /// What the system said.
        detail: String,
    },
}

impl LoadError {
    /// What a person can do about it.
    pub fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::Missing { .. } => "check the path of the model, or leave it out to use the starter model",
            Self::Inaccessible { .. } => "check the permissions of the file and its folder",
            Self::NotGguf { .. } => "Jumpseat reads models in the GGUF format; published ones end in \".gguf\"",
            Self::Truncated { .. } => "download or copy the file again: it is not complete",
            Self::OverLimit { .. } | Self::Damaged { .. } => "get the file from its publisher again",
            Self::Unsupported { .. } => {
                "use an instruct model of the Qwen2.5 or Qwen3 family, or leave the model out to use the starter model"
            }
            Self::Refused { .. } => "get the file from its publisher again, or try another quantisation of the model",
            Self::Quarantined { .. } => "replace the file: it is tried again as soon as it changes",
            Self::RestartStorm { .. } => {
                "look for what ends it (too little memory?); it is tried again after that, or once the model file changes"
            }
            Self::LoadTimedOut { .. } => {
                "use a smaller model or a faster disk; it is tried again with the next sentence that needs it"
            }
            Self::Worker { .. } => "reinstall jumpseat: it starts itself as the inference process",
        };
        Some(hint.to_owned())
    }

    /// How long requests are refused before one is reason to try again, whether or not the file has changed; nothing where
    /// only another file helps.
    pub(crate) fn tried_again_after(&self) -> Option<Duration> {
        match self {
            // A program that cannot be started may be there the next time, and a disk may be faster; the file has nothing to
            // do with it.
            Self::Worker { .. } | Self::LoadTimedOut { .. } => Some(Duration::ZERO),
            Self::RestartStorm { .. } => Some(STORM_PAUSE),
            Self::Missing { .. }
            | Self::Inaccessible { .. }
            | Self::NotGguf { .. }
            | Self::Truncated { .. }
            | Self::OverLimit { .. }
            | Self::Damaged { .. }
            | Self::Unsupported { .. }
            | Self::Refused { .. }
            | Self::Quarantined { .. } => None,
        }
    }

    pub(crate) fn context_too_small(path: PathBuf, tokens: u64) -> Self {
        Self::Unsupported { path, what: format!("it reads {tokens} tokens, at least {CONTEXT_TOKENS_MIN} are needed") }
    }
}

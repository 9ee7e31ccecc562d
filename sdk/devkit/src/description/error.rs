//! Why a skill's folder was not accepted.

use std::path::PathBuf;

use jumpseat_package::{Language, ManifestError, Misfit, PhrasesError};

use crate::limits::FILE_BYTES_MAX;

/// Why a skill's folder was not accepted.
#[derive(Debug, thiserror::Error)]
pub enum DescriptionError {
    /// A file or folder cannot be read.
    #[error("cannot read {}", path.display())]
    Read {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        #[source]
        source: std::io::Error,
    },
    /// A file is larger than allowed.
    #[error("{} has more than {FILE_BYTES_MAX} bytes", path.display())]
    TooLarge {
        /// The file.
        path: PathBuf,
    },
    /// The manifest is not acceptable.
    #[error("{} is not acceptable", path.display())]
    Manifest {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: Box<ManifestError>,
    },
    /// The WIT is not well formed, or something that it uses is missing.
    #[error("cannot read the WIT in {}: {message}", path.display())]
    Wit {
        /// The folder.
        path: PathBuf,
        /// What the reader of WIT says, with the place.
        message: String,
    },
    /// The WIT has no interface named `tools`, or one without functions.
    #[error("the WIT in {} has no interface \"tools\" with functions", path.display())]
    NoTools {
        /// The folder.
        path: PathBuf,
    },
    /// Tools or fields without a doc comment. The model reads nothing else about them.
    #[error("these have no doc comment: {}", items.join(", "))]
    Undocumented {
        /// All of them: "find", "find-request.near".
        items: Vec<String>,
    },
    /// A file among the phrases whose name is no language.
    #[error("{} is not named after a language", path.display())]
    NoPhraseFile {
        /// The file.
        path: PathBuf,
    },
    /// A phrase file is not acceptable.
    #[error("{} is not acceptable", path.display())]
    Phrases {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: Box<PhrasesError>,
    },
    /// A phrase file names another language than its own name does.
    #[error("{} says that its language is \"{language}\"", path.display())]
    OtherLanguage {
        /// The file.
        path: PathBuf,
        /// The language that it names.
        language: Language,
    },
    /// The phrases do not fit the tools of the WIT.
    #[error(transparent)]
    Misfit(#[from] Box<Misfit>),
    /// A text that people read is missing in a language that has phrases.
    #[error("skill.toml has phrases in \"{language}\" but no {key}.{language}")]
    MissingText {
        /// The text: "name".
        key: String,
        /// The language.
        language: Language,
    },
    /// The manifest names a kind of event that the contract does not have.
    #[error("skill.toml names the event {kind:?}, which does not exist")]
    UnknownEvent {
        /// The kind.
        kind: String,
        /// The kinds that exist.
        known: Vec<String>,
    },
}

impl DescriptionError {
    /// What the author can do about it.
    pub fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::Read { path, .. } if path.ends_with("skill.toml") => {
                "a skill's folder holds skill.toml, wit/ and phrases/".to_owned()
            }
            Self::Manifest { source, .. } => return source.hint(),
            Self::Wit { .. } => "wit/deps holds the packages of the contract, or is a link to them".to_owned(),
            Self::NoTools { .. } => "write interface tools { … } and export tools; in the world".to_owned(),
            Self::Undocumented { .. } => {
                "write /// above each: one sentence that tells the model what it does or means".to_owned()
            }
            Self::NoPhraseFile { .. } => {
                let names: Vec<_> = Language::ALL.iter().map(|language| format!("{language}.yaml")).collect();
                format!("phrase files are named {}", names.join(", "))
            }
            Self::Phrases { source, .. } => return source.hint(),
            Self::Misfit(misfit) => return misfit.fault.hint(),
            Self::UnknownEvent { known, .. } => format!("events are {}", known.join(", ")),
            Self::Read { .. } | Self::TooLarge { .. } | Self::OtherLanguage { .. } | Self::MissingText { .. } => {
                return None;
            }
        };
        Some(hint)
    }
}

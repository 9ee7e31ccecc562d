//! What lies in a skill's folder besides its code: `skill.toml` and `phrases/<language>.yaml`.

use std::{
    fs::{self, File},
    io::Read as _,
    path::{Path, PathBuf},
};

use jumpseat_package::{Language, Manifest, ManifestError, Phrases, PhrasesError};

use crate::limits::{FILE_BYTES_MAX, PHRASE_FILES_MAX};

/// Why a skill's folder was not read.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// A file or folder cannot be read.
    #[error("cannot read {}", path.display())]
    Read {
        /// What was to be read.
        path: PathBuf,
        /// What the system says.
        #[source]
        source: std::io::Error,
    },
    /// A file is too large.
    #[error("{} has more than {FILE_BYTES_MAX} bytes", path.display())]
    TooLarge {
        /// The file.
        path: PathBuf,
    },
    /// There are too many phrase files.
    #[error("{} holds more than {PHRASE_FILES_MAX} files", path.display())]
    TooManyFiles {
        /// The folder.
        path: PathBuf,
    },
    /// The manifest is not acceptable.
    #[error("{} is not acceptable", path.display())]
    Manifest {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        #[source]
        source: ManifestError,
    },
    /// A phrase file is not acceptable.
    #[error("{} is not acceptable", path.display())]
    Phrases {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        #[source]
        source: PhrasesError,
    },
    /// A phrase file is named after another language than it states.
    #[error("{} states the language \"{language}\"", path.display())]
    OtherLanguage {
        /// The file.
        path: PathBuf,
        /// What it states.
        language: Language,
    },
}

impl FolderError {
    /// What the author can do about it.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Read { path, .. } if path.ends_with("skill.toml") => {
                Some("a skill's folder holds skill.toml, wit/ and phrases/".to_owned())
            }
            Self::Manifest { source, .. } => source.hint(),
            Self::Phrases { source, .. } => source.hint(),
            Self::OtherLanguage { language, .. } => Some(format!("name it {language}.yaml")),
            Self::Read { .. } | Self::TooLarge { .. } | Self::TooManyFiles { .. } => None,
        }
    }
}

/// The manifest of the skill.
pub(crate) fn manifest(folder: &Path) -> Result<Manifest, FolderError> {
    let path = folder.join("skill.toml");
    let text = read(&path)?;
    Manifest::parse(&text).map_err(|source| FolderError::Manifest { path, source })
}

/// The phrases of the skill, sorted by file name. A skill without phrases is one that only the model can find.
pub(crate) fn phrases(folder: &Path) -> Result<Vec<Phrases>, FolderError> {
    let folder = folder.join("phrases");
    let entries = match fs::read_dir(&folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(source) => return Err(FolderError::Read { path: folder, source }),
    };
    let mut paths = Vec::new();
    for entry in entries {
        let path = entry.map_err(|source| FolderError::Read { path: folder.clone(), source })?.path();
        if path.extension().is_some_and(|end| end == "yaml") {
            paths.push(path);
        }
    }
    if paths.len() > PHRASE_FILES_MAX {
        return Err(FolderError::TooManyFiles { path: folder });
    }
    paths.sort();
    paths.into_iter().map(phrases_of).collect()
}

fn phrases_of(path: PathBuf) -> Result<Phrases, FolderError> {
    let text = read(&path)?;
    let phrases = match Phrases::parse(&text) {
        Ok(phrases) => phrases,
        Err(source) => return Err(FolderError::Phrases { path, source }),
    };
    if path.file_stem().is_none_or(|stem| stem != phrases.language.tag()) {
        return Err(FolderError::OtherLanguage { path, language: phrases.language });
    }
    Ok(phrases)
}

fn read(path: &Path) -> Result<String, FolderError> {
    let failed = |source| FolderError::Read { path: path.to_owned(), source };
    let mut text = String::new();
    let read = File::open(path).map_err(failed)?.take(FILE_BYTES_MAX + 1).read_to_string(&mut text);
    let bytes = read.map_err(failed)?;
    if u64::try_from(bytes).is_ok_and(|bytes| bytes > FILE_BYTES_MAX) {
        return Err(FolderError::TooLarge { path: path.to_owned() });
    }
    Ok(text)
}

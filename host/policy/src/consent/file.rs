//! `consents.json`: what the driver agreed to for good.
//!
//! ```json
//! {"format": 1, "consents": [{"skill": "noodles", "publisher": "acme", "capability": "location",
//!                             "fingerprint": "9f…", "precision": "coarse", "answer": "always"}]}
//! ```
//!
//! It is written beside its place and renamed, so a power cut leaves the old file or the new one. A damaged file is an
//! error and never counts as empty: it may hold a "never".

use std::{
    fs::{self, File, Metadata},
    io::{self, Read as _, Write as _},
    path::{Path, PathBuf},
    time::SystemTime,
};

use serde::{Deserialize, Serialize};
use tempfile::NamedTempFile;

use super::{Consent, Consents};
use crate::{
    file_lock::{self, LockError},
    limits::{CONSENTS_BYTES_MAX, CONSENTS_MAX, LOCK_WAIT_MS_MAX},
};

const FORMAT: u32 = 1;

/// The file of a car.
#[derive(Debug, Clone)]
pub struct ConsentFile {
    path: PathBuf,
}

/// A state of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stamp {
    modified: Option<SystemTime>,
    bytes: u64,
}

impl Stamp {
    fn of(metadata: &Metadata) -> Self {
        Self { modified: metadata.modified().ok(), bytes: metadata.len() }
    }
}

/// Why consents were not read or kept.
#[derive(Debug, thiserror::Error)]
pub enum ConsentError {
    /// The file cannot be read.
    #[error("cannot read {}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system says.
        #[source]
        source: io::Error,
    },
    /// The file cannot be written.
    #[error("cannot write {}", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system says.
        #[source]
        source: io::Error,
    },
    /// Another process does not let go of the file.
    #[error("another process holds {} for more than {LOCK_WAIT_MS_MAX} ms", path.display())]
    Busy {
        /// The file.
        path: PathBuf,
    },
    /// There are too many.
    #[error("{CONSENTS_MAX} consents are kept, which is the limit")]
    TooMany,
    /// The file is damaged.
    #[error("the consents in {} are damaged: {message}", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        message: String,
    },
}

impl ConsentError {
    /// What a person can do about it.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Damaged { path, .. } => {
                Some(format!("delete {}: skills then ask again, also those that should never", path.display()))
            }
            Self::TooMany => Some("withdraw some: jumpseat consent revoke <skill>".to_owned()),
            Self::Read { .. } | Self::Write { .. } | Self::Busy { .. } => None,
        }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Content {
    format: u32,
    consents: Vec<Consent>,
}

impl ConsentFile {
    /// Whoever changes the file holds this one beside it. Whoever deletes what is kept of the driver locks folders by this
    /// name, so that no consent that is being written comes back after the deletion.
    pub const LOCK: &str = "..lock";

    /// The file at a path. Nothing is read or made yet.
    pub fn new(path: PathBuf) -> Self {
        Self { path }
    }

    /// What changes with the file: when it was written, and its size. Nothing if it is not there.
    pub(crate) fn stamp(&self) -> Option<Stamp> {
        fs::metadata(&self.path).ok().map(|metadata| Stamp::of(&metadata))
    }

    /// Reads it. A file that is not there holds nothing.
    pub fn read(&self) -> Result<Consents, ConsentError> {
        let file = match File::open(&self.path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Consents::default()),
            Err(source) => return Err(ConsentError::Read { path: self.path.clone(), source }),
        };
        let mut bytes = Vec::new();
        let read = file.take(CONSENTS_BYTES_MAX + 1).read_to_end(&mut bytes);
        read.map_err(|source| ConsentError::Read { path: self.path.clone(), source })?;
        if bytes.len() as u64 > CONSENTS_BYTES_MAX {
            return Err(self.damaged(format!("they have more than {CONSENTS_BYTES_MAX} bytes")));
        }
        let content: Content = serde_json::from_slice(&bytes).map_err(|error| self.damaged(error.to_string()))?;
        if content.format != FORMAT {
            return Err(self.damaged(format!("their format is {}, known is {FORMAT}", content.format)));
        }
        Ok(Consents::new(content.consents))
    }

    /// Changes what outlasts the trip: what the file holds now is read, changed and written while no other process can do
    /// the same. What it holds then, and its state.
    pub(crate) fn change(&self, change: impl FnOnce(&mut Consents)) -> Result<(Consents, Stamp), ConsentError> {
        let failed = |source| ConsentError::Write { path: self.path.clone(), source };
        let folder = self.path.parent().unwrap_or(Path::new("."));
        fs::create_dir_all(folder).map_err(failed)?;
        let _lock = file_lock::take(&folder.join(Self::LOCK), LOCK_WAIT_MS_MAX).map_err(|error| match error {
            LockError::Unusable(source) => failed(source),
            LockError::Busy => ConsentError::Busy { path: self.path.clone() },
        })?;
        let mut consents = self.read()?;
        change(&mut consents);
        let content = Content { format: FORMAT, consents: consents.lasting().cloned().collect() };
        let stamp = self.replace(folder, &content).map_err(failed)?;
        Ok((consents, stamp))
    }

    fn replace(&self, folder: &Path, content: &Content) -> io::Result<Stamp> {
        let mut file = NamedTempFile::new_in(folder)?;
        serde_json::to_writer_pretty(&mut file, content)?;
        file.flush()?;
        file.as_file().sync_all()?;
        let stamp = Stamp::of(&file.as_file().metadata()?);
        file.persist(&self.path)?;
        // The new name must outlast a power cut too.
        File::open(folder)?.sync_all()?;
        Ok(stamp)
    }

    fn damaged(&self, message: String) -> ConsentError {
        ConsentError::Damaged { path: self.path.clone(), message }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ConsentRequest, DriverAnswer, Precision, Said, samples::subject};

    #[test]
    fn what_lasts_is_read_as_it_was_written_and_a_trip_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let file = ConsentFile::new(folder.path().join("state/consents.json"));
        assert_eq!(file.read().unwrap(), Consents::default());
        let subject = subject(&["location", "preferences", "storage"]);
        let give = |capability: &str, answer| {
            let capabilities = [capability.to_owned()].into();
            let request = ConsentRequest { subject: subject.clone(), capabilities, precision: Precision::Coarse };
            file.change(|consents| assert!(consents.give(&request, answer).is_ok())).unwrap().0
        };
        give("location", DriverAnswer::Always);
        give("preferences", DriverAnswer::Never);
        let mut consents = give("storage", DriverAnswer::ThisTrip);
        consents.end_trip();
        assert_eq!(file.read().unwrap(), consents);
        let capabilities: Vec<&str> = consents.lasting().map(|consent| consent.capability.as_str()).collect();
        assert_eq!(capabilities, ["location", "preferences"]);
        assert_eq!(consents.answer(&subject, "location"), Some(Said::Yes(Precision::Coarse)));
        assert_eq!(fs::read_dir(folder.path().join("state")).unwrap().count(), 2, "the file and its lock");
    }

    #[test]
    fn a_damaged_file_is_not_an_empty_one() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("consents.json");
        let file = ConsentFile::new(path.clone());
        for content in ["", "{}", r#"{"format": 2, "consents": []}"#, r#"{"format": 1, "consents": [{}]}"#] {
            fs::write(&path, content).unwrap();
            assert!(matches!(file.read(), Err(ConsentError::Damaged { .. })), "{content}");
            assert!(matches!(file.change(|_| {}), Err(ConsentError::Damaged { .. })), "{content}");
            assert_eq!(fs::read_to_string(&path).unwrap(), content);
        }
    }
}

//! The skills that are installed, as files in the state folder.
//!
//! ```text
//! skills/installed.json     the list, in the order of installation: id and digest
//! skills/<digest>.wasm      the skill files
//! skills/quarantine.json    the skills that are not called any more
//! skills/strikes.json       the skills that broke, and how often
//! ```
//!
//! A file is written first and the list after it; each is written beside its place and renamed. Replacing the list
//! is therefore the one moment at which a skill becomes installed, replaced or removed, and a power cut leaves
//! either the old state or the new one. Files that no list names are swept at the next change.

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
};

use jumpseat_package::{Package, Publisher, SkillId};
use serde::{Deserialize, Serialize};

use crate::{
    bounded::{self, ReadError},
    limits::{INSTALLED_LIST_BYTES_MAX, INSTALLED_SKILLS_MAX, SKILL_FILE_BYTES_MAX},
    state_file,
};

/// The skills of one state folder.
#[derive(Debug, Clone)]
pub(crate) struct Installed {
    folder: PathBuf,
}

/// One line of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Entry {
    /// The skill.
    pub(crate) id: SkillId,
    /// BLAKE3 of its file, in hexadecimal.
    pub(crate) digest: String,
}

/// Why installed skills were not read or changed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum InstalledError {
    /// A file of the state folder cannot be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// A file of the state folder cannot be written.
    #[error("cannot write {}", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system says.
        #[source]
        source: std::io::Error,
    },
    /// The list is damaged.
    #[error("the list of installed skills {} is damaged", path.display())]
    Damaged {
        /// The list.
        path: PathBuf,
        /// What is wrong.
        #[source]
        source: serde_json::Error,
    },
    /// Another publisher's skill has the id.
    #[error("the skill {:?} of {installed} is installed; this one is by {offered}", id.as_str())]
    OtherPublisher {
        /// The id.
        id: SkillId,
        /// Who published the installed one.
        installed: Publisher,
        /// Who published the one to install.
        offered: Publisher,
    },
    /// There are too many skills.
    #[error("{INSTALLED_SKILLS_MAX} skills are installed, which is the limit")]
    TooMany,
    /// No such skill.
    #[error("no skill {id:?} is installed")]
    NotInstalled {
        /// The id that was asked for.
        id: String,
    },
}

impl InstalledError {
    /// What a person can do next.
    pub(crate) fn hint(&self) -> Option<String> {
        match self {
            Self::TooMany => Some("remove a skill first: jumpseat skills remove <id>".to_owned()),
            Self::OtherPublisher { id, .. } => {
                Some(format!("to replace it and delete what it keeps: jumpseat skills remove {id}"))
            }
            Self::NotInstalled { .. } => Some("see what is installed: jumpseat skills list".to_owned()),
            Self::Damaged { path, .. } => Some(format!("delete {} and install the skills again", path.display())),
            Self::Read(_) | Self::Write { .. } => None,
        }
    }
}

impl Installed {
    /// The skills of a state folder. Nothing is read or made yet.
    pub(crate) fn of_state(state: &Path) -> Self {
        Self { folder: state.join("skills") }
    }

    /// The list, in the order of installation.
    pub(crate) fn entries(&self) -> Result<Vec<Entry>, InstalledError> {
        let path = self.list();
        match bounded::read(&path, INSTALLED_LIST_BYTES_MAX) {
            Ok(bytes) => serde_json::from_slice(&bytes).map_err(|source| InstalledError::Damaged { path, source }),
            Err(error) if error.is_missing() => Ok(Vec::new()),
            Err(error) => Err(error.into()),
        }
    }

    /// The file of an installed skill.
    pub(crate) fn read(&self, entry: &Entry) -> Result<Vec<u8>, InstalledError> {
        Ok(bounded::read(&self.file(&entry.digest), SKILL_FILE_BYTES_MAX)?)
    }

    /// Who published an installed skill; nothing if its file is damaged, which installing it again repairs.
    fn publisher(&self, entry: &Entry) -> Option<Publisher> {
        let package = Package::read_without_phrases(&self.read(entry).ok()?).ok()?;
        Some(package.manifest.publisher)
    }

    /// The entry of an installed skill.
    pub(crate) fn entry(&self, id: &str) -> Result<Entry, InstalledError> {
        let mut entries = self.entries()?.into_iter();
        entries.find(|entry| entry.id.as_str() == id).ok_or_else(|| InstalledError::NotInstalled { id: id.to_owned() })
    }

    /// Installs a skill, or replaces the installed one with the same id and publisher; a replaced skill keeps its place
    /// in the order. The caller has checked that the bytes are a skill with this id and publisher.
    pub(crate) fn install(&self, id: &SkillId, publisher: &Publisher, bytes: &[u8]) -> Result<(), InstalledError> {
        let _lock = self.lock()?;
        let mut entries = self.entries()?;
        let digest = blake3::hash(bytes).to_hex().to_string();
        let entry = Entry { id: id.clone(), digest };
        if let Some(known) = entries.iter_mut().find(|known| known.id == *id) {
            // Another publisher's skill does not inherit what this one keeps.
            if let Some(installed) = self.publisher(known).filter(|installed| installed != publisher) {
                return Err(InstalledError::OtherPublisher { id: id.clone(), installed, offered: publisher.clone() });
            }
            known.clone_from(&entry);
        } else if entries.len() >= INSTALLED_SKILLS_MAX {
            return Err(InstalledError::TooMany);
        } else {
            entries.push(entry.clone());
        }
        write(&self.file(&entry.digest), bytes)?;
        self.replace_list(&entries)
    }

    /// Removes a skill. The caller holds the lock and has deleted what the skill keeps: from here on its id is free for
    /// any publisher, and no car may have started with the skill in between.
    pub(crate) fn remove(&self, skill: &Entry, _lock: &File) -> Result<(), InstalledError> {
        let mut entries = self.entries()?;
        entries.retain(|entry| entry.id != skill.id);
        self.replace_list(&entries)
    }

    /// Keeps a second command from changing the folder at the same time; dropping the file ends it.
    pub(crate) fn lock(&self) -> Result<File, InstalledError> {
        let path = self.folder.join("lock");
        state_file::lock(&path).map_err(|source| InstalledError::Write { path, source })
    }

    fn list(&self) -> PathBuf {
        self.folder.join("installed.json")
    }

    /// Where the file of an installed skill lies.
    pub(crate) fn file(&self, digest: &str) -> PathBuf {
        self.folder.join(digest).with_extension("wasm")
    }

    fn replace_list(&self, entries: &[Entry]) -> Result<(), InstalledError> {
        let path = self.list();
        let text = serde_json::to_vec_pretty(entries)
            .map_err(|source| InstalledError::Damaged { path: path.clone(), source })?;
        write(&path, &text)?;
        self.sweep(entries);
        Ok(())
    }

    /// Removes files that no list names. One that cannot be removed now is tried again at the next change.
    fn sweep(&self, entries: &[Entry]) {
        let named = |path: &Path| {
            path.extension().is_none_or(|extension| extension != "wasm")
                || entries.iter().any(|entry| self.file(&entry.digest) == path)
        };
        for path in fs::read_dir(&self.folder).into_iter().flatten().flatten().map(|file| file.path()) {
            if !named(&path)
                && let Err(error) = fs::remove_file(&path)
            {
                tracing::warn!(path = %path.display(), %error, "cannot remove a file of a skill that is gone");
            }
        }
    }
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), InstalledError> {
    state_file::replace(path, bytes).map_err(|source| InstalledError::Write { path: path.to_owned(), source })
}

#[cfg(test)]
mod tests {
    use jumpseat_package::{Docs, Manifest};

    use super::*;

    fn id(text: &str) -> SkillId {
        text.parse().unwrap()
    }

    fn by(publisher: &str) -> Publisher {
        publisher.parse().unwrap()
    }

    #[test]
    fn a_replaced_skill_keeps_its_place_and_the_old_file_goes() {
        let state = tempfile::tempdir().unwrap();
        let installed = Installed::of_state(state.path());
        assert_eq!(installed.entries().unwrap(), []);
        installed.install(&id("parking"), &by("acme"), b"one").unwrap();
        installed.install(&id("weather"), &by("acme"), b"two").unwrap();
        installed.install(&id("parking"), &by("acme"), b"three").unwrap();
        let entries = installed.entries().unwrap();
        assert_eq!(entries.iter().map(|entry| entry.id.as_str()).collect::<Vec<_>>(), ["parking", "weather"]);
        assert_eq!(installed.read(&entries[0]).unwrap(), b"three");
        let files = fs::read_dir(state.path().join("skills")).unwrap();
        let skill_files =
            files.filter(|file| file.as_ref().unwrap().path().extension().is_some_and(|end| end == "wasm"));
        assert_eq!(skill_files.count(), 2);
    }

    /// The smallest skill of a publisher.
    fn parking_by(publisher: &str) -> Vec<u8> {
        let manifest = format!(
            "id = \"parking\"\npublisher = \"{publisher}\"\nversion = \"1.0.0\"\nname = {{ en = \"Parking\" }}\n"
        );
        let manifest = Manifest::parse(&manifest).unwrap();
        let package = Package { manifest, docs: Docs::default(), phrases: Vec::new() };
        package.embed(b"\0asm\x0d\0\x01\0").unwrap()
    }

    #[test]
    fn another_publisher_does_not_inherit_what_a_skill_keeps() {
        let state = tempfile::tempdir().unwrap();
        let installed = Installed::of_state(state.path());
        let (ours, theirs) = (parking_by("acme"), parking_by("evil"));
        installed.install(&id("parking"), &by("acme"), &ours).unwrap();
        installed.install(&id("parking"), &by("acme"), &ours).unwrap();
        let error = installed.install(&id("parking"), &by("evil"), &theirs).unwrap_err();
        assert_eq!(error.to_string(), "the skill \"parking\" of acme is installed; this one is by evil");
        assert!(error.hint().unwrap().contains("jumpseat skills remove parking"));
        assert_eq!(installed.read(&installed.entries().unwrap()[0]).unwrap(), ours);
        installed.remove(&installed.entry("parking").unwrap(), &installed.lock().unwrap()).unwrap();
        installed.install(&id("parking"), &by("evil"), &theirs).unwrap();
    }

    #[test]
    fn removing_what_is_not_there_is_an_error_with_a_hint() {
        let state = tempfile::tempdir().unwrap();
        let error = Installed::of_state(state.path()).entry("ghost").unwrap_err();
        assert_eq!(error.to_string(), "no skill \"ghost\" is installed");
        assert!(error.hint().is_some());
    }

    #[test]
    fn a_damaged_list_is_reported_and_not_overwritten() {
        let state = tempfile::tempdir().unwrap();
        let installed = Installed::of_state(state.path());
        installed.install(&id("parking"), &by("acme"), b"one").unwrap();
        let list = state.path().join("skills/installed.json");
        fs::write(&list, "{").unwrap();
        assert!(matches!(installed.install(&id("weather"), &by("acme"), b"two"), Err(InstalledError::Damaged { .. })));
        assert_eq!(fs::read_to_string(&list).unwrap(), "{");
    }
}

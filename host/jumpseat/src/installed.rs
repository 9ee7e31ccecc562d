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

use jumpseat_package::{Manifest, Package, Publisher, SkillId};
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use crate::{
    bounded::{self, ReadError},
    limits::{INSTALLED_LIST_BYTES_MAX, INSTALLED_SKILLS_MAX, SKILL_FILE_BYTES_MAX},
    state_file::{self, LockError},
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
    /// Another command changes the list.
    #[error(transparent)]
    Lock(#[from] LockError),
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
    /// Another skill goes by a name that a driver cannot tell from this one's.
    #[error("the installed skill {:?} is called {name:?} too", id.as_str())]
    NameTaken {
        /// The installed skill.
        id: SkillId,
        /// How it is called.
        name: String,
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
            Self::NameTaken { id, .. } => Some(format!("if it is this one that you want: jumpseat skills remove {id}")),
            Self::NotInstalled { .. } => Some("see what is installed: jumpseat skills list".to_owned()),
            Self::Damaged { path, .. } => Some(format!("delete {} and install the skills again", path.display())),
            Self::Lock(error) => Some(error.hint()),
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

    /// What an installed skill says of itself; nothing if its file is damaged, which installing it again repairs.
    fn manifest(&self, entry: &Entry) -> Option<Manifest> {
        Some(Package::read_without_phrases(&self.read(entry).ok()?).ok()?.manifest)
    }

    /// Refuses a name that another skill goes by: the car asks for consent in the name of a skill, and who hears it must
    /// know which one that is.
    fn check_name(&self, manifest: &Manifest, entries: &[Entry]) -> Result<(), InstalledError> {
        let others = entries.iter().filter(|entry| entry.id != manifest.id);
        for other in others.filter_map(|entry| self.manifest(entry)) {
            let taken = |name: &&String| manifest.name.values().any(|own| sounds(own) == sounds(name));
            if let Some(name) = other.name.values().find(taken) {
                return Err(InstalledError::NameTaken { id: other.id, name: name.clone() });
            }
        }
        Ok(())
    }

    /// The entry of an installed skill.
    pub(crate) fn entry(&self, id: &str) -> Result<Entry, InstalledError> {
        let mut entries = self.entries()?.into_iter();
        entries.find(|entry| entry.id.as_str() == id).ok_or_else(|| InstalledError::NotInstalled { id: id.to_owned() })
    }

    /// Installs a skill, or replaces the installed one with the same id and publisher; a replaced skill keeps its place
    /// in the order. The caller has checked that the bytes are a skill with this manifest.
    pub(crate) fn install(&self, manifest: &Manifest, bytes: &[u8]) -> Result<(), InstalledError> {
        let Manifest { id, publisher, .. } = manifest;
        let _lock = self.lock()?;
        let mut entries = self.entries()?;
        self.check_name(manifest, &entries)?;
        let digest = blake3::hash(bytes).to_hex().to_string();
        let entry = Entry { id: id.clone(), digest };
        if let Some(known) = entries.iter_mut().find(|known| known.id == *id) {
            // Another publisher's skill does not inherit what this one keeps.
            let installed = self.manifest(known).map(|manifest| manifest.publisher);
            if let Some(installed) = installed.filter(|installed| installed != publisher) {
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
        Ok(state_file::lock(&self.folder.join("lock"))?)
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

/// A name as it sounds: letters and digits, without accents and case.
fn sounds(name: &str) -> String {
    name.nfkd().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), InstalledError> {
    state_file::replace(path, bytes).map_err(|source| InstalledError::Write { path: path.to_owned(), source })
}

#[cfg(test)]
mod tests {
    use jumpseat_package::Docs;

    use super::*;

    fn manifest(id: &str, publisher: &str, name: &str) -> Manifest {
        let names = format!("id = \"{id}\"\npublisher = \"{publisher}\"\nversion = \"1.0.0\"\n");
        Manifest::parse(&format!("{names}name = {{ en = \"{name}\" }}\n")).unwrap()
    }

    #[test]
    fn a_replaced_skill_keeps_its_place_and_the_old_file_goes() {
        let state = tempfile::tempdir().unwrap();
        let installed = Installed::of_state(state.path());
        assert_eq!(installed.entries().unwrap(), []);
        installed.install(&manifest("parking", "acme", "Parking"), b"one").unwrap();
        installed.install(&manifest("weather", "acme", "Weather"), b"two").unwrap();
        installed.install(&manifest("parking", "acme", "Parking"), b"three").unwrap();
        let entries = installed.entries().unwrap();
        assert_eq!(entries.iter().map(|entry| entry.id.as_str()).collect::<Vec<_>>(), ["parking", "weather"]);
        assert_eq!(installed.read(&entries[0]).unwrap(), b"three");
        let files = fs::read_dir(state.path().join("skills")).unwrap();
        let skill_files =
            files.filter(|file| file.as_ref().unwrap().path().extension().is_some_and(|end| end == "wasm"));
        assert_eq!(skill_files.count(), 2);
    }

    /// The smallest skill with a manifest.
    fn skill(manifest: Manifest) -> Vec<u8> {
        let package = Package { manifest, docs: Docs::default(), phrases: Vec::new() };
        package.embed(b"\0asm\x0d\0\x01\0").unwrap()
    }

    #[test]
    fn another_publisher_does_not_inherit_what_a_skill_keeps() {
        let state = tempfile::tempdir().unwrap();
        let installed = Installed::of_state(state.path());
        let (ours, theirs) =
            (skill(manifest("parking", "acme", "Parking")), skill(manifest("parking", "evil", "Parking")));
        installed.install(&manifest("parking", "acme", "Parking"), &ours).unwrap();
        installed.install(&manifest("parking", "acme", "Parking"), &ours).unwrap();
        let error = installed.install(&manifest("parking", "evil", "Parking"), &theirs).unwrap_err();
        assert_eq!(error.to_string(), "the skill \"parking\" of acme is installed; this one is by evil");
        assert!(error.hint().unwrap().contains("jumpseat skills remove parking"));
        assert_eq!(installed.read(&installed.entries().unwrap()[0]).unwrap(), ours);
        installed.remove(&installed.entry("parking").unwrap(), &installed.lock().unwrap()).unwrap();
        installed.install(&manifest("parking", "evil", "Parking"), &theirs).unwrap();
    }

    #[test]
    fn a_skill_that_is_called_like_another_one_is_not_installed() {
        let state = tempfile::tempdir().unwrap();
        let installed = Installed::of_state(state.path());
        let shipped = manifest("parking", "jumpseat", "Parking");
        installed.install(&shipped, &skill(shipped.clone())).unwrap();
        for name in ["Parking", "PARKING", "Par king", "P\u{e0}rking", "Park-ing"] {
            let imitation = manifest("parkings", "evil", name);
            let error = installed.install(&imitation, &skill(imitation.clone())).unwrap_err();
            assert_eq!(error.to_string(), "the installed skill \"parking\" is called \"Parking\" too", "{name}");
            assert!(error.hint().is_some());
        }
        let other = manifest("parkings", "evil", "Parking Plus");
        installed.install(&other, &skill(other.clone())).unwrap();
        installed.install(&shipped, &skill(shipped.clone())).unwrap();
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
        installed.install(&manifest("parking", "acme", "Parking"), b"one").unwrap();
        let list = state.path().join("skills/installed.json");
        fs::write(&list, "{").unwrap();
        assert!(matches!(
            installed.install(&manifest("weather", "acme", "Weather"), b"two"),
            Err(InstalledError::Damaged { .. })
        ));
        assert_eq!(fs::read_to_string(&list).unwrap(), "{");
    }
}

//! Lists about files of skills, kept over restarts: JSON in the folder of skills.
//!
//! An entry names a file of a skill by its digest and holds for this file alone, so another version of the skill is free;
//! entries of files that are not installed any more are dropped with the next installation or removal. A list that is
//! damaged counts as empty, because a car without it is better than none; it is reported, and moved aside before it is
//! replaced.

use std::{
    fs,
    marker::PhantomData,
    path::{Path, PathBuf},
};

use jumpseat_package::SkillId;
use serde::{Serialize, de::DeserializeOwned};

use crate::{
    bounded::{self, ReadError},
    failure::Failure,
    installed::Entry,
    limits::SKILL_LIST_BYTES_MAX,
    output,
    state_file::{self, LockError},
};

/// An entry of a list.
pub(crate) trait AboutSkill: Serialize + DeserializeOwned {
    /// The name of the list's file.
    const FILE: &'static str;
    /// What stands in the list, for people.
    const WHAT: &'static str;

    /// The skill.
    fn id(&self) -> &SkillId;

    /// BLAKE3 of its file, in hexadecimal.
    fn digest(&self) -> &str;

    /// Whether the file that it is about is one of these.
    fn is_one_of(&self, installed: &[Entry]) -> bool {
        installed.iter().any(|entry| entry.id == *self.id() && entry.digest == self.digest())
    }
}

/// A list of one state folder.
#[derive(Debug)]
pub(crate) struct SkillList<About> {
    folder: PathBuf,
    about: PhantomData<fn() -> About>,
}

/// Why a list was not read or changed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SkillListError {
    /// The list cannot be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The list cannot be written.
    #[error("cannot write {}", path.display())]
    Write {
        /// The list.
        path: PathBuf,
        /// What the system says.
        #[source]
        source: std::io::Error,
    },
    /// Another process changes a list.
    #[error(transparent)]
    Lock(#[from] LockError),
    /// The list is damaged.
    #[error("the list of {what} {} is damaged and counts as empty", path.display())]
    Damaged {
        /// What stands in it.
        what: &'static str,
        /// The list.
        path: PathBuf,
        /// What is wrong.
        #[source]
        source: serde_json::Error,
    },
}

impl SkillListError {
    /// What a person can do next.
    pub(crate) fn hint(&self) -> Option<String> {
        match self {
            Self::Damaged { path, .. } => Some(format!("correct or delete {}", path.display())),
            Self::Lock(error) => Some(error.hint()),
            Self::Read(_) | Self::Write { .. } => None,
        }
    }

    /// Whether what is there can never be read, so that replacing it loses nothing that could be used.
    fn is_damage(&self) -> bool {
        matches!(self, Self::Damaged { .. } | Self::Read(ReadError::TooLarge { .. }))
    }
}

impl<About: AboutSkill> SkillList<About> {
    /// The list of a state folder. Nothing is read or made yet.
    pub(crate) fn of_state(state: &Path) -> Self {
        Self { folder: state.join("skills"), about: PhantomData }
    }

    /// All entries, also of files that are not installed any more.
    pub(crate) fn entries(&self) -> Result<Vec<About>, SkillListError> {
        let path = self.file();
        match bounded::read(&path, SKILL_LIST_BYTES_MAX) {
            Ok(bytes) => serde_json::from_slice(&bytes).map_err(|source| self.damaged(source)),
            Err(error) if error.is_missing() => Ok(Vec::new()),
            Err(error) => Err(error.into()),
        }
    }

    /// The same; a list that cannot be read is reported and counts as empty.
    pub(crate) fn entries_or_report(&self) -> Vec<About> {
        self.entries().unwrap_or_else(|error| {
            report(error);
            Vec::new()
        })
    }

    /// Adds an entry, in place of an older one of the skill.
    pub(crate) fn put(&self, about: About) -> Result<(), SkillListError> {
        self.change(|entries| {
            entries.retain(|entry| entry.id() != about.id());
            entries.push(about);
        })
    }

    /// Removes the entry of a skill; whether there was one.
    pub(crate) fn remove(&self, id: &str) -> Result<bool, SkillListError> {
        let mut removed = false;
        self.change(|entries| {
            let before = entries.len();
            entries.retain(|entry| entry.id().as_str() != id);
            removed = entries.len() < before;
        })?;
        Ok(removed)
    }

    /// Drops the entries of files that are not installed any more, and says which those were. They bind nobody, so failing to
    /// is reported and no failure.
    pub(crate) fn retain_installed(&self, installed: &[Entry]) -> Vec<About> {
        let mut dropped = Vec::new();
        if self.entries_or_report().iter().all(|entry| entry.is_one_of(installed)) {
            return dropped;
        }
        let changed =
            self.change(|entries| dropped.extend(entries.extract_if(.., |entry| !entry.is_one_of(installed))));
        changed.unwrap_or_else(report);
        dropped
    }

    fn change(&self, change: impl FnOnce(&mut Vec<About>)) -> Result<(), SkillListError> {
        let path = self.file();
        let failed = |source| SkillListError::Write { path: path.clone(), source };
        let _lock = state_file::lock(&self.folder.join("lock"))?;
        let mut entries = match self.entries() {
            Err(error) if error.is_damage() => {
                report(error);
                fs::rename(&path, path.with_extension("damaged")).map_err(failed)?;
                Vec::new()
            }
            entries => entries?,
        };
        change(&mut entries);
        let text = serde_json::to_vec_pretty(&entries).map_err(|source| self.damaged(source))?;
        state_file::replace(&path, &text).map_err(failed)
    }

    fn damaged(&self, source: serde_json::Error) -> SkillListError {
        SkillListError::Damaged { what: About::WHAT, path: self.file(), source }
    }

    /// Where it lies.
    pub(crate) fn file(&self) -> PathBuf {
        self.folder.join(About::FILE)
    }
}

/// Says on standard error what is wrong with a list.
pub(crate) fn report(error: SkillListError) {
    output::error(&Failure::of(&error.into()));
}

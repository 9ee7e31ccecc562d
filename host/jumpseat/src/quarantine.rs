//! Skills that are not called any more, kept over restarts: `skills/quarantine.json` in the state folder.
//!
//! An entry names a file of a skill by its digest. It holds for this file alone, so another version of the skill is free;
//! entries of files that are not installed any more are dropped with the next installation or removal. A list that is
//! damaged counts as empty, because a car without it is better than none; it is reported, and moved aside before it is
//! replaced.

use std::{
    fs,
    path::{Path, PathBuf},
    time::SystemTime,
};

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use jumpseat_package::SkillId;
use jumpseat_runtime::{Quarantine, QuarantineKeeper};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::{
    bounded::{self, ReadError},
    failure::Failure,
    installed::Entry,
    limits::QUARANTINE_LIST_BYTES_MAX,
    output, state_file,
};

/// The list of one state folder.
#[derive(Debug, Clone)]
pub(crate) struct QuarantineList {
    folder: PathBuf,
}

/// A skill that is not called any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Quarantined {
    /// The skill.
    pub(crate) id: SkillId,
    /// BLAKE3 of its file, in hexadecimal.
    pub(crate) digest: String,
    /// What it did.
    pub(crate) reason: String,
    /// When that was found.
    pub(crate) since_unix_s: u64,
}

/// Why the list was not read or changed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum QuarantineError {
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
    /// The list is damaged.
    #[error("the list of quarantined skills {} is damaged and counts as empty", path.display())]
    Damaged {
        /// The list.
        path: PathBuf,
        /// What is wrong.
        #[source]
        source: serde_json::Error,
    },
    /// No such skill is quarantined.
    #[error("no skill {id:?} is quarantined")]
    NotQuarantined {
        /// The id that was asked for.
        id: String,
    },
}

impl QuarantineError {
    /// What a person can do next.
    pub(crate) fn hint(&self) -> Option<String> {
        match self {
            Self::NotQuarantined { .. } => Some("see which are: jumpseat skills list".to_owned()),
            Self::Damaged { path, .. } => Some(format!("correct or delete {}", path.display())),
            Self::Read(_) | Self::Write { .. } => None,
        }
    }

    /// Whether what is there can never be read, so that replacing it loses nothing that could be used.
    fn is_damage(&self) -> bool {
        matches!(self, Self::Damaged { .. } | Self::Read(ReadError::TooLarge { .. }))
    }
}

impl Quarantined {
    /// For people.
    pub(crate) fn text(&self) -> String {
        let since =
            i64::try_from(self.since_unix_s).ok().and_then(|seconds| DateTime::<Utc>::from_timestamp(seconds, 0));
        let since = since.map_or_else(|| "an unknown time".to_owned(), |since| since.to_string());
        format!("quarantined since {since}: {}", self.reason)
    }

    /// For machines.
    pub(crate) fn to_json(&self) -> Value {
        json!({ "reason": self.reason, "since_unix_s": self.since_unix_s })
    }

    /// How to call the skill again.
    pub(crate) fn hint(&self) -> String {
        format!("install another version, or try it again: jumpseat skills release {}", self.id)
    }

    /// Whether the file that it is about is one of these.
    fn is_one_of(&self, installed: &[Entry]) -> bool {
        installed.iter().any(|entry| entry.id == self.id && entry.digest == self.digest)
    }
}

impl QuarantineList {
    /// The list of a state folder. Nothing is read or made yet.
    pub(crate) fn of_state(state: &Path) -> Self {
        Self { folder: state.join("skills") }
    }

    /// All entries, also of files that are not installed any more.
    pub(crate) fn entries(&self) -> Result<Vec<Quarantined>, QuarantineError> {
        let path = self.file();
        match bounded::read(&path, QUARANTINE_LIST_BYTES_MAX) {
            Ok(bytes) => serde_json::from_slice(&bytes).map_err(|source| QuarantineError::Damaged { path, source }),
            Err(error) if error.is_missing() => Ok(Vec::new()),
            Err(error) => Err(error.into()),
        }
    }

    /// The same; a list that cannot be read is reported and counts as empty.
    pub(crate) fn entries_or_report(&self) -> Vec<Quarantined> {
        self.entries().unwrap_or_else(|error| {
            report(error);
            Vec::new()
        })
    }

    /// Adds an entry, in place of an older one of the skill.
    pub(crate) fn add(&self, quarantined: Quarantined) -> Result<(), QuarantineError> {
        self.change(|entries| {
            entries.retain(|entry| entry.id != quarantined.id);
            entries.push(quarantined);
            Ok(())
        })
    }

    /// Releases a skill.
    pub(crate) fn release(&self, id: &str) -> Result<(), QuarantineError> {
        self.change(|entries| {
            let before = entries.len();
            entries.retain(|entry| entry.id.as_str() != id);
            if entries.len() < before { Ok(()) } else { Err(QuarantineError::NotQuarantined { id: id.to_owned() }) }
        })
    }

    /// Drops the entries of files that are not installed any more. They bind nobody, so failing to is reported and no
    /// failure.
    pub(crate) fn retain_installed(&self, installed: &[Entry]) {
        if self.entries_or_report().iter().all(|entry| entry.is_one_of(installed)) {
            return;
        }
        let retained = self.change(|entries| {
            entries.retain(|entry| entry.is_one_of(installed));
            Ok(())
        });
        retained.unwrap_or_else(report);
    }

    fn change(
        &self,
        change: impl FnOnce(&mut Vec<Quarantined>) -> Result<(), QuarantineError>,
    ) -> Result<(), QuarantineError> {
        let path = self.file();
        let failed = |source| QuarantineError::Write { path: path.clone(), source };
        let _lock = state_file::lock(&self.folder.join("lock")).map_err(failed)?;
        let mut entries = match self.entries() {
            Err(error) if error.is_damage() => {
                report(error);
                fs::rename(&path, path.with_extension("damaged")).map_err(failed)?;
                Vec::new()
            }
            entries => entries?,
        };
        change(&mut entries)?;
        let text = serde_json::to_vec_pretty(&entries)
            .map_err(|source| QuarantineError::Damaged { path: path.clone(), source })?;
        state_file::replace(&path, &text).map_err(failed)
    }

    fn file(&self) -> PathBuf {
        self.folder.join("quarantine.json")
    }
}

#[async_trait]
impl QuarantineKeeper for QuarantineList {
    async fn keep(&self, quarantine: Quarantine) {
        let Quarantine { skill, digest, reason } = quarantine;
        let quarantined = Quarantined { id: skill, digest, reason, since_unix_s: now_unix_s() };
        let list = self.clone();
        match tokio::task::spawn_blocking(move || list.add(quarantined)).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => report(error),
            Err(error) => tracing::error!(%error, "a quarantine was not kept"),
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "people read when it was")]
fn now_unix_s() -> u64 {
    // A clock that shows a time before 1970 is not set; the beginning is as good as any.
    SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_secs()
}

fn report(error: QuarantineError) {
    output::error(&Failure::of(&error.into()));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(id: &str, digest: &str) -> Quarantined {
        let reason = "it broke 10 times, at last so: it crashed".to_owned();
        Quarantined { id: id.parse().unwrap(), digest: digest.to_owned(), reason, since_unix_s: 1_795_600_000 }
    }

    fn installed(id: &str, digest: &str) -> Entry {
        Entry { id: id.parse().unwrap(), digest: digest.to_owned() }
    }

    #[tokio::test]
    async fn a_quarantine_is_there_at_the_next_start_until_it_is_released() {
        let state = tempfile::tempdir().unwrap();
        let list = QuarantineList::of_state(state.path());
        assert_eq!(list.entries().unwrap(), []);
        let skill = "parking".parse().unwrap();
        list.keep(Quarantine { skill, digest: "d1".to_owned(), reason: "it crashed".to_owned() }).await;
        let again = QuarantineList::of_state(state.path());
        let kept = again.entries().unwrap();
        assert_eq!((kept.len(), kept[0].id.as_str(), kept[0].reason.as_str()), (1, "parking", "it crashed"));
        again.release("parking").unwrap();
        assert_eq!(list.entries().unwrap(), []);
        let error = list.release("parking").unwrap_err();
        assert_eq!(error.to_string(), "no skill \"parking\" is quarantined");
        assert!(error.hint().is_some());
    }

    #[test]
    fn another_file_of_a_skill_is_free_and_the_same_one_is_not() {
        let state = tempfile::tempdir().unwrap();
        let list = QuarantineList::of_state(state.path());
        list.add(entry("parking", "d1")).unwrap();
        list.add(entry("weather", "d2")).unwrap();
        list.retain_installed(&[installed("parking", "d1"), installed("weather", "d3")]);
        assert_eq!(list.entries().unwrap(), [entry("parking", "d1")]);
        list.retain_installed(&[]);
        assert_eq!(list.entries().unwrap(), []);
    }

    #[test]
    fn a_damaged_list_counts_as_empty_and_is_moved_aside() {
        let state = tempfile::tempdir().unwrap();
        let list = QuarantineList::of_state(state.path());
        fs::create_dir(state.path().join("skills")).unwrap();
        fs::write(list.file(), "{").unwrap();
        let error = list.entries().unwrap_err();
        assert!(error.to_string().ends_with("is damaged and counts as empty") && error.hint().is_some());
        assert_eq!(list.entries_or_report(), []);
        list.add(entry("parking", "d1")).unwrap();
        assert_eq!(list.entries().unwrap(), [entry("parking", "d1")]);
        assert_eq!(fs::read(state.path().join("skills/quarantine.damaged")).unwrap(), b"{");
    }

    #[test]
    fn people_read_since_when_and_why() {
        let text = entry("parking", "d1").text();
        assert_eq!(text, "quarantined since 2026-11-25 09:46:40 UTC: it broke 10 times, at last so: it crashed");
    }
}

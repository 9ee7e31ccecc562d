//! Skills that are not called any more, or broke and may break again: `skills/quarantine.json` and `skills/strikes.json` in
//! the state folder.

use std::path::Path;

use chrono::{DateTime, Utc};
use jumpseat_package::SkillId;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::skill_list::{AboutSkill, SkillList, SkillListError};

/// The quarantined skills of one state folder.
pub(crate) type QuarantineList = SkillList<Quarantined>;

/// The skills of one state folder that broke.
pub(crate) type StrikeList = SkillList<Struck>;

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

/// A skill that broke, and did not make up for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Struck {
    /// The skill.
    pub(crate) id: SkillId,
    /// BLAKE3 of its file, in hexadecimal.
    pub(crate) digest: String,
    /// How often.
    pub(crate) strikes: u32,
}

impl AboutSkill for Quarantined {
    const FILE: &'static str = "quarantine.json";
    const WHAT: &'static str = "quarantined skills";

    fn id(&self) -> &SkillId {
        &self.id
    }

    fn digest(&self) -> &str {
        &self.digest
    }
}

impl AboutSkill for Struck {
    const FILE: &'static str = "strikes.json";
    const WHAT: &'static str = "skills that broke";

    fn id(&self) -> &SkillId {
        &self.id
    }

    fn digest(&self) -> &str {
        &self.digest
    }
}

/// Why a skill was not released.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ReleaseError {
    /// The list cannot be changed.
    #[error(transparent)]
    List(#[from] SkillListError),
    /// No such skill is quarantined.
    #[error("no skill {id:?} is quarantined")]
    NotQuarantined {
        /// The id that was asked for.
        id: String,
    },
}

impl ReleaseError {
    /// What a person can do next.
    pub(crate) fn hint(&self) -> Option<String> {
        match self {
            Self::NotQuarantined { .. } => Some("see which are: jumpseat skills list".to_owned()),
            Self::List(error) => error.hint(),
        }
    }
}

/// Releases a skill, with its strikes.
pub(crate) fn release(state: &Path, id: &str) -> Result<(), ReleaseError> {
    if !QuarantineList::of_state(state).remove(id)? {
        return Err(ReleaseError::NotQuarantined { id: id.to_owned() });
    }
    StrikeList::of_state(state).remove(id)?;
    Ok(())
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
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::installed::Entry;

    fn entry(id: &str, digest: &str) -> Quarantined {
        let reason = "it broke 10 times, at last so: it crashed".to_owned();
        Quarantined { id: id.parse().unwrap(), digest: digest.to_owned(), reason, since_unix_s: 1_795_600_000 }
    }

    fn installed(id: &str, digest: &str) -> Entry {
        Entry { id: id.parse().unwrap(), digest: digest.to_owned() }
    }

    #[test]
    fn a_quarantine_is_there_at_the_next_start_until_it_is_released() {
        let state = tempfile::tempdir().unwrap();
        let list = QuarantineList::of_state(state.path());
        assert_eq!(list.entries().unwrap(), []);
        list.put(entry("parking", "d1")).unwrap();
        let again = QuarantineList::of_state(state.path());
        assert_eq!(again.entries().unwrap(), [entry("parking", "d1")]);
        release(state.path(), "parking").unwrap();
        assert_eq!(list.entries().unwrap(), []);
        let error = release(state.path(), "parking").unwrap_err();
        assert_eq!(error.to_string(), "no skill \"parking\" is quarantined");
        assert!(error.hint().is_some());
    }

    #[test]
    fn another_file_of_a_skill_is_free_and_the_same_one_is_not() {
        let state = tempfile::tempdir().unwrap();
        let list = QuarantineList::of_state(state.path());
        list.put(entry("parking", "d1")).unwrap();
        list.put(entry("weather", "d2")).unwrap();
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
        list.put(entry("parking", "d1")).unwrap();
        assert_eq!(list.entries().unwrap(), [entry("parking", "d1")]);
        assert_eq!(fs::read(state.path().join("skills/quarantine.damaged")).unwrap(), b"{");
    }

    #[test]
    fn people_read_since_when_and_why() {
        let text = entry("parking", "d1").text();
        assert_eq!(text, "quarantined since 2026-11-25 09:46:40 UTC: it broke 10 times, at last so: it crashed");
    }
}

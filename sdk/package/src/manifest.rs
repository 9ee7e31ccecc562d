//! `skill.toml`: who a skill is, what it asks for, and what wakes it.
//!
//! ```toml
//! id = "parking"
//! publisher = "jumpseat"
//! version = "0.1.0"
//! events = []
//!
//! [name]
//! en = "Parking"
//! zh = "停车"
//!
//! [capabilities.places]
//! required = true
//! why = { en = "to find the place you name", zh = "用于查找您说的地点" }
//!
//! [capabilities.http]
//! required = false
//! why = { en = "to know what is free right now", zh = "用于查询当前空位" }
//! hosts = ["api.example.com"]
//! ```
//!
//! This knows nothing of which capabilities and events exist, but for the one whose hosts are named: the build compares
//! them with the component.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::{
    HostName, Language, Publisher, SkillId,
    ids::is_kebab_case,
    limits::{
        CAPABILITIES_MAX, EVENTS_MAX, HOSTS_MAX, ID_CHARS_MAX, MANIFEST_BYTES_MAX, NAME_CHARS_MAX, WHY_CHARS_MAX,
    },
    spelling,
    text::{is_letter_of_names, is_plain},
};

/// The id under which the host offers its own functions to the model; no skill may have it.
pub const RESERVED_ID: &str = "assistant";

/// The capability whose request names hosts.
pub const HTTP: &str = "http";

const KEYS: [&str; 6] = ["id", "publisher", "version", "name", "capabilities", "events"];
const CAPABILITY_KEYS: [&str; 3] = ["required", "why", "hosts"];

/// A parsed `skill.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Manifest {
    /// Names the skill in the car.
    pub id: SkillId,
    /// Who publishes it.
    pub publisher: Publisher,
    /// Its version.
    pub version: semver::Version,
    /// What the driver calls it, per language; at least one.
    pub name: BTreeMap<Language, String>,
    /// Why each capability is needed, by the capability's name: "places" for the package `jumpseat:places`.
    #[serde(default)]
    pub capabilities: BTreeMap<String, CapabilityRequest>,
    /// The kinds of event that wake it, for example "signal-ahead".
    #[serde(default)]
    pub events: BTreeSet<String>,
}

/// Why a skill needs a capability.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct CapabilityRequest {
    /// Whether the skill is of no use without it. A denied optional capability is linked to a provider that
    /// answers "unavailable".
    pub required: bool,
    /// The reason as the driver reads it, per language; at least one.
    pub why: BTreeMap<Language, String>,
    /// The hosts that the skill wants to reach; none but for [`HTTP`], which names at least one.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub hosts: BTreeSet<HostName>,
}

/// Why a `skill.toml` was not accepted.
#[derive(Debug, thiserror::Error)]
pub enum ManifestError {
    /// Too many bytes.
    #[error("skill.toml has {bytes} bytes, at most {MANIFEST_BYTES_MAX} are allowed")]
    TooLarge {
        /// Its size.
        bytes: usize,
    },
    /// It is not the TOML that is expected.
    #[error("cannot read skill.toml")]
    Toml(#[from] toml::de::Error),
    /// A key that nobody knows.
    #[error("unknown key {key:?} in {place} of skill.toml")]
    UnknownKey {
        /// The key.
        key: String,
        /// Where: "the top level" or a table.
        place: String,
        /// The keys that are known there.
        known: &'static [&'static str],
    },
    /// The id belongs to the host.
    #[error("the id {RESERVED_ID:?} belongs to the host")]
    Reserved,
    /// A list is longer than allowed.
    #[error("skill.toml names {count} {what}, at most {count_max} are allowed")]
    TooMany {
        /// What there is too much of.
        what: &'static str,
        /// How many.
        count: usize,
        /// How many are allowed.
        count_max: usize,
    },
    /// A capability or kind of event is no kebab-case name.
    #[error("{name:?} in {place} of skill.toml is no name of 1 to {ID_CHARS_MAX} characters in kebab case")]
    Name {
        /// The name.
        name: String,
        /// The table or list.
        place: &'static str,
    },
    /// The request for [`HTTP`] names no hosts.
    #[error("capabilities.{HTTP} in skill.toml names no hosts")]
    NoHosts,
    /// Another request names hosts.
    #[error("capabilities.{capability} in skill.toml names hosts, which only {HTTP} reaches")]
    HostsElsewhere {
        /// The capability.
        capability: String,
    },
    /// A text that people read is missing in every language.
    #[error("{key} in skill.toml has no text in any language")]
    NoText {
        /// Where the text belongs.
        key: String,
    },
    /// The name of a skill holds more than a name.
    #[error(
        "{key} in skill.toml may hold Latin letters, Chinese characters, digits, spaces and -'&· alone: the car says it as \
         part of a sentence"
    )]
    NotAName {
        /// Where the name stands.
        key: String,
    },
    /// A text that people read is empty, too long, or holds characters that are not seen.
    #[error("{key} in skill.toml must be 1 to {chars_max} visible characters on one line")]
    Text {
        /// Where the text stands.
        key: String,
        /// Characters that are allowed.
        chars_max: usize,
    },
}

impl ManifestError {
    /// What the author can do about it.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::UnknownKey { key, known, .. } => Some(spelling::hint(key, known.iter().copied())),
            Self::Reserved => Some("choose another id, for example one that says what the skill is for".to_owned()),
            Self::NoText { key } => Some(format!("add {key}.en = \"…\" or {key}.zh = \"…\"")),
            Self::NoHosts => {
                Some("add hosts = [\"api.example.com\"], with all that the skill sends requests to".to_owned())
            }
            Self::HostsElsewhere { .. } => Some(format!("move them to [capabilities.{HTTP}]")),
            Self::TooLarge { .. }
            | Self::Toml(_)
            | Self::TooMany { .. }
            | Self::Name { .. }
            | Self::NotAName { .. }
            | Self::Text { .. } => None,
        }
    }
}

impl Manifest {
    /// Parses a `skill.toml`.
    pub fn parse(source: &str) -> Result<Self, ManifestError> {
        if source.len() > MANIFEST_BYTES_MAX {
            return Err(ManifestError::TooLarge { bytes: source.len() });
        }
        // Keys come first, because serde's message for an unknown key holds no suggestion. The second reading is
        // from the text again, because its messages show the line.
        check_keys(&toml::from_str(source)?)?;
        let manifest: Self = toml::from_str(source)?;
        manifest.check()?;
        Ok(manifest)
    }

    /// The name in a language, or in another one if it has none in this.
    pub fn name_in(&self, language: Language) -> &str {
        text_in(&self.name, language)
    }

    /// The hosts that the skill wants to reach by a capability.
    pub fn hosts(&self, capability: &str) -> impl Iterator<Item = &HostName> {
        self.capabilities.get(capability).into_iter().flat_map(|request| &request.hosts)
    }

    /// Checks what the types do not say. A manifest from a component was written by anyone.
    pub(crate) fn check(&self) -> Result<(), ManifestError> {
        if self.id.as_str() == RESERVED_ID {
            return Err(ManifestError::Reserved);
        }
        check_texts("name", &self.name, NAME_CHARS_MAX)?;
        // The car asks "… would like to know where the car is": a name with a sentence in it could answer for the driver.
        let is_of_name = |c: char| is_letter_of_names(c) || " -'’&·".contains(c);
        if let Some((language, _)) = self.name.iter().find(|(_, name)| !name.chars().all(is_of_name)) {
            return Err(ManifestError::NotAName { key: format!("name.{language}") });
        }
        check_names("capabilities", self.capabilities.keys(), CAPABILITIES_MAX)?;
        check_names("events", self.events.iter(), EVENTS_MAX)?;
        for (capability, request) in &self.capabilities {
            check_texts(&format!("capabilities.{capability}.why"), &request.why, WHY_CHARS_MAX)?;
            check_hosts(capability, &request.hosts)?;
        }
        Ok(())
    }
}

impl CapabilityRequest {
    /// The reason in a language, or in another one if it has none in this.
    pub fn why_in(&self, language: Language) -> &str {
        text_in(&self.why, language)
    }
}

fn text_in(texts: &BTreeMap<Language, String>, language: Language) -> &str {
    texts.get(&language).or_else(|| texts.values().next()).map(String::as_str).unwrap_or_default()
}

fn check_keys(table: &toml::Table) -> Result<(), ManifestError> {
    let check = |table: &toml::Table, place: &str, known: &'static [&'static str]| match table
        .keys()
        .find(|key| !known.contains(&key.as_str()))
    {
        None => Ok(()),
        Some(key) => Err(ManifestError::UnknownKey { key: key.clone(), place: place.to_owned(), known }),
    };
    check(table, "the top level", &KEYS)?;
    if let Some(toml::Value::Table(capabilities)) = table.get("capabilities") {
        for (name, request) in capabilities {
            if let toml::Value::Table(request) = request {
                check(request, &format!("[capabilities.{name}]"), &CAPABILITY_KEYS)?;
            }
        }
    }
    Ok(())
}

fn check_texts(key: &str, texts: &BTreeMap<Language, String>, chars_max: usize) -> Result<(), ManifestError> {
    if texts.is_empty() {
        return Err(ManifestError::NoText { key: key.to_owned() });
    }
    for (language, text) in texts {
        if !is_plain(text) || text.chars().count() > chars_max {
            return Err(ManifestError::Text { key: format!("{key}.{language}"), chars_max });
        }
    }
    Ok(())
}

fn check_hosts(capability: &str, hosts: &BTreeSet<HostName>) -> Result<(), ManifestError> {
    match (capability == HTTP, hosts.len()) {
        (true, 0) => Err(ManifestError::NoHosts),
        (true, 1..=HOSTS_MAX) | (false, 0) => Ok(()),
        (true, count) => Err(ManifestError::TooMany { what: "hosts", count, count_max: HOSTS_MAX }),
        (false, _) => Err(ManifestError::HostsElsewhere { capability: capability.to_owned() }),
    }
}

fn check_names<'a>(
    place: &'static str,
    names: impl ExactSizeIterator<Item = &'a String>,
    count_max: usize,
) -> Result<(), ManifestError> {
    let count = names.len();
    if count > count_max {
        return Err(ManifestError::TooMany { what: place, count, count_max });
    }
    for name in names {
        if !is_kebab_case(name) || name.len() > ID_CHARS_MAX {
            return Err(ManifestError::Name { name: name.clone(), place });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;

//! A skill as policy sees it.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use jumpseat_package::{CapabilityRequest, HostName, Language, Manifest, Publisher, SkillId};
use jumpseat_tool::Tool;
use serde::{Deserialize, Serialize};

/// Who a skill is and what it asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// The skill.
    pub skill: SkillId,
    /// Who publishes it.
    pub publisher: Publisher,
    /// What the driver calls it, per language.
    pub name: BTreeMap<Language, String>,
    /// The capabilities that it imports.
    pub needs: BTreeMap<String, Need>,
    /// What a consent is bound to.
    pub fingerprint: Fingerprint,
}

/// A capability that a skill imports.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Need {
    /// Whether the skill is of no use without it.
    pub required: bool,
    /// Why it is needed, per language, in the words of the skill; empty if the manifest does not say.
    pub why: BTreeMap<Language, String>,
    /// The hosts that the skill wants to reach by it.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub hosts: BTreeSet<HostName>,
}

/// A digest of all that a driver agrees to: who asks under which name, for what and why, what wakes it, and what the tools
/// say they do. Any change makes another one. BLAKE3 in hexadecimal.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Fingerprint(String);

impl Subject {
    /// What a skill is to policy. A capability that the manifest does not explain is a required one.
    pub fn of<'a>(manifest: &Manifest, capabilities: impl IntoIterator<Item = &'a str>, tools: &[Arc<Tool>]) -> Self {
        let need = |capability: &str| match manifest.capabilities.get(capability) {
            Some(CapabilityRequest { required, why, hosts }) => {
                Need { required: *required, why: why.clone(), hosts: hosts.clone() }
            }
            None => Need { required: true, why: BTreeMap::new(), hosts: BTreeSet::new() },
        };
        let needs = capabilities.into_iter().map(|name| (name.to_owned(), need(name))).collect();
        let fingerprint = Fingerprint::of(manifest, &needs, tools);
        Self {
            skill: manifest.id.clone(),
            publisher: manifest.publisher.clone(),
            name: manifest.name.clone(),
            needs,
            fingerprint,
        }
    }

    /// Its name in a language, or in any.
    pub fn name_in(&self, language: Language) -> &str {
        text_in(&self.name, language).unwrap_or(self.skill.as_str())
    }

    /// Why it needs a capability, in a language or in any.
    pub fn why_in(&self, capability: &str, language: Language) -> Option<&str> {
        text_in(&self.needs.get(capability)?.why, language)
    }

    /// The hosts that it wants to reach by a capability.
    pub fn hosts(&self, capability: &str) -> impl Iterator<Item = &HostName> {
        self.needs.get(capability).into_iter().flat_map(|need| &need.hosts)
    }

    /// Whether it is of no use without one of these capabilities.
    pub fn requires_any(&self, capabilities: &BTreeSet<String>) -> bool {
        capabilities.iter().any(|name| self.needs.get(name).is_some_and(|need| need.required))
    }
}

impl Fingerprint {
    fn of(manifest: &Manifest, needs: &BTreeMap<String, Need>, tools: &[Arc<Tool>]) -> Self {
        let Manifest { id, publisher, name, events, version, .. } = manifest;
        let tools: Vec<&Tool> = tools.iter().map(AsRef::as_ref).collect();
        // Maps with texts as keys always become JSON. Were it not so, every version would ask anew.
        let described = serde_json::to_vec(&(id, publisher, name, events, needs, tools));
        let described = described.unwrap_or_else(|_| format!("{id} {version}").into_bytes());
        Self(blake3::hash(&described).to_hex().to_string())
    }
}

fn text_in(texts: &BTreeMap<Language, String>, language: Language) -> Option<&str> {
    texts.get(&language).or_else(|| texts.values().next()).map(String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::{manifest, tools};

    #[test]
    fn whatever_a_driver_agrees_to_changes_the_fingerprint() {
        let of = |manifest: &Manifest, capabilities: &[&str], docs: &str| {
            Subject::of(manifest, capabilities.iter().copied(), &tools(docs)).fingerprint
        };
        let plain = of(&manifest("to find it"), &["location"], "Finds.");
        assert_eq!(plain, of(&manifest("to find it"), &["location"], "Finds."));
        assert_ne!(plain, of(&manifest("to find it"), &["location", "storage"], "Finds."));
        assert_ne!(plain, of(&manifest("to sell it"), &["location"], "Finds."));
        assert_ne!(plain, of(&manifest("to find it"), &["location"], "Finds and sells."));
        let mut other = manifest("to find it");
        other.publisher = "someone".parse().unwrap();
        assert_ne!(plain, of(&other, &["location"], "Finds."));
        let mut renamed = manifest("to find it");
        renamed.name.insert(Language::English, "Parking".to_owned());
        assert_ne!(plain, of(&renamed, &["location"], "Finds."));
        let http = |hosts: &[&str]| {
            let mut manifest = manifest("to find it");
            let hosts = hosts.iter().map(|host| host.parse().unwrap()).collect();
            let why = BTreeMap::from([(Language::English, "to look it up".to_owned())]);
            manifest.capabilities.insert("http".to_owned(), CapabilityRequest { required: true, why, hosts });
            of(&manifest, &["location", "http"], "Finds.")
        };
        assert_eq!(http(&["a.example"]), http(&["a.example"]));
        assert_ne!(http(&["a.example"]), http(&["a.example", "b.example"]));
        assert_ne!(http(&["a.example"]), http(&["a.example:8443"]));
        let mut woken = manifest("to find it");
        woken.events.insert("signal-ahead".to_owned());
        assert_ne!(plain, of(&woken, &["location"], "Finds."));
    }

    #[test]
    fn a_new_version_that_asks_for_the_same_keeps_the_fingerprint() {
        let of = |manifest: &Manifest| Subject::of(manifest, ["location"], &tools("Finds.")).fingerprint;
        let mut newer = manifest("to find it");
        newer.version = "9.0.0".parse().unwrap();
        assert_eq!(of(&manifest("to find it")), of(&newer));
    }
}

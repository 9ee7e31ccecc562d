//! `policy.toml`: what the car maker lets skills do.
//!
//! ```toml
//! [capabilities.location]
//! access = "ask"             # "allow", "ask" (the driver) or "refuse"
//! precision = "coarse"       # "precise", or "coarse": roughly, see `jumpseat_location::Precision`; "precise" if not given
//!
//! [capabilities.preferences]
//! access = "refuse"
//! while = "parked"           # "driving" (always), "standing" or "parked"; "driving" if not given
//!
//! [limits]                   # what a call of any skill may use; each at most what `Limits::MAX` says
//! deadline_ms = 800
//!
//! [skills.parking]           # for one skill, as long as it is this publisher's
//! publisher = "jumpseat"
//! vehicle = ["Vehicle.Cabin.HVAC.**"]   # what it may set, if it also gets the capability "vehicle"; nothing if not given
//! [skills.parking.capabilities.location]
//! access = "allow"
//! [skills.parking.limits]
//! deadline_ms = 1500         # in place of the 800 for all
//! ```
//!
//! A coarse position keeps nobody from the lights ahead, which tell where the car is too: "traffic-signals" has an access of its own.
//!
//! A capability that the file does not name follows [`CAPABILITIES`], a limit [`Limits::MAX`]. A key, capability or limit that
//! is not known is an error: a misspelt restriction must not look like one.

mod error;
mod lowered;

use std::{collections::BTreeMap, fmt, sync::Arc};

use jumpseat_location::Precision;
use jumpseat_package::{Publisher, SkillId};
use jumpseat_vehicle::Writable;
use serde::{Deserialize, Deserializer, Serialize, de::Error as _};

pub use self::error::PolicyFileError;
use self::lowered::Lowered;
use crate::{Limits, Subject, limits::POLICY_BYTES_MAX};

/// Every capability, and what holds for it if no policy file says otherwise: what tells something about the driver is
/// asked for. Traffic lights ahead are such a thing: they tell where the car is.
pub const CAPABILITIES: [(&str, Access); 10] = [
    ("clock", Access::Allow),
    ("context", Access::Allow),
    ("location", Access::Ask),
    ("log", Access::Allow),
    ("parking", Access::Allow),
    ("places", Access::Allow),
    ("preferences", Access::Ask),
    ("storage", Access::Allow),
    ("traffic-signals", Access::Ask),
    ("vehicle", Access::Ask),
];

/// Capabilities that no policy takes away: without them a skill does not even know which language to answer in.
const ALWAYS: [&str; 1] = ["context"];

/// The capability that comes precise or coarse.
pub(crate) const LOCATION: &str = "location";

/// A capability that tells where the car is by what is near it, and has no coarse form.
pub(crate) const TRAFFIC_SIGNALS: &str = "traffic-signals";

/// Whether a skill gets a capability.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Access {
    /// Yes.
    Allow,
    /// If the driver agrees.
    Ask,
    /// No.
    Refuse,
}

/// What the car must do for a rule to hold; in any other state the capability is refused.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum While {
    /// Anything.
    #[default]
    Driving,
    /// Stand, parked or not.
    Standing,
    /// Stand parked.
    Parked,
}

/// What holds for a capability.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Rule {
    /// Whether a skill gets it.
    pub access: Access,
    /// In which state of the car.
    #[serde(default, rename = "while")]
    pub state: While,
    /// How precisely, if it is about a position.
    #[serde(default)]
    pub precision: Precision,
}

/// The policy of a car maker.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct OemPolicy {
    capabilities: BTreeMap<String, Rule>,
    limits: Lowered,
    skills: BTreeMap<SkillId, SkillRules>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct SkillRules {
    publisher: Publisher,
    #[serde(default)]
    capabilities: BTreeMap<String, Rule>,
    #[serde(default)]
    limits: Lowered,
    #[serde(default, deserialize_with = "writable")]
    vehicle: Arc<Writable>,
}

impl OemPolicy {
    /// Parses a policy file.
    pub fn parse(text: &str) -> Result<Self, PolicyFileError> {
        if text.len() > POLICY_BYTES_MAX {
            return Err(PolicyFileError::TooLarge { bytes: text.len() });
        }
        let policy: Self =
            toml::from_str(text).map_err(|error| PolicyFileError::Toml { message: error.to_string() })?;
        let named = policy.skills.values().flat_map(|rules| rules.capabilities.iter());
        for (name, rule) in policy.capabilities.iter().chain(named) {
            if !CAPABILITIES.iter().any(|(known, _)| known == name) {
                return Err(PolicyFileError::UnknownCapability { name: name.clone() });
            }
            let restricts = rule.access != Access::Allow || rule.state != While::Driving;
            if ALWAYS.contains(&name.as_str()) && restricts {
                return Err(PolicyFileError::Always { name: name.clone() });
            }
            if name != LOCATION && rule.precision != Precision::Precise {
                return Err(PolicyFileError::NotCoarse { name: name.clone() });
            }
        }
        policy.skills.values().map(|rules| &rules.limits).chain([&policy.limits]).try_for_each(Lowered::check)?;
        Ok(policy)
    }

    /// What a call of a skill may use.
    pub fn limits(&self, skill: &SkillId, publisher: &Publisher) -> Limits {
        let own = self.rules_of(skill, publisher).map(|rules| &rules.limits);
        own.into_iter().fold(self.limits.of(Limits::MAX), |limits, own| own.of(limits))
    }

    /// What a skill may set of the vehicle, if it gets the capability at all.
    pub fn writable(&self, subject: &Subject) -> Arc<Writable> {
        self.skill_rules(subject).map(|rules| Arc::clone(&rules.vehicle)).unwrap_or_default()
    }

    fn skill_rules(&self, subject: &Subject) -> Option<&SkillRules> {
        self.rules_of(&subject.skill, &subject.publisher)
    }

    /// The rules for a skill alone. They hold for its publisher's skill and no other.
    fn rules_of(&self, skill: &SkillId, publisher: &Publisher) -> Option<&SkillRules> {
        self.skills.get(skill).filter(|rules| rules.publisher == *publisher)
    }

    /// What holds for a capability of a skill. What nobody knows is asked for.
    pub fn rule(&self, subject: &Subject, capability: &str) -> Rule {
        let own = self.skill_rules(subject).and_then(|rules| rules.capabilities.get(capability));
        let built_in = || {
            let known = CAPABILITIES.iter().find(|(known, _)| *known == capability);
            Rule {
                access: known.map_or(Access::Ask, |(_, access)| *access),
                state: While::Driving,
                precision: Precision::Precise,
            }
        };
        own.or_else(|| self.capabilities.get(capability)).copied().unwrap_or_else(built_in)
    }
}

/// Reads rules for signals of the vehicle. A hint stands in the message, because TOML keeps nothing else of an error.
fn writable<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Arc<Writable>, D::Error> {
    let rules = Vec::<String>::deserialize(deserializer)?;
    let parsed = Writable::parse(rules.iter().map(String::as_str)).map_err(|error| {
        let hint = error.hint().map(|hint| format!(" ({hint})")).unwrap_or_default();
        D::Error::custom(format!("{error}{hint}"))
    });
    parsed.map(Arc::new)
}

/// As messages say it.
impl fmt::Display for While {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Driving => "driving or not",
            Self::Standing => "standing",
            Self::Parked => "parked",
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::samples::subject;

    #[test]
    fn without_a_file_what_tells_of_the_driver_is_asked_for() {
        let policy = OemPolicy::parse("").unwrap();
        let subject = subject(&["location", "places"]);
        assert_eq!(policy.rule(&subject, "location").access, Access::Ask);
        assert_eq!(policy.rule(&subject, "places").access, Access::Allow);
        assert_eq!(policy.rule(&subject, "something-new").access, Access::Ask);
    }

    #[test]
    fn a_rule_for_one_skill_holds_for_its_publisher_alone() {
        let text = r#"
            capabilities.location = { access = "refuse" }
            [skills.noodles]
            publisher = "acme"
            capabilities.location = { access = "allow", while = "parked" }
        "#;
        let policy = OemPolicy::parse(text).unwrap();
        let own = Rule { access: Access::Allow, state: While::Parked, precision: Precision::Precise };
        let mut subject = subject(&["location"]);
        assert_eq!(policy.rule(&subject, "location"), own);
        subject.publisher = "someone".parse().unwrap();
        assert_eq!(policy.rule(&subject, "location").access, Access::Refuse);
    }

    #[test]
    fn what_a_skill_may_set_is_named_for_it_alone_and_never_keeps_the_car_on_the_road() {
        let rules = |path: &str| format!("[skills.noodles]\npublisher = \"acme\"\nvehicle = [\"{path}\"]\n");
        let policy = OemPolicy::parse(&rules("Vehicle.Cabin.HVAC.**")).unwrap();
        let mut subject = subject(&["vehicle"]);
        assert!(policy.writable(&subject).paths().count() > 0);
        subject.publisher = "someone".parse().unwrap();
        assert_eq!(policy.writable(&subject).paths().count(), 0);
        for path in ["Vehicle.**", "Vehicle.Chassis.Brake.**", "Vehicle.ADAS.**", "Vehicle.Cabin.NoSuchThing"] {
            let error = OemPolicy::parse(&rules(path)).unwrap_err().to_string();
            assert!(error.contains(path), "{path}: {error}");
        }
    }

    #[test]
    fn limits_are_lowered_for_all_skills_and_otherwise_for_one() {
        let text = r#"
            limits = { deadline_ms = 800, log_lines = 10 }
            [skills.noodles]
            publisher = "acme"
            limits = { deadline_ms = 1500, storage_keys = 0 }
        "#;
        let policy = OemPolicy::parse(text).unwrap();
        let of = |skill: &str, publisher: &str| policy.limits(&skill.parse().unwrap(), &publisher.parse().unwrap());
        let all = Limits { deadline_ms: 800, log_lines: 10, ..Limits::MAX };
        assert_eq!(of("noodles", "acme"), Limits { deadline_ms: 1_500, storage_keys: 0, ..all });
        assert_eq!(of("noodles", "someone"), all);
        assert_eq!(of("parking", "acme"), all);
        assert_eq!(OemPolicy::default().limits(&"noodles".parse().unwrap(), &"acme".parse().unwrap()), Limits::MAX);
    }

    #[test]
    fn what_is_misspelt_is_no_policy() {
        let error = |text: &str| {
            let error = OemPolicy::parse(text).unwrap_err();
            format!("{error} ({})", error.hint().unwrap_or_default())
        };
        insta::assert_snapshot!(error(r#"capabilities.locaton = { access = "refuse" }"#), @r#"the policy names the capability "locaton", which does not exist (did you mean "location"?)"#);
        insta::assert_snapshot!(error(r#"capabilities.context = { access = "refuse" }"#), @r#"the policy restricts "context", which every skill has (remove the rule)"#);
        insta::assert_snapshot!(error("limits.memory_byte = 1"), @r#"the policy names the limit "memory_byte", which does not exist (did you mean "memory_bytes"?)"#);
        insta::assert_snapshot!(error("limits.patience = 1"), @r#"the policy names the limit "patience", which does not exist (known limits: memory_bytes, table_elements, instances, tables, memories, handles, transfer_bytes, deadline_ms, capability_calls, log_lines, storage_bytes, storage_keys)"#);
        insta::assert_snapshot!(error("limits.deadline_ms = 2001"), @"the policy sets deadline_ms to 2001, at most 2000 is allowed (a policy lowers limits; remove the line for the largest value)");
        insta::assert_snapshot!(error("[skills.noodles]\npublisher = \"acme\"\nlimits.log_lines = 5000000000"), @"the policy sets log_lines to 5000000000, at most 100 is allowed (a policy lowers limits; remove the line for the largest value)");
        insta::assert_snapshot!(error(r#"capabilities.places = { access = "ask", precision = "coarse" }"#), @r#"the policy gives "places" only coarsely, which it does not come (precision is for "location")"#);
        for wrong in [
            "limits.deadline_ms = -1",
            r#"capabilities.location = { access = "ask", precision = "rough" }"#,
            "limits.deadline_ms = \"1 s\"",
            "limit.deadline_ms = 1",
            r#"capabilities.location = { acess = "refuse" }"#,
            r#"capabilities.location = { access = "deny" }"#,
            r#"capability.location = { access = "refuse" }"#,
            r#"skills.noodles.capabilities.location = { access = "allow" }"#,
        ] {
            assert!(matches!(OemPolicy::parse(wrong), Err(PolicyFileError::Toml { .. })), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn no_text_whatever_is_more_than_refused(text in "\\PC{0,200}") {
            OemPolicy::parse(&text).ok();
        }
    }
}

//! `policy.toml`: what the car maker lets skills do.
//!
//! ```toml
//! [capabilities.location]
//! access = "ask"             # "allow", "ask" (the driver) or "refuse"
//!
//! [capabilities.preferences]
//! access = "refuse"
//! while = "parked"           # "driving" (always), "standing" or "parked"; "driving" if not given
//!
//! [skills.parking]           # for one skill, as long as it is this publisher's
//! publisher = "jumpseat"
//! vehicle = ["Vehicle.Cabin.HVAC.**"]   # what it may set, if it also gets the capability "vehicle"; nothing if not given
//! [skills.parking.capabilities.location]
//! access = "allow"
//!
//! # A host that it may reach, if its manifest names it and it also gets the capability "http"; none if not given.
//! [skills.parking.http."api.example.com"]
//! methods = ["get", "post"]  # "get" and "head" if not given
//! scheme = "https"           # or "http", without TLS; "https" if not given
//! addresses = "public"       # or "any", those in the car and in private networks, too; "public" if not given
//! # Headers that the car adds, and the skill never sees: the value stands in an environment variable or in a file.
//! secrets.authorization = { file = "/etc/jumpseat/parking-token" }
//! secrets.x-api-key = { env = "PARKING_KEY" }
//! ```
//!
//! A capability that the file does not name follows [`CAPABILITIES`]. A key or capability that is not known is an error: a
//! misspelt restriction must not look like one.

use std::{collections::BTreeMap, fmt, sync::Arc};

use jumpseat_http::{Reachable, Site};
use jumpseat_package::{HTTP, HostName, Publisher, SkillId};
use jumpseat_vehicle::Writable;
use serde::{Deserialize, Deserializer, Serialize, de::Error as _};

use crate::{Subject, limits::POLICY_BYTES_MAX};

/// Every capability, and what holds for it if no policy file says otherwise: what tells something about the driver is
/// asked for. Traffic lights ahead are such a thing: they tell where the car is. What leaves the car is another.
pub const CAPABILITIES: [(&str, Access); 11] = [
    ("clock", Access::Allow),
    ("context", Access::Allow),
    ("http", Access::Ask),
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
}

/// The policy of a car maker.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct OemPolicy {
    capabilities: BTreeMap<String, Rule>,
    skills: BTreeMap<SkillId, SkillRules>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct SkillRules {
    publisher: Publisher,
    #[serde(default)]
    capabilities: BTreeMap<String, Rule>,
    #[serde(default, deserialize_with = "writable")]
    vehicle: Arc<Writable>,
    #[serde(default)]
    http: BTreeMap<HostName, Site>,
}

/// Why a policy file was not accepted.
#[derive(Debug, thiserror::Error)]
pub enum PolicyFileError {
    /// Too many bytes.
    #[error("the policy has {bytes} bytes, at most {POLICY_BYTES_MAX} are allowed")]
    TooLarge {
        /// Its size.
        bytes: usize,
    },
    /// It is not the TOML that is expected.
    #[error("the policy is not valid: {message}")]
    Toml {
        /// What is wrong, with the line.
        message: String,
    },
    /// A capability that this car does not have.
    #[error("the policy names the capability {name:?}, which does not exist")]
    UnknownCapability {
        /// The name.
        name: String,
    },
    /// A rule for what is never taken away.
    #[error("the policy restricts {name:?}, which every skill has")]
    Always {
        /// The capability.
        name: String,
    },
}

impl PolicyFileError {
    /// What a person can do about it.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::UnknownCapability { name } => {
                let known = CAPABILITIES.iter().map(|(known, _)| *known);
                let near = known.clone().min_by_key(|known| strsim::levenshtein(known, name));
                let near = near.filter(|known| strsim::levenshtein(known, name) <= 3);
                Some(near.map_or_else(
                    || format!("known capabilities: {}", known.collect::<Vec<_>>().join(", ")),
                    |near| format!("did you mean {near:?}?"),
                ))
            }
            Self::Always { .. } => Some("remove the rule".to_owned()),
            Self::TooLarge { .. } | Self::Toml { .. } => None,
        }
    }
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
        }
        Ok(policy)
    }

    /// What a skill may set of the vehicle, if it gets the capability at all.
    pub fn writable(&self, subject: &Subject) -> Arc<Writable> {
        self.skill_rules(subject).map(|rules| Arc::clone(&rules.vehicle)).unwrap_or_default()
    }

    /// The hosts that a skill may reach, if it gets the capability at all: those that its manifest names and that are opened
    /// for it.
    pub fn reachable(&self, subject: &Subject) -> Reachable {
        let opened = |host: &HostName| Some((host.clone(), self.site(subject, host)?.clone()));
        Reachable::new(subject.hosts(HTTP).filter_map(opened))
    }

    /// How a skill may reach a host; nothing if it is not opened for it.
    pub fn site(&self, subject: &Subject, host: &HostName) -> Option<&Site> {
        self.skill_rules(subject)?.http.get(host)
    }

    /// Every host that is opened, and for which skill.
    pub fn sites(&self) -> impl Iterator<Item = (&SkillId, &HostName, &Site)> {
        let of_skill = self.skills.iter().map(|(skill, rules)| (skill, &rules.http));
        of_skill.flat_map(|(skill, http)| http.iter().map(move |(host, site)| (skill, host, site)))
    }

    /// The rules for a skill alone. They hold for its publisher's skill and no other.
    fn skill_rules(&self, subject: &Subject) -> Option<&SkillRules> {
        self.skills.get(&subject.skill).filter(|rules| rules.publisher == subject.publisher)
    }

    /// What holds for a capability of a skill. What nobody knows is asked for. Requests are refused where no host of the skill
    /// is opened, so that no driver is asked for what would come to nothing.
    pub fn rule(&self, subject: &Subject, capability: &str) -> Rule {
        let own = self.skill_rules(subject).and_then(|rules| rules.capabilities.get(capability));
        let built_in = || {
            let known = CAPABILITIES.iter().find(|(known, _)| *known == capability);
            Rule { access: known.map_or(Access::Ask, |(_, access)| *access), state: While::Driving }
        };
        let rule = own.or_else(|| self.capabilities.get(capability)).copied().unwrap_or_else(built_in);
        let comes_to_nothing =
            capability == HTTP && !subject.hosts(HTTP).any(|host| self.site(subject, host).is_some());
        if comes_to_nothing { Rule { access: Access::Refuse, ..rule } } else { rule }
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
    use crate::samples::{requesting, subject};

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
        let own = Rule { access: Access::Allow, state: While::Parked };
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
    fn a_skill_reaches_the_hosts_that_it_names_and_that_are_opened_for_it() {
        let text = r#"
            [skills.noodles]
            publisher = "acme"
            http."menu.example" = { methods = ["post"] }
            http."other.example" = {}
        "#;
        let policy = OemPolicy::parse(text).unwrap();
        let hosts = |subject: &Subject| policy.reachable(subject).hosts().map(ToString::to_string).collect::<Vec<_>>();
        let mut subject = requesting(&["menu.example", "maps.example"]);
        assert_eq!(hosts(&subject), ["menu.example"]);
        assert_eq!(policy.rule(&subject, "http").access, Access::Ask);
        let not_opened = requesting(&["maps.example", "menu.example:8443"]);
        assert_eq!(hosts(&not_opened), [""; 0]);
        assert_eq!(policy.rule(&not_opened, "http").access, Access::Refuse, "nobody is asked for nothing");
        subject.publisher = "someone".parse().unwrap();
        assert_eq!(hosts(&subject), [""; 0]);
        assert_eq!(policy.rule(&subject, "http").access, Access::Refuse);
        let opened: Vec<String> = policy.sites().map(|(skill, host, _)| format!("{skill} {host}")).collect();
        assert_eq!(opened, ["noodles menu.example", "noodles other.example"]);
    }

    #[test]
    fn what_is_misspelt_is_no_policy() {
        let error = |text: &str| {
            let error = OemPolicy::parse(text).unwrap_err();
            format!("{error} ({})", error.hint().unwrap_or_default())
        };
        insta::assert_snapshot!(error(r#"capabilities.locaton = { access = "refuse" }"#), @r#"the policy names the capability "locaton", which does not exist (did you mean "location"?)"#);
        insta::assert_snapshot!(error(r#"capabilities.context = { access = "refuse" }"#), @r#"the policy restricts "context", which every skill has (remove the rule)"#);
        for wrong in [
            r#"capabilities.location = { acess = "refuse" }"#,
            r#"capabilities.location = { access = "deny" }"#,
            r#"capability.location = { access = "refuse" }"#,
            r#"skills.noodles.capabilities.location = { access = "allow" }"#,
            r#"skills.noodles = { publisher = "acme", http."127.0.0.1" = {} }"#,
            r#"skills.noodles = { publisher = "acme", http."*.example" = {} }"#,
            r#"skills.noodles = { publisher = "acme", http."a.example".secrets.key = "in plain text" }"#,
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

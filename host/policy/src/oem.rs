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
//! [limits]                   # what a call of any skill may use; each from `Limits::LEAST` to `Limits::MAX`
//! deadline_ms = 800
//!
//! [skills.parking]           # for one skill, as long as it is this publisher's
//! publisher = "jumpseat"
//! vehicle = [                # what it may set, if it also gets the capability "vehicle"; nothing if not given
//!   "Vehicle.Cabin.HVAC.**", # the driver is asked each time; a table says it if not, and in which state of the car
//!   { set = "Vehicle.Cabin.Infotainment.Media.Volume ..40", confirm = false },
//!   { set = "Vehicle.Body.Mirrors.*.IsFolded", while = "parked" },
//! ]
//! [skills.parking.capabilities.location]
//! access = "allow"
//! [skills.parking.limits]
//! deadline_ms = 1500         # in place of the 800 for all
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
//! A coarse position keeps nobody from the lights ahead, which tell where the car is too: "traffic-signals" has an access
//! of its own.
//!
//! A capability that the file does not name follows [`CAPABILITIES`], a limit [`Limits::MAX`]. A key, capability or limit
//! that is not known is an error: a misspelt restriction must not look like one.

mod error;
mod lowered;
mod vehicle;

use std::{collections::BTreeMap, fmt, sync::Arc};

use jumpseat_http::{Reachable, Site};
use jumpseat_location::Precision;
use jumpseat_package::{HTTP, HostName, Publisher, SkillId};
use jumpseat_vehicle::Writable;
use serde::{Deserialize, Serialize};

pub use self::{error::PolicyFileError, vehicle::Setting};
use self::{lowered::Lowered, vehicle::VehicleRules};
use crate::{DrivingState, Limits, Subject, limits::POLICY_BYTES_MAX};

/// Every capability, and what holds for it if no policy file says otherwise: what tells something about the driver is
/// asked for. Traffic lights ahead are such a thing: they tell where the car is. What leaves the car is another.
pub const CAPABILITIES: [(&str, Access); 12] = [
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
    ("weather", Access::Allow),
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

/// What the car must do for a rule to hold; in any other state it refuses. The stricter is the greater.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
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
    #[serde(default)]
    vehicle: VehicleRules,
    #[serde(default)]
    http: BTreeMap<HostName, Site>,
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
        self.skill_rules(subject).map(|rules| Arc::clone(&rules.vehicle.writable)).unwrap_or_default()
    }

    /// In which state of the car a skill may set a signal that is open to it.
    pub fn state(&self, subject: &Subject, path: &str) -> While {
        self.skill_rules(subject).map(|rules| rules.vehicle.state(path)).unwrap_or_default()
    }

    /// Every signal that a skill may set, and how.
    pub fn settings(&self, subject: &Subject) -> Vec<Setting> {
        self.skill_rules(subject).map(|rules| rules.vehicle.settings().collect()).unwrap_or_default()
    }

    /// The skills that may set something, with everything that they may set.
    pub fn all_settings(&self) -> impl Iterator<Item = (&SkillId, Vec<Setting>)> {
        let settings = self.skills.iter().map(|(skill, rules)| (skill, rules.vehicle.settings().collect::<Vec<_>>()));
        settings.filter(|(_, settings)| !settings.is_empty())
    }

    fn skill_rules(&self, subject: &Subject) -> Option<&SkillRules> {
        self.rules_of(&subject.skill, &subject.publisher)
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
    fn rules_of(&self, skill: &SkillId, publisher: &Publisher) -> Option<&SkillRules> {
        self.skills.get(skill).filter(|rules| rules.publisher == *publisher)
    }

    /// What holds for a capability of a skill. What nobody knows is asked for. Requests are refused where no host of the skill
    /// is opened, so that no driver is asked for what would come to nothing.
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
        let rule = own.or_else(|| self.capabilities.get(capability)).copied().unwrap_or_else(built_in);
        let comes_to_nothing =
            capability == HTTP && !subject.hosts(HTTP).any(|host| self.site(subject, host).is_some());
        if comes_to_nothing { Rule { access: Access::Refuse, ..rule } } else { rule }
    }
}

impl While {
    /// Whether a rule for this state of the car holds now.
    pub(crate) const fn holds(self, state: DrivingState) -> bool {
        match self {
            Self::Driving => true,
            Self::Standing => matches!(state, DrivingState::Parked | DrivingState::Idling),
            Self::Parked => matches!(state, DrivingState::Parked),
        }
    }
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
mod tests;

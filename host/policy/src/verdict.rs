//! What policy says of a call.

use std::{collections::BTreeSet, fmt};

use jumpseat_location::Precision;
use jumpseat_package::{HostName, Language, SkillId};

use crate::{
    Grant, Subject, While,
    oem::{LOCATION, TRAFFIC_SIGNALS},
    wording,
};

/// What policy says of a call.
#[derive(Debug, Clone, PartialEq)]
pub enum Verdict {
    /// The skill may be called, with this grant. What it can do without may be missing from it.
    Allowed(Grant),
    /// The driver must agree first.
    Ask(ConsentRequest),
    /// The skill may not be called.
    Refused(Refusal),
}

/// What the driver is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsentRequest {
    /// Who asks.
    pub subject: Subject,
    /// For which capabilities.
    pub capabilities: BTreeSet<String>,
    /// How precisely, if the position is among them.
    pub precision: Precision,
}

/// What the driver answers to a [`ConsentRequest`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DriverAnswer {
    /// Yes, for this call.
    Once,
    /// Yes, until the trip ends.
    ThisTrip,
    /// Yes, until it is withdrawn.
    Always,
    /// Not for this call.
    NotNow,
    /// No, and never ask again.
    Never,
}

/// Why a skill may not be called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The skill.
    pub skill: SkillId,
    /// What the driver calls the skill, in the two languages of the car.
    name: [String; 2],
    /// The capability that it needs and does not get.
    pub capability: String,
    /// Who or what is against it.
    pub because: Because,
}

/// Who or what is against a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Because {
    /// The car maker's policy.
    CarMaker,
    /// The car is not in the state that the policy wants.
    DrivingState(While),
    /// The driver said no for good.
    Driver,
    /// The driver said no to this call.
    DriverNow,
}

impl ConsentRequest {
    /// What a driver answers who agrees to tell the position only roughly. The lights ahead would tell it precisely, so they
    /// are no part of that answer and are asked for by themselves.
    #[must_use]
    pub fn roughly(mut self) -> Self {
        self.capabilities.remove(TRAFFIC_SIGNALS);
        Self { precision: Precision::Coarse, ..self }
    }

    /// How precisely a capability is asked for.
    pub fn precision_of(&self, capability: &str) -> Precision {
        if capability == LOCATION { self.precision } else { Precision::Precise }
    }

    /// The question, as it is said.
    pub fn speech(&self, language: Language) -> String {
        wording::question(self, language)
    }

    /// The reasons that the skill gives, as they are shown: one line for each capability, with the hosts that it would reach.
    pub fn reasons(&self, language: Language) -> Vec<String> {
        let reason = |capability: &String| {
            let mut what = wording::capability(capability, self.precision, language).to_owned();
            let hosts: Vec<&str> = self.subject.hosts(capability).map(HostName::as_str).collect();
            if !hosts.is_empty() {
                what = wording::with_hosts(&what, &hosts, language);
            }
            match self.subject.why_in(capability, language) {
                Some(why) => format!("{what}: {why}"),
                None => what,
            }
        };
        self.capabilities.iter().map(reason).collect()
    }
}

impl DriverAnswer {
    /// Whether it is a yes.
    pub const fn is_yes(self) -> bool {
        match self {
            Self::Once | Self::ThisTrip | Self::Always => true,
            Self::NotNow | Self::Never => false,
        }
    }

    /// Whether it is a yes that holds beyond the call, for as long as it is kept.
    pub(crate) const fn is_lasting_yes(self) -> bool {
        match self {
            Self::ThisTrip | Self::Always => true,
            Self::Once | Self::NotNow | Self::Never => false,
        }
    }

    /// The same for this call alone.
    #[must_use]
    pub const fn for_one_call(self) -> Self {
        if self.is_yes() { Self::Once } else { Self::NotNow }
    }
}

impl Refusal {
    pub(crate) fn new(subject: &Subject, capability: &str, because: Because) -> Self {
        let name = [Language::English, Language::Chinese].map(|language| subject.name_in(language).to_owned());
        Self { skill: subject.skill.clone(), name, capability: capability.to_owned(), because }
    }

    /// The refusal, as it is said.
    pub fn speech(&self, language: Language) -> String {
        let [english, chinese] = &self.name;
        let name = match language {
            Language::English => english,
            Language::Chinese => chinese,
        };
        wording::refusal(name, &self.capability, self.because, language)
    }
}

/// For the log.
impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { skill, capability, because, .. } = self;
        match because {
            Because::CarMaker => write!(f, "the policy refuses {capability} to {skill}"),
            Because::DrivingState(needed) => {
                write!(f, "the policy allows {capability} to {skill} only while the car is {needed}")
            }
            Because::Driver => write!(f, "the driver never wants {skill} to have {capability}"),
            Because::DriverNow => write!(f, "the driver did not allow {capability} to {skill}"),
        }
    }
}

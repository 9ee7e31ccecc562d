//! What is recorded.

use jumpseat_location::Precision;
use jumpseat_package::{Publisher, SkillId};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Privacy, Private, SegmentNumber};

/// What happened in the car. In JSON one key, the name of the variant in kebab case, and its fields.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Event {
    /// The driver was asked for consent and said no for now: nothing is kept of it, and the skill may ask again.
    ConsentRefused {
        /// The skill.
        skill: SkillId,
        /// Who published it.
        publisher: Publisher,
        /// The capability.
        capability: String,
    },
    /// The driver gave, or refused for good, consent.
    ConsentGiven {
        /// The skill.
        skill: SkillId,
        /// Who published it.
        publisher: Publisher,
        /// The capability.
        capability: String,
        /// For how long.
        scope: Scope,
        /// How precisely, if it is about a position and not as precisely as the car knows it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        precision: Option<Precision>,
    },
    /// The driver withdrew consent.
    ConsentWithdrawn {
        /// The skill.
        skill: SkillId,
        /// Who published it.
        publisher: Publisher,
        /// The capability.
        capability: String,
        /// What had been given.
        scope: Scope,
    },
    /// A tool was called.
    Call {
        /// The skill.
        skill: SkillId,
        /// The function of the skill.
        tool: String,
        /// How it ended, as in the report of a turn: "reply", "timed-out", …
        outcome: String,
        /// What it was called with. It quotes the driver, so it is private as a transcript is.
        arguments: Private<Value>,
    },
    /// A skill acted on the vehicle, or tried to.
    Act {
        /// The skill.
        skill: SkillId,
        /// The signal's path in the Vehicle Signal Specification.
        path: String,
        /// What it was set to. Private where the path tells a position.
        value: Private<Value>,
        /// How far it came.
        outcome: ActOutcome,
    },
    /// A skill sent a request over the internet, or tried to; or one of its requests was redirected to another host. Path,
    /// query, headers and body may quote the driver and are not recorded at all.
    Request {
        /// The skill.
        skill: SkillId,
        /// What was to be done: "get", "post", …
        method: String,
        /// The host and its port. Private as a transcript is where it is not open to the skill: such a name is made up by the
        /// skill, and may quote the driver.
        host: Private<String>,
        /// What came of it.
        outcome: RequestOutcome,
    },
    /// A skill was installed, or replaced by another version.
    SkillInstalled {
        /// The skill.
        skill: SkillId,
        /// Who published it.
        publisher: Publisher,
        /// Its version.
        version: String,
    },
    /// A skill was removed.
    SkillRemoved {
        /// The skill.
        skill: SkillId,
    },
    /// A skill that broke several times in a row is not called for a while.
    SkillRests {
        /// The skill.
        skill: SkillId,
        /// How long.
        wait_s: u64,
        /// What it did, at last.
        reason: String,
    },
    /// A skill that misbehaved is not called any more.
    SkillQuarantined {
        /// The skill.
        skill: SkillId,
        /// What it did.
        reason: String,
    },
    /// A skill in quarantine may be called again.
    SkillReleased {
        /// The skill.
        skill: SkillId,
        /// Who or what released it.
        reason: String,
    },
    /// The language model died again and again and is left alone for a while: only fixed phrases work.
    ModelRests {
        /// What happened to it, at last.
        reason: String,
    },
    /// The driver said something.
    Transcript {
        /// The words.
        text: Private<String>,
    },
}

/// How far an act came. Each step is a record, on the disk before the next is made: none is done without its record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum ActOutcome {
    /// The driver is asked.
    Asked,
    /// It is not done.
    Refused {
        /// Why.
        reason: String,
    },
    /// It is done now. If no record follows, nobody knows how it ended.
    Begun {
        /// Who let it be done.
        by: Approver,
    },
    /// It was done.
    Done {
        /// Who let it be done.
        by: Approver,
    },
    /// The vehicle did not do it.
    Failed {
        /// Who let it be done.
        by: Approver,
        /// What the vehicle said.
        reason: String,
    },
}

/// What came of a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum RequestOutcome {
    /// The host answered.
    Answered {
        /// The HTTP status.
        status: u16,
    },
    /// Nothing was sent: the host, or its port or scheme, is not open to the skill.
    HostNotOpen,
    /// Nothing was sent: the host is not open to the skill by this method.
    MethodNotOpen,
    /// There was no answer.
    Failed {
        /// Why not.
        reason: String,
    },
}

/// Who lets an act be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Approver {
    /// The policy, which does not want the driver to be asked.
    Policy,
    /// The driver, who was asked about this act.
    Driver,
}

/// How long consent holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scope {
    /// For one call.
    Once,
    /// Until the end of the trip.
    Trip,
    /// Until it is withdrawn.
    Always,
    /// Not at all: the driver does not want to be asked again.
    Never,
}

/// What happened to the log itself. Only the log writes these.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Upkeep {
    /// A segment begins. It is the first record of every segment, and found nowhere else.
    SegmentBegun {
        /// This segment.
        segment: SegmentNumber,
        /// The oldest segment that is kept. Those before it may be missing.
        oldest_kept: SegmentNumber,
    },
    /// The beginning of a record, left by a write that did not end, was cut off.
    TailCutOff {
        /// What was cut off.
        bytes: u64,
    },
    /// An earlier segment does not verify, so the log went on in this one.
    DamageFound {
        /// The earlier segment.
        segment: SegmentNumber,
        /// The line in it, counted from 1.
        line: u64,
        /// What is wrong with it.
        what: String,
    },
}

impl Event {
    /// The skill that it is about.
    pub const fn skill(&self) -> Option<&SkillId> {
        match self {
            Self::ConsentRefused { skill, .. }
            | Self::ConsentGiven { skill, .. }
            | Self::ConsentWithdrawn { skill, .. }
            | Self::Call { skill, .. }
            | Self::Act { skill, .. }
            | Self::Request { skill, .. }
            | Self::SkillInstalled { skill, .. }
            | Self::SkillRemoved { skill }
            | Self::SkillRests { skill, .. }
            | Self::SkillQuarantined { skill, .. }
            | Self::SkillReleased { skill, .. } => Some(skill),
            Self::ModelRests { .. } | Self::Transcript { .. } => None,
        }
    }

    /// Whether it must be on the disk before anybody goes on: what changes the car or what it may do.
    pub(super) const fn is_durable_at_once(&self) -> bool {
        match self {
            Self::ConsentGiven { .. }
            | Self::ConsentWithdrawn { .. }
            | Self::Act { .. }
            | Self::SkillInstalled { .. }
            | Self::SkillRemoved { .. }
            | Self::SkillQuarantined { .. }
            | Self::SkillReleased { .. } => true,
            Self::ConsentRefused { .. }
            | Self::Call { .. }
            | Self::Request { .. }
            | Self::SkillRests { .. }
            | Self::ModelRests { .. }
            | Self::Transcript { .. } => false,
        }
    }

    /// The same without what the owner does not want to be written.
    pub(super) fn redacted(mut self, privacy: Privacy) -> Self {
        match &mut self {
            Self::Transcript { text } => text.redact(privacy.transcripts),
            Self::Call { arguments, .. } => {
                arguments.redact(privacy.transcripts);
                arguments.redact_coordinates(privacy.positions);
            }
            Self::Act { path, value, .. } => {
                if tells_position(path) {
                    value.redact(privacy.positions);
                }
                value.redact_coordinates(privacy.positions);
            }
            Self::Request { host, outcome, .. } => {
                if *outcome == RequestOutcome::HostNotOpen {
                    host.redact(privacy.transcripts);
                }
            }
            Self::ConsentRefused { .. }
            | Self::ConsentGiven { .. }
            | Self::ConsentWithdrawn { .. }
            | Self::SkillInstalled { .. }
            | Self::SkillRemoved { .. }
            | Self::SkillRests { .. }
            | Self::SkillQuarantined { .. }
            | Self::SkillReleased { .. }
            | Self::ModelRests { .. } => {}
        }
        self
    }
}

/// Branches of the Vehicle Signal Specification below which a value tells where the car is or where it goes.
const POSITION_BRANCHES: [&str; 2] = ["Vehicle.CurrentLocation", "Vehicle.Cabin.Infotainment.Navigation"];

/// Whether the value of a signal tells a position.
fn tells_position(path: &str) -> bool {
    let below = |branch: &str| {
        let rest = path.get(branch.len()..).unwrap_or_default();
        path.get(..branch.len()).is_some_and(|start| start.eq_ignore_ascii_case(branch))
            && (rest.is_empty() || rest.starts_with('.'))
    };
    POSITION_BRANCHES.into_iter().any(below)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_changes_the_car_waits_for_the_disk_and_a_call_does_not() {
        let skill: SkillId = "parking".parse().unwrap();
        let (path, outcome) = ("Vehicle.Cabin.Lights".to_owned(), ActOutcome::Asked);
        let value = Private::new(Value::from(1));
        assert!(Event::Act { skill: skill.clone(), path, value: value.clone(), outcome }.is_durable_at_once());
        assert!(Event::SkillRemoved { skill: skill.clone() }.is_durable_at_once());
        let (tool, outcome) = ("find".to_owned(), "reply".to_owned());
        assert!(!Event::Call { skill, tool, outcome, arguments: value }.is_durable_at_once());
    }

    #[test]
    fn only_signals_of_places_tell_a_position() {
        assert!(tells_position("Vehicle.CurrentLocation.Latitude"));
        assert!(tells_position("vehicle.currentlocation.latitude"));
        assert!(tells_position("Vehicle.Cabin.Infotainment.Navigation.DestinationSet.Longitude"));
        assert!(!tells_position("Vehicle.Cabin.Seat.Row1.DriverSide.Position"));
        assert!(!tells_position("Vehicle.CurrentLocationOfTheMoon"));
    }
}

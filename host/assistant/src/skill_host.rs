//! What the assistant asks of the part that runs skills.

use async_trait::async_trait;
use jumpseat_package::{Language, SkillId};
use jumpseat_policy::{DrivingState, Grant};
use jumpseat_router::Call;

use crate::{Failure, Reply};

/// Runs skills. Whatever a skill does, it comes back as an [`Outcome`].
#[async_trait]
pub trait SkillHost: Send + Sync {
    /// Calls a tool. After the skill's deadline nothing of the call may still act.
    /// What is not granted is out of its reach.
    async fn call(&self, call: &Call, circumstances: &Circumstances, grant: &Grant) -> Outcome;

    /// Delivers an event to a skill that subscribed to it. Nothing is said if the answer is `None`.
    async fn deliver(
        &self,
        skill: &SkillId,
        event: &SkillEvent,
        circumstances: &Circumstances,
        grant: &Grant,
    ) -> Option<Outcome>;
}

/// What every skill may know of the turn: the types of `jumpseat:context/turn`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Circumstances {
    /// The language of the answer.
    pub language: Language,
    /// The units of the answer.
    pub units: Units,
    /// What the car does; a car that does not know counts as moving.
    pub driving_state: DrivingState,
    /// The speed of the car, if it knows.
    pub speed_kmh: Option<f32>,
}

/// Systems of units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Units {
    /// Metres and kilometres per hour.
    Metric,
    /// Feet and miles per hour.
    Imperial,
}

/// What can wake a skill: the cases of `jumpseat:skill/events`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SkillEvent {
    /// A traffic signal that is not green lies ahead.
    SignalAhead {
        /// The signal.
        signal_id: String,
        /// Distance along the way to its stop line.
        distance_m: u32,
    },
}

impl SkillEvent {
    /// The kind, as a skill's manifest names it.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::SignalAhead { .. } => "signal-ahead",
        }
    }
}

/// How a call ended.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// The skill answered.
    Reply(Reply),
    /// The skill said why it cannot.
    Failure(Failure),
    /// The skill crashed.
    Trapped {
        /// For the log.
        detail: String,
    },
    /// The skill did not answer in time and was stopped.
    TimedOut {
        /// Its deadline.
        deadline_ms: u64,
    },
    /// The skill went over a limit and was stopped.
    OverLimit {
        /// The limit, by name, with its value.
        limit: String,
    },
    /// The skill answered something that breaks the contract.
    BadAnswer {
        /// For the log.
        detail: String,
    },
    /// The skill was not called, because it cannot run without a capability that is not granted.
    NotGranted {
        /// The capability.
        capability: String,
    },
    /// No such skill or tool is installed any more, or it cannot be loaded.
    Missing {
        /// For the log.
        detail: String,
    },
    /// The skill was not called: it broke several times in a row and is left alone for a while.
    Resting {
        /// Seconds until it is called again.
        wait_s: u64,
    },
    /// The skill was not called: it broke too often and is left alone until somebody releases it.
    Quarantined {
        /// For the log.
        reason: String,
    },
}

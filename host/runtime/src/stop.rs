//! Why a call was stopped.

use std::fmt;

use jumpseat_assistant::Outcome;
use wasmtime::{PoolConcurrencyLimitError, Trap};

use crate::{
    error::one_line,
    limits::{Limits, STACK_BYTES_MAX},
    supervision::Conduct,
};

/// Why a call ended without an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Stop {
    /// It crashed.
    Trapped {
        /// For the log.
        detail: String,
    },
    /// Its time is over.
    TimedOut,
    /// It went over a limit.
    OverLimit {
        /// The value of the limit, its unit and what it is of.
        limit: String,
    },
    /// It cannot run without a capability that is not granted.
    NotGranted {
        /// The capability.
        capability: String,
    },
    /// There is nothing that could be called.
    Missing {
        /// For the log.
        detail: String,
    },
    /// Its code cannot be used.
    Unlinked {
        /// For the log.
        reason: String,
    },
    /// Its time was over before its turn came, because other calls took all places or its code was still loaded.
    NoTurn,
    /// The host has no room for one more instance.
    NoRoom {
        /// The limit, as the engine tells it.
        limit: String,
    },
    /// The host has a defect.
    HostFailed,
}

impl Stop {
    pub(crate) fn over_limit(value: impl fmt::Display, what: &str) -> Self {
        Self::OverLimit { limit: format!("{value} {what}") }
    }

    pub(crate) fn outcome(self, limits: &Limits) -> Outcome {
        match self {
            Self::Trapped { detail } => Outcome::Trapped { detail },
            Self::TimedOut | Self::NoTurn => Outcome::TimedOut { deadline_ms: limits.deadline_ms },
            Self::OverLimit { limit } | Self::NoRoom { limit } => Outcome::OverLimit { limit },
            Self::NotGranted { capability } => Outcome::NotGranted { capability },
            Self::Missing { detail } | Self::Unlinked { reason: detail } => Outcome::Missing { detail },
            Self::HostFailed => Outcome::Trapped { detail: "the host failed while it served the skill".to_owned() },
        }
    }

    /// What it says of the skill.
    pub(crate) fn conduct(&self) -> Conduct {
        match self {
            Self::Trapped { .. } | Self::TimedOut | Self::OverLimit { .. } => Conduct::Broke { how: self.to_string() },
            Self::NotGranted { .. }
            | Self::Missing { .. }
            | Self::Unlinked { .. }
            | Self::NoTurn
            | Self::NoRoom { .. }
            | Self::HostFailed => Conduct::Blameless,
        }
    }

    /// What an error of the engine means. `refused` is the growth that the skill was refused before, if any: a skill
    /// that gets no memory usually crashes next, and the crash is not the reason.
    pub(crate) fn from_engine(error: wasmtime::Error, refused: Option<Self>, limits: &Limits) -> Self {
        let error = match error.downcast::<Self>() {
            Ok(stop) => return stop,
            Err(error) => error,
        };
        if let Some(refused) = refused {
            return refused;
        }
        if error.downcast_ref::<Trap>() == Some(&Trap::StackOverflow) {
            return Self::over_limit(STACK_BYTES_MAX, "bytes of stack");
        }
        if error.is::<PoolConcurrencyLimitError>() {
            return Self::NoRoom { limit: error.root_cause().to_string() };
        }
        let root = error.root_cause().to_string();
        match LIMITS_OF_TEXTS.iter().find(|(text, _)| root.contains(text)) {
            Some((_, stop)) => stop(limits),
            None => Self::Trapped { detail: one_line(&error) },
        }
    }
}

type StopOf = fn(&Limits) -> Stop;

/// Limits whose errors have no type of their own in the engine, by a part of their text.
const LIMITS_OF_TEXTS: [(&str, StopOf); 5] = [
    ("fuel allocated for hostcalls has been exhausted", |limits| {
        Stop::over_limit(limits.transfer_bytes, "bytes passed to the host at once")
    }),
    ("store handle limit exceeded", |limits| Stop::over_limit(limits.handles, "handles")),
    ("instance count too high", |limits| Stop::over_limit(limits.instances, "instances")),
    ("memory count too high", |limits| Stop::over_limit(limits.memories, "memories")),
    ("table count too high", |limits| Stop::over_limit(limits.tables, "tables")),
];

impl fmt::Display for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Trapped { detail } => write!(f, "it crashed: {detail}"),
            Self::TimedOut => write!(f, "it did not end in time"),
            Self::OverLimit { limit } => write!(f, "it went over its limit of {limit}"),
            Self::NotGranted { capability } => write!(f, "it cannot run without {capability}, which is not granted"),
            Self::Missing { detail } => write!(f, "it cannot be called: {detail}"),
            Self::Unlinked { reason } => write!(f, "its code cannot be used: {reason}"),
            Self::NoTurn => write!(f, "its turn did not come in time"),
            Self::NoRoom { limit } => write!(f, "the host has no room for it: {limit}"),
            Self::HostFailed => write!(f, "the host failed while it served the skill"),
        }
    }
}

impl std::error::Error for Stop {}

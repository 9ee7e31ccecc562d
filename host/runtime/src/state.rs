//! What one call holds: its capabilities, and what it has used so far.

use crate::{call::Guest, capabilities::Contexts, limits::Limits, stop::Stop, usage::Usage};

/// The state of one call.
pub(crate) struct State {
    contexts: Contexts,
    capability_calls: u32,
    capability_calls_max: u32,
    /// Not used if the skill runs in another process.
    usage: Usage,
}

impl State {
    /// The state of a call that has used nothing yet.
    pub(crate) fn new(contexts: Contexts, limits: Limits) -> Self {
        Self {
            contexts,
            capability_calls: 0,
            capability_calls_max: limits.capability_calls,
            usage: Usage::none(limits),
        }
    }

    /// The capabilities, for one more call of one of them.
    pub(crate) fn count_capability_call(&mut self) -> &mut Contexts {
        self.capability_calls = self.capability_calls.saturating_add(1);
        &mut self.contexts
    }

    /// The capabilities, to look at.
    pub(crate) fn contexts(&self) -> &Contexts {
        &self.contexts
    }

    /// The capabilities, for a call that is not counted.
    pub(crate) fn contexts_mut(&mut self) -> &mut Contexts {
        &mut self.contexts
    }

    /// An error once the skill has made more calls than it may. Each capability has a smaller number of its own and
    /// answers "over limit" beyond it; this stops a skill that goes on asking.
    pub(crate) fn check_capability_calls(&self) -> Result<(), Stop> {
        let limit = self.capability_calls_max;
        if self.capability_calls > limit { Err(Stop::over_limit(limit, "calls of capabilities")) } else { Ok(()) }
    }

    /// How many log lines were over the limit.
    pub(crate) fn log_lines_dropped(&self) -> u32 {
        self.contexts.log_lines_dropped()
    }
}

impl Guest for State {
    fn usage(&mut self) -> &mut Usage {
        &mut self.usage
    }

    fn check(&self) -> Result<(), Stop> {
        self.check_capability_calls()
    }
}

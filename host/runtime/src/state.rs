//! What the store of one call holds: its capabilities, and what it has used so far.

use wasmtime::ResourceLimiter;

use crate::{capabilities::Contexts, limits::Limits, stop::Stop};

/// The state of one call.
pub(crate) struct State {
    contexts: Contexts,
    capability_calls: u32,
    /// What the call holds, in the form in which the engine asks for it.
    pub(crate) usage: Usage,
}

impl State {
    /// The state of a call that has used nothing yet.
    pub(crate) fn new(contexts: Contexts, limits: Limits) -> Self {
        Self {
            contexts,
            capability_calls: 0,
            usage: Usage { limits, memory_bytes: 0, table_elements: 0, refused: None },
        }
    }

    /// The capabilities, for one more call of one of them.
    pub(crate) fn count_capability_call(&mut self) -> &mut Contexts {
        self.capability_calls = self.capability_calls.saturating_add(1);
        &mut self.contexts
    }

    /// The capabilities, for a call that is not counted.
    pub(crate) fn contexts_mut(&mut self) -> &mut Contexts {
        &mut self.contexts
    }

    /// Stops the skill once it has made more calls than it may. Each capability has a smaller number of its own and
    /// answers "over limit" beyond it; this stops a skill that goes on asking.
    pub(crate) fn check_capability_calls(&self) -> Result<(), Stop> {
        let limit = self.usage.limits.capability_calls;
        if self.capability_calls > limit { Err(Stop::over_limit(limit, "calls of capabilities")) } else { Ok(()) }
    }

    /// How many log lines were over the limit.
    pub(crate) fn log_lines_dropped(&self) -> u32 {
        self.contexts.log_lines_dropped()
    }
}

/// What a call holds, over all of its memories and tables.
///
/// What was counted is never subtracted. Growth that was allowed and then failed stays counted, because the engine
/// also reports failures of growth that it never asked about: a skill could count itself down with those.
pub(crate) struct Usage {
    limits: Limits,
    memory_bytes: usize,
    table_elements: usize,
    /// The first growth that was refused. The skill sees it as a failed allocation, which most end with a crash.
    pub(crate) refused: Option<Stop>,
}

impl ResourceLimiter for Usage {
    fn memory_growing(&mut self, current: usize, desired: usize, maximum: Option<usize>) -> wasmtime::Result<bool> {
        let limit = self.limits.memory_bytes;
        let Some(grown) = grown(self.memory_bytes, current, desired, limit) else {
            self.refused.get_or_insert_with(|| Stop::over_limit(limit, "bytes of memory"));
            return Ok(false);
        };
        if maximum.is_some_and(|maximum| desired > maximum) {
            return Ok(false);
        }
        self.memory_bytes = grown;
        Ok(true)
    }

    // The maximum of a table is that of the pool too, so the limit is looked at first: it is the reason.
    fn table_growing(&mut self, current: usize, desired: usize, maximum: Option<usize>) -> wasmtime::Result<bool> {
        let limit = self.limits.table_elements;
        let Some(grown) = grown(self.table_elements, current, desired, limit) else {
            self.refused.get_or_insert_with(|| Stop::over_limit(limit, "elements of tables"));
            return Ok(false);
        };
        if maximum.is_some_and(|maximum| desired > maximum) {
            return Ok(false);
        }
        self.table_elements = grown;
        Ok(true)
    }

    fn instances(&self) -> usize {
        self.limits.instances
    }

    fn tables(&self) -> usize {
        self.limits.tables
    }

    fn memories(&self) -> usize {
        self.limits.memories
    }
}

/// The sum with what one memory or table grows by, if that stays within the limit. All numbers but the limit are
/// guest-controlled.
fn grown(sum: usize, current: usize, desired: usize, limit: usize) -> Option<usize> {
    let grown = sum.saturating_add(desired.saturating_sub(current));
    (grown <= limit).then_some(grown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sum_over_all_memories_counts() {
        assert_eq!(grown(0, 0, 60, 100), Some(60));
        assert_eq!(grown(60, 0, 40, 100), Some(100));
        assert_eq!(grown(100, 40, 41, 100), None);
        assert_eq!(grown(0, 0, usize::MAX, 100), None);
    }
}

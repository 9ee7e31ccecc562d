//! What a skill holds while it runs, in the form in which the engine asks for it.

use wasmtime::ResourceLimiter;

use crate::{limits::Limits, stop::Stop};

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

impl Usage {
    /// Nothing yet, of these limits.
    pub(crate) fn none(limits: Limits) -> Self {
        Self { limits, memory_bytes: 0, table_elements: 0, refused: None }
    }
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

//! What one call of a skill may use. How much of its answer is kept, the assistant says.
//!
//! | what | value | why so much |
//! |---|---|---|
//! | memory, all memories of a skill together | 64 MiB | a Python interpreter starts at 12 MiB, a JavaScript one at 9 MiB |
//! | elements of all tables together | 20,000 | Python and JavaScript need 5,000 to 10,000 |
//! | core instances | 64 | Python needs 38 |
//! | tables, memories | 8, 4 | interpreters need 3 of each |
//! | handles of resources | 1,024 | tools pass values; handles stay inside a skill |
//! | bytes passed to the host at once | 1 MiB | 16 times the largest value that storage takes |
//! | time of a call | 2 s | a driver does not wait longer for an answer |
//! | calls of capabilities | 256 | each capability has a smaller number of its own |
//! | log lines | 100 | further ones are counted and dropped |
//! | stack | 512 KiB | what compilers expect |
//!
//! A skill can be held to less ([`Limits::at_most`]), never to more.

use std::time::Duration;

use serde::Serialize;

/// What one call of a skill may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Limits {
    /// Bytes of all memories together.
    pub memory_bytes: usize,
    /// Elements of all tables together.
    pub table_elements: usize,
    /// Core instances.
    pub instances: usize,
    /// Tables.
    pub tables: usize,
    /// Memories.
    pub memories: usize,
    /// Handles of resources that live at one time.
    pub handles: usize,
    /// Bytes that one call of a capability, or the answer, passes to the host.
    pub transfer_bytes: usize,
    /// Time from the start of the call until it is stopped.
    pub deadline_ms: u64,
    /// Calls of capabilities.
    pub capability_calls: u32,
    /// Lines that reach the log; further ones are counted and dropped.
    pub log_lines: u32,
}

impl Limits {
    /// What any skill may use at most. The pool of memories and stacks is made for this.
    pub const MAX: Self = Self {
        memory_bytes: 64 * 1024 * 1024,
        table_elements: 20_000,
        instances: 64,
        tables: 8,
        memories: 4,
        handles: 1_024,
        transfer_bytes: 1024 * 1024,
        deadline_ms: 2_000,
        capability_calls: 256,
        log_lines: jumpseat_log::limits::LINES_MAX,
    };

    /// The smaller of each pair.
    #[must_use]
    pub fn at_most(self, other: Self) -> Self {
        Self {
            memory_bytes: self.memory_bytes.min(other.memory_bytes),
            table_elements: self.table_elements.min(other.table_elements),
            instances: self.instances.min(other.instances),
            tables: self.tables.min(other.tables),
            memories: self.memories.min(other.memories),
            handles: self.handles.min(other.handles),
            transfer_bytes: self.transfer_bytes.min(other.transfer_bytes),
            deadline_ms: self.deadline_ms.min(other.deadline_ms),
            capability_calls: self.capability_calls.min(other.capability_calls),
            log_lines: self.log_lines.min(other.log_lines),
        }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self::MAX
    }
}

/// Calls of skills that run at one time; further ones wait, and their waiting counts against their deadline.
pub const CALLS_AT_ONCE_MAX: u32 = 32;
/// Bytes of stack that a skill may use. Not a part of [`Limits`], because it is compiled into the code.
pub const STACK_BYTES_MAX: usize = 512 * 1024;
/// Bytes of the stack that a skill and the capabilities that it calls use together.
pub(crate) const FIBER_STACK_BYTES: usize = 2 * 1024 * 1024;
/// How often skills that compute are looked at: a call ends at most this long after its deadline.
pub const TICK_MS: u64 = 10;
/// Frames of a crash that are written to the log.
pub(crate) const BACKTRACE_FRAMES_MAX: usize = 8;
/// Characters of a crash's description, which holds names that the skill chose.
pub const DETAIL_CHARS_MAX: usize = 1_000;
/// Bytes of one entry of the cache. Compiled code of a Python skill has about 35 MB.
pub(crate) const CACHE_ENTRY_BYTES_MAX: u64 = 256 * 1024 * 1024;
/// Strikes after which a skill rests. One break is bad luck and two may be; whoever asks a third time hears the same
/// apology again, and nothing is gained by running the skill for it.
pub const REST_STRIKES: u32 = 3;
/// The first rest: long enough for a source of data to come back, short enough to be tried again on the same drive. Each
/// further strike doubles it.
pub const REST_DURATION_MIN: Duration = Duration::from_secs(5);
/// The longest rest. A driver who waits longer does not expect anything any more.
pub const REST_DURATION_MAX: Duration = Duration::from_mins(5);
/// Strikes after which a skill is quarantined. The rests before it take ten minutes together, so that no outage that
/// passes costs a skill its place.
pub const QUARANTINE_STRIKES: u32 = 10;
/// Characters of what a skill did, as its quarantine tells it.
pub const QUARANTINE_REASON_CHARS_MAX: usize = 300;

const _: () = assert!(0 < REST_STRIKES && REST_STRIKES < QUARANTINE_STRIKES, "a skill rests before it is given up");
const _: () = assert!(REST_DURATION_MIN.as_millis() < REST_DURATION_MAX.as_millis());
const _: () = assert!(STACK_BYTES_MAX + 1024 * 1024 <= FIBER_STACK_BYTES, "capabilities run on the rest of the stack");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_skill_is_held_to_less_and_never_to_more() {
        let modest = Limits { deadline_ms: 50, memory_bytes: usize::MAX, ..Limits::MAX };
        let held = Limits::MAX.at_most(modest);
        assert_eq!(held, Limits { deadline_ms: 50, ..Limits::MAX });
    }
}

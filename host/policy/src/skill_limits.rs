//! What one call of a skill may use.
//!
//! The largest values are written here once. Policy lowers them; whoever runs skills makes its room for the largest and
//! stops a call at the lowered ones. Which limits there are beside these, and where they stand, the table in the `limits`
//! module of the runtime says.

use serde::{Deserialize, Serialize};

/// Writes each limit once: as a field, as its least and its largest value, and under its name.
macro_rules! limits {
    ($($(#[$docs:meta])* $name:ident: $number:ty = $least:literal..=$max:expr),* $(,)?) => {
        /// What one call of a skill may use, and, for what it keeps, all of its calls together.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
        pub struct Limits {
            $($(#[$docs])* pub $name: $number,)*
        }

        impl Limits {
            /// What any skill may use at most.
            pub const MAX: Self = Self { $($name: $max,)* };

            /// What every skill needs at least: with less, no call of any skill could be answered.
            pub const LEAST: Self = Self { $($name: $least,)* };

            /// The smaller of each pair.
            #[must_use]
            pub fn at_most(self, other: Self) -> Self {
                Self { $($name: self.$name.min(other.$name),)* }
            }

            /// All limits by name, in the order of the fields.
            pub fn named(&self) -> impl Iterator<Item = (&'static str, u64)> + Clone + use<> {
                [$((stringify!($name), u64::try_from(self.$name).unwrap_or(u64::MAX)),)*].into_iter()
            }

            /// Gives the limit of this name a value. Whether there is one, and it can take the value.
            pub(crate) fn set(&mut self, name: &str, value: u64) -> bool {
                match name {
                    $(stringify!($name) => <$number>::try_from(value).map(|value| self.$name = value).is_ok(),)*
                    _ => false,
                }
            }
        }
    };
}

limits! {
    /// Bytes of all memories together. Memory comes in pages of 64 KiB.
    memory_bytes: usize = 65_536..=64 * 1024 * 1024,
    /// Elements of all tables together.
    table_elements: usize = 1..=20_000,
    /// Core instances.
    instances: usize = 1..=64,
    /// Tables.
    tables: usize = 1..=8,
    /// Memories.
    memories: usize = 1..=4,
    /// Handles of resources that live at one time.
    handles: usize = 0..=1_024,
    /// Bytes that one call of a capability, or the answer, passes to the host.
    transfer_bytes: usize = 1..=1024 * 1024,
    /// Time from the start of the call until it is stopped, whether it computes or waits. A call computes on one thread at
    /// a time, so it bounds the time of a processor too.
    deadline_ms: u64 = 1..=2_000,
    /// Calls of capabilities. Even in which language to answer, a skill has to ask.
    capability_calls: u32 = 1..=256,
    /// Lines that reach the log; further ones are counted and dropped.
    log_lines: u32 = 0..=jumpseat_log::limits::LINES_MAX,
    /// Bytes of all keys and values that the skill keeps.
    storage_bytes: usize = 0..=jumpseat_storage::limits::SKILL_BYTES_MAX,
    /// Keys that the skill keeps, each of them a file.
    storage_keys: usize = 0..=jumpseat_storage::limits::KEYS_MAX,
}

impl Default for Limits {
    fn default() -> Self {
        Self::MAX
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_skill_is_held_to_less_and_never_to_more() {
        let modest = Limits { deadline_ms: 50, memory_bytes: usize::MAX, ..Limits::MAX };
        let held = Limits::MAX.at_most(modest);
        assert_eq!(held, Limits { deadline_ms: 50, ..Limits::MAX });
    }

    #[test]
    fn every_limit_is_set_and_read_by_its_name() {
        let mut limits = Limits::MAX;
        for (name, max) in Limits::MAX.named() {
            assert!(limits.set(name, max - 1), "{name}");
        }
        assert!(limits.named().zip(Limits::MAX.named()).all(|((_, low), (_, max))| low == max - 1));
        assert!(!limits.set("patience", 1));
        assert!(!limits.set("log_lines", u64::MAX), "a number that the limit cannot hold");
    }
}

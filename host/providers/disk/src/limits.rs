//! How much is kept, and how long somebody waits for a lock. Further limits are those of the capabilities.

use jumpseat_preferences::limits::{NAME_CHARS_MAX, PREFERENCES_MAX, VALUE_CHARS_MAX};

/// Largest file of preferences that is read.
pub const PREFERENCES_BYTES_MAX: u64 = 4 * 1024 * 1024;
/// Longest id of a skill, in characters.
pub const SKILL_CHARS_MAX: usize = 64;
/// Bytes that are read of a folder with all it holds: what 256 skills may keep, and as much again.
pub const TREE_BYTES_MAX: u64 = 512 * 1024 * 1024;
/// Folders in folders that are looked into. Skills have one level, and the host makes none deeper than two.
pub const TREE_DEPTH_MAX: usize = 4;
/// Time that somebody waits for another one who changes the folder. That one holds the lock for a few writes.
pub const LOCK_WAIT_MS_MAX: u64 = 1_000;
/// Time after which somebody who waits looks again.
pub const LOCK_RETRY_MS: u64 = 2;

const _: () = assert!(LOCK_RETRY_MS < LOCK_WAIT_MS_MAX);

/// The most bytes that one character takes as JSON: a pair of `\uXXXX`.
const CHAR_BYTES_MAX: usize = 12;
const _: () = assert!(
    (PREFERENCES_MAX * (NAME_CHARS_MAX + VALUE_CHARS_MAX + 16) * CHAR_BYTES_MAX) as u64 <= PREFERENCES_BYTES_MAX,
    "what may be set can be read again"
);

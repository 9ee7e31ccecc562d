//! How much a skill may keep. The WIT states the numbers that skill authors need.

use serde::{Deserialize, Serialize};

use crate::Error;

/// Calls of the capability in one call of a skill.
pub const CALLS_MAX: u32 = 64;
/// Characters of a key, all of them ASCII.
pub const KEY_CHARS_MAX: usize = 64;
/// Bytes of a value.
pub const VALUE_BYTES_MAX: usize = 65_536;
/// Keys of one skill.
pub const KEYS_MAX: usize = 256;
/// Bytes of all keys and values of one skill.
pub const SKILL_BYTES_MAX: usize = 1_048_576;

/// How much one skill may keep. Providers refuse more with [`Error::OverLimit`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quota {
    /// Bytes of all keys and values.
    pub bytes: usize,
    /// Keys.
    pub keys: usize,
}

impl Quota {
    /// What any skill may keep at most.
    pub const MAX: Self = Self { bytes: SKILL_BYTES_MAX, keys: KEYS_MAX };
}

const _: () = assert!(KEY_CHARS_MAX + VALUE_BYTES_MAX <= SKILL_BYTES_MAX, "one value fits");

/// Lets pass keys that are safe as file names. The key is guest-controlled.
pub(crate) fn check_key(key: &str) -> Result<(), Error> {
    let is_allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    let fits = (1..=KEY_CHARS_MAX).contains(&key.len()) && key.bytes().all(is_allowed);
    if fits { Ok(()) } else { Err(Error::InvalidKey) }
}

/// Lets pass values of bounded size.
pub(crate) fn check_value(value: &[u8]) -> Result<(), Error> {
    if value.len() <= VALUE_BYTES_MAX { Ok(()) } else { Err(Error::OverLimit) }
}

//! How much a skill may keep. The WIT states the numbers that skill authors need.

use crate::Error;

/// Calls of the capability in one call of a skill.
pub const CALLS_MAX: u32 = 64;
/// Characters of a key, all of them ASCII.
pub const KEY_CHARS_MAX: usize = 64;
/// Bytes of a value.
pub const VALUE_BYTES_MAX: usize = 65_536;
/// Keys of one skill. Providers refuse one more with [`Error::OverLimit`].
pub const KEYS_MAX: usize = 256;
/// Bytes of all keys and values of one skill. Providers refuse more with [`Error::OverLimit`].
pub const SKILL_BYTES_MAX: usize = 1_048_576;

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

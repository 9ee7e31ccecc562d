//! How much a skill may read and write. The WIT states the numbers that skill authors need.

use crate::Error;

/// Calls of the capability in one call of a skill.
pub const CALLS_MAX: u32 = 64;
/// Characters of a name.
pub const NAME_CHARS_MAX: usize = 64;
/// Characters of a value.
pub const VALUE_CHARS_MAX: usize = 200;
/// Preferences of one driver. Providers refuse one more with [`Error::OverLimit`].
pub const PREFERENCES_MAX: usize = 500;

/// Lets pass names of the form `<topic>.<what>`, both in kebab case. The name is guest-controlled.
pub(crate) fn check_name(name: &str) -> Result<(), Error> {
    if name.chars().count() > NAME_CHARS_MAX {
        return Err(Error::OverLimit);
    }
    match name.split_once('.') {
        Some((topic, what)) if is_kebab_case(topic) && is_kebab_case(what) => Ok(()),
        _ => Err(Error::InvalidName),
    }
}

/// Lets pass values of bounded length.
pub(crate) fn check_value(value: &str) -> Result<(), Error> {
    if value.chars().count() <= VALUE_CHARS_MAX { Ok(()) } else { Err(Error::OverLimit) }
}

fn is_kebab_case(text: &str) -> bool {
    let is_word =
        |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    text.starts_with(|c: char| c.is_ascii_lowercase()) && text.split('-').all(is_word)
}

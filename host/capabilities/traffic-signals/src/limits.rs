//! How much a skill may ask for. The WIT states the numbers that skill authors need.

use crate::Error;

/// Calls of the capability in one call of a skill.
pub const CALLS_MAX: u32 = 32;
/// Most signals in one answer.
pub const COUNT_MAX: u32 = 10;
/// Longest language tag, in characters: what BCP 47 asks software to take.
pub const LANGUAGE_CHARS_MAX: usize = 35;

/// Lets pass what a provider may be asked. Both values are guest-controlled.
pub(crate) fn check(count_max: u32, language: &str) -> Result<(), Error> {
    let fits = (1..=COUNT_MAX).contains(&count_max) && language.chars().count() <= LANGUAGE_CHARS_MAX;
    if fits { Ok(()) } else { Err(Error::OverLimit) }
}

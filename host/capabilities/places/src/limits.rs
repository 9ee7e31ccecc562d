//! How much a skill may ask for. The WIT states the numbers that skill authors need.

use crate::{Error, Query};

/// Calls of the capability in one call of a skill.
pub const CALLS_MAX: u32 = 32;
/// Longest name to look for, in characters.
pub const NAME_CHARS_MAX: usize = 120;
/// Most categories in one query: each of them, with room for repeats.
pub const CATEGORIES_MAX: usize = 32;
/// Most cuisines in one query.
pub const CUISINES_MAX: usize = 20;
/// Longest cuisine, in characters.
pub const CUISINE_CHARS_MAX: usize = 64;
/// Largest radius of a search.
pub const RADIUS_M_MAX: u32 = 50_000;
/// Most places in one answer.
pub const COUNT_MAX: u32 = 50;
/// Longest language tag, in characters: what BCP 47 asks software to take.
pub const LANGUAGE_CHARS_MAX: usize = 35;
/// Longest id, in characters.
pub const ID_CHARS_MAX: usize = 128;

/// Lets pass what a provider may be asked to find. The query is guest-controlled.
pub(crate) fn check(query: &Query) -> Result<(), Error> {
    check_position(query.latitude_deg, query.longitude_deg)?;
    check_chars(&query.language, LANGUAGE_CHARS_MAX)?;
    query.name.iter().try_for_each(|name| check_chars(name, NAME_CHARS_MAX))?;
    let fits = query.categories.len() <= CATEGORIES_MAX
        && query.cuisines.len() <= CUISINES_MAX
        && (1..=RADIUS_M_MAX).contains(&query.radius_m)
        && (1..=COUNT_MAX).contains(&query.count_max);
    if !fits {
        return Err(Error::OverLimit);
    }
    query.cuisines.iter().try_for_each(|cuisine| check_chars(cuisine, CUISINE_CHARS_MAX))
}

/// Lets pass a position on the earth, which excludes what is not finite.
pub(crate) fn check_position(latitude_deg: f64, longitude_deg: f64) -> Result<(), Error> {
    let fits = (-90.0..=90.0).contains(&latitude_deg) && (-180.0..=180.0).contains(&longitude_deg);
    if fits { Ok(()) } else { Err(Error::OverLimit) }
}

/// Lets pass a text of at most so many characters.
pub(crate) fn check_chars(text: &str, chars_max: usize) -> Result<(), Error> {
    if text.chars().count() <= chars_max { Ok(()) } else { Err(Error::OverLimit) }
}

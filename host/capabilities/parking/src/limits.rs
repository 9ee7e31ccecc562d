//! How much a skill may ask for. The WIT states the same numbers to skill authors.

use crate::{Error, Query};

/// Calls of the capability in one call of a skill.
pub const CALLS_MAX: u32 = 32;
/// Largest radius of a search.
pub const RADIUS_M_MAX: u32 = 20_000;
/// Most car parks in one answer.
pub const COUNT_MAX: u32 = 50;
/// Longest language tag, in characters: what BCP 47 asks software to take.
pub const LANGUAGE_CHARS_MAX: usize = 35;

/// Lets pass what a provider may be asked. The query is guest-controlled.
pub(crate) fn check(query: &Query) -> Result<(), Error> {
    let fits = (-90.0..=90.0).contains(&query.latitude_deg)
        && (-180.0..=180.0).contains(&query.longitude_deg)
        && (1..=RADIUS_M_MAX).contains(&query.radius_m)
        && (1..=COUNT_MAX).contains(&query.count_max)
        && query.language.chars().count() <= LANGUAGE_CHARS_MAX;
    if fits { Ok(()) } else { Err(Error::OverLimit) }
}

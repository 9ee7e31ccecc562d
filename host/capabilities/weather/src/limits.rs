//! How much a skill may ask for. The WIT states the same numbers to skill authors.

use crate::{Error, Point};

/// Calls of the capability in one call of a skill.
pub const CALLS_MAX: u32 = 16;
/// Most points in one question: the hours of three days.
pub const POINTS_MAX: usize = 72;

/// Lets pass what a provider may be asked. The points are guest-controlled.
pub(crate) fn check(points: &[Point]) -> Result<(), Error> {
    let is_on_earth =
        |point: &Point| (-90.0..=90.0).contains(&point.latitude_deg) && (-180.0..=180.0).contains(&point.longitude_deg);
    let fits = (1..=POINTS_MAX).contains(&points.len()) && points.iter().all(is_on_earth);
    if fits { Ok(()) } else { Err(Error::OverLimit) }
}

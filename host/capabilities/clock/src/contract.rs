//! What every provider keeps to. Providers call [`check`] in their own tests.

use crate::ClockProvider;

/// The easternmost and westernmost offsets that are in use, in minutes.
const UTC_OFFSETS_MIN: std::ops::RangeInclusive<i16> = -12 * 60..=14 * 60;

/// Checks a provider.
///
/// # Panics
///
/// When a rule is broken; the message names the rule.
pub fn check(provider: &dyn ClockProvider) {
    let first = provider.now();
    let second = provider.now();
    assert!(first.unix_ms <= second.unix_ms, "time does not run backwards: {first:?}, then {second:?}");
    assert!(UTC_OFFSETS_MIN.contains(&first.utc_offset_min), "the offset is in use somewhere: {first:?}");
}

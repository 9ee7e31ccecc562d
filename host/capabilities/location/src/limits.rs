//! How much a skill may ask for.

/// Calls of the capability in one call of a skill.
pub const CALLS_MAX: u32 = 32;

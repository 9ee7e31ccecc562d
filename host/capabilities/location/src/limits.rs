//! How much a skill may ask for.

/// Calls in one turn.
pub const CALLS_MAX: u32 = 32;

//! How much a skill may ask for.

/// Calls of the capability in one call of a skill.
pub const CALLS_MAX: u32 = 32;
/// Height of a cell of coarse positions: about 2.2 km, a quarter of a town.
pub const CELL_HEIGHT_DEG: f64 = 0.02;
/// No position of a cell is farther from its middle: 1.6 km where people live, and more only in the cells around a pole.
pub const CELL_RADIUS_M: f32 = 2_000.0;

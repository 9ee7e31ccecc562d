//! How far and how long the simulation goes.

/// A signal that is not green is announced when its stop line is this near.
pub const SIGNAL_AHEAD_M_MAX: f64 = 200.0;
/// The longest lap. A car that needs longer stands before a signal that never turns green.
pub const LAP_MS_MAX: u64 = 60 * 60 * 1_000;
/// The longest time after which all signals of the drive show the same again.
pub const COMMON_CYCLE_MS_MAX: u64 = 15 * 60 * 1_000;
/// The longest phase of a signal.
pub const PHASE_S_MAX: u64 = 300;
/// The largest factor by which a running clock is faster than real time.
pub const SPEED_FACTOR_MAX: f64 = 1_000.0;

const _: () = assert!(PHASE_S_MAX * 1_000 < COMMON_CYCLE_MS_MAX);
const _: () = assert!(COMMON_CYCLE_MS_MAX < LAP_MS_MAX);

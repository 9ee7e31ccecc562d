//! A clock that stands still.

use jumpseat_clock::{ClockProvider, Moment};

/// Wednesday, 13 May 2026, 12:15 in central Europe.
pub(crate) struct Noon;

impl ClockProvider for Noon {
    fn now(&self) -> Moment {
        Moment { unix_ms: 1_778_667_300_000, utc_offset_min: 120 }
    }
}

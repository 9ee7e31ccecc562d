//! The time of the world.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use jumpseat_clock::{ClockProvider, Moment};

use crate::limits::SPEED_FACTOR_MAX;

/// A clock that tests control, or that runs by itself. Clones show the same time; it never runs backwards.
#[derive(Debug, Clone)]
pub struct SimulatedClock {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    start: Moment,
    running: Option<Running>,
    advanced_ms: AtomicU64,
}

#[derive(Debug)]
struct Running {
    since: Instant,
    speed_factor: f64,
}

impl SimulatedClock {
    /// A clock that stands still until it is advanced.
    pub fn manual(start: Moment) -> Self {
        Self::with(start, None)
    }

    /// A clock that runs, so many times as fast as real time. The factor is kept between 0 and
    /// [`SPEED_FACTOR_MAX`]; what is no number counts as 1.
    pub fn running(start: Moment, speed_factor: f64) -> Self {
        let speed_factor = if speed_factor.is_nan() { 1.0 } else { speed_factor.clamp(0.0, SPEED_FACTOR_MAX) };
        Self::with(start, Some(Running { since: Instant::now(), speed_factor }))
    }

    fn with(start: Moment, running: Option<Running>) -> Self {
        Self { shared: Arc::new(Shared { start, running, advanced_ms: AtomicU64::new(0) }) }
    }

    /// Jumps ahead.
    pub fn advance(&self, time: Duration) {
        let milliseconds = u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
        let advanced = |advanced_ms: u64| Some(advanced_ms.saturating_add(milliseconds));
        // The closure never refuses, so there is no error to look at.
        self.shared.advanced_ms.fetch_update(Ordering::Relaxed, Ordering::Relaxed, advanced).ok();
    }

    /// Time since the start.
    pub fn elapsed_ms(&self) -> u64 {
        let run = self.shared.running.as_ref().map_or(Duration::ZERO, |running| {
            let seconds = running.since.elapsed().as_secs_f64() * running.speed_factor;
            Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX)
        });
        let run_ms = u64::try_from(run.as_millis()).unwrap_or(u64::MAX);
        self.shared.advanced_ms.load(Ordering::Relaxed).saturating_add(run_ms)
    }
}

impl ClockProvider for SimulatedClock {
    fn now(&self) -> Moment {
        let start = self.shared.start;
        Moment { unix_ms: start.unix_ms.saturating_add(self.elapsed_ms()), ..start }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: Moment = Moment { unix_ms: 1_000_000, utc_offset_min: 120 };

    #[test]
    fn the_contract_of_the_capability_is_kept() {
        jumpseat_clock::contract::check(&SimulatedClock::manual(START));
        jumpseat_clock::contract::check(&SimulatedClock::running(START, 1.0));
    }

    #[test]
    fn a_manual_clock_moves_only_when_told_and_for_all_clones() {
        let clock = SimulatedClock::manual(START);
        let other = clock.clone();
        clock.advance(Duration::from_millis(1_500));
        assert_eq!(other.now(), Moment { unix_ms: 1_001_500, utc_offset_min: 120 });
        clock.advance(Duration::MAX);
        assert_eq!(other.now().unix_ms, u64::MAX, "the end of time is no crash");
    }

    #[test]
    fn a_running_clock_can_be_advanced_too() {
        let clock = SimulatedClock::running(START, f64::NAN);
        clock.advance(Duration::from_mins(1));
        assert!(clock.elapsed_ms() >= 60_000);
        assert_eq!(SimulatedClock::running(START, -1.0).elapsed_ms(), 0);
    }
}

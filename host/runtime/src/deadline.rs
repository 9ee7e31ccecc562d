//! The deadline of a call, which stands still while a human thinks.
//!
//! Whoever waits for a person takes [`Deadline::pause`] and holds it meanwhile. What was left of the time is left
//! afterwards: thinking adds what it took, and nothing else. How long a person may think, is for whoever asks to bound.
//! Both ways in which a call is stopped go by the same deadline: the time-out of what it waits for
//! ([`Deadline::passed`]) and the interruption of what it computes ([`Deadline::has_passed`]).

use std::{sync::Arc, time::Duration};

use tokio::{
    sync::watch,
    time::{Instant, timeout_at},
};

/// When a call must have ended. Clones are the same deadline.
#[derive(Debug, Clone)]
pub(crate) struct Deadline(Arc<watch::Sender<Clock>>);

/// What of the time is left.
#[derive(Debug, Clone, Copy)]
enum Clock {
    Runs {
        until: Instant,
    },
    Stands {
        left: Duration,
        /// It runs again when all pauses are over.
        pauses: u32,
    },
}

/// Time stands still until this is dropped.
#[must_use = "time runs again once the pause is dropped"]
pub(crate) struct Pause<'a>(&'a Deadline);

impl Deadline {
    /// A deadline this far from now.
    pub(crate) fn after(time: Duration) -> Self {
        Self(Arc::new(watch::Sender::new(Clock::Runs { until: Instant::now() + time })))
    }

    /// Lets time stand still. What has passed stays passed.
    pub(crate) fn pause(&self) -> Pause<'_> {
        self.0.send_modify(|clock| {
            *clock = match *clock {
                Clock::Runs { until } => {
                    Clock::Stands { left: until.saturating_duration_since(Instant::now()), pauses: 1 }
                }
                Clock::Stands { left, pauses } => Clock::Stands { left, pauses: pauses.saturating_add(1) },
            };
        });
        Pause(self)
    }

    /// Whether it has passed. A skill that is asked about is not running while time stands still.
    pub(crate) fn has_passed(&self) -> bool {
        match *self.0.borrow() {
            Clock::Runs { until } => Instant::now() >= until,
            Clock::Stands { left, .. } => left.is_zero(),
        }
    }

    /// Waits until it passes.
    pub(crate) async fn passed(&self) {
        let mut clock = self.0.subscribe();
        loop {
            let now = *clock.borrow_and_update();
            let changed = clock.changed();
            let goes_on = match now {
                Clock::Runs { until } => timeout_at(until, changed).await.is_ok_and(|changed| changed.is_ok()),
                Clock::Stands { left, .. } if left.is_zero() => false,
                Clock::Stands { .. } => changed.await.is_ok(),
            };
            if !goes_on {
                return;
            }
        }
    }
}

impl Drop for Pause<'_> {
    fn drop(&mut self) {
        self.0.0.send_modify(|clock| {
            if let Clock::Stands { left, pauses } = *clock {
                *clock = match pauses.saturating_sub(1) {
                    0 => Clock::Runs { until: Instant::now() + left },
                    pauses => Clock::Stands { left, pauses },
                };
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use tokio::time::{advance, sleep};

    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    /// How long it takes until a deadline passes.
    async fn time_to_pass(deadline: &Deadline) -> Duration {
        let started = Instant::now();
        deadline.passed().await;
        assert!(deadline.has_passed());
        started.elapsed()
    }

    /// The clock of tests has a resolution of a millisecond.
    fn about(time: Duration) -> std::ops::Range<Duration> {
        time..time + Duration::from_millis(2)
    }

    #[tokio::test(start_paused = true)]
    async fn without_a_pause_it_passes_when_its_time_is_over() {
        let deadline = Deadline::after(2 * SECOND);
        advance(SECOND).await;
        assert!(!deadline.has_passed());
        assert!(about(SECOND).contains(&time_to_pass(&deadline).await));
    }

    #[tokio::test(start_paused = true)]
    async fn thinking_adds_what_it_took_and_nothing_else() {
        let deadline = Deadline::after(2 * SECOND);
        advance(SECOND).await;
        let pause = deadline.pause();
        advance(60 * SECOND).await;
        assert!(!deadline.has_passed());
        drop(pause);
        assert!(!deadline.has_passed());
        assert!(about(SECOND).contains(&time_to_pass(&deadline).await));
    }

    #[tokio::test(start_paused = true)]
    async fn who_waits_already_notices_a_pause() {
        let deadline = Deadline::after(2 * SECOND);
        let thinks = async {
            sleep(SECOND).await;
            let _pause = deadline.pause();
            sleep(10 * SECOND).await;
        };
        let (took, ()) = tokio::join!(time_to_pass(&deadline), thinks);
        assert!(about(12 * SECOND).contains(&took), "{took:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn time_runs_again_when_all_pauses_are_over() {
        let deadline = Deadline::after(SECOND);
        let (one, other) = (deadline.pause(), deadline.clone());
        let second = other.pause();
        drop(one);
        advance(10 * SECOND).await;
        assert!(!deadline.has_passed());
        drop(second);
        assert!(about(SECOND).contains(&time_to_pass(&deadline).await));
    }

    #[tokio::test(start_paused = true)]
    async fn a_pause_after_the_deadline_brings_no_time_back() {
        let deadline = Deadline::after(SECOND);
        advance(2 * SECOND).await;
        let _pause = deadline.pause();
        assert!(deadline.has_passed());
        assert!(about(Duration::ZERO).contains(&time_to_pass(&deadline).await));
    }
}

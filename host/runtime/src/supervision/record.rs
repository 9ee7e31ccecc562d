//! What is known of one skill. Pure.

use std::time::Duration;

use jumpseat_assistant::Outcome;
use tokio::time::Instant;

use crate::limits::{QUARANTINE_STRIKES, REST_DURATION_MAX, REST_DURATION_MIN, REST_STRIKES};

/// What is known of one skill.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Record {
    strikes: u32,
    rests_until: Option<Instant>,
    /// Why it is quarantined.
    quarantine: Option<String>,
}

/// What follows from a strike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Consequence {
    /// The skill is not called for a while.
    Rest {
        /// How long.
        wait: Duration,
        /// What it did, on one line. It holds names that the skill chose.
        how: String,
    },
    /// The skill is not called any more.
    Quarantine {
        /// What it did, on one line. It holds names that the skill chose.
        reason: String,
    },
}

impl Record {
    /// The record of a skill that was quarantined before.
    pub(super) fn quarantined(reason: String) -> Self {
        Self { quarantine: Some(reason), ..Self::default() }
    }

    /// The record of a skill that broke before. A quarantine is no matter of strikes alone.
    pub(super) fn struck(strikes: u32) -> Self {
        Self { strikes: strikes.min(QUARANTINE_STRIKES - 1), ..Self::default() }
    }

    /// How often it broke and did not make up for it.
    pub(super) const fn strikes(&self) -> u32 {
        self.strikes
    }

    /// What is answered instead of calling the skill; nothing if it may be called now.
    pub(super) fn refusal(&self, now: Instant) -> Option<Outcome> {
        if let Some(reason) = &self.quarantine {
            return Some(Outcome::Quarantined { reason: reason.clone() });
        }
        let left = self.rests_until?.checked_duration_since(now).filter(|left| !left.is_zero())?;
        Some(Outcome::Resting { wait_s: whole_seconds(left) })
    }

    /// Takes a strike back. Whether nothing is left to remember.
    pub(super) fn forgive(&mut self) -> bool {
        self.strikes = self.strikes.saturating_sub(1);
        self.strikes == 0 && self.quarantine.is_none()
    }

    /// Counts a strike, and says what follows. `how` is what the skill did.
    pub(super) fn strike(&mut self, how: &str, now: Instant) -> Option<Consequence> {
        // Calls that ran at the same time as the one that brought the rest about break for the same reason: they are
        // one lapse, not many.
        if self.refusal(now).is_some() {
            return None;
        }
        self.strikes = self.strikes.saturating_add(1);
        if self.strikes >= QUARANTINE_STRIKES {
            let reason = format!("it broke {} times, at last so: {how}", self.strikes);
            self.quarantine = Some(reason.clone());
            return Some(Consequence::Quarantine { reason });
        }
        let wait = rest(self.strikes)?;
        self.rests_until = now.checked_add(wait);
        Some(Consequence::Rest { wait, how: how.to_owned() })
    }
}

/// How long a skill rests after this many strikes.
fn rest(strikes: u32) -> Option<Duration> {
    let doublings = strikes.checked_sub(REST_STRIKES)?;
    Some(REST_DURATION_MIN.saturating_mul(2_u32.saturating_pow(doublings)).min(REST_DURATION_MAX))
}

/// The part of a second that is left is a second, so that nobody is told to wait for none.
fn whole_seconds(left: Duration) -> u64 {
    left.as_secs() + u64::from(left.subsec_nanos() > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TRAP: &str = "it crashed: unreachable";

    fn rest_of(seconds: u64) -> Consequence {
        Consequence::Rest { wait: Duration::from_secs(seconds), how: TRAP.to_owned() }
    }

    /// A clock that moves only when it is told to.
    struct Clock(Instant);

    impl Clock {
        fn new() -> Self {
            Self(Instant::now())
        }

        /// Until a rest of this length is over.
        fn pass(&mut self, time: Duration) -> Instant {
            self.0 += time;
            self.0
        }
    }

    /// Breaks a skill until it is quarantined, waiting for each rest; the rests in seconds, and the reason.
    fn broken_for_good(record: &mut Record, clock: &mut Clock) -> (Vec<u64>, String) {
        let mut rests = Vec::new();
        loop {
            assert_eq!(record.refusal(clock.0), None);
            match record.strike(TRAP, clock.0) {
                None => {}
                Some(Consequence::Rest { wait, .. }) => {
                    rests.push(wait.as_secs());
                    clock.pass(wait);
                }
                Some(Consequence::Quarantine { reason }) => return (rests, reason),
            }
        }
    }

    #[test]
    fn two_breaks_are_bad_luck_and_a_third_brings_a_rest() {
        let (mut record, mut clock) = (Record::default(), Clock::new());
        assert_eq!(record.strike(TRAP, clock.0), None);
        assert_eq!(record.strike(TRAP, clock.0), None);
        assert_eq!(record.refusal(clock.0), None);
        assert_eq!(record.strike(TRAP, clock.0), Some(rest_of(5)));
        assert_eq!(record.refusal(clock.0), Some(Outcome::Resting { wait_s: 5 }));
        clock.pass(Duration::from_millis(4_999));
        assert_eq!(record.refusal(clock.0), Some(Outcome::Resting { wait_s: 1 }));
        clock.pass(Duration::from_millis(1));
        assert_eq!(record.refusal(clock.0), None);
    }

    #[test]
    fn rests_double_up_to_their_limit_and_end_in_quarantine() {
        let (mut record, mut clock) = (Record::default(), Clock::new());
        let (rests, reason) = broken_for_good(&mut record, &mut clock);
        assert_eq!(rests, [5, 10, 20, 40, 80, 160, 300]);
        assert_eq!(reason, "it broke 10 times, at last so: it crashed: unreachable");
        clock.pass(Duration::from_hours(1_000));
        assert_eq!(record.refusal(clock.0), Some(Outcome::Quarantined { reason }));
    }

    #[test]
    fn an_answer_takes_back_one_strike_and_not_all() {
        let (mut record, mut clock) = (Record::default(), Clock::new());
        for _ in 0..4 {
            record.strike(TRAP, clock.0);
            clock.pass(REST_DURATION_MAX);
        }
        assert!(!record.forgive());
        assert_eq!(record.strike(TRAP, clock.0), Some(rest_of(10)));
        assert!((0..3).all(|_| !record.forgive()));
        assert!(record.forgive(), "after as many answers as strikes nothing is left");
    }

    #[test]
    fn a_skill_that_answers_every_other_time_goes_on() {
        let (mut record, clock) = (Record::default(), Clock::new());
        for _ in 0..100 {
            assert_eq!(record.strike(TRAP, clock.0), None);
            record.forgive();
        }
    }

    #[test]
    fn calls_that_break_at_the_same_time_bring_one_rest() {
        let (mut record, mut clock) = (Record::default(), Clock::new());
        for _ in 0..32 {
            record.strike(TRAP, clock.0);
        }
        clock.pass(Duration::from_secs(5));
        assert_eq!(record.refusal(clock.0), None, "the rest is the first one");
        assert_eq!(record.strike(TRAP, clock.0), Some(rest_of(10)));
    }

    #[test]
    fn a_skill_goes_on_from_the_strikes_of_before() {
        let (mut record, clock) = (Record::struck(3), Clock::new());
        assert_eq!(record.refusal(clock.0), None, "a rest does not outlast the process");
        assert_eq!(record.strike(TRAP, clock.0), Some(rest_of(10)));
        let mut last = Record::struck(u32::MAX);
        assert_eq!(last.refusal(clock.0), None);
        assert!(matches!(last.strike(TRAP, clock.0), Some(Consequence::Quarantine { .. })));
    }

    #[test]
    fn an_answer_of_a_call_that_was_under_way_lifts_no_quarantine() {
        let mut record = Record::quarantined(TRAP.to_owned());
        assert!(!record.forgive());
        assert!(record.refusal(Clock::new().0).is_some());
    }
}

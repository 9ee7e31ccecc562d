//! The deaths of the inference process that are remembered. Pure.

use std::collections::VecDeque;

use tokio::time::Instant;

use crate::limits::{STORM_DEATHS, STORM_WINDOW};

/// When the process died, as far back as it matters.
#[derive(Debug, Default)]
pub(super) struct Deaths(VecDeque<Instant>);

impl Deaths {
    /// Puts down a death. Whether there were too many in too short a time: then all are forgotten, so that the next try
    /// begins anew.
    pub(super) fn are_a_storm_with(&mut self, death: Instant) -> bool {
        self.0.retain(|earlier| death.saturating_duration_since(*earlier) < STORM_WINDOW);
        self.0.push_back(death);
        let is_storm = self.0.len() >= STORM_DEATHS;
        if is_storm {
            self.0.clear();
        }
        is_storm
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    /// Which of some deaths, that many seconds apart, complete a storm.
    fn storms(deaths: usize, apart: Duration) -> Vec<usize> {
        let (mut remembered, start) = (Deaths::default(), Instant::now());
        let mut time = start;
        let mut storms = Vec::new();
        for death in 1..=deaths {
            time += apart;
            if remembered.are_a_storm_with(time) {
                storms.push(death);
            }
        }
        storms
    }

    #[test]
    fn many_deaths_in_a_short_time_are_a_storm_and_the_count_begins_anew() {
        assert_eq!(storms(13, Duration::from_secs(1)), [6, 12]);
    }

    #[test]
    fn a_death_now_and_then_is_none() {
        assert_eq!(storms(100, STORM_WINDOW / 5), [0; 0]);
    }
}

//! What happens on the way that a skill may want to know without asking.

use std::{collections::BTreeSet, sync::PoisonError};

use jumpseat_context::DrivingState;
use jumpseat_traffic_signals::Color;

use crate::{World, limits::SIGNAL_AHEAD_M_MAX};

/// A signal that is not green lies ahead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignalAhead {
    /// The signal, as the provider of signals names it.
    pub signal_id: String,
    /// Distance along the way to its stop line.
    pub distance_m: u32,
}

/// Signals that were announced, by lap and place on the loop.
#[derive(Debug, Default)]
pub(crate) struct Announced {
    signals: BTreeSet<(u64, usize)>,
}

impl World {
    /// What happened since the last time: each signal that the driving car comes near while it is not green, once for
    /// each time that the car comes to it. Ask about once a second.
    pub fn due_events(&self) -> Vec<SignalAhead> {
        if self.driving_state() == DrivingState::Parked {
            return Vec::new();
        }
        let mut announced = self.announced.lock().unwrap_or_else(PoisonError::into_inner);
        let ahead: Vec<_> = self.ahead().into_iter().filter(|ahead| ahead.distance_m <= SIGNAL_AHEAD_M_MAX).collect();
        // What lies behind the car is forgotten.
        announced.signals.retain(|key| ahead.iter().any(|ahead| ahead.key() == *key));
        let stops = |color| matches!(color, Color::Red | Color::RedAmber | Color::Amber);
        let due = ahead.iter().filter(|ahead| stops(ahead.showing.color) && announced.signals.insert(ahead.key()));
        due.map(|ahead| SignalAhead { signal_id: ahead.id(), distance_m: ahead.whole_metres() }).collect()
    }
}

//! Sound as the assistant passes it on.

use std::time::Duration;

/// Mono sound.
#[derive(Debug, Clone, PartialEq)]
pub struct Audio {
    /// Samples per second.
    pub sample_rate_hz: u32,
    /// Samples, 16 bit signed.
    pub samples: Vec<i16>,
}

impl Audio {
    /// How long it sounds.
    pub fn duration(&self) -> Duration {
        if self.sample_rate_hz == 0 {
            return Duration::ZERO;
        }
        let samples = u64::try_from(self.samples.len()).unwrap_or(u64::MAX);
        Duration::from_micros(samples.saturating_mul(1_000_000) / u64::from(self.sample_rate_hz))
    }
}

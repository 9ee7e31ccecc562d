//! The faint noise that every recording has and synthetic silence lacks.
//!
//! The recogniser subtracts the mean of the whole utterance from its features. Samples that are exactly zero have
//! features far from any that it was trained on, move that mean, and with it every word of the sentence: with them
//! 28 of 40 synthetic sentences were recognised, with noise 70 dB below full scale 38 of 40.

/// The standard deviation that [`Dither::sample`] has, in steps of 16 bits.
const STRENGTH: f32 = 12.0;

/// Noise that is the same in every run, so that a sentence is heard the same way twice.
#[derive(Debug, Clone)]
pub(crate) struct Dither {
    state: u64,
}

impl Default for Dither {
    fn default() -> Self {
        Self { state: 0x9e37_79b9_7f4a_7c15 }
    }
}

impl Dither {
    /// A sample of noise, in steps of 16 bits.
    pub(crate) fn sample(&mut self) -> f32 {
        self.next_number() * STRENGTH
    }

    /// A number of mean 0 and variance 1, the sum of three evenly spread ones.
    pub(crate) fn next_number(&mut self) -> f32 {
        // Three numbers from -1 to 1 have a third of variance each, one in sum.
        self.even() + self.even() + self.even()
    }

    /// A number from -1 to 1, by Marsaglia's xorshift.
    fn even(&mut self) -> f32 {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        let bits = u16::try_from(self.state >> 48).unwrap_or(0);
        f32::from(bits) / 32_767.5 - 1.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[expect(clippy::cast_precision_loss, reason = "the numbers are small")]
    fn the_noise_has_no_mean_and_the_stated_strength() {
        let mut dither = Dither::default();
        let samples: Vec<f32> = (0..20_000).map(|_| dither.sample()).collect();
        let mean = samples.iter().sum::<f32>() / samples.len() as f32;
        let variance = samples.iter().map(|sample| sample * sample).sum::<f32>() / samples.len() as f32;
        assert!(mean.abs() < 0.5, "mean {mean}");
        assert!((variance.sqrt() - STRENGTH).abs() < 0.5, "deviation {}", variance.sqrt());
    }
}

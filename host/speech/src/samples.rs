//! Samples as numbers: 16 bits where they are kept, floating point where they are computed.

use rubato::{Fft, FixedSync, Resampler as _, audioadapter_buffers::direct::InterleavedSlice};

/// Frames that the resampler takes at a time.
const CHUNK_FRAMES: usize = 1_024;

/// Why sound was not brought to another rate.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("cannot resample from {from_hz} to {to_hz} Hz: {detail}")]
pub struct ResampleError {
    /// The rate that it has.
    pub from_hz: u32,
    /// The rate that it should have.
    pub to_hz: u32,
    /// What the resampler says.
    pub detail: String,
}

/// Brings mono samples to another rate.
pub(crate) fn resample(samples: &[f32], from_hz: u32, to_hz: u32) -> Result<Vec<f32>, ResampleError> {
    if from_hz == to_hz || samples.is_empty() {
        return Ok(samples.to_vec());
    }
    let error = |detail: String| ResampleError { from_hz, to_hz, detail };
    let rate = |hz: u32| usize::try_from(hz).unwrap_or(usize::MAX);
    let mut resampler = Fft::<f32>::new(rate(from_hz), rate(to_hz), CHUNK_FRAMES, 1, FixedSync::Both)
        .map_err(|fault| error(fault.to_string()))?;
    let input = InterleavedSlice::new(samples, 1, samples.len()).map_err(|fault| error(fault.to_string()))?;
    let output = resampler.process_all(&input, samples.len(), None).map_err(|fault| error(fault.to_string()))?;
    Ok(output.take_data())
}

/// 16-bit samples as numbers from -1 to 1.
pub(crate) fn to_float(samples: &[i16]) -> Vec<f32> {
    samples.iter().map(|sample| f32::from(*sample) / 32_768.0).collect()
}

/// Numbers from -1 to 1 as 16-bit samples. What is beyond is clipped.
pub(crate) fn from_float(samples: &[f32]) -> Vec<i16> {
    samples.iter().map(|sample| rounded(sample * 32_768.0)).collect()
}

/// The nearest 16-bit sample.
#[expect(clippy::cast_possible_truncation, reason = "a cast from floating point saturates")]
pub(crate) fn rounded(sample: f32) -> i16 {
    sample.round() as i16
}

#[cfg(test)]
mod tests {
    use super::*;

    #[expect(clippy::cast_precision_loss, reason = "the numbers are small")]
    fn tone(rate_hz: u32, frequency_hz: f32, frames: usize) -> Vec<f32> {
        let step = std::f32::consts::TAU * frequency_hz / rate_hz as f32;
        (0..frames).map(|at| 0.5 * (step * at as f32).sin()).collect()
    }

    fn crossings(samples: &[f32]) -> usize {
        samples.windows(2).filter(|pair| pair[0] <= 0.0 && pair[1] > 0.0).count()
    }

    #[test]
    fn a_tone_keeps_its_length_and_pitch_at_every_rate() {
        for rate_hz in [8_000, 11_025, 22_050, 44_100, 44_101, 48_000, 96_000, 192_000] {
            let second = usize::try_from(rate_hz).unwrap();
            let samples = resample(&tone(rate_hz, 440.0, second), rate_hz, 16_000).unwrap();
            assert!(samples.len().abs_diff(16_000) <= 1, "{rate_hz} Hz became {} samples", samples.len());
            let pitch = crossings(&samples);
            assert!(pitch.abs_diff(440) <= 2, "{rate_hz} Hz became a tone of {pitch} Hz");
        }
    }

    #[test]
    fn what_is_above_the_new_range_does_not_come_back_as_another_tone() {
        let samples = resample(&tone(48_000, 12_000.0, 48_000), 48_000, 16_000).unwrap();
        let loudest =
            samples.iter().skip(1_000).take(14_000).fold(0.0_f32, |loudest, sample| loudest.max(sample.abs()));
        assert!(loudest < 0.01, "the alias has {loudest}");
    }

    #[test]
    fn samples_round_trip_and_clip() {
        let samples = [0, 1, -1, i16::MAX, i16::MIN];
        assert_eq!(from_float(&to_float(&samples)), samples);
        assert_eq!(from_float(&[2.0, -2.0, f32::NAN]), [i16::MAX, i16::MIN, 0]);
    }
}

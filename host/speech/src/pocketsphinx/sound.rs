//! From sound as it comes to the samples that are decoded.

use std::{io::Write as _, path::Path};

use jumpseat_assistant::{Audio, SpeechError};
use tempfile::TempPath;

use super::PROGRAM;
use crate::{
    dither::Dither,
    limits::{PRE_ROLL_MS, SILENCE_MS_END, UTTERANCE_MS_MAX},
    samples::rounded,
    vad::{samples, spoken_part},
    wav::{WavError, at_recognised_rate},
};

/// How loud the loudest sample is made, in steps of 16 bits, so that the dither is equally faint below every voice.
const PEAK: f32 = 24_000.0;
/// The most that sound is amplified. What is fainter than that was not said to the car.
const GAIN_MAX: f32 = 64.0;

/// Writes the spoken part of the sound to a file in a folder, which is deleted with its handle. Nothing if nobody
/// speaks. The file can be read by this user alone: it is the driver's voice.
pub(super) fn write_utterance(audio: &Audio, folder: &Path) -> Result<Option<TempPath>, SpeechError> {
    let Some(utterance) = utterance(audio)? else { return Ok(None) };
    let write = || {
        let mut file = tempfile::Builder::new().prefix("utterance-").suffix(".raw").tempfile_in(folder)?;
        let bytes: Vec<u8> = utterance.iter().flat_map(|sample| sample.to_le_bytes()).collect();
        file.write_all(&bytes)?;
        Ok(file.into_temp_path())
    };
    let failed = |error: std::io::Error| SpeechError::Failed { program: PROGRAM.to_owned(), detail: error.to_string() };
    write().map(Some).map_err(failed)
}

/// The spoken part, equally loud and with equally much around it whatever the recording was like: the evidence is
/// counted per frame.
fn utterance(audio: &Audio) -> Result<Option<Vec<i16>>, SpeechError> {
    let seconds_max = u64::from(UTTERANCE_MS_MAX / 1_000);
    let too_long =
        |seconds: u64| SpeechError::OverLimit { what: "seconds of sound", value: seconds, limit: seconds_max };
    let seconds = audio.duration().as_secs();
    if seconds > u64::from(crate::limits::WAV_SECONDS_MAX) {
        return Err(too_long(seconds));
    }
    let recording = at_recognised_rate(audio).map_err(|error| {
        if let WavError::Rate { hz } = error {
            let (value, limit) = (u64::from(hz), u64::from(crate::limits::WAV_RATE_HZ_MAX));
            return SpeechError::OverLimit { what: "samples per second", value, limit };
        }
        SpeechError::Failed { program: "the resampler".to_owned(), detail: error.to_string() }
    })?;
    let Some(part) = spoken_part(&recording) else { return Ok(None) };
    let spoken = recording.get(part.clone()).unwrap_or(&[]);
    if spoken.len() > samples(UTTERANCE_MS_MAX) {
        return Err(too_long(spoken.len().div_ceil(samples(1_000)) as u64));
    }
    let missing_before = samples(PRE_ROLL_MS).saturating_sub(part.start);
    let missing_after = samples(SILENCE_MS_END).saturating_sub(recording.len() - part.end);
    Ok(Some(level(missing_before, spoken, missing_after)))
}

fn level(before: usize, spoken: &[i16], after: usize) -> Vec<i16> {
    let peak = spoken.iter().map(|sample| sample.unsigned_abs()).max().unwrap_or(0);
    let gain = (PEAK / f32::from(peak.max(1))).min(GAIN_MAX);
    let silence = |count| std::iter::repeat_n(&0_i16, count);
    let mut dither = Dither::default();
    let all = silence(before).chain(spoken).chain(silence(after));
    all.map(|sample| rounded(f32::from(*sample) * gain + dither.sample())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn audio(sample_rate_hz: u32, samples: Vec<i16>) -> Audio {
        Audio { sample_rate_hz, samples }
    }

    #[test]
    fn silence_is_no_utterance() {
        assert_eq!(utterance(&audio(16_000, vec![0; 32_000])), Ok(None));
        assert_eq!(utterance(&audio(44_100, vec![0; 44_100])), Ok(None));
        assert_eq!(utterance(&audio(16_000, Vec::new())), Ok(None));
    }

    #[test]
    fn what_is_over_a_limit_is_an_error_with_limit_and_value() {
        let error = utterance(&audio(16_000, vec![0; 16_000 * 61])).unwrap_err();
        assert_eq!(error.to_string(), "seconds of sound is 61, the limit is 20");
        let error = utterance(&audio(4_000_000, vec![0; 4_000])).unwrap_err();
        assert_eq!(error.to_string(), "samples per second is 4000000, the limit is 192000");
        assert!(utterance(&audio(0, vec![0; 4_000])).is_err());
    }

    #[test]
    fn every_voice_is_made_equally_loud() {
        let peak = |samples: &[i16]| samples.iter().map(|sample| sample.unsigned_abs()).max().unwrap();
        for loudness in [i16::MIN, 3_000, 400] {
            let levelled = level(10, &[0, loudness, 0], 20);
            assert_eq!(levelled.len(), 33);
            assert!(peak(&levelled).abs_diff(24_000) < 100, "{loudness} became {}", peak(&levelled));
        }
        assert!(peak(&level(0, &[1, 0], 0)) < 200, "noise is not made a voice");
        assert!(peak(&level(100, &[], 0)) > 0, "there is no digital silence");
    }
}

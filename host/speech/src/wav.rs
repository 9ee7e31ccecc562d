//! WAV files, as they come: any common rate, width and number of channels, from anyone.
//!
//! A file is read into mono sound, because nothing behind this hears direction. Programs that write to a pipe cannot
//! know the length beforehand and put a very large one into the header; then the sound ends where the file ends. A
//! file that ends before its header says is an error, because half a sentence is another sentence.
//!
//! This deliberately knows nothing of speech.

mod format;

use std::{fs::File, io::Read as _, path::Path};

use jumpseat_assistant::Audio;

use self::format::Format;
use crate::{
    limits::{
        SAMPLE_RATE_HZ, WAV_BYTES_MAX, WAV_CHANNELS_MAX, WAV_CHUNKS_MAX, WAV_RATE_HZ_MAX, WAV_RATE_HZ_MIN,
        WAV_SECONDS_MAX,
    },
    samples::{from_float, resample, to_float},
};

/// Lengths from here on mean "unknown": no file that is read has as many bytes.
const LENGTH_UNKNOWN_MIN: u32 = 0x7fff_0000;

/// Why a file is no sound.
#[derive(Debug, thiserror::Error)]
pub enum WavError {
    /// The file cannot be read.
    #[error("cannot read {path}")]
    Unreadable {
        /// The file.
        path: String,
        /// What the system says.
        #[source]
        source: std::io::Error,
    },
    /// Too many bytes.
    #[error("the file has {bytes} bytes, the limit is {limit}")]
    TooLarge {
        /// How many.
        bytes: u64,
        /// How many are read.
        limit: u64,
    },
    /// It does not begin like a WAV file.
    #[error("this is not a WAV file")]
    NotWav,
    /// A part that every WAV file has is missing or unreadable.
    #[error("the WAV file has no usable {part}")]
    Broken {
        /// What is missing.
        part: &'static str,
    },
    /// It ends before its header says.
    #[error("the WAV file is cut off: it holds {bytes} of {expected} bytes of sound")]
    Truncated {
        /// Bytes of sound that are there.
        bytes: u64,
        /// Bytes of sound that the header announces.
        expected: u64,
    },
    /// It holds no sound.
    #[error("the WAV file holds no sound")]
    Empty,
    /// The sound lasts too long.
    #[error("the sound lasts {seconds} seconds, the limit is {limit}")]
    TooLong {
        /// How long, rounded up.
        seconds: u64,
        /// How long it may be.
        limit: u64,
    },
    /// The samples are coded in a way that is not read.
    #[error("the WAV file has samples of {bits} bits in format {tag}; read are 8, 16, 24 and 32 bits and 32-bit float")]
    Coding {
        /// The format's number in the header.
        tag: u16,
        /// Bits of a sample.
        bits: u16,
    },
    /// The sample rate is out of range.
    #[error("the WAV file has {hz} samples per second, read are {WAV_RATE_HZ_MIN} to {WAV_RATE_HZ_MAX}")]
    Rate {
        /// The rate in the header.
        hz: u32,
    },
    /// The number of channels is out of range.
    #[error("the WAV file has {channels} channels, read are 1 to {WAV_CHANNELS_MAX}")]
    Channels {
        /// The number in the header.
        channels: u16,
    },
    /// The sound cannot be brought to the rate that is recognised.
    #[error("cannot change the rate of the sound")]
    Resample(#[from] crate::samples::ResampleError),
}

impl WavError {
    /// What a person can do about it.
    pub fn hint(&self) -> Option<String> {
        Some(match self {
            Self::NotWav | Self::Coding { .. } | Self::Rate { .. } | Self::Channels { .. } => {
                "convert it: ffmpeg -i FILE -ar 16000 -ac 1 -c:a pcm_s16le sentence.wav".to_owned()
            }
            Self::TooLarge { .. } | Self::TooLong { .. } => "cut it to one spoken sentence".to_owned(),
            Self::Broken { .. } | Self::Truncated { .. } | Self::Empty => "record it again".to_owned(),
            Self::Unreadable { .. } | Self::Resample(_) => return None,
        })
    }
}

/// Reads a WAV file as mono sound at [`SAMPLE_RATE_HZ`].
pub fn read_file(path: &Path) -> Result<Audio, WavError> {
    let unreadable = |source| WavError::Unreadable { path: path.display().to_string(), source };
    let file = File::open(path).map_err(unreadable)?;
    let bytes = file.metadata().map_err(unreadable)?.len();
    if bytes > WAV_BYTES_MAX {
        return Err(WavError::TooLarge { bytes, limit: WAV_BYTES_MAX });
    }
    // A pipe or a growing file has no honest length: read one byte more than allowed and no further.
    let mut content = Vec::new();
    file.take(WAV_BYTES_MAX + 1).read_to_end(&mut content).map_err(unreadable)?;
    read(&content)
}

/// Reads the bytes of a WAV file as mono sound at [`SAMPLE_RATE_HZ`].
pub fn read(bytes: &[u8]) -> Result<Audio, WavError> {
    let (rate_hz, samples) = decode(bytes, WAV_SECONDS_MAX)?;
    let samples = resample(&samples, rate_hz, SAMPLE_RATE_HZ)?;
    Ok(Audio { sample_rate_hz: SAMPLE_RATE_HZ, samples: from_float(&samples) })
}

/// Brings sound to [`SAMPLE_RATE_HZ`].
pub(crate) fn at_recognised_rate(audio: &Audio) -> Result<Vec<i16>, WavError> {
    if audio.sample_rate_hz == SAMPLE_RATE_HZ {
        return Ok(audio.samples.clone());
    }
    let rate_hz = audio.sample_rate_hz;
    if !(WAV_RATE_HZ_MIN..=WAV_RATE_HZ_MAX).contains(&rate_hz) {
        return Err(WavError::Rate { hz: rate_hz });
    }
    Ok(from_float(&resample(&to_float(&audio.samples), rate_hz, SAMPLE_RATE_HZ)?))
}

/// Reads the bytes of a WAV file as mono sound at the rate that it has.
pub(crate) fn read_as_is(bytes: &[u8], seconds_max: u32) -> Result<Audio, WavError> {
    let (sample_rate_hz, samples) = decode(bytes, seconds_max)?;
    Ok(Audio { sample_rate_hz, samples: from_float(&samples) })
}

/// The bytes of a WAV file with this sound, 16 bits per sample.
pub fn write(audio: &Audio) -> Vec<u8> {
    const HEADER_BYTES: u32 = 36;
    let data_bytes = u32::try_from(audio.samples.len() * 2).unwrap_or(u32::MAX - HEADER_BYTES);
    let mut bytes = Vec::with_capacity(audio.samples.len() * 2 + 44);
    bytes.extend_from_slice(b"RIFF");
    bytes.extend_from_slice(&(HEADER_BYTES + data_bytes).to_le_bytes());
    bytes.extend_from_slice(b"WAVEfmt ");
    bytes.extend_from_slice(&16_u32.to_le_bytes());
    bytes.extend_from_slice(&Format::PCM.to_le_bytes());
    bytes.extend_from_slice(&1_u16.to_le_bytes());
    bytes.extend_from_slice(&audio.sample_rate_hz.to_le_bytes());
    bytes.extend_from_slice(&audio.sample_rate_hz.saturating_mul(2).to_le_bytes());
    bytes.extend_from_slice(&2_u16.to_le_bytes());
    bytes.extend_from_slice(&16_u16.to_le_bytes());
    bytes.extend_from_slice(b"data");
    bytes.extend_from_slice(&data_bytes.to_le_bytes());
    bytes.extend(audio.samples.iter().flat_map(|sample| sample.to_le_bytes()));
    bytes
}

/// The rate in hertz and the samples, from -1 to 1.
fn decode(bytes: &[u8], seconds_max: u32) -> Result<(u32, Vec<f32>), WavError> {
    let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    if length > WAV_BYTES_MAX {
        return Err(WavError::TooLarge { bytes: length, limit: WAV_BYTES_MAX });
    }
    let (format, data) = chunks(bytes)?;
    let frames = data.chunks_exact(format.frame_bytes());
    let frames_max = u64::from(format.rate_hz) * u64::from(seconds_max);
    let count = u64::try_from(frames.len()).unwrap_or(u64::MAX);
    if count > frames_max {
        let seconds = count.div_ceil(u64::from(format.rate_hz));
        return Err(WavError::TooLong { seconds, limit: u64::from(seconds_max) });
    }
    if count == 0 {
        return Err(WavError::Empty);
    }
    Ok((format.rate_hz, frames.map(|frame| format.mono(frame)).collect()))
}

/// The format and the bytes of sound.
fn chunks(bytes: &[u8]) -> Result<(Format, &[u8]), WavError> {
    let Some((b"RIFF", rest)) = bytes.split_first_chunk() else { return Err(WavError::NotWav) };
    let Some((_length, rest)) = rest.split_first_chunk::<4>() else { return Err(WavError::NotWav) };
    let Some((b"WAVE", mut rest)) = rest.split_first_chunk() else { return Err(WavError::NotWav) };
    let mut format = None;
    for _ in 0..WAV_CHUNKS_MAX {
        let Some((name, after)) = rest.split_first_chunk::<4>() else { break };
        let Some((length, after)) = after.split_first_chunk::<4>() else { break };
        let length = u32::from_le_bytes(*length);
        let wanted = usize::try_from(length).unwrap_or(usize::MAX);
        let content = after.get(..wanted).unwrap_or(after);
        match name {
            b"fmt " => format = Some(Format::read(content)?),
            b"data" => {
                let format = format.ok_or(WavError::Broken { part: "format before its sound" })?;
                if content.len() < wanted && length < LENGTH_UNKNOWN_MIN {
                    let bytes = u64::try_from(content.len()).unwrap_or(u64::MAX);
                    return Err(WavError::Truncated { bytes, expected: u64::from(length) });
                }
                return Ok((format, content));
            }
            _ => {}
        }
        // Chunks begin at even places.
        let next = wanted.saturating_add(wanted % 2);
        rest = after.get(next..).unwrap_or(&[]);
    }
    Err(WavError::Broken { part: if format.is_some() { "sound" } else { "format" } })
}

#[cfg(test)]
mod tests;

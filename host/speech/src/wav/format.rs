//! How the samples of a WAV file are coded.

use super::WavError;
use crate::limits::{WAV_CHANNELS_MAX, WAV_RATE_HZ_MAX, WAV_RATE_HZ_MIN};

/// Rate, channels and coding of the samples.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Format {
    pub(super) rate_hz: u32,
    channels: usize,
    coding: Coding,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Coding {
    Unsigned8,
    Signed16,
    Signed24,
    Signed32,
    Float32,
}

impl Format {
    /// The number of plain samples.
    pub(super) const PCM: u16 = 1;
    const FLOAT: u16 = 3;
    const EXTENSIBLE: u16 = 0xfffe;

    /// Reads the content of a format chunk.
    pub(super) fn read(content: &[u8]) -> Result<Self, WavError> {
        let broken = WavError::Broken { part: "format" };
        let Some((head, more)) = content.split_first_chunk::<16>() else { return Err(broken) };
        let [t0, t1, c0, c1, r0, r1, r2, r3, _, _, _, _, a0, a1, b0, b1] = *head;
        let channels = u16::from_le_bytes([c0, c1]);
        let rate_hz = u32::from_le_bytes([r0, r1, r2, r3]);
        let frame_bytes = u16::from_le_bytes([a0, a1]);
        let bits = u16::from_le_bytes([b0, b1]);
        let mut tag = u16::from_le_bytes([t0, t1]);
        if tag == Self::EXTENSIBLE {
            // The real format is the beginning of a longer name, after eight bytes of extra fields.
            let Some([tag0, tag1]) = more.get(8..10) else { return Err(broken) };
            tag = u16::from_le_bytes([*tag0, *tag1]);
        }
        if !(1..=WAV_CHANNELS_MAX).contains(&channels) {
            return Err(WavError::Channels { channels });
        }
        if !(WAV_RATE_HZ_MIN..=WAV_RATE_HZ_MAX).contains(&rate_hz) {
            return Err(WavError::Rate { hz: rate_hz });
        }
        // Twelve or twenty bits stand at the upper end of the bytes that hold them.
        let coding = match (tag, bits.div_ceil(8)) {
            (Self::PCM, 1) => Coding::Unsigned8,
            (Self::PCM, 2) => Coding::Signed16,
            (Self::PCM, 3) => Coding::Signed24,
            (Self::PCM, 4) => Coding::Signed32,
            (Self::FLOAT, 4) => Coding::Float32,
            _ => return Err(WavError::Coding { tag, bits }),
        };
        let format = Self { rate_hz, channels: usize::from(channels), coding };
        if format.frame_bytes() == usize::from(frame_bytes) { Ok(format) } else { Err(broken) }
    }

    /// Bytes of one sample of every channel; at least one.
    pub(super) fn frame_bytes(self) -> usize {
        self.channels * self.coding.bytes()
    }

    /// The channels of a frame mixed to one sample, from -1 to 1.
    #[expect(clippy::cast_precision_loss, reason = "there are at most a few channels")]
    pub(super) fn mono(self, frame: &[u8]) -> f32 {
        let samples = frame.chunks_exact(self.coding.bytes());
        samples.map(|sample| self.coding.sample(sample)).sum::<f32>() / self.channels as f32
    }
}

impl Coding {
    const fn bytes(self) -> usize {
        match self {
            Self::Unsigned8 => 1,
            Self::Signed16 => 2,
            Self::Signed24 => 3,
            Self::Signed32 | Self::Float32 => 4,
        }
    }

    /// One sample, from -1 to 1; zero for what is no number.
    #[expect(clippy::cast_precision_loss, reason = "24 bits are more than anyone hears")]
    fn sample(self, bytes: &[u8]) -> f32 {
        const FULL_SCALE: f32 = 2_147_483_648.0;
        // Integers move to the upper end of 32 bits, so that full scale is the same for all of them.
        let integer = match (self, bytes) {
            (Self::Unsigned8, [a]) => i32::from_le_bytes([0, 0, 0, *a ^ 0x80]),
            (Self::Signed16, [a, b]) => i32::from_le_bytes([0, 0, *a, *b]),
            (Self::Signed24, [a, b, c]) => i32::from_le_bytes([0, *a, *b, *c]),
            (Self::Signed32, [a, b, c, d]) => i32::from_le_bytes([*a, *b, *c, *d]),
            (Self::Float32, [a, b, c, d]) => {
                let float = f32::from_le_bytes([*a, *b, *c, *d]);
                return if float.is_finite() { float.clamp(-1.0, 1.0) } else { 0.0 };
            }
            _ => 0,
        };
        integer as f32 / FULL_SCALE
    }
}

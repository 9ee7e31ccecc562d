//! Voice activity: which part of the sound is somebody speaking.
//!
//! A detector gives every frame of 16 ms a score; [`segmenter`] makes utterances of them. A stream is cut into one
//! utterance after the other; a recording, which somebody ended on purpose, is only trimmed, so that a pause in the
//! middle of the sentence does not cut it.
//!
//! This deliberately knows nothing of what is said, and nothing of where sound comes from.

mod segmenter;

use std::ops::Range;

use earshot::Detector;
use jumpseat_assistant::Audio;

use self::segmenter::{Edge, Segmenter};
use crate::limits::{PRE_ROLL_MS, SAMPLE_RATE_HZ, SILENCE_MS_END};

/// Samples of a frame: what the detector takes at once.
pub(crate) const FRAME_SAMPLES: usize = 256;
/// From this score on a frame may begin an utterance. Voices have 0.8 to 1; hiss, rumble and hum stay below 0.7.
const SCORE_MIN_BEGINNING: f32 = 0.75;
/// From this score on a frame belongs to an utterance that has begun. The detector's authors name it as the neutral
/// choice.
const SCORE_MIN_GOING: f32 = 0.5;

/// Samples in so many milliseconds.
pub(crate) const fn samples(ms: u32) -> usize {
    (ms * (SAMPLE_RATE_HZ / 1_000)) as usize
}

/// What a frame is, in the light of those before it.
#[derive(Default)]
struct Ear {
    // The detector has eight kilobytes and would otherwise travel over the stack.
    detector: Box<Detector>,
    segmenter: Segmenter,
}

impl Ear {
    /// What the next frame does, and whether it holds voice.
    fn step(&mut self, frame: &[i16]) -> (Edge, bool) {
        let score_min = if self.is_speaking() { SCORE_MIN_GOING } else { SCORE_MIN_BEGINNING };
        let voiced = self.detector.predict_i16(frame) >= score_min;
        (self.segmenter.step(voiced), voiced)
    }

    fn is_speaking(&self) -> bool {
        self.segmenter.is_speaking()
    }
}

/// Something that somebody said, with a little of the silence around it.
#[derive(Debug, Clone, PartialEq)]
pub struct Utterance {
    /// The sound, at [`SAMPLE_RATE_HZ`].
    pub audio: Audio,
    /// Whether it was cut because nobody speaks that long.
    pub is_cut: bool,
}

/// Cuts a stream of sound at [`SAMPLE_RATE_HZ`] into utterances.
#[derive(Default)]
pub struct VoiceActivity {
    ear: Ear,
    /// The utterance, or, while nobody speaks, the sound just before the next one. Whole frames.
    kept: Vec<i16>,
    /// The beginning of a frame.
    partial: Vec<i16>,
}

impl VoiceActivity {
    /// A stream in which nobody has spoken yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether somebody is speaking.
    pub fn is_speaking(&self) -> bool {
        self.ear.is_speaking()
    }

    /// Takes the next samples and gives the utterances that end in them.
    pub fn push(&mut self, samples: &[i16]) -> Vec<Utterance> {
        let mut utterances = Vec::new();
        for sample in samples {
            self.partial.push(*sample);
            if self.partial.len() == FRAME_SAMPLES {
                utterances.extend(self.frame());
                self.partial.clear();
            }
        }
        utterances
    }

    /// Ends the stream and gives the utterance that it cuts.
    pub fn finish(mut self) -> Option<Utterance> {
        self.is_speaking().then(|| self.utterance(false))
    }

    fn frame(&mut self) -> Option<Utterance> {
        let (edge, _) = self.ear.step(&self.partial);
        self.kept.extend_from_slice(&self.partial);
        match edge {
            Edge::None if !self.is_speaking() => {
                let extra = self.kept.len().saturating_sub(samples(PRE_ROLL_MS));
                drop(self.kept.drain(..extra));
                None
            }
            Edge::None | Edge::Begins => None,
            Edge::Ends => Some(self.utterance(false)),
            Edge::IsCut => Some(self.utterance(true)),
        }
    }

    fn utterance(&mut self, is_cut: bool) -> Utterance {
        let samples = std::mem::take(&mut self.kept);
        Utterance { audio: Audio { sample_rate_hz: SAMPLE_RATE_HZ, samples }, is_cut }
    }
}

/// The part of a recording at [`SAMPLE_RATE_HZ`] from the first to the last voice, with as much of the sound around
/// it as an utterance of a stream has; nothing if nobody speaks.
pub(crate) fn spoken_part(recording: &[i16]) -> Option<Range<usize>> {
    let mut ear = Ear::default();
    let mut first = None;
    let mut last = 0;
    for (at, frame) in recording.chunks_exact(FRAME_SAMPLES).enumerate() {
        let (edge, voiced) = ear.step(frame);
        if edge == Edge::Begins {
            first = first.or(Some(at * FRAME_SAMPLES));
        }
        if voiced && ear.is_speaking() {
            last = (at + 1) * FRAME_SAMPLES;
        }
    }
    let from = first?.saturating_sub(samples(PRE_ROLL_MS));
    let to = (last + samples(SILENCE_MS_END)).min(recording.len());
    Some(from..to)
}

#[cfg(test)]
mod tests;

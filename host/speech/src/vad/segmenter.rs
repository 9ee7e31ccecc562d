//! From frames with and without voice to utterances: a state machine that knows nothing of sound.

use super::FRAME_SAMPLES;
use crate::limits::{ONSET_MS, SAMPLE_RATE_HZ, SILENCE_MS_END, UTTERANCE_MS_MAX};

/// Whole frames that fit into a time, at least one.
#[expect(clippy::cast_possible_truncation, reason = "a frame has 256 samples")]
const fn frames(ms: u32) -> u32 {
    let frames = ms * (SAMPLE_RATE_HZ / 1_000) / FRAME_SAMPLES as u32;
    if frames == 0 { 1 } else { frames }
}

const ONSET_FRAMES: u32 = frames(ONSET_MS);
const SILENCE_FRAMES_END: u32 = frames(SILENCE_MS_END);
const UTTERANCE_FRAMES_MAX: u32 = frames(UTTERANCE_MS_MAX);

/// What a frame does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Edge {
    /// Nothing changes.
    None,
    /// With this frame it is certain that somebody speaks.
    Begins,
    /// With this frame it is certain that the utterance is over.
    Ends,
    /// With this frame the utterance is longer than anyone speaks.
    IsCut,
}

/// Where the stream is.
#[derive(Debug, Default)]
pub(super) struct Segmenter {
    /// Frames of the utterance; nothing while nobody speaks.
    speaking: Option<u32>,
    /// Frames on end that are unlike the state: voice in silence, silence in speech.
    unlike: u32,
}

impl Segmenter {
    /// Whether somebody is speaking.
    pub(super) fn is_speaking(&self) -> bool {
        self.speaking.is_some()
    }

    /// Takes the next frame.
    pub(super) fn step(&mut self, voiced: bool) -> Edge {
        self.unlike = if voiced == self.is_speaking() { 0 } else { self.unlike + 1 };
        let Some(frames) = &mut self.speaking else {
            if self.unlike < ONSET_FRAMES {
                return Edge::None;
            }
            *self = Self { speaking: Some(self.unlike), unlike: 0 };
            return Edge::Begins;
        };
        *frames += 1;
        let edge = if self.unlike >= SILENCE_FRAMES_END {
            Edge::Ends
        } else if *frames >= UTTERANCE_FRAMES_MAX {
            Edge::IsCut
        } else {
            return Edge::None;
        };
        *self = Self::default();
        edge
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The edges of a pattern in which `v` is a frame with voice, each with the number of its frame.
    fn edges(pattern: &str) -> Vec<(usize, Edge)> {
        let mut segmenter = Segmenter::default();
        let steps = pattern.chars().enumerate().map(|(at, frame)| (at, segmenter.step(frame == 'v')));
        steps.filter(|(_, edge)| *edge != Edge::None).collect()
    }

    fn voice(frames: usize) -> String {
        "v".repeat(frames)
    }

    fn silence(frames: usize) -> String {
        "-".repeat(frames)
    }

    #[test]
    fn an_utterance_begins_with_certain_voice_and_ends_after_silence() {
        let pattern = silence(5) + &voice(10) + &silence(30);
        assert_eq!(edges(&pattern), [(8, Edge::Begins), (32, Edge::Ends)]);
    }

    #[test]
    fn a_click_is_no_utterance() {
        assert_eq!(edges(&(silence(5) + &voice(3) + &silence(40))), []);
    }

    #[test]
    fn a_short_pause_does_not_end_an_utterance() {
        let pattern = voice(10) + &silence(17) + &voice(10) + &silence(18);
        assert_eq!(edges(&pattern), [(3, Edge::Begins), (54, Edge::Ends)]);
    }

    #[test]
    fn whoever_does_not_stop_is_cut_and_may_go_on() {
        let edges = edges(&voice(3_000));
        assert_eq!(
            edges,
            [
                (3, Edge::Begins),
                (1_249, Edge::IsCut),
                (1_253, Edge::Begins),
                (2_499, Edge::IsCut),
                (2_503, Edge::Begins)
            ]
        );
    }
}

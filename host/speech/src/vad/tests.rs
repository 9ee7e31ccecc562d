use super::*;
use crate::dither::Dither;

/// Noise of a strength, the same in every run.
fn noise(ms: u32, strength: f32) -> Vec<i16> {
    let mut dither = Dither::default();
    (0..samples(ms)).map(|_| crate::samples::rounded(dither.next_number() * strength)).collect()
}

/// Noise without its high frequencies: wind and tyres.
fn rumble(ms: u32, strength: f32) -> Vec<i16> {
    let mean = |window: &[i16]| window.iter().map(|sample| f32::from(*sample)).sum::<f32>() / 8.0;
    noise(ms, strength).windows(8).map(|window| crate::samples::rounded(mean(window))).collect()
}

#[expect(clippy::cast_precision_loss, reason = "the numbers are small")]
fn hum(ms: u32) -> Vec<i16> {
    let step = std::f32::consts::TAU * 50.0 / 16_000.0;
    (0..samples(ms)).map(|at| crate::samples::rounded(8_000.0 * (step * at as f32).sin())).collect()
}

#[test]
fn silence_noise_and_hum_are_no_utterance() {
    for (name, sound) in [
        ("silence", vec![0; samples(3_000)]),
        ("faint noise", noise(3_000, 30.0)),
        ("loud noise", noise(3_000, 3_000.0)),
        ("loud rumble", rumble(3_000, 3_000.0)),
        ("hum", hum(3_000)),
    ] {
        let mut activity = VoiceActivity::new();
        assert_eq!(activity.push(&sound).len(), 0, "{name}");
        assert!(activity.finish().is_none(), "{name}");
        assert_eq!(spoken_part(&sound), None, "{name}");
    }
}

#[test]
fn sound_shorter_than_a_frame_is_no_utterance() {
    assert_eq!(spoken_part(&[]), None);
    assert_eq!(spoken_part(&[1; FRAME_SAMPLES - 1]), None);
}

#[test]
fn a_stream_without_voice_keeps_only_what_the_next_utterance_needs() {
    let mut activity = VoiceActivity::new();
    for _ in 0..100 {
        activity.push(&noise(100, 30.0));
    }
    assert!(activity.kept.len() <= samples(PRE_ROLL_MS));
}

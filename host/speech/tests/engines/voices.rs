//! Synthetic voices.

use std::process::Command;

use jumpseat_assistant::Audio;
use jumpseat_speech::{engines, wav};

/// American, British, and both changed to higher and lower voices.
pub(crate) const VOICES: [&str; 6] = ["en-us", "en-gb", "en-us+f3", "en-us+m3", "en+f3", "en+m3"];
/// Words per minute.
const SPEEDS: [&str; 4] = ["150", "165", "180", "195"];

/// Whether the programs for hearing and speaking are there. If not, says why the test does nothing.
pub(crate) fn are_installed() -> bool {
    let missing = engines(None, None).into_iter().take(3).filter(|engine| engine.found.is_none());
    let hints: Vec<String> = missing.map(|engine| format!("no {}: {}", engine.name, engine.hint)).collect();
    #[expect(clippy::disallowed_methods, reason = "the one switch of the tests")]
    let promised = std::env::var_os("CI").is_some();
    assert!(hints.is_empty() || !promised, "on CI these must be there: {hints:?}");
    if !hints.is_empty() {
        eprintln!("skipped: {}", hints.join("; "));
    }
    hints.is_empty()
}

/// A sentence, each in another voice and at another speed than the one before.
pub(crate) fn speak(nth: usize, sentence: &str) -> Audio {
    speak_as(VOICES[nth % VOICES.len()], SPEEDS[nth % SPEEDS.len()], sentence)
}

/// A sentence in a voice.
pub(crate) fn speak_as(voice: &str, speed: &str, sentence: &str) -> Audio {
    #[expect(clippy::disallowed_methods, reason = "the crate offers one voice, the test needs many")]
    let output = Command::new("espeak-ng").args(["-v", voice, "-s", speed, "--stdout", sentence]).output().unwrap();
    assert!(output.status.success(), "espeak-ng has no voice {voice}");
    wav::read(&output.stdout).unwrap()
}

//! From the end of speech to the spoken answer.

use std::{path::PathBuf, process::Command, time::Duration};

use anyhow::{Result, ensure};

use crate::{
    command_line::{Jumpseat, step_us},
    figures::Figure,
};

const ROUNDS: usize = 5;

/// Between an answer and the next sentence. The car gets ready to hear in that time.
const PAUSE: Duration = Duration::from_millis(500);

const SENTENCES: [&str; 4] =
    ["find a noodle restaurant", "find parking near me", "is the light ahead red", "find a cheap pizza place"];

/// Measures hearing alone, and everything from the last sample heard to the first sample spoken.
pub(crate) fn measure(car: &Jumpseat) -> Result<Vec<Figure>> {
    let sounds: Vec<PathBuf> =
        SENTENCES.iter().enumerate().map(|(number, sentence)| spoken(car, number, sentence)).collect::<Result<_>>()?;
    let seconds: Vec<f64> = sounds.iter().map(duration_s).collect::<Result<_>>()?;
    let folder = car.path("answers").display().to_string();
    let line = |sound: &PathBuf| format!(":listen {}", sound.display());
    let lines: Vec<String> = (0..=ROUNDS).flat_map(|_| sounds.iter().map(line)).collect();
    let turns = car.paced_drive(&["--speech-dir", &folder], &lines, PAUSE)?;
    let counted = turns.iter().zip(seconds.iter().cycle()).skip(SENTENCES.len());
    let mut factors = Vec::new();
    let mut totals = Vec::new();
    for (turn, seconds) in counted {
        factors.extend(step_us(turn, "hear").map(|us| us / 1e6 / seconds));
        totals.extend(step_us(turn, "total").map(|us| us / 1e3));
    }
    Ok(vec![
        Figure::of("recogniser, time per second of speech (real-time factor)", "s/s", factors),
        Figure::of("end of speech → start of the spoken answer", "ms", totals),
    ])
}

#[expect(clippy::disallowed_methods, reason = "the sentences are spoken by a program")]
fn spoken(car: &Jumpseat, number: usize, sentence: &str) -> Result<PathBuf> {
    let path = car.path(&format!("{number}.wav"));
    let status = Command::new("espeak-ng").args(["-v", "en-us", "-w"]).arg(&path).arg(sentence).status()?;
    ensure!(status.success(), "espeak-ng failed");
    Ok(path)
}

fn duration_s(sound: &PathBuf) -> Result<f64> {
    let sound = hound::WavReader::open(sound)?;
    Ok(f64::from(sound.duration()) / f64::from(sound.spec().sample_rate))
}

//! Sentence → reply, on the phrase path and on the model path.

use anyhow::{Result, ensure};
use serde_json::Value;

use crate::{
    command_line::{Jumpseat, step_us},
    figures::Figure,
};

const ROUNDS: usize = 100;

/// Sentences that templates know.
const PHRASES: [&str; 4] =
    ["find a noodle restaurant", "find parking near me", "is the light ahead red", "附近有停车场吗"];

/// Sentences that only the model understands.
const PARAPHRASES: [&str; 4] = [
    "i would really love some noodles right about now",
    "any idea where i could leave the car around here",
    "do i have to stop at the next crossing",
    "我有点饿了想吃点辣的火锅",
];

/// Measures both paths.
pub(crate) fn measure(car: &Jumpseat) -> Result<Vec<Figure>> {
    Ok(vec![
        path(car, "sentence → reply, phrase path", "phrase", &PHRASES)?,
        path(car, "sentence → reply, starter model", "model", &PARAPHRASES)?,
    ])
}

fn path(car: &Jumpseat, what: &str, path: &str, sentences: &[&str]) -> Result<Figure> {
    // Every sentence begins a dialogue of its own; the first of each kind warms up and does not count.
    let said = |sentence: &&str| [":forget".to_owned(), (*sentence).to_owned()];
    let lines: Vec<String> = (0..=ROUNDS).flat_map(|_| sentences.iter().flat_map(said)).collect();
    let turns = car.drive(&[], &lines)?;
    let counted = turns.iter().skip(sentences.len());
    let on_path: Vec<&Value> = counted.filter(|turn| turn.get("path").is_some_and(|taken| taken == path)).collect();
    ensure!(on_path.len() * 2 >= turns.len(), "most of the sentences for the {path} path took another one");
    let times = on_path.iter().filter_map(|turn| step_us(turn, "total"));
    Ok(Figure::of(what, "ms", times.map(|us| us / 1e3).collect()))
}

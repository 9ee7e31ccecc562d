//! `jumpseat ask`: typed sentences.

use std::{ffi::OsStr, io::Read as _};

use anyhow::{Context as _, Result};

use crate::{
    car::Car, cli::Ask, conversation::Conversation, limits::SENTENCE_BYTES_MAX, providers::Place, settings::Settings,
};

/// Runs the command.
pub(crate) async fn run(command: Ask, settings: &Settings) -> Result<()> {
    let car = Car::start(settings, Place::of(settings, command.turn.at, false)?).await?;
    car.report_model().await;
    let mut conversation = Conversation::new(car, &command.turn, settings)?;
    for sentence in &command.sentences {
        let sentence = if sentence == OsStr::new("-") { from_standard_input()? } else { bounded(sentence) };
        conversation.say(&sentence).await?;
    }
    conversation.end()
}

/// A sentence from the command line. What is no UTF-8 counts as no words: the driver then hears that nothing was
/// understood, which is more help than a usage message, and half of a sentence calls nothing.
fn bounded(sentence: &OsStr) -> String {
    sentence.to_str().unwrap_or_default().chars().take(SENTENCE_BYTES_MAX).collect()
}

/// One sentence from standard input; what goes beyond the limit is not read.
fn from_standard_input() -> Result<String> {
    let mut bytes = Vec::new();
    let limit = u64::try_from(SENTENCE_BYTES_MAX).unwrap_or(u64::MAX);
    std::io::stdin().take(limit).read_to_end(&mut bytes).context("cannot read standard input")?;
    // The limit may cut a character in two; the router refuses a sentence of this length anyway.
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

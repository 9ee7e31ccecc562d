//! `jumpseat ask`: typed sentences.

use std::io::Read as _;

use anyhow::{Context as _, Result};

use crate::{
    cli::Ask, conversation::Conversation, limits::SENTENCE_BYTES_MAX, providers::Place, sentence, settings::Settings,
};

/// Runs the command.
pub(crate) async fn run(command: Ask, settings: &Settings) -> Result<()> {
    let place = Place::of(settings, command.turn.at, false)?;
    let mut conversation = Conversation::start(place, &command.turn, settings).await?;
    for sentence in &command.sentences {
        let sentence = match sentence.as_encoded_bytes() {
            b"-" => from_standard_input()?,
            bytes => sentence::of_bytes(bytes),
        };
        conversation.say(&sentence).await?;
    }
    conversation.end().await
}

/// One sentence from standard input; what goes beyond the limit is not read.
fn from_standard_input() -> Result<String> {
    let mut bytes = Vec::new();
    let bytes_read_max = u64::try_from(SENTENCE_BYTES_MAX + 1).unwrap_or(u64::MAX);
    std::io::stdin().take(bytes_read_max).read_to_end(&mut bytes).context("cannot read standard input")?;
    Ok(sentence::of_bytes(&bytes))
}

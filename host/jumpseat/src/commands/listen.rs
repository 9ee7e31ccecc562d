//! `jumpseat listen`: spoken sentences.

use anyhow::Result;
use jumpseat_speech::Listened;

use crate::{car::Car, cli::Listen, conversation::Conversation, ears, output, providers::Place, settings::Settings};

/// Runs the command.
pub(crate) async fn run(command: Listen, settings: &Settings) -> Result<()> {
    let car = Car::start(settings, Place::of(settings, command.turn.at, command.microphone)?).await?;
    let mut conversation = Conversation::new(car, &command.turn, settings)?;
    for file in &command.files {
        conversation.hear_file(file).await?;
    }
    if command.microphone {
        let microphone = ears::microphone(settings)?;
        output::note("listening; end with Ctrl-C");
        loop {
            match microphone.listen().await? {
                Listened::Spoken(audio) => conversation.hear(&audio).await?,
                Listened::Silent => {}
                Listened::Closed => break,
            }
        }
    }
    conversation.end().await
}

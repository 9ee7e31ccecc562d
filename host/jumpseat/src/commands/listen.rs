//! `jumpseat listen`: spoken sentences.

use anyhow::Result;
use jumpseat_speech::Listened;

use crate::{cli::Listen, conversation::Conversation, ears, output, providers::Place, settings::Settings};

/// Runs the command.
pub(crate) async fn run(command: Listen, settings: &Settings) -> Result<()> {
    let place = Place::of(settings, command.turn.at, command.microphone)?;
    let mut conversation = Conversation::start(place, &command.turn, settings).await?;
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
            // Listening ends after a while also where nobody speaks.
            conversation.give_up_late_question().await?;
        }
    }
    conversation.end().await
}

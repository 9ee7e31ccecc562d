//! Speaking: from an answer to sound, and from sound to a file or the speakers.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result};
use jumpseat_assistant::{Assistant, Turn};
use jumpseat_speech::{Espeak, Player, wav};

use crate::{cli::TurnOptions, ears::confiner, settings::Settings};

/// Where spoken answers go: to the speakers, into files, to both, or nowhere.
pub(crate) struct Voice {
    player: Option<Player>,
    folder: Option<PathBuf>,
    synthesiser: Option<Espeak>,
    spoken: usize,
}

impl Voice {
    /// The voice that these options ask for.
    pub(crate) fn new(options: &TurnOptions, settings: &Settings) -> Result<Self> {
        let player = options.speak.then(|| Player::new(settings.config.speech.player.as_deref())).transpose()?;
        let folder = options.speech_dir.clone();
        if let Some(folder) = &folder {
            fs::create_dir_all(folder).with_context(|| format!("cannot make the folder {}", folder.display()))?;
        }
        let wanted = player.is_some() || folder.is_some();
        let synthesiser = wanted.then(|| anyhow::Ok(Espeak::new(confiner()?.as_ref())?)).transpose()?;
        Ok(Self { player, folder, synthesiser, spoken: 0 })
    }

    /// Makes sound of the answer of a turn, where that is wanted. The turn is shown once this is done, so that its
    /// times are complete, and [`SpokenAnswer::play`] plays it after that.
    pub(crate) async fn speak(&mut self, assistant: &Assistant, turn: &mut Turn) -> Result<SpokenAnswer<'_>> {
        let Some(synthesiser) = &self.synthesiser else { return Ok(SpokenAnswer(None)) };
        let audio = assistant.speak(turn, synthesiser).await?;
        if let Some(folder) = &self.folder {
            self.spoken += 1;
            write(&folder.join(format!("{:03}.wav", self.spoken)), &wav::write(&audio))?;
        }
        Ok(SpokenAnswer(self.player.as_ref().map(|player| (player, audio))))
    }
}

/// An answer that can be played.
pub(crate) struct SpokenAnswer<'a>(Option<(&'a Player, jumpseat_assistant::Audio)>);

impl SpokenAnswer<'_> {
    /// Plays the answer to its end, where somebody wants to hear it.
    pub(crate) async fn play(&self) -> Result<()> {
        if let Some((player, audio)) = &self.0 {
            player.play(audio).await?;
        }
        Ok(())
    }
}

fn write(file: &Path, bytes: &[u8]) -> Result<()> {
    fs::write(file, bytes).with_context(|| format!("cannot write {}", file.display()))
}

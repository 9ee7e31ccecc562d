//! Sound to the speakers, through a program that the machine already has for it.

use std::{io::Write as _, process::Stdio, time::Duration};

use jumpseat_assistant::{Audio, SpeechError};
use tokio::time::timeout;

use crate::{
    child::{Program, last_words},
    limits::PLAY_MS_SPARE,
    microphone::chosen,
    wav,
};

/// How to get a player.
pub(crate) const HINT: &str =
    "sudo apt-get install alsa-utils, or set speech.player to a command that plays a WAV file from its input";

/// Programs that play; each takes the name of a WAV file.
pub(crate) const PLAYERS: [(&str, &[&str]); 3] = [("pw-play", &[]), ("paplay", &[]), ("aplay", &["-q"])];

/// Speakers.
#[derive(Debug, Clone)]
pub struct Player {
    program: Program,
    arguments: Vec<String>,
    takes_file: bool,
}

impl Player {
    /// The speakers that a command plays on, or the first player that is installed. The command gets a WAV file on
    /// its standard input.
    pub fn new(command: Option<&[String]>) -> Result<Self, SpeechError> {
        let (program, arguments) = chosen(command, &PLAYERS, "a program that plays sound", HINT)?;
        Ok(Self { program, arguments, takes_file: command.is_none_or(<[String]>::is_empty) })
    }

    /// Plays the sound to its end. Dropping the future stops it.
    pub async fn play(&self, audio: &Audio) -> Result<(), SpeechError> {
        let failed = |error: std::io::Error| self.program.failed(error.to_string());
        let mut file = tempfile::NamedTempFile::new().map_err(failed)?;
        file.write_all(&wav::write(audio)).map_err(failed)?;
        let mut command = self.program.command(&self.arguments);
        if self.takes_file {
            command.arg(file.path());
        } else {
            command.stdin(Stdio::from(file.reopen().map_err(failed)?));
        }
        let work = async {
            let mut child = command.spawn().map_err(failed)?;
            let Some(stderr) = child.stderr.take() else {
                return Err(self.program.failed("it has no pipe".to_owned()));
            };
            let complaint = last_words(stderr).await;
            self.program.check_end(child, complaint).await
        };
        let deadline = audio.duration() + Duration::from_millis(PLAY_MS_SPARE);
        let passed = SpeechError::DeadlinePassed {
            program: self.program.name.clone(),
            deadline_ms: u64::try_from(deadline.as_millis()).unwrap_or(u64::MAX),
        };
        timeout(deadline, work).await.unwrap_or(Err(passed))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn player(script: &str) -> Player {
        Player::new(Some(&["sh", "-c", script].map(str::to_owned))).unwrap()
    }

    fn sound() -> Audio {
        Audio { sample_rate_hz: 16_000, samples: vec![1, -2, 3] }
    }

    #[tokio::test]
    async fn the_command_gets_a_wav_file() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("played.wav");
        player(&format!("cat > '{}'", file.display())).play(&sound()).await.unwrap();
        assert_eq!(wav::read_file(&file).unwrap(), sound());
    }

    #[tokio::test]
    async fn a_player_without_a_device_is_an_error_with_its_last_words() {
        let error = player("echo no such device >&2; exit 1").play(&sound()).await.unwrap_err();
        assert_eq!(error.to_string(), "sh failed: exit status: 1: no such device");
    }

    #[tokio::test(start_paused = true)]
    async fn a_player_that_hangs_is_stopped() {
        let error = player("exec tail -f /dev/null").play(&sound()).await.unwrap_err();
        assert_eq!(error, SpeechError::DeadlinePassed { program: "sh".to_owned(), deadline_ms: 10_000 });
    }
}

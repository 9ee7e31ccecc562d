//! The synthesiser that needs nothing to be downloaded: espeak-ng, English and Mandarin.
//!
//! The text comes from skills. It is handed over on standard input, so it can be no option; what espeak-ng would read
//! as phonemes or as commands is taken out, and markup is never switched on, so no skill can change the voice.

use std::path::PathBuf;

use async_trait::async_trait;
use jumpseat_assistant::{Audio, SpeechError, Synthesiser};
use jumpseat_package::Language;

use crate::{
    child::Program,
    limits::{SPEAK_CHARS_MAX, SPEAK_MS_MAX, SPOKEN_BYTES_MAX, SPOKEN_SECONDS_MAX},
    walls::Confiner,
    wav,
};

/// The program that speaks.
pub(crate) const PROGRAM: &str = "espeak-ng";
/// How to get what is missing.
pub(crate) const HINT: &str = "sudo apt-get install espeak-ng";

/// Where voices lie, if not beside the libraries of the system.
const VOICES: [&str; 2] = ["/usr/share/espeak-ng-data", "/usr/local/share/espeak-ng-data"];

/// espeak-ng.
#[derive(Debug, Clone)]
pub struct Espeak {
    program: Program,
}

impl Espeak {
    /// Finds the installed program, which is started behind walls if there is something that puts them up.
    pub fn new(confiner: Option<&Confiner>) -> Result<Self, SpeechError> {
        let program = Program::required(PROGRAM, HINT)?;
        Ok(Self { program: program.behind(confiner, VOICES.map(PathBuf::from).to_vec()) })
    }
}

#[async_trait]
impl Synthesiser for Espeak {
    async fn speak(&self, text: &str, language: Language) -> Result<Audio, SpeechError> {
        let chars = text.chars().take(SPEAK_CHARS_MAX + 1).count();
        if chars > SPEAK_CHARS_MAX {
            let value = u64::try_from(text.chars().count()).unwrap_or(u64::MAX);
            let limit = u64::try_from(SPEAK_CHARS_MAX).unwrap_or(u64::MAX);
            return Err(SpeechError::OverLimit { what: "characters to speak", value, limit });
        }
        let text = plain(text);
        let arguments = ["-v", voice(language), "-b", "1", "--stdin", "--stdout"];
        let answer = self.program.run(arguments, text.as_bytes(), SPOKEN_BYTES_MAX, SPEAK_MS_MAX).await?;
        match wav::read_as_is(&answer, SPOKEN_SECONDS_MAX) {
            Ok(audio) => Ok(audio),
            // Of a text without words the program says nothing, or nothing but a header.
            Err(wav::WavError::Empty | wav::WavError::NotWav) if !text.chars().any(char::is_alphanumeric) => {
                Ok(Audio { sample_rate_hz: crate::limits::SAMPLE_RATE_HZ, samples: Vec::new() })
            }
            Err(error) => Err(self.program.failed(error.to_string())),
        }
    }
}

const fn voice(language: Language) -> &'static str {
    match language {
        Language::English => "en-us",
        Language::Chinese => "cmn",
    }
}

/// The text without what is not meant to be read: control characters, which begin commands, and brackets, which begin
/// phonemes and markup.
fn plain(text: &str) -> String {
    let spoken = text.chars().map(|c| match c {
        '[' | ']' | '<' | '>' | '{' | '}' | '|' | '\\' => ' ',
        c if c.is_control() => ' ',
        c => c,
    });
    spoken.collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_phonemes_and_markup_are_taken_out() {
        assert_eq!(
            plain("Turn\u{1}99s left [[h@'loU]] <voice name=\"x\">now</voice>\n"),
            "Turn 99s left h@'loU voice name=\"x\" now /voice"
        );
        assert_eq!(plain("前方 200 米，右转。"), "前方 200 米，右转。");
    }
}

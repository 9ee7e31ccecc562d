//! A live microphone, through a program that the machine already has for it.
//!
//! No sound library is linked: which one works differs from car to car, and their headers would be needed to build.
//! The recorder writes plain samples to a pipe until it is killed.

use std::{process::Stdio, time::Duration};

use jumpseat_assistant::{Audio, SpeechError};
use tokio::{
    io::{AsyncRead, AsyncReadExt as _},
    time::{Instant, timeout, timeout_at},
};

use crate::{
    child::{Program, last_words},
    limits::{RECORDER_STALLS_MS_MAX, WAIT_FOR_VOICE_MS_MAX},
    vad::VoiceActivity,
};

/// How to get a recorder.
pub(crate) const HINT: &str =
    "sudo apt-get install alsa-utils, or set speech.recorder to a command that writes 16 kHz mono 16-bit samples";

/// Programs that record, each with what makes it write samples to standard output.
pub(crate) const RECORDERS: [(&str, &[&str]); 3] = [
    ("pw-record", &["--rate=16000", "--channels=1", "--format=s16", "-"]),
    ("parec", &["--raw", "--rate=16000", "--channels=1", "--format=s16le"]),
    ("arecord", &["-q", "-t", "raw", "-f", "S16_LE", "-r", "16000", "-c", "1"]),
];

/// A microphone.
#[derive(Debug, Clone)]
pub struct Microphone {
    program: Program,
    arguments: Vec<String>,
}

impl Microphone {
    /// The microphone that a command records from, or the first recorder that is installed. The command writes
    /// samples of 16 bits, little-endian, mono, 16,000 in a second, to its standard output.
    pub fn new(command: Option<&[String]>) -> Result<Self, SpeechError> {
        let (program, arguments) = chosen(command, &RECORDERS, "a program that records", HINT)?;
        Ok(Self { program, arguments })
    }

    /// Listens until somebody has said something, or for a while if nobody does.
    pub async fn listen(&self) -> Result<Listened, SpeechError> {
        let mut command = self.program.command(&self.arguments);
        command.stdout(Stdio::piped());
        let mut child = command.spawn().map_err(|error| self.program.failed(error.to_string()))?;
        let (Some(stdout), Some(stderr)) = (child.stdout.take(), child.stderr.take()) else {
            return Err(self.program.failed("it has no pipes".to_owned()));
        };
        // What the recorder says about itself is read all the time, so that it is not stuck with it.
        let complaint = tokio::spawn(last_words(stderr));
        let heard = utterance(stdout).await.map_err(|error| self.program.failed(error.to_string()))?;
        // A recorder does not end by itself, unless there is nothing to record from or it plays a file.
        if heard == Listened::Closed {
            let complaint = complaint.await.unwrap_or_default();
            self.program.check_end(child, complaint).await?;
        }
        Ok(heard)
    }
}

/// A configured command, or the first that is installed.
pub(crate) fn chosen(
    command: Option<&[String]>,
    known: &[(&str, &[&str])],
    what: &str,
    hint: &str,
) -> Result<(Program, Vec<String>), SpeechError> {
    if let Some([name, arguments @ ..]) = command {
        let hint = format!("{name:?} is set in the configuration and is no program on the search path");
        return Ok((Program::required(name, &hint)?, arguments.to_vec()));
    }
    let found = known.iter().find_map(|(name, arguments)| Some((Program::find(name)?, *arguments)));
    let missing = || SpeechError::Missing { program: what.to_owned(), hint: hint.to_owned() };
    let (program, arguments) = found.ok_or_else(missing)?;
    Ok((program, arguments.iter().map(|argument| (*argument).to_owned()).collect()))
}

/// How listening ended.
#[derive(Debug, Clone, PartialEq)]
pub enum Listened {
    /// Somebody said this.
    Spoken(Audio),
    /// Nobody spoke for as long as is waited.
    Silent,
    /// The recorder ended and nobody had spoken.
    Closed,
}

/// The first utterance of a stream of samples.
async fn utterance(mut stream: impl AsyncRead + Unpin) -> std::io::Result<Listened> {
    let give_up = Instant::now() + Duration::from_millis(u64::from(WAIT_FOR_VOICE_MS_MAX));
    let mut activity = VoiceActivity::new();
    let mut bytes = Vec::new();
    let mut block = [0_u8; 4 * 1024];
    loop {
        let read = if activity.is_speaking() {
            // Whoever speaks is cut by the voice activity; only a recorder that stalls is cut by the clock.
            timeout(Duration::from_millis(RECORDER_STALLS_MS_MAX), stream.read(&mut block)).await??
        } else {
            let Ok(read) = timeout_at(give_up, stream.read(&mut block)).await else { return Ok(Listened::Silent) };
            read?
        };
        if read == 0 {
            return Ok(activity.finish().map_or(Listened::Closed, |utterance| Listened::Spoken(utterance.audio)));
        }
        bytes.extend_from_slice(block.get(..read).unwrap_or(&[]));
        let (pairs, odd) = bytes.as_chunks::<2>();
        let samples: Vec<i16> = pairs.iter().map(|pair| i16::from_le_bytes(*pair)).collect();
        let odd = odd.to_vec();
        if let Some(utterance) = activity.push(&samples).into_iter().next() {
            return Ok(Listened::Spoken(utterance.audio));
        }
        bytes = odd;
        // A stream that never rests, a file for example, would else be read for ever.
        if !activity.is_speaking() && Instant::now() >= give_up {
            return Ok(Listened::Silent);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn nobody_speaking_is_not_waited_for_for_ever() {
        let (_recorder, stream) = tokio::io::duplex(64);
        assert_eq!(utterance(stream).await.unwrap(), Listened::Silent);
    }

    #[tokio::test(start_paused = true)]
    async fn a_recorder_that_stalls_in_the_middle_of_a_word_is_an_error() {
        let (mut recorder, stream) = tokio::io::duplex(1 << 20);
        // A voice: a tone with overtones that comes and goes as syllables do.
        let sample = |at: u16| {
            let at_s = f32::from(at) / 16_000.0;
            let tone = |hz: f32| (at_s * hz * std::f32::consts::TAU).sin();
            let syllable = 0.5 - 0.5 * (at_s * 4.0 * std::f32::consts::TAU).cos();
            let voice = tone(140.0) + 0.6 * tone(280.0) + 0.5 * tone(700.0) + 0.3 * tone(1_100.0);
            crate::samples::rounded(voice * syllable * 6_000.0)
        };
        let bytes: Vec<u8> = (0..16_000).flat_map(|at| sample(at).to_le_bytes()).collect();
        tokio::io::AsyncWriteExt::write_all(&mut recorder, &bytes).await.unwrap();
        let error = utterance(stream).await.unwrap_err();
        assert_eq!(error.kind(), std::io::ErrorKind::TimedOut);
    }

    #[tokio::test]
    async fn a_stream_that_ends_in_silence_holds_no_utterance() {
        assert_eq!(utterance(vec![0_u8; 64_001].as_slice()).await.unwrap(), Listened::Closed);
    }

    #[tokio::test]
    async fn a_recorder_without_a_device_is_an_error_with_its_last_words() {
        let command = ["sh", "-c", "echo no such device >&2; exit 1"].map(str::to_owned);
        let error = Microphone::new(Some(&command)).unwrap().listen().await.unwrap_err();
        assert_eq!(error.to_string(), "sh failed: exit status: 1: no such device");
    }

    #[tokio::test]
    async fn a_recorder_that_records_nothing_hears_nothing() {
        let command = ["true".to_owned()];
        assert_eq!(Microphone::new(Some(&command)).unwrap().listen().await, Ok(Listened::Closed));
    }

    #[test]
    fn a_configured_command_wins_and_must_exist() {
        let command = ["no-such-recorder".to_owned()];
        let SpeechError::Missing { program, hint } = Microphone::new(Some(&command)).unwrap_err() else { panic!() };
        assert_eq!(program, "no-such-recorder");
        assert_eq!(hint, "\"no-such-recorder\" is set in the configuration and is no program on the search path");
    }

    #[test]
    fn a_machine_without_recorders_is_told_how_to_get_one() {
        let error = chosen(None, &[("no-such-recorder", &[])], "a program that records", HINT).unwrap_err();
        assert_eq!(error.to_string(), "a program that records is not installed");
    }
}

//! The recogniser that needs nothing to be downloaded: pocketsphinx with a grammar, in English.
//!
//! Each utterance is decoded by two child processes at the same time: one is bound by the grammar, the other by
//! nothing but the phones of English, see [`crate::rejection`]. A process that crashes or hangs costs the utterance.
//! The batch program is used, not the continuous one, because it normalises over the whole utterance: a sentence is
//! too short to adapt to.

mod decoding;
mod model;
mod sound;

use std::{ffi::OsString, path::PathBuf};

use async_trait::async_trait;
use jumpseat_assistant::{Audio, Recogniser, SpeechError, Transcript};
use jumpseat_package::Language;
use tempfile::TempDir;

pub(crate) use self::decoding::Decoding;
use self::model::Model;
use crate::{
    child::Program,
    grammar::{Draft, Grammar, LeftOut, Sentences},
    limits::{HEAR_MS_MAX, HEARD_BYTES_MAX},
    rejection::{EVIDENCE_MIN, evidence},
};

/// The program that decodes.
pub(crate) const PROGRAM: &str = "pocketsphinx_batch";
/// How to get what is missing.
pub(crate) const HINT: &str = "sudo apt-get install pocketsphinx pocketsphinx-en-us";

/// Name of an utterance for the program; its samples are in a file of this name.
const UTTERANCE: &str = "utterance";

/// Options of both decodings. The likelihood of every state is computed, not only of those that a search visits, so
/// that the scores of the two have the same base. The removal of noise is for recordings of one constant noise; it
/// makes everything else worse.
const COMMON: [&str; 8] = ["-adcin", "yes", "-cepext", ".raw", "-remove_noise", "no", "-compallsen", "yes"];
/// Options of the search for a sentence. Narrower beams lose the right one, wider ones find no more.
const SENTENCE: [&str; 8] = ["-lw", "1", "-beam", "1e-60", "-pbeam", "1e-60", "-wbeam", "1e-40"];
/// Options of the loop of phones. Which phones usually follow each other matters little: any talk must fit.
const PHONES: [&str; 4] = ["-allphone_ci", "yes", "-lw", "0.3"];

/// pocketsphinx, bound by what can be said to the car.
pub struct Pocketsphinx {
    program: Program,
    model: Model,
    grammar: Grammar,
    /// Grammar, dictionary and list of utterances.
    folder: TempDir,
}

/// What was heard, before and after the gate.
#[derive(Debug, Clone, PartialEq)]
pub struct Heard {
    /// The sentence of the grammar that is nearest to the sound.
    pub nearest: String,
    /// How well it explains the sound, see [`EVIDENCE_MIN`]; nothing where that cannot be told.
    pub evidence: Option<f32>,
}

impl Heard {
    /// Whether the sentence was said, as far as can be told.
    pub fn is_certain(&self) -> bool {
        self.evidence.is_some_and(|evidence| evidence >= EVIDENCE_MIN)
    }
}

impl Pocketsphinx {
    /// A recogniser of these sentences, and what it cannot hear of them. Made anew when skills or places change.
    pub fn new(sentences: &Sentences<'_>) -> Result<(Self, LeftOut), SpeechError> {
        let program = Program::required(PROGRAM, HINT)?;
        let model = Model::find().ok_or_else(|| SpeechError::Missing {
            program: "the English model of pocketsphinx".to_owned(),
            hint: HINT.to_owned(),
        })?;
        let failed = |error: std::io::Error| program.failed(error.to_string());
        let draft = Draft::new(sentences);
        let dictionary = model.dictionary(&draft.words()).map_err(failed)?;
        let (grammar, left_out) = draft.finish(&dictionary);
        let folder = tempfile::Builder::new().prefix("jumpseat-hearing-").tempdir().map_err(failed)?;
        let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text);
        write("sentences.fsg", &grammar.to_fsg()).map_err(failed)?;
        write("words.dict", &dictionary.to_text()).map_err(failed)?;
        write("utterances", UTTERANCE).map_err(failed)?;
        Ok((Self { program, model, grammar, folder }, left_out))
    }

    /// Whether these words are a sentence that it listens for.
    pub fn listens_for(&self, sentence: &str) -> bool {
        self.grammar.says(sentence)
    }

    /// Decodes what was said, if anything was, and leaves the decision to the caller.
    pub async fn hear(&self, audio: &Audio) -> Result<Option<Heard>, SpeechError> {
        if self.grammar.is_empty() {
            return Ok(None);
        }
        let audio = audio.clone();
        // Finding the voice and resampling are work for a processor, which other tasks must not wait for.
        let prepared = tokio::task::spawn_blocking(move || sound::write_utterance(&audio)).await;
        let Some(utterance) = prepared.map_err(|error| self.program.failed(error.to_string()))?? else {
            return Ok(None);
        };
        let (sentence, phones) =
            tokio::try_join!(self.decode(&utterance, self.sentence()), self.decode(&utterance, self.phones()))?;
        if sentence.words.is_empty() {
            return Ok(None);
        }
        Ok(Some(Heard { nearest: sentence.words.join(" "), evidence: evidence(&sentence, &phones) }))
    }

    fn sentence(&self) -> Vec<OsString> {
        let mut arguments: Vec<OsString> = SENTENCE.map(OsString::from).to_vec();
        arguments.extend(["-fsg".into(), self.file("sentences.fsg").into()]);
        arguments
    }

    fn phones(&self) -> Vec<OsString> {
        let mut arguments: Vec<OsString> = PHONES.map(OsString::from).to_vec();
        arguments.extend(["-allphone".into(), self.model.phones.clone().into()]);
        arguments
    }

    /// Runs one decoding. The program writes its result to the pipe as if it were a file.
    async fn decode(&self, utterance: &TempDir, search: Vec<OsString>) -> Result<Decoding, SpeechError> {
        let files: [(&str, PathBuf); 5] = [
            ("-hmm", self.model.acoustic.clone()),
            ("-dict", self.file("words.dict")),
            ("-ctl", self.file("utterances")),
            ("-cepdir", utterance.path().to_owned()),
            ("-hypseg", PathBuf::from("/dev/stdout")),
        ];
        let files = files.into_iter().flat_map(|(option, path)| [OsString::from(option), path.into()]);
        let arguments = COMMON.into_iter().map(OsString::from).chain(search).chain(files);
        let answer = self.program.run(arguments, &[], HEARD_BYTES_MAX, HEAR_MS_MAX).await?;
        let answer = String::from_utf8_lossy(&answer);
        Decoding::parse(&answer).ok_or_else(|| self.program.failed(format!("it answered {:?}", head(&answer))))
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}

#[async_trait]
impl Recogniser for Pocketsphinx {
    async fn recognise(&self, audio: &Audio) -> Result<Option<Transcript>, SpeechError> {
        // Two child processes and their pipes are too much for the stack of whoever waits.
        let heard = Box::pin(self.hear(audio)).await?;
        // What was said stays out of the log; how certain it is may stand there.
        let evidence = heard.as_ref().map(|heard| heard.evidence);
        tracing::debug!(?evidence, accepted = heard.as_ref().is_some_and(Heard::is_certain), "heard");
        let heard = heard.filter(Heard::is_certain);
        Ok(heard.map(|heard| Transcript { text: heard.nearest, language: Language::English }))
    }
}

/// Where the English model is, if it is installed.
pub(crate) fn model_folder() -> Option<PathBuf> {
    Model::find().map(|model| model.acoustic)
}

fn head(answer: &str) -> String {
    answer.chars().take(80).collect()
}

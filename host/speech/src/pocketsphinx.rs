//! The recogniser that needs nothing to be downloaded: pocketsphinx with a grammar, in English.
//!
//! Each utterance is decoded by two child processes at the same time: one is bound by the grammar, the other by
//! nothing but the phones of English, see [`crate::rejection`]. A process that crashes or hangs costs the utterance.
//! The batch program is used, not the continuous one, because it normalises over the whole utterance: a sentence is
//! too short to adapt to. The processes for the next utterance are started ahead: they load their models and wait for
//! its name, which takes a fifth off the time between the end of the sentence and the answer.

mod decoding;
mod model;
mod sound;

use std::{
    ffi::OsString,
    path::PathBuf,
    sync::{Mutex, PoisonError},
};

use async_trait::async_trait;
use jumpseat_assistant::{Audio, Recogniser, SpeechError, Transcript};
use jumpseat_package::Language;
use tempfile::TempDir;

pub(crate) use self::decoding::Decoding;
use self::model::Model;
use crate::{
    child::{Program, Started},
    grammar::{Draft, Grammar, LeftOut, Sentences},
    limits::{HEAR_MS_MAX, HEARD_BYTES_MAX},
    rejection::{EVIDENCE_MIN, evidence},
    walls::Confiner,
};

/// The program that decodes.
pub(crate) const PROGRAM: &str = "pocketsphinx_batch";
/// How to get what is missing.
pub(crate) const HINT: &str = "sudo apt-get install pocketsphinx pocketsphinx-en-us";

/// Options of both decodings. They learn the name of the utterance from their standard input and write what they
/// heard to the pipe as if it were a file. The likelihood of every state is computed, not only of those that a search visits, so
/// that the scores of the two have the same base. The removal of noise is for recordings of one constant noise; it
/// makes everything else worse.
const COMMON: [&str; 12] = [
    "-ctl",
    "/dev/stdin",
    "-hypseg",
    "/dev/stdout",
    "-adcin",
    "yes",
    "-cepext",
    ".raw",
    "-remove_noise",
    "no",
    "-compallsen",
    "yes",
];
/// Options of the search for a sentence. Narrower beams lose the right one, wider ones find no more.
const SENTENCE: [&str; 8] = ["-lw", "1", "-beam", "1e-60", "-pbeam", "1e-60", "-wbeam", "1e-40"];
/// Options of the loop of phones. Which phones usually follow each other matters little: any talk must fit.
const PHONES: [&str; 4] = ["-allphone_ci", "yes", "-lw", "0.3"];

/// pocketsphinx, bound by what can be said to the car.
pub struct Pocketsphinx {
    program: Program,
    model: Model,
    grammar: Grammar,
    /// Grammar, dictionary, and the sound of what is being decoded. Only this user can read it.
    folder: TempDir,
    /// The processes for the next utterance.
    next: Mutex<Option<Decoders>>,
}

/// The two processes that decode one utterance.
struct Decoders {
    sentence: Started,
    phones: Started,
}

impl Decoders {
    fn are_running(&mut self) -> bool {
        self.sentence.is_running() && self.phones.is_running()
    }
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
    /// A recogniser of these sentences, and what it cannot hear of them. Made anew when skills or places change. Its programs
    /// are started behind walls if there is something that puts them up.
    pub fn new(sentences: &Sentences<'_>, confiner: Option<&Confiner>) -> Result<(Self, LeftOut), SpeechError> {
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
        let read = vec![model.acoustic.clone(), model.phones.clone(), folder.path().to_owned()];
        let program = program.behind(confiner, read);
        let recogniser = Self { program, model, grammar, folder, next: Mutex::default() };
        recogniser.start_ahead();
        Ok((recogniser, left_out))
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
        let decoders = self.decoders()?;
        let (audio, folder) = (audio.clone(), self.folder.path().to_owned());
        // Finding the voice and resampling are work for a processor, which other tasks must not wait for.
        let prepared = tokio::task::spawn_blocking(move || sound::write_utterance(&audio, &folder)).await;
        let Some(utterance) = prepared.map_err(|error| self.program.failed(error.to_string()))?? else {
            self.keep(decoders);
            return Ok(None);
        };
        let name = utterance.file_stem().unwrap_or_default().to_string_lossy();
        let Decoders { sentence, phones } = decoders;
        let decoded = tokio::try_join!(self.decode(sentence, &name), self.decode(phones, &name));
        self.start_ahead();
        let (sentence, phones) = decoded?;
        if sentence.words.is_empty() {
            return Ok(None);
        }
        Ok(Some(Heard { nearest: sentence.words.join(" "), evidence: evidence(&sentence, &phones) }))
    }

    /// Starts the processes for the next utterance, so that it need not wait for them. Where that fails, or there is
    /// nothing yet that could run them, they are started when it comes.
    fn start_ahead(&self) {
        if tokio::runtime::Handle::try_current().is_ok()
            && let Ok(decoders) = self.start()
        {
            self.keep(decoders);
        }
    }

    fn keep(&self, decoders: Decoders) {
        *self.next.lock().unwrap_or_else(PoisonError::into_inner) = Some(decoders);
    }

    /// The processes that were started ahead, if they still run, or new ones.
    fn decoders(&self) -> Result<Decoders, SpeechError> {
        let waiting = self.next.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(mut decoders) = waiting
            && decoders.are_running()
        {
            return Ok(decoders);
        }
        self.start()
    }

    fn start(&self) -> Result<Decoders, SpeechError> {
        let start = |search: Vec<OsString>| {
            let files: [(&str, PathBuf); 3] = [
                ("-hmm", self.model.acoustic.clone()),
                ("-dict", self.file("words.dict")),
                ("-cepdir", self.folder.path().to_owned()),
            ];
            let files = files.into_iter().flat_map(|(option, path)| [OsString::from(option), path.into()]);
            self.program.start(COMMON.into_iter().map(OsString::from).chain(search).chain(files))
        };
        Ok(Decoders { sentence: start(self.sentence())?, phones: start(self.phones())? })
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

    /// Lets a process decode the utterance of this name.
    async fn decode(&self, decoder: Started, name: &str) -> Result<Decoding, SpeechError> {
        let answer = decoder.finish(format!("{name}\n").as_bytes(), HEARD_BYTES_MAX, HEAR_MS_MAX).await?;
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

//! The inference process: one model, one context, one request at a time.
//!
//! llama.cpp can end its process on bad files and on states that nobody foresaw, so it lives in a process of its
//! own, which the host starts from its own program and replaces when it dies. The main thread owns the context;
//! another thread reads, so that cancellations are seen in the middle of an answer. A model file is written by strangers and
//! parsed by much C++, so the process confines itself before it opens one.
//!
//! It deliberately knows no tool and no skill: it turns a prompt and a grammar into a text of that grammar.

mod confinement;
mod context;
mod decode;
mod engine;
mod grammar;
mod prefix;
mod prefix_file;
pub(crate) mod sampling;
#[cfg(test)]
mod tests;
mod vocabulary;
mod watch;

use std::{
    io::{self, Read, Write},
    path::Path,
    process::ExitCode,
    sync::{
        Arc,
        mpsc::{self, Receiver, SyncSender},
    },
    thread,
    time::Instant,
};

use llama_cpp_2::{
    llama_backend::LlamaBackend,
    model::{LlamaModel, params::LlamaModelParams},
};

use crate::{
    limits::WORKER_QUEUE_MAX,
    protocol::{self, FromWorker, ToWorker},
};
pub(crate) use context::{Context, Sequence};
pub(crate) use decode::{Decoded, Decoder};
use engine::Engine;
pub(crate) use grammar::Grammars;
#[cfg(test)]
pub(crate) use tests::test_backend;
pub(crate) use vocabulary::{Vocabulary, to_llama};
use watch::Cancellations;
pub(crate) use watch::Watch;

/// Runs the inference process on standard input and output until the host closes them.
///
/// The binary calls this for the hidden subcommand that [`crate::WorkerCommand`] names, before it does anything else:
/// no other part of the program may write to standard output.
pub fn worker_main() -> ExitCode {
    match serve(io::stdin(), io::stdout().lock()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // The host keeps the last words of its worker for the log. There is nobody else to tell.
            writeln!(io::stderr(), "{error}").ok();
            ExitCode::FAILURE
        }
    }
}

fn serve(mut input: impl Read + Send + 'static, mut output: impl Write) -> io::Result<()> {
    // The first message is read before there is another thread, because a thread is confined with those that it starts.
    let Ok(Some(ToWorker::Load(load))) = protocol::read(&mut input) else { return Ok(()) };
    let walls = confinement::confine(&load);
    let cancellations = Arc::new(Cancellations::default());
    let (sender, messages) = mpsc::sync_channel(WORKER_QUEUE_MAX);
    let reader = Arc::clone(&cancellations);
    thread::Builder::new().name("messages".to_owned()).spawn(move || listen(input, &sender, &reader))?;

    let started = Instant::now();
    let backend = start_backend().map_err(io::Error::other)?;
    let vocabulary = match load_model(&backend, Path::new(&load.path)) {
        Ok(model) => Arc::new(Vocabulary::new(model)),
        Err(detail) => return protocol::write(&mut output, &FromWorker::Refused { detail }),
    };
    let mut engine = match Engine::new(&backend, &vocabulary, &load) {
        Ok(engine) => engine,
        Err(detail) => return protocol::write(&mut output, &FromWorker::Refused { detail }),
    };
    let duration_us = micros(started);
    protocol::write(&mut output, &FromWorker::Loaded { duration_us, walls })?;
    work(&mut engine, &messages, &cancellations, &mut output)
}

/// Passes messages on. Cancellations take effect here, while the other thread computes; the end of the input cancels
/// everything.
fn listen(mut input: impl Read, messages: &SyncSender<ToWorker>, cancellations: &Cancellations) {
    while let Ok(Some(message)) = protocol::read(&mut input) {
        if let ToWorker::Cancel(id) = message {
            cancellations.cancel(id);
        } else if messages.send(message).is_err() {
            break;
        }
    }
    cancellations.cancel_all();
}

fn work(
    engine: &mut Engine<'_>,
    messages: &Receiver<ToWorker>,
    cancellations: &Cancellations,
    output: &mut impl Write,
) -> io::Result<()> {
    while let Ok(message) = messages.recv() {
        let answer = match message {
            ToWorker::Answer(request) => {
                let watch = Watch::new(request.id, request.deadline_ms, cancellations);
                match engine.answer(&request, &watch) {
                    Ok(answer) => FromWorker::Answered {
                        id: request.id,
                        text: answer.text,
                        confidence: answer.confidence,
                        figures: answer.figures,
                    },
                    Err(failure) => FromWorker::Failed { id: request.id, failure },
                }
            }
            ToWorker::Prepare(request) => {
                let watch = Watch::new(request.id, request.deadline_ms, cancellations);
                match engine.prepare(&request, &watch) {
                    Ok(()) => FromWorker::Prepared(request.id),
                    Err(failure) => FromWorker::Failed { id: request.id, failure },
                }
            }
            ToWorker::Ping(id) => FromWorker::Pong(id),
            ToWorker::Cancel(_) => continue,
            ToWorker::Load(_) => {
                return Err(io::Error::new(io::ErrorKind::InvalidData, "a worker loads one model"));
            }
        };
        protocol::write(output, &answer)?;
        // The answer is on its way; what only helps later ones comes now.
        engine.tidy();
    }
    Ok(())
}

/// Starts llama.cpp, which goes once per process, and keeps it from writing to standard error.
pub(crate) fn start_backend() -> Result<LlamaBackend, String> {
    let mut backend = LlamaBackend::init().map_err(|error| error.to_string())?;
    backend.void_logs();
    Ok(backend)
}

/// Loads a model. llama.cpp says no more than yes or no.
pub(crate) fn load_model(backend: &LlamaBackend, path: &Path) -> Result<LlamaModel, String> {
    if !path.exists() {
        return Err("the file is gone".to_owned());
    }
    LlamaModel::load_from_file(backend, path, &LlamaModelParams::default()).map_err(|error| error.to_string())
}

/// Microseconds since a moment.
fn micros(since: Instant) -> u64 {
    u64::try_from(since.elapsed().as_micros()).unwrap_or(u64::MAX)
}

//! The model with its inference process, from outside. The process is this program, started again.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stderr,
    clippy::indexing_slicing,
    reason = "these are tests; only a harness of its own hides it from clippy"
)]

#[path = "../support/sample_tools.rs"]
mod sample_tools;
#[path = "../support/tiny_gguf.rs"]
mod tiny_gguf;

mod answers;
mod failures;

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
    time::Duration,
};

use jumpseat_inference::{LlamaModel, ModelConfig, WorkerCommand};
use jumpseat_package::Language;
use jumpseat_router::ModelRequest;
use jumpseat_tool::Tool;
use libtest_mimic::{Arguments, Trial};
use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;
use tiny_gguf::TinyModel;
use tokio::runtime::Builder;

/// The argument that makes this program an inference process.
const WORKER: &str = "worker";
/// The argument that makes it one that dies of every model.
const DYING_WORKER: &str = "dying-worker";
/// The argument that makes it one that never says anything.
const DEAF_WORKER: &str = "deaf-worker";

fn main() -> ExitCode {
    match std::env::args().nth(1).as_deref() {
        Some(WORKER) => jumpseat_inference::worker_main(),
        Some(DYING_WORKER) => {
            eprintln!("GGML_ASSERT(model) failed");
            std::process::abort()
        }
        Some(DEAF_WORKER) => {
            // Until its host is gone, or ends it.
            std::io::copy(&mut std::io::stdin(), &mut std::io::sink()).ok();
            ExitCode::SUCCESS
        }
        _ => {
            let trials = answers::trials().into_iter().chain(failures::trials()).collect();
            libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
        }
    }
}

/// A test that runs in a runtime of its own.
fn trial<F: Future<Output = ()> + 'static>(name: &str, test: fn() -> F) -> Trial {
    Trial::test(name.to_owned(), move || {
        Builder::new_current_thread().enable_all().build()?.block_on(test());
        Ok(())
    })
}

/// A test in which no time passes: whoever waits for nothing but time has waited at once.
fn hurried_trial<F: Future<Output = ()> + 'static>(name: &str, test: fn() -> F) -> Trial {
    Trial::test(name.to_owned(), move || {
        Builder::new_current_thread().enable_all().start_paused(true).build()?.block_on(test());
        Ok(())
    })
}

/// A folder with a model file and a cache.
struct Garage {
    folder: TempDir,
}

impl Garage {
    fn new(model: &TinyModel) -> Self {
        let garage = Self::empty();
        std::fs::write(garage.model(), model.bytes()).unwrap();
        garage
    }

    fn empty() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    fn model(&self) -> PathBuf {
        self.folder.path().join("model.gguf")
    }

    fn cache(&self) -> PathBuf {
        self.folder.path().join("cache")
    }

    fn config(&self, worker: &str) -> ModelConfig {
        ModelConfig {
            path: self.model(),
            worker: WorkerCommand { program: std::env::current_exe().unwrap(), arguments: vec![worker.to_owned()] },
            cache_dir: Some(self.cache()),
            threads: Some(1),
        }
    }

    fn start(&self) -> LlamaModel {
        LlamaModel::start(self.config(WORKER))
    }
}

fn request(utterance: &str, tools: Vec<Arc<Tool>>) -> ModelRequest {
    ModelRequest {
        language: Language::English,
        utterance: utterance.to_owned(),
        history: Vec::new(),
        tools,
        deadline: Duration::from_mins(1),
    }
}

/// A request whose answer is short whatever the weights choose, unless they choose to ask.
fn short_request(utterance: &str) -> ModelRequest {
    request(utterance, vec![sample_tools::short_tool()])
}

/// Sends a signal to the inference process. One that is told to stop has stopped then, with all of its threads.
fn signal(model: &LlamaModel, signal: Signal) {
    let id = model.status().process_id.unwrap();
    kill_process(Pid::from_raw(id.cast_signed()).unwrap(), signal).unwrap();
    while signal == Signal::STOP && !has_stopped(id) {
        std::thread::yield_now();
    }
}

/// Whether all threads of a process have stopped, as the system tells it: the state stands after the name, which is in brackets.
fn has_stopped(id: u32) -> bool {
    let threads = std::fs::read_dir(format!("/proc/{id}/task")).unwrap();
    let mut states = threads.filter_map(|thread| std::fs::read_to_string(thread.unwrap().path().join("stat")).ok());
    states.all(|stat| stat.rsplit_once(") ").is_some_and(|(_, rest)| rest.starts_with('T')))
}

/// Lets the supervisor take a request: it runs on this thread and is ready to.
async fn wait_until_sent() {
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
}

fn files_in(folder: &Path) -> usize {
    std::fs::read_dir(folder).map_or(0, Iterator::count)
}

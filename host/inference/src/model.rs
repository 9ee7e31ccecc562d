//! The language model as the rest of the host sees it.
//!
//! Behind it a supervisor runs the inference process: it checks the file, starts the process, hands it one request at
//! a time, and replaces it when it dies. Whatever happens there costs the request that runs, no more.

mod child;
mod deaths;
mod job;
mod loading;
mod loss;
mod status;
mod supervisor;
mod turn;

use std::{path::PathBuf, sync::Arc, time::Duration};

use async_trait::async_trait;
use jumpseat_router::{LanguageModel, ModelAnswer, ModelError, ModelRequest};
use jumpseat_tool::Tool;
use tokio::{
    sync::{mpsc, oneshot, watch},
    task::JoinHandle,
    time::{Instant, timeout_at},
};

use crate::limits::{PREPARE_DURATION_MAX, REQUEST_QUEUE_MAX};
use job::{Job, Task};
pub use status::{LastError, State, Status};
use supervisor::Supervisor;

/// What to run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModelConfig {
    /// The model file.
    pub path: PathBuf,
    /// How the inference process is started.
    pub worker: WorkerCommand,
    /// A folder that only the host writes, for what is expensive to compute. Nothing is kept without one.
    pub cache_dir: Option<PathBuf>,
    /// Threads that compute. Without a number, what suits the machine and the size of the model.
    pub threads: Option<u16>,
}

/// A command whose process calls [`crate::worker_main`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkerCommand {
    /// The program: usually the one that runs.
    pub program: PathBuf,
    /// Its arguments: the name of the hidden subcommand.
    pub arguments: Vec<String>,
}

/// A language model in an inference process of its own.
///
/// Dropping it ends the process.
///
/// ```no_run
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// use jumpseat_inference::{LlamaModel, ModelConfig, WorkerCommand};
///
/// let model = LlamaModel::start(ModelConfig {
///     path: "qwen3-0.6b-q8_0.gguf".into(),
///     worker: WorkerCommand { program: std::env::current_exe()?, arguments: vec!["inference-worker".to_owned()] },
///     cache_dir: None,
///     threads: None,
/// });
/// if let Err(error) = model.ready().await {
///     println!("only phrases are understood: {error}");
/// }
/// # Ok(())
/// # }
/// ```
pub struct LlamaModel {
    jobs: mpsc::Sender<Job>,
    status: watch::Receiver<Status>,
    supervisor: JoinHandle<()>,
}

impl LlamaModel {
    /// Starts loading in the background. Requests that come before it is done wait, within their deadlines.
    ///
    /// # Panics
    ///
    /// Outside a tokio runtime.
    pub fn start(config: ModelConfig) -> Self {
        let (jobs, receiver) = mpsc::channel(REQUEST_QUEUE_MAX);
        let (status_sender, status) = watch::channel(Status::new());
        let supervisor = tokio::spawn(Supervisor::new(config, receiver, status_sender).run());
        Self { jobs, status, supervisor }
    }

    /// How it is doing.
    pub fn status(&self) -> Status {
        self.status.borrow().clone()
    }

    /// Waits until the model is loaded, or until it is clear that it cannot be. A worker that died while loading is
    /// waited for: it is started again.
    pub async fn ready(&self) -> Result<(), crate::LoadError> {
        let mut status = self.status.clone();
        let settled = status.wait_for(|status| matches!(status.state, State::Ready | State::Unusable(_))).await;
        match settled.map(|status| status.state.clone()) {
            Ok(State::Unusable(error)) => Err(error),
            // The supervisor ends only with this value.
            Ok(State::Ready | State::Starting | State::Restarting) | Err(_) => Ok(()),
        }
    }

    /// Reads the tools ahead of the first sentence, for models that are told of them in the prompt. A sentence that
    /// comes in between goes first; what was read by then stays.
    pub async fn prepare(&self, tools: &[Arc<Tool>]) -> Result<(), ModelError> {
        let (reply, prepared) = oneshot::channel();
        self.submit(Task::Prepare { tools: tools.to_vec(), reply }, PREPARE_DURATION_MAX, prepared).await
    }

    /// Waits for a sign of life from the inference process.
    pub async fn ping(&self, deadline: Duration) -> Result<(), ModelError> {
        let (reply, pong) = oneshot::channel();
        self.submit(Task::Ping { reply }, deadline, pong).await
    }

    /// Lets the inference process keep what the next start need not compute again, for at most this long: the tools that
    /// it read, all of them or as far as it came. For a program that ends soon after its last answer: dropping the model
    /// ends the process at once.
    pub async fn finish(&self, duration: Duration) {
        if self.status().state == State::Ready {
            // The process reads a message when it is done with those before it, and with keeping what came of them.
            // One that does not answer in time has nothing more to keep that is worth the wait.
            self.ping(duration).await.ok();
        }
    }

    /// Hands a job over and waits for its result. Dropping this future drops the receiver, which the supervisor takes
    /// for a cancellation.
    async fn submit<T>(
        &self,
        task: Task,
        duration: Duration,
        result: oneshot::Receiver<Result<T, ModelError>>,
    ) -> Result<T, ModelError> {
        let deadline = Instant::now() + duration;
        self.jobs.try_send(Job { task, deadline }).map_err(|error| match error {
            mpsc::error::TrySendError::Full(_) => unavailable("too many requests wait"),
            mpsc::error::TrySendError::Closed(_) => unavailable("it has ended"),
        })?;
        match timeout_at(deadline, result).await {
            Ok(Ok(result)) => result,
            // The supervisor drops a job whose time is over, perhaps a moment before it is over here.
            Ok(Err(_dropped)) if Instant::now() < deadline => Err(unavailable("it has ended")),
            Ok(Err(_)) | Err(_) => Err(deadline_passed(duration)),
        }
    }
}

impl Drop for LlamaModel {
    fn drop(&mut self) {
        // The process goes with the supervisor that owns it.
        self.supervisor.abort();
    }
}

#[async_trait]
impl LanguageModel for LlamaModel {
    async fn answer(&self, request: ModelRequest) -> Result<ModelAnswer, ModelError> {
        let (reply, answer) = oneshot::channel();
        let duration = request.deadline;
        self.submit(Task::Answer { request, reply }, duration, answer).await
    }
}

fn unavailable(reason: impl Into<String>) -> ModelError {
    ModelError::Unavailable { reason: reason.into() }
}

fn deadline_passed(duration: Duration) -> ModelError {
    ModelError::DeadlinePassed { deadline_ms: u64::try_from(duration.as_millis()).unwrap_or(u64::MAX) }
}

//! Starts the inference process, gives it work, and replaces it when it dies.

use std::{num::NonZero, path::PathBuf};

use tokio::{
    select,
    sync::{mpsc, watch},
    task::spawn_blocking,
    time::{Duration, Instant, sleep_until, timeout},
};

use super::{
    LastError, ModelConfig, State, Status,
    child::Worker,
    job::{Job, Task},
    turn::{self, Asked},
};
use crate::{
    LoadError,
    gguf::{ModelFile, Stamp},
    limits::{
        CANCEL_DURATION_MAX, LOAD_DEATHS_MAX, LOAD_DURATION_MAX, RESTART_DELAY_MAX, RESTART_DELAY_MIN,
        SMALL_MODEL_BYTES_MAX, SMALL_MODEL_THREADS_MAX,
    },
    prompt::PromptForm,
    protocol::{self, FromWorker, Load, RequestId, ToWorker},
};

/// Runs one model for as long as somebody may ask it.
pub(super) struct Supervisor {
    config: ModelConfig,
    jobs: mpsc::Receiver<Job>,
    status: watch::Sender<Status>,
    /// A job that was taken from the queue and not begun.
    pending: Option<Job>,
    last_id: RequestId,
    /// Deaths of the process since its last answer.
    deaths: u32,
    /// Deaths while this file was loaded.
    load_deaths: (Option<Stamp>, u32),
}

/// A process that answers.
struct Running {
    worker: Worker,
    model: ModelFile,
    form: PromptForm,
}

/// Why there is no process.
enum NotRunning {
    /// Trying again would change nothing.
    Unusable(LoadError),
    /// It died.
    Died(String),
}

/// How a process stopped answering.
enum End {
    /// Nobody can ask any more.
    NobodyAsks,
    /// It died, perhaps while somebody waited.
    Died(Option<Task>),
}

impl Supervisor {
    pub(super) fn new(config: ModelConfig, jobs: mpsc::Receiver<Job>, status: watch::Sender<Status>) -> Self {
        Self { config, jobs, status, pending: None, last_id: 0, deaths: 0, load_deaths: (None, 0) }
    }

    /// Runs until nobody can ask any more.
    pub(super) async fn run(mut self) {
        loop {
            // Taken before the file is read: a change while it is read counts as a change.
            let stamp = Stamp::of(&self.config.path);
            let goes_on = match self.start(stamp).await {
                Ok(running) => self.serve_until_end(running).await,
                Err(NotRunning::Unusable(error)) => self.wait_for_change(stamp, error).await,
                Err(NotRunning::Died(detail)) => self.wait_for_restart(&detail).await,
            };
            if !goes_on {
                return;
            }
        }
    }

    async fn start(&mut self, stamp: Option<Stamp>) -> Result<Running, NotRunning> {
        let path = self.config.path.clone();
        let read = spawn_blocking(move || ModelFile::read(&path)).await;
        let model =
            read.unwrap_or_else(|panicked| Err(self.damaged(&panicked.to_string()))).map_err(NotRunning::Unusable)?;
        let form = PromptForm::of(&model).map_err(NotRunning::Unusable)?;
        let name = model.name.clone().unwrap_or_else(|| model.architecture.clone());
        self.status.send_modify(|status| status.model = Some(name));

        let load = protocol::encode(&ToWorker::Load(self.load(&model)?))
            .map_err(|error| NotRunning::Unusable(self.damaged(&error.to_string())))?;
        let mut worker = Worker::spawn(&self.config.worker).map_err(NotRunning::Unusable)?;
        let answer = async {
            worker.send(&load).await.ok()?;
            worker.receive().await
        };
        match timeout(LOAD_DURATION_MAX, answer).await {
            Ok(Some(FromWorker::Loaded { duration_us })) => {
                self.status.send_modify(|status| {
                    status.state = State::Ready;
                    status.load_us = Some(duration_us);
                    status.process_id = worker.process_id();
                });
                Ok(Running { worker, model, form })
            }
            Ok(Some(FromWorker::Refused { detail })) => {
                Err(NotRunning::Unusable(LoadError::Refused { path: self.config.path.clone(), detail }))
            }
            Ok(_) | Err(_) => Err(self.died_loading(stamp, worker.bury().await)),
        }
    }

    fn load(&self, model: &ModelFile) -> Result<Load, NotRunning> {
        let text = |path: &PathBuf| path.to_str().map(str::to_owned);
        let path = text(&model.path).ok_or_else(|| {
            let what = "its path is not UTF-8".to_owned();
            NotRunning::Unusable(LoadError::Unsupported { path: model.path.clone(), what })
        })?;
        Ok(Load {
            path,
            identity: model.identity,
            context_tokens: model.context_tokens,
            threads: self.config.threads.unwrap_or_else(|| threads_for(model.file_bytes)).max(1),
            prefix_folder: self.config.cache_dir.as_ref().and_then(|folder| text(&folder.join("prefixes"))),
        })
    }

    fn died_loading(&mut self, stamp: Option<Stamp>, detail: String) -> NotRunning {
        let deaths = if self.load_deaths.0 == stamp { self.load_deaths.1 + 1 } else { 1 };
        self.load_deaths = (stamp, deaths);
        if deaths < LOAD_DEATHS_MAX {
            return NotRunning::Died(detail);
        }
        self.load_deaths = (None, 0);
        NotRunning::Unusable(LoadError::Quarantined { path: self.config.path.clone(), detail })
    }

    fn damaged(&self, detail: &str) -> LoadError {
        LoadError::Damaged { path: self.config.path.clone(), detail: detail.to_owned() }
    }

    /// Does jobs until the process dies, then says so. Whether to go on.
    async fn serve_until_end(&mut self, mut running: Running) -> bool {
        let End::Died(waiting) = self.serve(&mut running).await else { return false };
        let detail = running.worker.bury().await;
        if let Some(task) = waiting {
            task.fail(super::unavailable(detail.clone()));
        }
        self.wait_for_restart(&detail).await
    }

    async fn serve(&mut self, running: &mut Running) -> End {
        loop {
            let job = match self.next_job(running).await {
                Ok(job) => job,
                Err(end) => return end,
            };
            if job.is_over() {
                continue;
            }
            if let Err(end) = self.work(running, job).await {
                return end;
            }
        }
    }

    /// Waits for a job, and watches the process meanwhile.
    async fn next_job(&mut self, running: &mut Running) -> Result<Job, End> {
        if let Some(job) = self.pending.take() {
            return Ok(job);
        }
        loop {
            select! {
                job = self.jobs.recv() => return job.ok_or(End::NobodyAsks),
                message = running.worker.receive() => {
                    // Messages that come now are late; no message is the end of the process.
                    message.ok_or(End::Died(None))?;
                }
            }
        }
    }

    /// Does one job.
    async fn work(&mut self, running: &mut Running, job: Job) -> Result<(), End> {
        self.last_id += 1;
        let id = self.last_id;
        let mut asked = match turn::ask(id, job, &running.form, &running.model) {
            Ok(asked) => asked,
            // Already told: it never reached the process.
            Err(turn::Told) => return Ok(()),
        };
        if running.worker.send(&asked.message).await.is_err() {
            return Err(End::Died(Some(asked.task)));
        }
        match self.wait(running, &mut asked).await {
            Some(message) => {
                self.deaths = 0;
                if let FromWorker::Answered { figures, confidence, .. } = &message {
                    tracing::debug!(?figures, confidence, "the model answered");
                    self.status.send_modify(|status| status.last_figures = Some(*figures));
                }
                turn::tell(asked, message);
                Ok(())
            }
            None => Err(End::Died(Some(asked.task))),
        }
    }

    /// Waits for the answer to a job, and takes the job back when nobody waits for it any more or when it has to
    /// yield. Nothing if the process died or does not obey.
    async fn wait(&mut self, running: &mut Running, asked: &mut Asked) -> Option<FromWorker> {
        let mut obeys_until = None;
        loop {
            let cancelled = obeys_until.is_some();
            select! {
                message = running.worker.receive() => {
                    let message = message?;
                    if turn::answers(&message, asked.id) {
                        return Some(message);
                    }
                    continue;
                }
                () = asked.task.abandoned(), if !cancelled => {}
                job = self.jobs.recv(), if !cancelled && asked.task.yields() && self.pending.is_none() => {
                    self.pending = job;
                }
                () = sleep_until(obeys_until.unwrap_or_else(Instant::now)), if cancelled => return None,
            }
            let cancel = protocol::encode(&ToWorker::Cancel(asked.id)).ok()?;
            running.worker.send(&cancel).await.ok()?;
            obeys_until = Some(Instant::now() + CANCEL_DURATION_MAX);
        }
    }

    /// Waits until a dead process may be started again. Requests that cannot wait so long are refused.
    async fn wait_for_restart(&mut self, detail: &str) -> bool {
        let delay = restart_delay(self.deaths);
        self.deaths = self.deaths.saturating_add(1);
        let until = Instant::now() + delay;
        tracing::warn!(detail, delay_ms = delay.as_millis(), "the inference process is started again");
        self.status.send_modify(|status| {
            status.state = State::Restarting;
            status.process_id = None;
            status.restarts += 1;
            status.last_error = Some(LastError { text: detail.to_owned(), hint: None });
        });
        loop {
            if self.pending.as_ref().is_some_and(|job| job.deadline > until) {
                sleep_until(until).await;
                return true;
            }
            if let Some(job) = self.pending.take() {
                job.refuse(detail);
            }
            select! {
                () = sleep_until(until) => return true,
                job = self.jobs.recv() => match job {
                    Some(job) => self.pending = Some(job),
                    None => return false,
                },
            }
        }
    }

    /// Refuses requests until one comes after the file has changed.
    async fn wait_for_change(&mut self, stamp: Option<Stamp>, error: LoadError) -> bool {
        tracing::warn!(%error, hint = error.hint(), "there is no language model");
        // A program that cannot be started may be there the next time; the file has nothing to do with it.
        let may_pass = matches!(error, LoadError::Worker { .. });
        let reason = error.to_string();
        self.status.send_modify(|status| {
            status.last_error = Some(LastError::from(&error));
            status.state = State::Unusable(error);
        });
        if let Some(job) = self.pending.take() {
            job.refuse(&reason);
        }
        while let Some(job) = self.jobs.recv().await {
            if may_pass || Stamp::of(&self.config.path) != stamp {
                self.pending = Some(job);
                self.status.send_modify(|status| status.state = State::Starting);
                return true;
            }
            job.refuse(&reason);
        }
        false
    }
}

/// The wait before a restart, after this many deaths without an answer.
fn restart_delay(deaths: u32) -> Duration {
    RESTART_DELAY_MIN.saturating_mul(2_u32.saturating_pow(deaths)).min(RESTART_DELAY_MAX)
}

/// One thread fewer than there are cores, at least one: the car does more than talk. A small model has too little to
/// do for many threads to be worth their meeting after every step.
fn threads_for(model_bytes: u64) -> u16 {
    let cores = std::thread::available_parallelism().map_or(1, NonZero::get);
    let threads = u16::try_from(cores.saturating_sub(1)).unwrap_or(u16::MAX).max(1);
    if model_bytes > SMALL_MODEL_BYTES_MAX { threads } else { threads.min(SMALL_MODEL_THREADS_MAX) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_doubles_up_to_its_limit() {
        assert_eq!(restart_delay(0), RESTART_DELAY_MIN);
        assert_eq!(restart_delay(1), RESTART_DELAY_MIN * 2);
        assert_eq!(restart_delay(3), RESTART_DELAY_MIN * 8);
        assert_eq!(restart_delay(40), RESTART_DELAY_MAX);
    }

    #[test]
    fn a_small_model_gets_few_threads_and_every_model_one() {
        assert!((1..=SMALL_MODEL_THREADS_MAX).contains(&threads_for(0)));
        assert!(threads_for(u64::MAX) >= threads_for(0));
    }
}

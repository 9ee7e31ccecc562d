//! Starts the inference process, gives it work, and replaces it when it dies.

use tokio::{
    select,
    sync::{mpsc, watch},
    time::{Duration, Instant, sleep_until},
};

use super::{
    LastError, ModelConfig, State, Status,
    deaths::Deaths,
    job::{Job, Task},
    loading::{self, NotRunning, Running},
    loss::Loss,
    turn::{self, Asked},
};
use crate::{
    LoadError,
    gguf::Stamp,
    limits::{CANCEL_DURATION_MAX, LOAD_DEATHS_MAX, RESTART_DELAY_MAX, RESTART_DELAY_MIN},
    protocol::{self, FromWorker, RequestId, ToWorker},
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
    /// Deaths in a short time, with answers in between or without.
    recent_deaths: Deaths,
    /// Deaths while this file was loaded.
    load_deaths: (Option<Stamp>, u32),
}

/// How a process stopped answering.
enum End {
    /// Nobody can ask any more.
    NobodyAsks,
    /// It was lost, perhaps while somebody waited.
    Lost(Loss, Option<Task>),
}

impl Supervisor {
    pub(super) fn new(config: ModelConfig, jobs: mpsc::Receiver<Job>, status: watch::Sender<Status>) -> Self {
        Self {
            config,
            jobs,
            status,
            pending: None,
            last_id: 0,
            deaths: 0,
            recent_deaths: Deaths::default(),
            load_deaths: (None, 0),
        }
    }

    /// Runs until nobody can ask any more.
    pub(super) async fn run(mut self) {
        loop {
            // Taken before the file is read: a change while it is read counts as a change.
            let stamp = Stamp::of(&self.config.path);
            let goes_on = match self.start(stamp).await {
                Ok(running) => self.serve_until_end(stamp, running).await,
                Err(NotRunning::Unusable(error)) => self.wait_for_change(stamp, error).await,
                Err(NotRunning::Died(detail)) => self.recover(stamp, Loss::Ended.told(detail)).await,
            };
            if !goes_on {
                return;
            }
        }
    }

    async fn start(&mut self, stamp: Option<Stamp>) -> Result<Running, NotRunning> {
        match loading::start(&self.config).await {
            Ok(running) => {
                self.load_deaths = (None, 0);
                let name = running.model.name.as_ref().unwrap_or(&running.model.architecture);
                self.status.send_modify(|status| {
                    status.state = State::Ready;
                    status.model = Some(name.clone());
                    status.load_us = Some(running.load_us);
                    status.walls = Some(running.walls.clone());
                    status.process_id = running.worker.process_id();
                });
                Ok(running)
            }
            Err(NotRunning::Died(detail)) => Err(self.died_loading(stamp, detail)),
            Err(NotRunning::Unusable(error)) => Err(NotRunning::Unusable(error)),
        }
    }

    /// A file that made the process die too often is given up.
    fn died_loading(&mut self, stamp: Option<Stamp>, detail: String) -> NotRunning {
        let deaths = if self.load_deaths.0 == stamp { self.load_deaths.1 + 1 } else { 1 };
        self.load_deaths = (stamp, deaths);
        if deaths < LOAD_DEATHS_MAX {
            return NotRunning::Died(detail);
        }
        self.load_deaths = (None, 0);
        LoadError::Quarantined { path: self.config.path.clone(), detail }.into()
    }

    /// Does jobs until the process dies, then says so. Whether to go on.
    async fn serve_until_end(&mut self, stamp: Option<Stamp>, mut running: Running) -> bool {
        let End::Lost(loss, waiting) = self.serve(&mut running).await else { return false };
        let error = loss.told(running.worker.bury().await);
        if let Some(task) = waiting {
            task.fail(super::unavailable(error.text.clone()));
        }
        self.recover(stamp, error).await
    }

    /// After a death: waits until the process may be started again. One that dies again and again is left alone for
    /// longer, and requests are refused at once meanwhile.
    async fn recover(&mut self, stamp: Option<Stamp>, error: LastError) -> bool {
        if self.recent_deaths.are_a_storm_with(Instant::now()) {
            self.deaths = 0;
            return self.wait_for_change(stamp, LoadError::RestartStorm { detail: error.text }).await;
        }
        self.wait_for_restart(error).await
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
                    message.ok_or(End::Lost(Loss::Ended, None))?;
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
        let answered = match running.worker.send(&asked.message).await {
            Ok(()) => self.wait(running, &mut asked).await,
            Err(loss) => Err(loss),
        };
        match answered {
            Ok(message) => {
                self.deaths = 0;
                if let FromWorker::Answered { figures, confidence, .. } = &message {
                    tracing::debug!(?figures, confidence, "the model answered");
                    self.status.send_modify(|status| status.last_figures = Some(*figures));
                }
                turn::tell(asked, message);
                Ok(())
            }
            Err(loss) => Err(End::Lost(loss, Some(asked.task))),
        }
    }

    /// Waits for the answer to a job, and takes the job back when nobody waits for it any more or when it has to
    /// yield.
    async fn wait(&mut self, running: &mut Running, asked: &mut Asked) -> Result<FromWorker, Loss> {
        let mut obeys_until = None;
        loop {
            let cancelled = obeys_until.is_some();
            select! {
                message = running.worker.receive() => {
                    let message = message.ok_or(Loss::Ended)?;
                    if turn::answers(&message, asked.id) {
                        return Ok(message);
                    }
                    continue;
                }
                () = asked.task.abandoned(), if !cancelled => {}
                job = self.jobs.recv(), if !cancelled && asked.task.yields() && self.pending.is_none() => {
                    self.pending = job;
                }
                () = sleep_until(obeys_until.unwrap_or_else(Instant::now)), if cancelled => {
                    return Err(Loss::Disobedient);
                }
            }
            // A number always fits a message.
            let cancel = protocol::encode(&ToWorker::Cancel(asked.id)).unwrap_or_default();
            running.worker.send(&cancel).await?;
            obeys_until = Some(Instant::now() + CANCEL_DURATION_MAX);
        }
    }

    /// Waits until a dead process may be started again. Requests that cannot wait so long are refused.
    async fn wait_for_restart(&mut self, error: LastError) -> bool {
        let delay = restart_delay(self.deaths);
        self.deaths = self.deaths.saturating_add(1);
        let until = Instant::now() + delay;
        let reason = error.text.clone();
        tracing::warn!(
            reason,
            hint = error.hint,
            delay_ms = delay.as_millis(),
            "the inference process is started again"
        );
        self.status.send_modify(|status| {
            status.state = State::Restarting;
            status.process_id = None;
            status.restarts += 1;
            status.last_error = Some(error);
        });
        loop {
            if self.pending.as_ref().is_some_and(|job| job.deadline > until) {
                sleep_until(until).await;
                return true;
            }
            if let Some(job) = self.pending.take() {
                job.refuse(&reason);
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

    /// Refuses requests until one comes after the file has changed, or when what went wrong may have passed.
    async fn wait_for_change(&mut self, stamp: Option<Stamp>, error: LoadError) -> bool {
        tracing::warn!(%error, hint = error.hint(), "there is no language model");
        let again_from = error.tried_again_after().map(|pause| Instant::now() + pause);
        let reason = error.to_string();
        self.status.send_modify(|status| {
            status.process_id = None;
            status.last_error = Some(LastError::from(&error));
            status.state = State::Unusable(error);
        });
        if let Some(job) = self.pending.take() {
            job.refuse(&reason);
        }
        while let Some(job) = self.jobs.recv().await {
            let may_have_passed = again_from.is_some_and(|time| time <= Instant::now());
            if may_have_passed || Stamp::of(&self.config.path) != stamp {
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
}

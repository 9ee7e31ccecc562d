//! What the rest of the host wants from the supervisor.

use std::sync::Arc;

use jumpseat_router::{ModelAnswer, ModelError, ModelRequest};
use jumpseat_tool::Tool;
use tokio::{sync::oneshot, time::Instant};

use super::unavailable;

/// A task with the time at which nobody waits for it any more.
pub(super) struct Job {
    pub(super) task: Task,
    pub(super) deadline: Instant,
}

/// Something to do.
pub(super) enum Task {
    /// Answer a sentence.
    Answer { request: ModelRequest, reply: Reply<ModelAnswer> },
    /// Read tools ahead.
    Prepare { tools: Vec<Arc<Tool>>, reply: Reply<()> },
    /// Give a sign of life.
    Ping { reply: Reply<()> },
}

type Reply<T> = oneshot::Sender<Result<T, ModelError>>;

impl Job {
    /// Whether nobody waits for it.
    pub(super) fn is_over(&self) -> bool {
        let closed = match &self.task {
            Task::Answer { reply, .. } => reply.is_closed(),
            Task::Prepare { reply, .. } | Task::Ping { reply } => reply.is_closed(),
        };
        closed || self.deadline <= Instant::now()
    }

    /// Says that there is no model.
    pub(super) fn refuse(self, reason: &str) {
        self.task.fail(unavailable(reason));
    }
}

impl Task {
    /// Comes back when nobody waits any more.
    pub(super) async fn abandoned(&mut self) {
        match self {
            Self::Answer { reply, .. } => reply.closed().await,
            Self::Prepare { reply, .. } | Self::Ping { reply } => reply.closed().await,
        }
    }

    /// Whether a sentence may push it aside.
    pub(super) fn yields(&self) -> bool {
        matches!(self, Self::Prepare { .. })
    }

    /// Says why it failed. Who does not wait any more does not mind.
    pub(super) fn fail(self, error: ModelError) {
        match self {
            Self::Answer { reply, .. } => drop(reply.send(Err(error))),
            Self::Prepare { reply, .. } | Self::Ping { reply } => drop(reply.send(Err(error))),
        }
    }
}

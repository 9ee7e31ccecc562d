//! One request: from what the host wants to a message, and from the answer to what the host gets.

use std::time::Duration;

use jumpseat_router::{ModelAnswer, ModelError};
use jumpseat_tool::Grammar;
use tokio::time::Instant;

use super::{
    deadline_passed,
    job::{Job, Task},
    unavailable,
};
use crate::{
    decision,
    gguf::ModelFile,
    limits::{self, TOKEN_BYTES_MAX, UNTRUSTED_BYTES_MAX},
    prompt::{self, PromptForm},
    protocol::{self, Answer, Failure, FromWorker, Prepare, RequestId, ToWorker},
};

/// A request on its way to the process.
pub(super) struct Asked {
    pub(super) id: RequestId,
    pub(super) task: Task,
    pub(super) message: Vec<u8>,
}

/// The one who asked has been told why it failed.
pub(super) struct Told;

/// Puts a job into a message.
pub(super) fn ask(id: RequestId, job: Job, form: &PromptForm, model: &ModelFile) -> Result<Asked, Told> {
    let Job { task, deadline } = job;
    let left = deadline.saturating_duration_since(Instant::now());
    let deadline_ms = u64::try_from(left.as_millis()).unwrap_or(u64::MAX);
    let message = match &task {
        Task::Answer { request, .. } => {
            let bytes = prompt::untrusted_bytes(request);
            if bytes > UNTRUSTED_BYTES_MAX {
                let context = model.context_tokens as usize;
                let tokens_max = context - limits::answer_tokens_max(context);
                task.fail(ModelError::TooLong { tokens: bytes.div_ceil(TOKEN_BYTES_MAX), tokens_max });
                return Err(Told);
            }
            let grammar = Grammar::of(&request.tools).lark;
            ToWorker::Answer(Answer { id, prompt: form.render(request), grammar, deadline_ms })
        }
        Task::Prepare { tools, .. } => {
            let grammar = Grammar::of(tools).lark;
            ToWorker::Prepare(Prepare { id, prefix: form.prefix(tools), grammar, deadline_ms })
        }
        Task::Ping { .. } => ToWorker::Ping(id),
    };
    match protocol::encode(&message) {
        Ok(message) => Ok(Asked { id, task, message }),
        Err(error) => {
            task.fail(unavailable(error.to_string()));
            Err(Told)
        }
    }
}

/// Whether a message is the answer to a request.
pub(super) fn answers(message: &FromWorker, request: RequestId) -> bool {
    match message {
        FromWorker::Prepared(id)
        | FromWorker::Pong(id)
        | FromWorker::Answered { id, .. }
        | FromWorker::Failed { id, .. } => *id == request,
        FromWorker::Loaded { .. } | FromWorker::Refused { .. } => false,
    }
}

/// Passes the answer on. Who does not wait any more does not mind.
pub(super) fn tell(asked: Asked, message: FromWorker) {
    match (asked.task, message) {
        (Task::Answer { request, reply }, FromWorker::Answered { text, confidence, .. }) => {
            let decision = decision::of_text(&text, &request.tools);
            drop(reply.send(decision.map(|decision| ModelAnswer { decision, confidence })));
        }
        (Task::Prepare { reply, .. }, FromWorker::Prepared(_)) | (Task::Ping { reply }, FromWorker::Pong(_)) => {
            drop(reply.send(Ok(())));
        }
        (task, FromWorker::Failed { failure, .. }) => {
            let deadline = match &task {
                Task::Answer { request, .. } => request.deadline,
                Task::Prepare { .. } | Task::Ping { .. } => limits::PREPARE_DURATION_MAX,
            };
            task.fail(error_of(failure, deadline));
        }
        (task, _) => task.fail(unavailable("the inference process answered something else")),
    }
}

fn error_of(failure: Failure, deadline: Duration) -> ModelError {
    match failure {
        Failure::TooLong { tokens, tokens_max } => ModelError::TooLong { tokens, tokens_max },
        Failure::DeadlinePassed => deadline_passed(deadline),
        Failure::Cancelled => unavailable("the request was taken back"),
        Failure::Endless { tokens } => {
            ModelError::Malformed { reason: format!("the answer did not end within {tokens} tokens") }
        }
        Failure::Grammar { detail } => ModelError::Malformed { reason: detail },
        Failure::Engine { detail } => unavailable(detail),
    }
}

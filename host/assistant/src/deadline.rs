//! A model, a skill host, a recogniser or a synthesiser that hangs must not hang the turn.
//!
//! Each keeps its own deadline; this is the second line of defence, for those that fail to.

use std::time::Duration;

use async_trait::async_trait;
use jumpseat_router::{LanguageModel, ModelAnswer, ModelError, ModelRequest};
use tokio::time::timeout;

use crate::{SpeechError, limits::MODEL_GRACE_MS};

/// A model that is given up soon after its deadline.
pub(crate) struct Bounded<'a>(pub(crate) &'a dyn LanguageModel);

#[async_trait]
impl LanguageModel for Bounded<'_> {
    async fn answer(&self, request: ModelRequest) -> Result<ModelAnswer, ModelError> {
        let deadline = request.deadline;
        let patience = deadline.saturating_add(Duration::from_millis(MODEL_GRACE_MS));
        let deadline_ms = u64::try_from(deadline.as_millis()).unwrap_or(u64::MAX);
        let given_up = |_| ModelError::DeadlinePassed { deadline_ms };
        timeout(patience, self.0.answer(request)).await.map_err(given_up)?
    }
}

/// Waits for hearing or speaking, but not for ever.
pub(crate) async fn bounded<T>(
    program: &str,
    deadline_ms: u64,
    work: impl Future<Output = Result<T, SpeechError>>,
) -> Result<T, SpeechError> {
    let given_up = |_| SpeechError::DeadlinePassed { program: program.to_owned(), deadline_ms };
    timeout(Duration::from_millis(deadline_ms), work).await.map_err(given_up)?
}

//! While the driver thinks about an act, the deadline of the call stands still.

use std::{sync::Arc, time::Duration};

use async_trait::async_trait;
use jumpseat_vehicle::{Act, Answer, Approval, Error, Overseer, limits::QUESTION_MS_MAX};
use tokio::time::timeout;

use crate::deadline::Deadline;

/// Passes everything on to whoever oversees acts, and gives the time of questions back to the call, with what it takes to put
/// them down. A question that stands too long is answered with no, so that the time of a call that is driven on has an end
/// whoever is asked; whoever keeps a call without driving it on sees to that end himself.
pub(crate) struct Thinking {
    pub(crate) overseer: Arc<dyn Overseer>,
    pub(crate) deadline: Deadline,
}

#[async_trait]
impl Overseer for Thinking {
    async fn confirm(&self, act: Act) -> Answer {
        let _pause = self.deadline.pause();
        let answer = timeout(Duration::from_millis(QUESTION_MS_MAX), self.overseer.confirm(act)).await;
        answer.unwrap_or(Answer::No)
    }

    async fn begin(&self, act: Act, approval: Approval) -> Result<(), Error> {
        self.overseer.begin(act, approval).await
    }

    async fn end(&self, act: Act, approval: Approval, done: Result<(), Error>) {
        self.overseer.end(act, approval, done).await;
    }
}

//! What the assistant asks of whoever keeps the record of acts.

use async_trait::async_trait;
use jumpseat_policy::audit::Event;

/// Puts down what skills do to the vehicle.
#[async_trait]
pub trait ActLog: Send + Sync {
    /// Puts down a step of an act. When this returns well, the record outlasts a power cut; nothing goes on before. What
    /// goes wrong is for whoever keeps the record to report.
    async fn record(&self, event: Event) -> Result<(), NotRecorded>;
}

/// Something could not be put down, and is not done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("it could not be recorded")]
pub struct NotRecorded;

//! What a skill does to the vehicle, and who stands between.

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

use crate::{Error, Value};

/// A signal that a skill is about to set. Path and value have passed every check of this crate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Act {
    /// The signal.
    pub path: String,
    /// What it is set to.
    pub value: Value,
}

/// What the driver says to an act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// It may be done.
    Yes,
    /// It may not, or nobody answered.
    No,
}

/// Who lets an act be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Approval {
    /// The car maker opened the signal such that nobody has to be asked.
    Policy,
    /// The driver said yes to this act.
    Driver,
}

/// Stands between the acts of one call and the vehicle. It asks whoever must be asked, has the last word, and puts down what
/// is done.
///
/// An answer is for the act that was asked about and for no other: an act is done right after its answer, or never.
#[async_trait]
pub trait Overseer: Send + Sync {
    /// Asks the driver. This takes as long as a person thinks; who has nobody to ask says no.
    async fn confirm(&self, act: Act) -> Answer;

    /// The last word, right before the act: the car may have begun to move since the call began. What is not
    /// put down must not be done, so a record that cannot be written is a refusal too.
    async fn begin(&self, act: Act, approval: Approval) -> Result<(), Error>;

    /// Puts down how an act ended that was begun.
    async fn end(&self, act: Act, approval: Approval, done: Result<(), Error>);
}

/// Stands in where nobody oversees acts: none is done.
#[derive(Debug, Clone, Copy, Default)]
pub struct Nobody;

#[async_trait]
impl Overseer for Nobody {
    async fn confirm(&self, _act: Act) -> Answer {
        Answer::No
    }

    async fn begin(&self, _act: Act, _approval: Approval) -> Result<(), Error> {
        Err(Error::NotAllowed)
    }

    async fn end(&self, _act: Act, _approval: Approval, _done: Result<(), Error>) {}
}

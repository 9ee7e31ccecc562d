//! Overseeing what a skill does to the vehicle, for one call.
//!
//! Policy is asked again at the moment of each act, and each step of an act is on record before the next is made. Where the
//! driver must be asked, the question goes to the turn, which ends with it, and the call waits for what comes back.

use std::sync::Arc;

use async_trait::async_trait;
use jumpseat_package::SkillId;
use jumpseat_policy::{
    ActRefusal, ConsentRequest, DriverAnswer, DrivingState, Grant, Policy, Verdict,
    audit::{ActOutcome, Approver, Event, Private},
};
use jumpseat_vehicle::{Act, Answer, Approval, Error, Overseer, Value};
use tokio::sync::{mpsc, oneshot};

use super::DrivingStateNow;
use crate::ActLog;

/// A question that waits for the driver.
pub(super) struct Asked {
    pub(super) act: Act,
    pub(super) answer: oneshot::Sender<Said>,
}

/// What came of a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Said {
    Yes,
    No,
    /// The driver spoke of something else.
    SomethingElse,
    /// Nobody answered in time.
    Nothing,
}

/// Oversees the acts of one call.
pub(super) struct Acts {
    pub(super) skill: SkillId,
    pub(super) policy: Arc<Policy>,
    /// What the car does where nobody tells what it does now.
    pub(super) state: DrivingState,
    pub(super) state_now: Option<DrivingStateNow>,
    /// Who can be asked; nobody where an event woke the skill.
    pub(super) driver: Option<Driver>,
    pub(super) log: Option<Arc<dyn ActLog>>,
}

/// The driver of a turn.
pub(super) struct Driver {
    /// What was answered to the questions before the call.
    pub(super) answered: Vec<(ConsentRequest, DriverAnswer)>,
    pub(super) questions: mpsc::Sender<Asked>,
}

impl Acts {
    fn permits(&self, act: &Act) -> Result<(), ActRefusal> {
        let state = self.state_now.as_ref().map_or(self.state, |now| now());
        self.policy.may_act(&self.skill, act, state, self.grant(state).as_ref())
    }

    /// What policy gives the skill at this moment.
    fn grant(&self, state: DrivingState) -> Option<Grant> {
        let Some(driver) = &self.driver else { return self.policy.unasked(&self.skill, state) };
        match self.policy.verdict_after(&self.skill, state, &driver.answered)? {
            Verdict::Allowed(grant) => Some(grant),
            Verdict::Ask(_) | Verdict::Refused(_) => None,
        }
    }

    /// Puts a step down. Where nobody keeps a record, nothing counts as put down.
    async fn record(&self, act: &Act, outcome: ActOutcome) -> Result<(), Error> {
        let event = Event::Act {
            skill: self.skill.clone(),
            path: act.path.clone(),
            value: Private::new(plain(&act.value)),
            outcome,
        };
        let log = self.log.as_ref().ok_or(Error::NotAllowed)?;
        log.record(event).await.map_err(|_not_recorded| Error::Unavailable)
    }

    /// Puts a refusal down; without a record it is one all the same, and whoever keeps the record says what is wrong.
    pub(super) async fn refuse(&self, act: &Act, reason: &str) {
        self.record(act, ActOutcome::Refused { reason: reason.to_owned() }).await.ok();
    }

    /// What the driver says.
    async fn ask(&self, act: &Act) -> Said {
        let Some(driver) = &self.driver else { return Said::Nothing };
        let (answer, said) = oneshot::channel();
        let asked = driver.questions.send(Asked { act: act.clone(), answer }).await;
        if asked.is_err() { Said::Nothing } else { said.await.unwrap_or(Said::Nothing) }
    }
}

#[async_trait]
impl Overseer for Acts {
    async fn confirm(&self, act: Act) -> Answer {
        // Nobody is asked about what would be refused whatever the answer.
        if let Err(refusal) = self.permits(&act) {
            self.refuse(&act, &refusal.to_string()).await;
            return Answer::No;
        }
        if self.driver.is_some() && self.record(&act, ActOutcome::Asked).await.is_err() {
            return Answer::No;
        }
        let reason = match self.ask(&act).await {
            Said::Yes => return Answer::Yes,
            Said::No => "the driver said no",
            Said::SomethingElse => "the driver said something else",
            Said::Nothing => "nobody answered",
        };
        self.refuse(&act, reason).await;
        Answer::No
    }

    async fn begin(&self, act: Act, approval: Approval) -> Result<(), Error> {
        if let Err(refusal) = self.permits(&act) {
            self.refuse(&act, &refusal.to_string()).await;
            return Err(Error::NotAllowed);
        }
        self.record(&act, ActOutcome::Begun { by: approver(approval) }).await
    }

    async fn end(&self, act: Act, approval: Approval, done: Result<(), Error>) {
        let by = approver(approval);
        let outcome = match done {
            Ok(()) => ActOutcome::Done { by },
            Err(error) => ActOutcome::Failed { by, reason: error.to_string() },
        };
        // It happened, and that it began is on record.
        self.record(&act, outcome).await.ok();
    }
}

const fn approver(approval: Approval) -> Approver {
    match approval {
        Approval::Policy => Approver::Policy,
        Approval::Driver => Approver::Driver,
    }
}

/// A value as the record and the report of a turn have it.
pub(super) fn plain(value: &Value) -> serde_json::Value {
    match value {
        Value::Boolean(value) => (*value).into(),
        Value::Integer(value) => (*value).into(),
        Value::Float(value) => (*value).into(),
        Value::Text(value) => value.clone().into(),
    }
}

//! Skills that break again and again are left alone.
//!
//! Each call that a skill breaks is a strike; each answer takes one strike back, so that a skill which recovers is
//! trusted again step by step. After [`REST_STRIKES`](crate::limits::REST_STRIKES) strikes the skill rests: it is not
//! called for a while, and each further strike doubles the while. After
//! [`QUARANTINE_STRIKES`](crate::limits::QUARANTINE_STRIKES) it is quarantined: not called any more, also after a
//! restart, until it is released or another version of it comes.
//!
//! Only what the skill itself did counts. Who waited in vain for its turn, because others took all places, did nothing
//! wrong: otherwise a skill could have its neighbours quarantined.
//!
//! This reads no clock and writes no file: the time is passed in, and a [`ConductKeeper`] keeps what must outlast the
//! process. Strikes do, so that a skill which is called once in every drive is found out too; a rest does not.

mod record;

use std::{
    collections::BTreeMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use async_trait::async_trait;
use jumpseat_assistant::Outcome;
use jumpseat_package::{SkillId, text::plain};
use tokio::time::Instant;

pub use self::record::Consequence;
use self::record::Record;
use crate::limits::QUARANTINE_REASON_CHARS_MAX;

/// What is known of a skill's conduct after a call that changed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConductReport {
    /// The skill.
    pub skill: SkillId,
    /// Which file of it: BLAKE3, in hexadecimal.
    pub digest: String,
    /// Its strikes now.
    pub strikes: u32,
    /// What follows from the call, if anything does.
    pub consequence: Option<Consequence>,
}

/// Keeps what is known of skills until the next start.
#[async_trait]
pub trait ConductKeeper: Send + Sync {
    /// Keeps a report, in place of earlier ones of the skill. What goes wrong is for the keeper to tell: the consequence
    /// holds either way.
    async fn keep(&self, report: ConductReport);
}

/// Keeps nothing, for whoever runs skills for a moment.
pub(crate) struct KeepsNothing;

#[async_trait]
impl ConductKeeper for KeepsNothing {
    async fn keep(&self, _report: ConductReport) {}
}

/// What a call changed: the strikes now, and what follows.
pub(crate) struct Judgement {
    pub(crate) strikes: u32,
    pub(crate) consequence: Option<Consequence>,
}

/// How a call ended, and what that says of the skill.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Ended {
    pub(crate) outcome: Outcome,
    pub(crate) conduct: Conduct,
}

/// What a call says of a skill.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Conduct {
    /// It answered, were it only that it cannot.
    Answered,
    /// It broke.
    Broke {
        /// What it did.
        how: String,
    },
    /// Nothing: what went wrong was not its doing.
    Blameless,
}

/// What is known of all skills. A skill that nothing is known of is not in it.
#[derive(Default)]
pub(crate) struct Supervision {
    records: Mutex<BTreeMap<SkillId, Record>>,
}

impl Supervision {
    /// What is answered instead of calling a skill; nothing if it may be called now.
    pub(crate) fn refusal(&self, skill: &SkillId, now: Instant) -> Option<Outcome> {
        self.records().get(skill)?.refusal(now)
    }

    /// Puts down what a call says of a skill. Nothing if that changes nothing.
    pub(crate) fn judge(&self, skill: &SkillId, conduct: &Conduct, now: Instant) -> Option<Judgement> {
        let mut records = self.records();
        match conduct {
            Conduct::Blameless => None,
            Conduct::Answered => {
                let record = records.get_mut(skill)?;
                let before = record.strikes();
                let is_forgotten = record.forgive();
                let strikes = record.strikes();
                if is_forgotten {
                    records.remove(skill);
                }
                (strikes != before).then_some(Judgement { strikes, consequence: None })
            }
            Conduct::Broke { how } => {
                let record = records.entry(skill.clone()).or_default();
                let before = record.strikes();
                let consequence = record.strike(&plain(how, QUARANTINE_REASON_CHARS_MAX), now);
                match &consequence {
                    None => {}
                    Some(Consequence::Rest { wait, .. }) => {
                        let wait_s = wait.as_secs();
                        tracing::warn!(%skill, wait_s, "the skill broke several times in a row: it rests");
                    }
                    Some(Consequence::Quarantine { reason }) => {
                        tracing::error!(%skill, reason, "the skill is quarantined");
                    }
                }
                let strikes = record.strikes();
                (strikes != before).then_some(Judgement { strikes, consequence })
            }
        }
    }

    /// Puts down strikes from before the start.
    pub(crate) fn struck(&self, skill: SkillId, strikes: u32) {
        self.records().insert(skill, Record::struck(strikes));
    }

    /// Quarantines a skill, as it was before the start.
    pub(crate) fn quarantine(&self, skill: SkillId, reason: String) {
        self.records().insert(skill, Record::quarantined(reason));
    }

    /// Forgets what is known of a skill.
    pub(crate) fn forget(&self, skill: &SkillId) {
        self.records().remove(skill);
    }

    fn records(&self) -> MutexGuard<'_, BTreeMap<SkillId, Record>> {
        self.records.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

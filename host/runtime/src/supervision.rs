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
//! This reads no clock and writes no file: the time is passed in, and a [`QuarantineKeeper`] keeps what must outlast
//! the process.

mod record;

use std::{
    collections::BTreeMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use async_trait::async_trait;
use jumpseat_assistant::Outcome;
use jumpseat_package::{SkillId, text::plain};
use tokio::time::Instant;

use self::record::{Record, Sentence};
use crate::limits::QUARANTINE_REASON_CHARS_MAX;

/// A skill that is not called any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quarantine {
    /// The skill.
    pub skill: SkillId,
    /// Which file of it: BLAKE3, in hexadecimal.
    pub digest: String,
    /// What it did, on one line. It holds names that the skill chose.
    pub reason: String,
}

/// Keeps quarantines until the next start.
#[async_trait]
pub trait QuarantineKeeper: Send + Sync {
    /// Keeps a quarantine. What goes wrong is for the keeper to report: the skill is not called any more either way.
    async fn keep(&self, quarantine: Quarantine);
}

/// Keeps nothing, for whoever runs skills for a moment.
pub(crate) struct KeepsNothing;

#[async_trait]
impl QuarantineKeeper for KeepsNothing {
    async fn keep(&self, _quarantine: Quarantine) {}
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

    /// Puts down what a call says of a skill. The answer is why the skill is quarantined, if this call brought that
    /// about.
    pub(crate) fn judge(&self, skill: &SkillId, conduct: &Conduct, now: Instant) -> Option<String> {
        let mut records = self.records();
        match conduct {
            Conduct::Blameless => None,
            Conduct::Answered => {
                let record = records.get_mut(skill)?;
                if record.forgive() {
                    records.remove(skill);
                }
                None
            }
            Conduct::Broke { how } => {
                let record = records.entry(skill.clone()).or_default();
                match record.strike(&plain(how, QUARANTINE_REASON_CHARS_MAX), now)? {
                    Sentence::Rest { wait } => {
                        let wait_s = wait.as_secs();
                        tracing::warn!(%skill, wait_s, "the skill broke several times in a row: it rests");
                        None
                    }
                    Sentence::Quarantine { reason } => {
                        tracing::error!(%skill, reason, "the skill is quarantined");
                        Some(reason)
                    }
                }
            }
        }
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

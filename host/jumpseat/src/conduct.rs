//! Keeps what becomes of skills that break: strikes and quarantines in the state folder, rests and quarantines in the audit
//! log.

use std::{path::PathBuf, sync::Arc, time::SystemTime};

use async_trait::async_trait;
use jumpseat_policy::audit::Event;
use jumpseat_runtime::{ConductKeeper, ConductReport, Consequence};

use crate::{
    audit::Audit,
    failure::Failure,
    output,
    quarantine::{QuarantineList, Quarantined, StrikeList, Struck},
    skill_list::{self, SkillListError},
};

/// Keeps reports in a state folder, and in the log where there is one.
#[derive(Clone)]
pub(crate) struct KeptConduct {
    /// The state folder.
    pub(crate) state: PathBuf,
    /// The log. Who only looks at a car has none.
    pub(crate) audit: Option<Arc<Audit>>,
}

#[async_trait]
impl ConductKeeper for KeptConduct {
    async fn keep(&self, report: ConductReport) {
        let keeper = self.clone();
        // It waits for the disk.
        if let Err(error) = tokio::task::spawn_blocking(move || keeper.keep_now(report)).await {
            tracing::error!(%error, "what a skill did was not kept");
        }
    }
}

impl KeptConduct {
    fn keep_now(&self, report: ConductReport) {
        if let Some(event) = event(&report)
            && let Some(audit) = &self.audit
        {
            audit.record(event).unwrap_or_else(|error| output::error(&Failure::of(&error)));
        }
        self.write(report).unwrap_or_else(skill_list::report);
    }

    fn write(&self, report: ConductReport) -> Result<(), SkillListError> {
        let ConductReport { skill: id, digest, strikes, consequence } = report;
        if let Some(Consequence::Quarantine { reason }) = consequence {
            let (id, digest) = (id.clone(), digest.clone());
            let quarantined = Quarantined { id, digest, reason, since_unix_s: now_unix_s() };
            QuarantineList::of_state(&self.state).put(quarantined)?;
        }
        let list = StrikeList::of_state(&self.state);
        if strikes > 0 { list.put(Struck { id, digest, strikes }) } else { list.remove(id.as_str()).map(drop) }
    }
}

/// What is recorded. A single strike is not: the call that brought it is.
fn event(report: &ConductReport) -> Option<Event> {
    let skill = report.skill.clone();
    Some(match report.consequence.clone()? {
        Consequence::Rest { wait, how } => Event::SkillRests { skill, wait_s: wait.as_secs(), reason: how },
        Consequence::Quarantine { reason } => Event::SkillQuarantined { skill, reason },
    })
}

#[expect(clippy::disallowed_methods, reason = "people read when it was")]
fn now_unix_s() -> u64 {
    // A clock that shows a time before 1970 is not set; the beginning is as good as any.
    SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_secs()
}

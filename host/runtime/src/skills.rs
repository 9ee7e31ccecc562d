//! The skills that can be called, each for as long as it behaves.

use std::{
    collections::BTreeMap,
    sync::{Arc, PoisonError, RwLock},
};

use async_trait::async_trait;
use jumpseat_assistant::{Circumstances, Outcome, SkillEvent, SkillHost};
use jumpseat_package::SkillId;
use jumpseat_policy::Grant;
use jumpseat_router::Call;
use tokio::time::Instant;

use crate::{
    ConductKeeper, ConductReport, Skill,
    supervision::{Ended, Judgement, KeepsNothing, Supervision},
};

/// Loaded skills, by id. Skills come and go while others are called. One that breaks again and again is left alone for a
/// while, and quarantined in the end.
pub struct Skills {
    loaded: RwLock<BTreeMap<SkillId, Arc<Skill>>>,
    supervision: Supervision,
    keeper: Arc<dyn ConductKeeper>,
}

/// Two skills have one id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a skill with the id \"{id}\" is there already")]
pub struct DuplicateSkill {
    /// The id.
    pub id: SkillId,
}

impl DuplicateSkill {
    /// What a person can do about it.
    pub fn hint(&self) -> Option<String> {
        Some(format!("remove \"{}\" first", self.id))
    }
}

impl Default for Skills {
    /// No skills yet, and nothing known of them that outlasts the process.
    fn default() -> Self {
        Self::new(Arc::new(KeepsNothing))
    }
}

impl Skills {
    /// No skills yet. What their conduct brings about is given to the keeper.
    pub fn new(keeper: Arc<dyn ConductKeeper>) -> Self {
        Self { loaded: RwLock::default(), supervision: Supervision::default(), keeper }
    }

    /// Quarantines a skill for a reason that is known from before the start.
    pub fn quarantine(&self, id: SkillId, reason: String) {
        self.supervision.quarantine(id, reason);
    }

    /// Puts down how often a skill broke before the start and did not make up for it.
    pub fn struck(&self, id: SkillId, strikes: u32) {
        self.supervision.struck(id, strikes);
    }

    /// Adds a skill. The first of two skills with one id stays.
    pub fn add(&self, skill: Arc<Skill>) -> Result<(), DuplicateSkill> {
        let mut skills = self.loaded.write().unwrap_or_else(PoisonError::into_inner);
        if skills.contains_key(skill.id()) {
            return Err(DuplicateSkill { id: skill.id().clone() });
        }
        skills.insert(skill.id().clone(), skill);
        Ok(())
    }

    /// Removes a skill, and what is known of its conduct. Calls of it that are running end as they would have.
    pub fn remove(&self, id: &SkillId) -> Option<Arc<Skill>> {
        self.supervision.forget(id);
        self.loaded.write().unwrap_or_else(PoisonError::into_inner).remove(id)
    }

    /// A skill by its id.
    pub fn get(&self, id: &SkillId) -> Option<Arc<Skill>> {
        self.loaded.read().unwrap_or_else(PoisonError::into_inner).get(id).cloned()
    }

    /// All skills, sorted by id.
    pub fn all(&self) -> Vec<Arc<Skill>> {
        self.loaded.read().unwrap_or_else(PoisonError::into_inner).values().cloned().collect()
    }

    /// Puts down what a call says of a skill.
    async fn judge(&self, skill: &Skill, ended: Ended) -> Outcome {
        let Ended { outcome, conduct } = ended;
        if let Some(Judgement { strikes, consequence }) = self.supervision.judge(skill.id(), &conduct, Instant::now()) {
            let (skill, digest) = (skill.id().clone(), skill.digest());
            self.keeper.keep(ConductReport { skill, digest, strikes, consequence }).await;
        }
        outcome
    }
}

#[async_trait]
impl SkillHost for Skills {
    async fn call(&self, call: &Call, circumstances: &Circumstances, grant: &Grant) -> Outcome {
        let id = &call.tool.name.skill;
        let Some(skill) = self.get(id) else {
            return Outcome::Missing { detail: format!("no skill has the id \"{id}\"") };
        };
        if let Some(instead) = self.supervision.refusal(id, Instant::now()) {
            return instead;
        }
        let ended = skill.judged_call(&call.tool, &call.arguments, circumstances, grant).await;
        self.judge(&skill, ended).await
    }

    async fn deliver(
        &self,
        skill: &SkillId,
        event: &SkillEvent,
        circumstances: &Circumstances,
        grant: &Grant,
    ) -> Option<Outcome> {
        let skill = self.get(skill)?;
        if let Some(instead) = self.supervision.refusal(skill.id(), Instant::now()) {
            return Some(instead);
        }
        // Silence forgives nothing: events come often, and would wash away what drivers go through.
        let ended = skill.judged_delivery(event, circumstances, grant).await?;
        Some(self.judge(&skill, ended).await)
    }
}

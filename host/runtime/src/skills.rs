//! The skills that can be called.

use std::{
    collections::BTreeMap,
    sync::{Arc, PoisonError, RwLock},
};

use async_trait::async_trait;
use jumpseat_assistant::{Circumstances, Outcome, SkillEvent, SkillHost};
use jumpseat_package::SkillId;
use jumpseat_policy::Grant;
use jumpseat_router::Call;

use crate::Skill;

/// Loaded skills, by id. Skills come and go while others are called.
#[derive(Default)]
pub struct Skills {
    skills: RwLock<BTreeMap<SkillId, Arc<Skill>>>,
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

impl Skills {
    /// Adds a skill. The first of two skills with one id stays.
    pub fn add(&self, skill: Arc<Skill>) -> Result<(), DuplicateSkill> {
        let mut skills = self.skills.write().unwrap_or_else(PoisonError::into_inner);
        if skills.contains_key(skill.id()) {
            return Err(DuplicateSkill { id: skill.id().clone() });
        }
        skills.insert(skill.id().clone(), skill);
        Ok(())
    }

    /// Removes a skill. Calls of it that are running end as they would have.
    pub fn remove(&self, id: &SkillId) -> Option<Arc<Skill>> {
        self.skills.write().unwrap_or_else(PoisonError::into_inner).remove(id)
    }

    /// A skill by its id.
    pub fn get(&self, id: &SkillId) -> Option<Arc<Skill>> {
        self.skills.read().unwrap_or_else(PoisonError::into_inner).get(id).cloned()
    }

    /// All skills, sorted by id.
    pub fn all(&self) -> Vec<Arc<Skill>> {
        self.skills.read().unwrap_or_else(PoisonError::into_inner).values().cloned().collect()
    }
}

#[async_trait]
impl SkillHost for Skills {
    async fn call(&self, call: &Call, circumstances: &Circumstances, grant: &Grant) -> Outcome {
        let id = &call.tool.name.skill;
        match self.get(id) {
            Some(skill) => skill.call(&call.tool, &call.arguments, circumstances, grant).await,
            None => Outcome::Missing { detail: format!("no skill has the id \"{id}\"") },
        }
    }

    async fn deliver(
        &self,
        skill: &SkillId,
        event: &SkillEvent,
        circumstances: &Circumstances,
        grant: &Grant,
    ) -> Option<Outcome> {
        self.get(skill)?.deliver(event, circumstances, grant).await
    }
}

//! What an installation says of the phrases of a skill: which are not used, and which another skill answers.

use jumpseat_package::SkillId;
use jumpseat_router::{RejectedPhrase, Router};
use serde_json::{Value, json};

use crate::{
    car::{self, LoadedSkill},
    output,
};

/// Phrases that do not do what their author wants.
pub(super) struct Told {
    /// Sentences that the skill loses to those installed before it, or takes from those after it.
    lost: Vec<String>,
    /// Phrases that nobody can use.
    rejected: Vec<RejectedPhrase>,
}

impl Told {
    /// What there is to tell of a skill among all that are installed.
    pub(super) fn of(skills: &[LoadedSkill], id: &SkillId) -> Self {
        let (router, conflicts) = Router::new(skills.iter().map(car::surface).collect());
        let concerned =
            conflicts.iter().filter(|conflict| conflict.loser.tool.skill == *id || conflict.winner.tool.skill == *id);
        Self {
            lost: concerned.map(ToString::to_string).collect(),
            rejected: router.rejected().iter().filter(|phrase| phrase.skill == *id).cloned().collect(),
        }
    }

    /// For people, each phrase with what its author can do.
    pub(super) fn print(&self) {
        for lost in &self.lost {
            output::note(&format!("note: {lost}"));
        }
        for RejectedPhrase { skill, function, language, template, fault } in &self.rejected {
            output::note(&format!(
                "note: the {language} phrase {template:?} of {skill}.{function} is not used: {fault}"
            ));
            if let Some(hint) = fault.hint() {
                output::hint(&hint);
            }
        }
    }

    /// For machines.
    pub(super) fn to_json(&self) -> [(String, Value); 2] {
        let rejected = self.rejected.iter().map(|RejectedPhrase { function, language, template, fault, .. }| {
            json!({
                "language": language.tag(), "tool": function, "phrase": template,
                "reason": fault.to_string(), "hint": fault.hint(),
            })
        });
        [("lost_phrases".to_owned(), json!(self.lost)), ("rejected_phrases".to_owned(), rejected.collect())]
    }
}

//! What an installation says of the phrases of a skill: which are not used, and which another skill answers.

use jumpseat_router::{Claim, RejectedPhrase, Repertoire, Surface, conflicts};
use serde_json::{Value, json};

use crate::{car::LoadedSkill, output};

/// Phrases that do not do what their author wants.
pub(super) struct Told {
    /// Sentences that the skill loses to those installed before it, or takes from those after it.
    lost: Vec<String>,
    /// Phrases that nobody can use.
    rejected: Vec<RejectedPhrase>,
}

/// What there is to tell of each of some new skills, among all that are installed.
pub(super) fn told(surfaces: &[Surface], new: &[LoadedSkill]) -> Vec<Told> {
    let conflicts = conflicts(surfaces);
    let told = |skill: &LoadedSkill| {
        let id = skill.skill.id();
        let concerns = |claim: &Claim| claim.tool.skill == *id;
        let concerned = conflicts.iter().filter(|conflict| concerns(&conflict.loser) || concerns(&conflict.winner));
        let surface = surfaces.iter().find(|surface| surface.skill == *id);
        Told {
            lost: concerned.map(ToString::to_string).collect(),
            rejected: surface.map(|surface| Repertoire::of(surface).rejected().to_vec()).unwrap_or_default(),
        }
    };
    new.iter().map(told).collect()
}

impl Told {
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

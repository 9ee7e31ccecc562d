//! What the driver wants of a skill's permissions: to hear them, or to take them back.
//!
//! The sentences are the host's own, and are looked at before any phrase and any model. No skill can say one, and no plan
//! holds one.

use std::collections::BTreeSet;

use jumpseat_package::{Language, SkillId};
use jumpseat_policy::{Policy, Withdrawal, Withdrawn};
use jumpseat_router::{Path, PermissionWish, SkillNames};

use super::{Assistant, decide::Conclusion};
use crate::{
    Ending,
    wording::{self, Saying},
};

/// The end of a turn about permissions.
pub(super) struct Permissions {
    pub(super) conclusion: Conclusion,
    /// What was taken back.
    pub(super) withdrawn: Vec<Withdrawn>,
    /// The skills from which something was to be taken back, whether they had it or not.
    pub(super) of: BTreeSet<SkillId>,
}

/// The names by which drivers call the skills that a policy knows.
pub(super) fn names(policy: &Policy) -> SkillNames {
    let subjects = policy.subjects();
    subjects
        .map(|subject| {
            // Skills without a name in a language are called by what stands in for it: another name, or the id.
            let names = [Language::English, Language::Chinese].map(|language| subject.name_in(language).to_owned());
            (subject.skill.clone(), names.into())
        })
        .collect()
}

impl Assistant {
    /// The answer to a sentence about permissions; nothing if it is none.
    pub(super) fn permissions(&mut self, sentence: &str, language: Language) -> Option<Permissions> {
        let (wish, skills) = self.permission_sentences.wish(sentence, language)?;
        let (mut speech, mut withdrawn, mut kept) = (Vec::new(), Vec::new(), true);
        for skill in &skills {
            if wish == PermissionWish::Tell {
                speech.extend(self.policy.told(skill, language));
                continue;
            }
            let capability = capability(wish);
            let (taken_back, is_kept) = self.withdraw(skill, capability);
            kept &= is_kept;
            speech.extend(self.policy.told_withdrawn(skill, capability, &taken_back, language));
            withdrawn.extend(taken_back);
        }
        if !kept {
            speech = vec![Saying::NotWithdrawn.text(language).to_owned()];
        }
        let conclusion = Conclusion {
            path: Path::Phrase,
            calls: Vec::new(),
            speech: wording::joined(&speech, language),
            card: None,
            question: self.dialogue.question.clone(),
            waiting: None,
            suspended: None,
            exchange: None,
            ending: Ending::Answered,
        };
        let of = if wish == PermissionWish::Tell { BTreeSet::new() } else { skills };
        Some(Permissions { conclusion, withdrawn, of })
    }

    /// Takes back what a skill was allowed: what that was, and whether it is kept that it was taken back.
    fn withdraw(&self, skill: &SkillId, capability: Option<&str>) -> (Vec<Withdrawn>, bool) {
        match self.policy.revoke(skill, capability, Withdrawal::Permissions) {
            Ok(withdrawn) => (withdrawn, true),
            Err(error) => {
                tracing::error!(%skill, %error, hint = error.hint(), "cannot keep that a permission was withdrawn");
                (Vec::new(), false)
            }
        }
    }
}

/// The capability that a wish is about; all of them if it is about none.
const fn capability(wish: PermissionWish) -> Option<&'static str> {
    match wish {
        PermissionWish::Tell | PermissionWish::Withdraw => None,
        PermissionWish::WithdrawPosition => Some("location"),
        PermissionWish::WithdrawLikes => Some("preferences"),
    }
}

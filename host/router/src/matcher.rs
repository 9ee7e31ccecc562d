//! Which call a sentence template of an installed skill stands for.
//!
//! The templates of each skill are compiled into one automaton per language. Matching is exact. A sentence is read skill
//! by skill, each within limits of its own: whatever a skill writes, it can make itself unheard, and no other. All
//! readings are collected, and then:
//!
//! 1. a reading is dropped if another names every word that it names, and more. Words, values of enums and numbers
//!    are named; what a text field takes is not, because it takes anything: "show parking near {near}" names more of
//!    "show parking near the museum" than "show {restaurant}" does, whichever skill was installed first;
//! 2. of the rest, the readings of the skill that was installed first are kept. What another skill loses by either
//!    rule is what [`conflicts`] tells;
//! 3. of these, the readings with the fewest characters inside text fields are kept;
//! 4. if these are one and the same call, it is made. If not, the sentence is ambiguous and no phrase matches.
//!
//! So a later skill takes a sentence from an earlier one only by naming all of what the earlier one names, and more.
//! The order of templates inside a skill never decides. This deliberately knows nothing of dialogues and models.

mod automaton;
mod compile;
mod conflict;
mod draft;
mod fault;
mod phrasebook;
mod search;
mod slot;
mod values;

use jumpseat_package::Language;
use jumpseat_tool::{Arguments, Tool, ToolName};
use serde_json::{Map, Value};

use self::phrasebook::Meaning;
pub(crate) use self::{
    automaton::{Automaton, Builder},
    compile::compile,
    phrasebook::Phrasebook,
    search::search,
    slot::{Saying, Slot, is_short},
};
pub use self::{
    conflict::{Claim, Conflict, Precedence, conflicts},
    fault::PhraseFault,
    phrasebook::RejectedPhrase,
};
use crate::{Call, tokens::Tokens};

/// What the templates say of a sentence.
#[derive(Debug, Clone, PartialEq)]
pub enum Match {
    /// It is this call.
    Call(Call),
    /// It could be calls of these tools, or different calls of one.
    Ambiguous(Vec<ToolName>),
    /// No template accepts it.
    None,
}

/// Matches a sentence with the phrasebooks of the installed skills, in the order in which they were installed.
pub(crate) fn find<'a>(
    phrasebooks: impl Iterator<Item = &'a Phrasebook>,
    sentence: &Tokens,
    language: Language,
) -> Match {
    let mut candidates = Vec::new();
    for (skill, phrasebook) in phrasebooks.enumerate() {
        let meanings = phrasebook.meanings(sentence, language);
        candidates.extend(meanings.into_iter().map(|meaning| Candidate { skill, meaning }));
    }
    agree(&best(candidates))
}

/// A call that a sentence may stand for.
struct Candidate {
    /// The place of its skill in the order of installation.
    skill: usize,
    meaning: Meaning,
}

/// The candidates that the rules of this module leave.
fn best(mut candidates: Vec<Candidate>) -> Vec<Candidate> {
    let mut named: Vec<u128> = candidates.iter().map(|candidate| candidate.meaning.unnamed).collect();
    named.sort_unstable();
    named.dedup();
    let is_beaten = |unnamed: u128| named.iter().any(|other| *other != unnamed && other & !unnamed == 0);
    candidates.retain(|candidate| !is_beaten(candidate.meaning.unnamed));
    let first_skill = candidates.iter().map(|candidate| candidate.skill).min();
    candidates.retain(|candidate| Some(candidate.skill) == first_skill);
    let fewest = candidates.iter().map(|candidate| candidate.meaning.wildcard_chars).min();
    candidates.retain(|candidate| Some(candidate.meaning.wildcard_chars) == fewest);
    candidates
}

/// The one call that all of them stand for.
fn agree(candidates: &[Candidate]) -> Match {
    let mut calls = candidates.iter().map(|candidate| &candidate.meaning.call);
    let Some(first) = calls.next() else { return Match::None };
    if calls.all(|other| other == first) {
        return Match::Call(first.clone());
    }
    let mut names: Vec<ToolName> =
        candidates.iter().map(|candidate| candidate.meaning.call.tool.name.clone()).collect();
    names.sort();
    names.dedup();
    Match::Ambiguous(names)
}

/// Values as the arguments of a tool.
pub(crate) fn arguments(tool: &Tool, values: Map<String, Value>) -> Option<Arguments> {
    tool.arguments(&Value::Object(values)).ok()
}

#[cfg(test)]
mod tests;

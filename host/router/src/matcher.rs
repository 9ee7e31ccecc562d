//! Which call a sentence template of an installed skill stands for.
//!
//! The templates of all skills are compiled into one automaton per language, with a start for each skill. Matching is
//! exact. A sentence is read skill by skill, each within limits of its own: whatever a skill writes, it can make
//! itself unheard, and no other. All readings are collected, and then:
//!
//! 1. a reading is dropped if another names every word that it names, and more. Words, values of enums and numbers
//!    are named; what a text field takes is not, because it takes anything: "show parking near {near}" names more of
//!    "show parking near the museum" than "show {restaurant}" does, whichever skill was installed first;
//! 2. of the rest, the readings of the skill that was installed first are kept. What another skill loses by either
//!    rule is told when the matcher is built, see [`Conflict`];
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
mod search;
mod slot;
mod values;

use std::sync::Arc;

use jumpseat_package::{Language, SkillId};
use jumpseat_tool::{Arguments, Tool, ToolName};
use serde_json::{Map, Value};

pub(crate) use self::{
    automaton::{Automaton, Builder},
    compile::compile,
    search::search,
    slot::is_short,
};
pub use self::{
    conflict::{Claim, Conflict, Precedence},
    fault::PhraseFault,
};
use self::{draft::Draft, search::Reading, slot::Slot};
use crate::{Call, Surface, tokens::Tokens};

/// A template that is not used, and why. The other templates of its skill are.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("the {language} phrase {template:?} of {skill}.{function} is not used")]
pub struct RejectedPhrase {
    /// The skill.
    pub skill: SkillId,
    /// The function that the phrase is for, as the phrase file names it.
    pub function: String,
    /// The language of the phrase.
    pub language: Language,
    /// The template as written.
    pub template: String,
    /// What is wrong with it.
    #[source]
    pub fault: PhraseFault,
}

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

/// The templates of all installed skills.
#[derive(Debug)]
pub(crate) struct Matcher {
    english: Phrasebook,
    chinese: Phrasebook,
}

/// The templates of one language.
#[derive(Debug, Default)]
struct Phrasebook {
    automaton: Automaton,
    slots: Vec<FieldSlot>,
    entries: Vec<Entry>,
}

/// A template that was compiled.
#[derive(Debug)]
struct Entry {
    tool: Arc<Tool>,
    /// The place of its skill in the order of installation.
    skill: usize,
    template: String,
    set: Map<String, Value>,
}

/// A field that templates name.
#[derive(Debug)]
struct FieldSlot {
    field: String,
    slot: Slot,
}

impl Matcher {
    /// Compiles the phrases of skills, in the order in which they were installed.
    pub(crate) fn new(surfaces: &[Surface]) -> (Self, Vec<Conflict>, Vec<RejectedPhrase>) {
        let mut conflicts = Vec::new();
        let mut rejected = Vec::new();
        let mut phrasebook = |language| {
            let (draft, more) = Draft::of(surfaces, language);
            rejected.extend(more);
            conflicts.extend(conflict::conflicts(&draft, language));
            draft.finish()
        };
        let matcher = Self { english: phrasebook(Language::English), chinese: phrasebook(Language::Chinese) };
        (matcher, conflicts, rejected)
    }

    /// Matches a sentence.
    pub(crate) fn find(&self, sentence: &Tokens, language: Language) -> Match {
        match language {
            Language::English => self.english.find(sentence, language),
            Language::Chinese => self.chinese.find(sentence, language),
        }
    }
}

/// A call that a reading stands for.
struct Meaning {
    call: Call,
    /// The place of its skill in the order of installation.
    skill: usize,
    /// The words that the reading leaves to text fields.
    unnamed: u128,
    wildcard_chars: usize,
}

impl Phrasebook {
    fn find(&self, sentence: &Tokens, language: Language) -> Match {
        let slots = |slot: u32| self.slot(slot).map(|slot| &slot.slot);
        let mut meanings = Vec::new();
        for start in self.automaton.starts() {
            // A skill that reads a sentence in more ways than anybody could mean stays out of it.
            let readings = search(&self.automaton, *start, slots, sentence, language).unwrap_or_default();
            meanings.extend(readings.iter().filter_map(|reading| self.meaning(reading, sentence)));
        }
        agree(&best(meanings))
    }

    /// What a reading stands for, or nothing if its values do not fit the tool: a number out of range, or a required
    /// field that was neither said nor set.
    fn meaning(&self, reading: &Reading, sentence: &Tokens) -> Option<Meaning> {
        let entry = usize::try_from(reading.accepts).ok().and_then(|at| self.entries.get(at))?;
        let mut values = entry.set.clone();
        for fill in &reading.fills {
            let slot = self.slot(fill.slot)?;
            values.insert(slot.field.clone(), slot.slot.value(fill, sentence));
        }
        let call = Call { tool: Arc::clone(&entry.tool), arguments: arguments(&entry.tool, values)? };
        let Reading { unnamed, wildcard_chars, .. } = *reading;
        Some(Meaning { call, skill: entry.skill, unnamed, wildcard_chars })
    }

    fn slot(&self, slot: u32) -> Option<&FieldSlot> {
        usize::try_from(slot).ok().and_then(|at| self.slots.get(at))
    }
}

/// The meanings that the rules of this module leave.
fn best(mut meanings: Vec<Meaning>) -> Vec<Meaning> {
    let mut named: Vec<u128> = meanings.iter().map(|meaning| meaning.unnamed).collect();
    named.sort_unstable();
    named.dedup();
    let is_beaten = |unnamed: u128| named.iter().any(|other| *other != unnamed && other & !unnamed == 0);
    meanings.retain(|meaning| !is_beaten(meaning.unnamed));
    let first_skill = meanings.iter().map(|meaning| meaning.skill).min();
    meanings.retain(|meaning| Some(meaning.skill) == first_skill);
    let fewest = meanings.iter().map(|meaning| meaning.wildcard_chars).min();
    meanings.retain(|meaning| Some(meaning.wildcard_chars) == fewest);
    meanings
}

/// The one call that all of them stand for.
fn agree(meanings: &[Meaning]) -> Match {
    let Some((first, others)) = meanings.split_first() else { return Match::None };
    if others.iter().all(|other| other.call == first.call) {
        return Match::Call(first.call.clone());
    }
    let mut names: Vec<ToolName> = meanings.iter().map(|meaning| meaning.call.tool.name.clone()).collect();
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

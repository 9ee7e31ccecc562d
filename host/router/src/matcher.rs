//! Which call a sentence template of an installed skill stands for.
//!
//! The templates of all skills are compiled into one automaton per language, so that a sentence is read once
//! however many skills there are. Matching is exact. All readings of a sentence are collected, and then:
//!
//! 1. the readings with the fewest characters inside text fields are kept: "show parking" with its own template
//!    is not "show {restaurant}";
//! 2. of these, the readings of the skill that was installed first are kept. What another skill loses by that is
//!    told when the matcher is built, see [`Conflict`];
//! 3. if these are one and the same call, it is made. If not, the sentence is ambiguous and no phrase matches.
//!
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
    conflict::{Claim, Conflict},
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

impl Phrasebook {
    fn find(&self, sentence: &Tokens, language: Language) -> Match {
        let slots = |slot: u32| self.slot(slot).map(|slot| &slot.slot);
        let Some(mut readings) = search(&self.automaton, slots, sentence, language) else {
            return Match::Ambiguous(Vec::new());
        };
        readings.sort_by_key(|reading| reading.wildcard_chars);
        readings
            .chunk_by(|a, b| a.wildcard_chars == b.wildcard_chars)
            .map(|equals| self.agree(equals, sentence))
            .find(|found| *found != Match::None)
            .unwrap_or(Match::None)
    }

    /// The one call of readings that are equally exact.
    fn agree(&self, readings: &[Reading], sentence: &Tokens) -> Match {
        let calls: Vec<(usize, Call)> = readings.iter().filter_map(|reading| self.call(reading, sentence)).collect();
        let first_skill = calls.iter().map(|(skill, _)| *skill).min();
        let mut calls = calls.into_iter().filter(|(skill, _)| Some(*skill) == first_skill).map(|(_, call)| call);
        let Some(call) = calls.next() else { return Match::None };
        let others: Vec<Call> = calls.filter(|other| *other != call).collect();
        if others.is_empty() {
            return Match::Call(call);
        }
        let mut names: Vec<ToolName> = others.into_iter().chain([call]).map(|call| call.tool.name.clone()).collect();
        names.sort();
        names.dedup();
        Match::Ambiguous(names)
    }

    /// The call that a reading stands for, or nothing if its values do not fit the tool: a number out of range, or a
    /// required field that was neither said nor set.
    fn call(&self, reading: &Reading, sentence: &Tokens) -> Option<(usize, Call)> {
        let entry = usize::try_from(reading.accepts).ok().and_then(|at| self.entries.get(at))?;
        let mut values = entry.set.clone();
        for fill in &reading.fills {
            let slot = self.slot(fill.slot)?;
            values.insert(slot.field.clone(), slot.slot.value(fill, sentence));
        }
        let arguments = arguments(&entry.tool, values)?;
        Some((entry.skill, Call { tool: Arc::clone(&entry.tool), arguments }))
    }

    fn slot(&self, slot: u32) -> Option<&FieldSlot> {
        usize::try_from(slot).ok().and_then(|at| self.slots.get(at))
    }
}

/// Values as the arguments of a tool.
pub(crate) fn arguments(tool: &Tool, values: Map<String, Value>) -> Option<Arguments> {
    tool.arguments(&Value::Object(values)).ok()
}

#[cfg(test)]
mod tests;

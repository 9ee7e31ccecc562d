//! The templates of one skill in one language, ready to match.

use std::{slice, sync::Arc};

use jumpseat_package::{Language, SkillId};
use jumpseat_tool::Tool;
use serde_json::{Map, Value};

use super::{
    PhraseFault, arguments,
    automaton::Automaton,
    draft::Draft,
    search::{Reading, search},
    slot::Slot,
};
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

/// The templates of one skill in one language. A car holds one for each skill all day, so it keeps nothing that matching
/// does not need.
#[derive(Debug, Default)]
pub(crate) struct Phrasebook {
    pub(super) automaton: Automaton,
    pub(super) slots: Box<[FieldSlot]>,
    pub(super) entries: Box<[Entry]>,
}

/// What a template stands for.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) tool: Arc<Tool>,
    /// Fields that it sets without saying them.
    pub(super) set: Map<String, Value>,
}

/// A field that templates name.
#[derive(Debug)]
pub(super) struct FieldSlot {
    pub(super) field: String,
    pub(super) slot: Slot,
}

/// A call that a sentence may stand for.
#[derive(Debug)]
pub(super) struct Meaning {
    pub(super) call: Call,
    /// The words that the reading leaves to text fields.
    pub(super) unnamed: u128,
    /// Characters inside text fields.
    pub(super) wildcard_chars: usize,
}

impl Phrasebook {
    /// Compiles the phrases of a skill in one language.
    pub(crate) fn of(surface: &Surface, language: Language) -> (Self, Vec<RejectedPhrase>) {
        let (draft, rejected) = Draft::of(slice::from_ref(surface), language);
        (draft.finish(), rejected)
    }

    /// All that a sentence may stand for. A skill that reads it in more ways than anybody could mean stays out of it.
    pub(super) fn meanings(&self, sentence: &Tokens, language: Language) -> Vec<Meaning> {
        let slots = |slot: u32| self.slot(slot).map(|slot| &slot.slot);
        let readings = search(&self.automaton, slots, sentence, language).unwrap_or_default();
        readings.iter().filter_map(|reading| self.meaning(reading, sentence)).collect()
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
        Some(Meaning { call, unnamed, wildcard_chars })
    }

    fn slot(&self, slot: u32) -> Option<&FieldSlot> {
        usize::try_from(slot).ok().and_then(|at| self.slots.get(at))
    }
}

//! Templates in one language on their way into an automaton: those of one skill to be matched, or those of several to be
//! compared.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use jumpseat_package::{Language, Phrases, Sentence};
use jumpseat_tool::{Tool, Type};
use serde_json::{Map, Value};

use super::{
    PhraseFault, Phrasebook, RejectedPhrase,
    automaton::{Builder, Label, number},
    compile::compile,
    phrasebook::{Entry, FieldSlot},
    slot::Slot,
    values::slot,
};
use crate::{Surface, limits::SKILL_EDGES_MAX};

/// Compiled templates. They share one builder.
pub(super) struct Draft {
    pub(super) builder: Builder,
    pub(super) slots: Vec<FieldSlot>,
    pub(super) templates: Vec<DraftTemplate>,
}

/// A compiled template.
pub(super) struct DraftTemplate {
    /// The place of its skill in the order of installation.
    pub(super) skill: usize,
    pub(super) tool: Arc<Tool>,
    /// Where it starts in the builder.
    start: u32,
    pub(super) source: String,
    set: Map<String, Value>,
}

impl Draft {
    /// Compiles the phrases of skills in one language.
    pub(super) fn of(surfaces: &[Surface], language: Language) -> (Self, Vec<RejectedPhrase>) {
        let mut draft = Self { builder: Builder::default(), slots: Vec::new(), templates: Vec::new() };
        let mut rejected = Vec::new();
        for (order, surface) in surfaces.iter().enumerate() {
            draft.builder.allow(SKILL_EDGES_MAX);
            for phrases in surface.phrases.iter().filter(|phrases| phrases.language == language) {
                rejected.extend(draft.add(order, surface, phrases));
            }
        }
        (draft, rejected)
    }

    /// Adds the phrases of a skill in one language and returns those that cannot be used.
    fn add(&mut self, skill: usize, surface: &Surface, phrases: &Phrases) -> Vec<RejectedPhrase> {
        let mut rejected = Vec::new();
        let mut slots = HashMap::new();
        for (function, sentences) in &phrases.tools {
            let tool = surface.tools.iter().find(|tool| tool.name.function == *function);
            for sentence in sentences {
                let added = tool
                    .ok_or(PhraseFault::UnknownTool)
                    .and_then(|tool| self.add_sentence(skill, tool, sentence, phrases, &mut slots));
                if let Err(fault) = added {
                    rejected.push(RejectedPhrase {
                        skill: surface.skill.clone(),
                        function: function.clone(),
                        language: phrases.language,
                        template: sentence.template.source.clone(),
                        fault,
                    });
                }
            }
        }
        rejected
    }

    fn add_sentence(
        &mut self,
        skill: usize,
        tool: &Arc<Tool>,
        sentence: &Sentence,
        phrases: &Phrases,
        slots: &mut HashMap<(String, String), u32>,
    ) -> Result<(), PhraseFault> {
        check_fields(tool, sentence)?;
        let mut named = HashMap::new();
        for field in sentence.template.fields() {
            let key = (tool.name.function.clone(), field.to_owned());
            let slot = if let Some(slot) = slots.get(&key) {
                *slot
            } else {
                let slot = slot(tool, field, phrases, &mut self.builder)?;
                self.slots.push(FieldSlot { field: field.to_owned(), slot });
                let slot = number(self.slots.len() - 1);
                slots.insert(key, slot);
                slot
            };
            named.insert(field, slot);
        }
        let start = compile(&mut self.builder, &sentence.template.expression(), &named, number(self.templates.len()))?;
        if self.accepts_any_text(start, &mut HashSet::new()) {
            return Err(PhraseFault::OnlyText);
        }
        self.templates.push(DraftTemplate {
            skill,
            tool: Arc::clone(tool),
            start,
            source: sentence.template.source.clone(),
            set: sentence.set.clone(),
        });
        Ok(())
    }

    /// Whether text fields alone lead from a place to the end.
    fn accepts_any_text(&self, node: u32, seen: &mut HashSet<u32>) -> bool {
        seen.insert(node)
            && self.builder.edges(node).iter().any(|edge| match edge.label {
                Label::Accept => true,
                Label::Word(_) => false,
                Label::Slot(slot) => {
                    let slot = usize::try_from(slot).ok().and_then(|at| self.slots.get(at));
                    slot.is_some_and(|slot| slot.slot == Slot::Text) && self.accepts_any_text(edge.target, seen)
                }
            })
    }

    /// Where each template starts, by its number.
    pub(super) fn starts(&self) -> impl Iterator<Item = u32> {
        self.templates.iter().map(|template| template.start)
    }

    /// The phrasebook of all templates, ready to match.
    pub(super) fn finish(self) -> Phrasebook {
        let starts: Vec<u32> = self.starts().collect();
        let entries = self.templates.into_iter().map(|DraftTemplate { tool, set, .. }| Entry { tool, set }).collect();
        Phrasebook { automaton: self.builder.finish(&starts), slots: self.slots.into(), entries }
    }
}

/// Checks that the fields of a sentence are those of the tool, and that none is missing.
fn check_fields(tool: &Tool, sentence: &Sentence) -> Result<(), PhraseFault> {
    let fields = tool.request.as_ref().map_or(&[][..], |request| &request.fields);
    let said = sentence.template.fields();
    for name in said.iter().copied().chain(sentence.set.keys().map(String::as_str)) {
        if !fields.iter().any(|field| field.name == name) {
            return Err(PhraseFault::UnknownField { field: name.to_owned() });
        }
    }
    let missing = fields.iter().find(|field| {
        !matches!(field.ty, Type::Option(_))
            && !said.contains(field.name.as_str())
            && !sentence.set.contains_key(&field.name)
    });
    missing.map_or(Ok(()), |field| Err(PhraseFault::MissingField { field: field.name.clone() }))
}

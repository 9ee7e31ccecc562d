//! Sentences that two skills claim.
//!
//! The templates of all skills are walked at once, along sequences of words that at least two skills share. The
//! walk is exact for words and for the words of enums and booleans. Numbers are taken to equal numbers and texts
//! to equal texts, but neither is compared with words: a text is less exact than words, so it never takes a sentence
//! from them, and a number that equals a fixed word is rare. The walk stops at a limit, after which conflicts are
//! no longer told; who wins a sentence does not depend on it, because that is decided when the sentence is heard.

use std::{
    collections::{BTreeSet, HashSet, VecDeque},
    fmt,
};

use jumpseat_package::Language;
use jumpseat_tool::ToolName;

use super::{
    automaton::{Label, number},
    draft::Draft,
    slot::Slot,
};
use crate::limits::{CONFLICT_STEPS_MAX, CONFLICTS_MAX, PHRASE_TOKENS_MAX};

/// Two skills claim one sentence; the one that was installed later loses it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// The language of the sentence.
    pub language: Language,
    /// A sentence that both claim, with "…" where any text stands and "1" where any number stands.
    pub sentence: String,
    /// Who answers it.
    pub winner: Claim,
    /// Who does not.
    pub loser: Claim,
}

/// A template that claims a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// The tool that it stands for.
    pub tool: ToolName,
    /// The template as written.
    pub template: String,
}

impl fmt::Display for Conflict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { sentence, winner, loser, .. } = self;
        write!(f, "\"{sentence}\" stays with {}, installed before {}", winner.tool, loser.tool)
    }
}

/// What both skills take from the sentence in one step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    Word(u32),
    Number,
    Text,
    End,
}

/// Where a template stands after some steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Cursor {
    entry: u32,
    place: Place,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Place {
    /// At a node of the automaton.
    Node(u32),
    /// Inside the words of a value: this saying of this slot, of which so many words are said.
    Saying { slot: u32, saying: u32, words: u32, target: u32 },
}

/// The conflicts between the skills of a phrasebook.
pub(super) fn conflicts(draft: &Draft, language: Language) -> Vec<Conflict> {
    let starts =
        draft.starts.iter().zip(0..).map(|(node, entry)| Cursor { entry, place: Place::Node(*node) }).collect();
    let mut walk =
        Walk { draft, language, steps: 0, seen: HashSet::new(), told: BTreeSet::new(), conflicts: Vec::new() };
    let mut waiting = VecDeque::from([(starts, Vec::new())]);
    while let Some((cursors, path)) = waiting.pop_front() {
        if walk.steps > CONFLICT_STEPS_MAX || walk.conflicts.len() >= CONFLICTS_MAX {
            tracing::warn!(%language, "too many phrases to tell all conflicts between skills");
            break;
        }
        walk.visit(cursors, &path, &mut waiting);
    }
    walk.conflicts
}

struct Walk<'a> {
    draft: &'a Draft,
    language: Language,
    steps: usize,
    seen: HashSet<Vec<Cursor>>,
    /// Pairs of templates, winner first, that are told already.
    told: BTreeSet<(u32, u32)>,
    conflicts: Vec<Conflict>,
}

impl Walk<'_> {
    fn visit(&mut self, cursors: Vec<Cursor>, path: &[Step], waiting: &mut VecDeque<(Vec<Cursor>, Vec<Step>)>) {
        if path.len() > PHRASE_TOKENS_MAX || !self.seen.insert(cursors.clone()) {
            return;
        }
        let mut steps: Vec<(Step, Cursor)> = Vec::new();
        for Cursor { entry, place } in cursors {
            self.steps_from(place, |step, place| steps.push((step, Cursor { entry, place })));
        }
        self.steps += steps.len();
        steps.sort_unstable();
        steps.dedup();
        for same in steps.chunk_by(|(a, _), (b, _)| a == b) {
            let cursors: Vec<Cursor> = same.iter().map(|(_, cursor)| *cursor).collect();
            let Some((step, _)) = same.first().filter(|_| self.is_shared(&cursors)) else { continue };
            if *step == Step::End {
                self.tell(&cursors, path);
            } else {
                waiting.push_back((cursors, path.iter().copied().chain([*step]).collect()));
            }
        }
    }

    /// Everything that a template can take next.
    fn steps_from(&self, place: Place, mut each: impl FnMut(Step, Place)) {
        let node = match place {
            Place::Node(node) => node,
            Place::Saying { slot, saying, words, target } => {
                if let Some((step, place)) = self.next_word(slot, saying, words, target) {
                    each(step, place);
                }
                return;
            }
        };
        for edge in self.draft.builder.edges(node) {
            let target = Place::Node(edge.target);
            match edge.label {
                Label::Word(word) => each(Step::Word(word), target),
                Label::Accept => each(Step::End, place),
                Label::Slot(slot) => match self.slot(slot) {
                    Some(Slot::Integer { .. }) => each(Step::Number, target),
                    Some(Slot::Text) => each(Step::Text, target),
                    Some(Slot::Said(sayings)) => {
                        for saying in 0..number(sayings.len()) {
                            if let Some((step, place)) = self.next_word(slot, saying, 0, edge.target) {
                                each(step, place);
                            }
                        }
                    }
                    None => {}
                },
            }
        }
    }

    /// The step inside a saying, of which so many words are said.
    fn next_word(&self, slot: u32, saying: u32, words: u32, target: u32) -> Option<(Step, Place)> {
        let Some(Slot::Said(sayings)) = self.slot(slot) else { return None };
        let all = &sayings.get(usize::try_from(saying).ok()?)?.words;
        let word = *all.get(usize::try_from(words).ok()?)?;
        let words = words + 1;
        let place = if number(all.len()) == words {
            Place::Node(target)
        } else {
            Place::Saying { slot, saying, words, target }
        };
        Some((Step::Word(word), place))
    }

    /// Writes down the conflicts of templates that accept one sentence.
    fn tell(&mut self, cursors: &[Cursor], path: &[Step]) {
        let first = cursors.iter().filter_map(|cursor| Some((self.skill(cursor.entry)?, cursor.entry))).min();
        let Some((skill, winner)) = first else { return };
        for cursor in cursors {
            if self.skill(cursor.entry) == Some(skill) || !self.told.insert((winner, cursor.entry)) {
                continue;
            }
            if let (Some(winner), Some(loser)) = (self.claim(winner), self.claim(cursor.entry)) {
                self.conflicts.push(Conflict { language: self.language, sentence: self.sentence(path), winner, loser });
            }
        }
    }

    fn sentence(&self, path: &[Step]) -> String {
        let words = self.draft.builder.words();
        let said: Vec<&str> = path
            .iter()
            .map(|step| match step {
                Step::Word(word) => words.get(word).copied().unwrap_or(""),
                Step::Number => "1",
                Step::Text => "…",
                Step::End => "",
            })
            .collect();
        said.join(if self.language == Language::Chinese { "" } else { " " })
    }

    /// Whether at least two skills stand here.
    fn is_shared(&self, cursors: &[Cursor]) -> bool {
        let mut skills = cursors.iter().map(|cursor| self.skill(cursor.entry));
        let first = skills.next().flatten();
        skills.any(|skill| skill != first)
    }

    fn skill(&self, entry: u32) -> Option<usize> {
        self.entry(entry).map(|entry| entry.skill)
    }

    fn claim(&self, entry: u32) -> Option<Claim> {
        self.entry(entry).map(|entry| Claim { tool: entry.tool.name.clone(), template: entry.template.clone() })
    }

    fn entry(&self, entry: u32) -> Option<&super::Entry> {
        usize::try_from(entry).ok().and_then(|at| self.draft.entries.get(at))
    }

    fn slot(&self, slot: u32) -> Option<&Slot> {
        usize::try_from(slot).ok().and_then(|at| self.draft.slots.get(at)).map(|slot| &slot.slot)
    }
}

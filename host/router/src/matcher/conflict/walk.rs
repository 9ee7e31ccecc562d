//! A walk over the templates of all skills at once.

use std::collections::{BTreeSet, HashSet, VecDeque};

use jumpseat_package::Language;

use super::{Claim, Conflict, Precedence};
use crate::{
    limits::{CONFLICT_STEPS_MAX, CONFLICTS_MAX, PHRASE_TOKENS_MAX},
    matcher::{
        automaton::{Label, number},
        draft::{Draft, DraftTemplate},
        slot::Slot,
    },
};

/// The next part of the sentence.
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
    /// Whether a text field of it took something that the steps name.
    swallowed: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Place {
    /// At a node of the automaton.
    Node(u32),
    /// Inside the words of a value: this saying of this slot, of which so many words are said.
    Saying { slot: u32, saying: u32, words: u32, target: u32 },
    /// Inside a text field that takes more.
    Text { target: u32 },
}

/// Cursors that one sequence of steps leads to.
type State = (Vec<Cursor>, Vec<Step>);

pub(super) struct Walk<'a> {
    draft: &'a Draft,
    language: Language,
    /// What is looked for.
    precedence: Precedence,
    /// By template: its skill, and a number for its tool.
    owners: Vec<(usize, u32)>,
    /// By node: whether a text field stands there or later.
    text_ahead: Vec<bool>,
    steps: usize,
    seen: HashSet<Vec<Cursor>>,
    /// What is told already: pairs of a winner and the template that loses. The winner is a template or, where it
    /// wins by its words, a tool.
    told: BTreeSet<(u32, u32)>,
    conflicts: Vec<Conflict>,
}

impl<'a> Walk<'a> {
    pub(super) fn new(draft: &'a Draft, language: Language, precedence: Precedence) -> Self {
        let mut tools = Vec::new();
        let owner = |entry: &DraftTemplate| {
            let known = tools.iter().rposition(|name| *name == entry.tool.name);
            let tool = known.unwrap_or_else(|| {
                tools.push(entry.tool.name.clone());
                tools.len() - 1
            });
            (entry.skill, number(tool))
        };
        let owners = draft.templates.iter().map(owner).collect();
        let (seen, told, text_ahead) = (HashSet::new(), BTreeSet::new(), text_ahead(draft));
        Self { draft, language, precedence, owners, text_ahead, steps: 0, seen, told, conflicts: Vec::new() }
    }

    pub(super) fn run(mut self) -> Vec<Conflict> {
        let starts = self.draft.starts().zip(0..);
        let starts = starts.map(|(node, entry)| Cursor { entry, place: Place::Node(node), swallowed: false }).collect();
        let mut waiting = VecDeque::from([(starts, Vec::new())]);
        while let Some(state) = waiting.pop_front() {
            if self.steps > CONFLICT_STEPS_MAX || self.conflicts.len() >= CONFLICTS_MAX {
                let (language, precedence) = (self.language, self.precedence);
                tracing::info!(%language, ?precedence, "too many phrases to tell all conflicts between skills");
                break;
            }
            self.visit(state, &mut waiting);
        }
        self.conflicts
    }

    fn visit(&mut self, (mut cursors, path): State, waiting: &mut VecDeque<State>) {
        // Conflicts were told since this waits.
        let is_futile = !path.is_empty() && !self.may_conflict(&mut cursors);
        if is_futile || path.len() > PHRASE_TOKENS_MAX || !self.seen.insert(cursors.clone()) {
            return;
        }
        let mut steps: Vec<(Step, Cursor)> = Vec::new();
        for cursor in &cursors {
            self.steps_from(cursor.place, |step, place| steps.push((step, Cursor { place, ..*cursor })));
        }
        self.steps += steps.len();
        steps.sort_unstable();
        steps.dedup();
        for same in steps.chunk_by(|(a, _), (b, _)| a == b) {
            let Some((step, _)) = same.first() else { continue };
            // A template that takes the words before in a text field follows the others; it does not lead.
            if same.iter().all(|(_, cursor)| cursor.swallowed) {
                continue;
            }
            let mut next: Vec<Cursor> = same.iter().map(|(_, cursor)| *cursor).collect();
            if *step == Step::End {
                self.tell(&next, &path);
                continue;
            }
            if self.precedence == Precedence::NamesMoreWords {
                self.swallow(&cursors, *step, &mut next);
            }
            if self.may_conflict(&mut next) {
                waiting.push_back((next, path.iter().copied().chain([*step]).collect()));
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
            Place::Text { .. } => return,
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

    /// Adds the templates that take a step in a text field.
    fn swallow(&mut self, cursors: &[Cursor], step: Step, next: &mut Vec<Cursor>) {
        let before = next.len();
        for cursor in cursors {
            let swallowed = cursor.swallowed || step != Step::Text;
            let takers = match cursor.place {
                Place::Text { target } => vec![target],
                Place::Node(node) => self.text_targets(node),
                Place::Saying { .. } => Vec::new(),
            };
            for target in takers {
                let places = [Place::Node(target), Place::Text { target }];
                next.extend(places.map(|place| Cursor { place, swallowed, ..*cursor }));
            }
        }
        self.steps += next.len() - before;
        next.sort_unstable();
        next.dedup();
    }

    /// Where the text fields at a node lead.
    fn text_targets(&self, node: u32) -> Vec<u32> {
        let edges = self.draft.builder.edges(node).iter();
        let texts =
            edges.filter(|edge| matches!(edge.label, Label::Slot(slot) if self.slot(slot) == Some(&Slot::Text)));
        texts.map(|edge| edge.target).collect()
    }

    /// Whether these templates can still come to a conflict that is not told. Those that cannot are dropped.
    fn may_conflict(&self, cursors: &mut Vec<Cursor>) -> bool {
        let mut leading: Vec<(usize, u32)> =
            cursors.iter().filter(|cursor| leads(cursor)).filter_map(|cursor| self.owner(cursor.entry)).collect();
        leading.sort_unstable();
        leading.dedup();
        if self.precedence == Precedence::InstalledFirst {
            let first = leading.first().map(|(skill, _)| *skill);
            return leading.iter().any(|(skill, _)| Some(*skill) != first);
        }
        let can_lose = |cursor: &Cursor| {
            let skill = self.skill(cursor.entry);
            let mut winners = leading.iter().filter(|(winner, _)| skill.is_some_and(|skill| skill < *winner));
            winners.any(|(_, tool)| !self.told.contains(&(*tool, cursor.entry)))
        };
        cursors.retain(|cursor| leads(cursor) || can_lose(cursor));
        cursors.iter().any(|cursor| (!leads(cursor) || self.comes_to_text(cursor.place)) && can_lose(cursor))
    }

    /// Whether a template that leads may still take something in a text field.
    fn comes_to_text(&self, place: Place) -> bool {
        let (Place::Node(node) | Place::Saying { target: node, .. } | Place::Text { target: node }) = place;
        usize::try_from(node).ok().and_then(|at| self.text_ahead.get(at)).copied().unwrap_or(false)
    }

    /// Writes down the conflicts of templates that accept one sentence.
    fn tell(&mut self, cursors: &[Cursor], path: &[Step]) {
        let leading = cursors.iter().filter(|cursor| leads(cursor));
        let first = leading.filter_map(|cursor| Some((self.skill(cursor.entry)?, cursor.entry))).min();
        let Some((first_skill, winner)) = first else { return };
        for cursor in cursors {
            let Some(skill) = self.skill(cursor.entry) else { continue };
            let (loses, key) = match self.precedence {
                Precedence::InstalledFirst => (skill != first_skill, Some(winner)),
                Precedence::NamesMoreWords => {
                    (!leads(cursor) && skill < first_skill, self.owner(winner).map(|(_, tool)| tool))
                }
            };
            let Some(key) = key.filter(|_| loses) else { continue };
            if !self.told.insert((key, cursor.entry)) {
                continue;
            }
            if let (Some(winner), Some(loser)) = (self.claim(winner), self.claim(cursor.entry)) {
                let (language, precedence) = (self.language, self.precedence);
                self.conflicts.push(Conflict { language, sentence: self.sentence(path), winner, loser, precedence });
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

    fn owner(&self, entry: u32) -> Option<(usize, u32)> {
        usize::try_from(entry).ok().and_then(|at| self.owners.get(at)).copied()
    }

    fn skill(&self, entry: u32) -> Option<usize> {
        self.owner(entry).map(|(skill, _)| skill)
    }

    fn claim(&self, entry: u32) -> Option<Claim> {
        let entry = usize::try_from(entry).ok().and_then(|at| self.draft.templates.get(at))?;
        Some(Claim { tool: entry.tool.name.clone(), template: entry.source.clone() })
    }

    fn slot(&self, slot: u32) -> Option<&Slot> {
        usize::try_from(slot).ok().and_then(|at| self.draft.slots.get(at)).map(|slot| &slot.slot)
    }
}

/// By node: whether a text field stands there or later.
fn text_ahead(draft: &Draft) -> Vec<bool> {
    let mut ahead: Vec<bool> = Vec::new();
    let is_text = |slot: u32| {
        let slot = usize::try_from(slot).ok().and_then(|at| draft.slots.get(at));
        slot.is_some_and(|slot| slot.slot == Slot::Text)
    };
    for node in 0..draft.builder.count() {
        // Where edges lead to comes first, so it is known.
        let found = draft.builder.edges(node).iter().any(|edge| match edge.label {
            Label::Accept => false,
            Label::Slot(slot) if is_text(slot) => true,
            Label::Slot(_) | Label::Word(_) => {
                usize::try_from(edge.target).ok().and_then(|at| ahead.get(at)).copied().unwrap_or(false)
            }
        });
        ahead.push(found);
    }
    ahead
}

/// Whether a template names all that the steps name.
fn leads(cursor: &Cursor) -> bool {
    !cursor.swallowed && !matches!(cursor.place, Place::Text { .. })
}

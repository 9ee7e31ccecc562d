//! All readings of a sentence.

use std::{collections::HashMap, rc::Rc};

use jumpseat_package::Language;

use super::{
    automaton::{Automaton, Edge, Label},
    slot::{Fill, Slot},
};
use crate::{
    limits::{MATCH_READINGS_MAX, MATCH_VISITS_MAX, PHRASE_TOKENS_MAX},
    tokens::Tokens,
};

/// A way in which a template accepts a sentence.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Reading {
    /// The template.
    pub(crate) accepts: u32,
    /// The fields that the sentence fills, the last one first.
    pub(crate) fills: Vec<Fill>,
    /// The words inside text fields, a bit for each word of the sentence.
    pub(crate) unnamed: u128,
    /// Characters inside text fields.
    pub(crate) wildcard_chars: usize,
}

const _: () = assert!(PHRASE_TOKENS_MAX <= u128::BITS as usize);

/// All readings of a sentence, or nothing if there are too many to look at.
///
/// A sentence that is longer than any phrase has none.
pub(crate) fn search<'a>(
    automaton: &'a Automaton,
    slots: impl Fn(u32) -> Option<&'a Slot>,
    sentence: &'a Tokens,
    language: Language,
) -> Option<Vec<Reading>> {
    if sentence.len() > PHRASE_TOKENS_MAX {
        return Some(Vec::new());
    }
    let words = sentence.words().map(|word| automaton.word(word)).collect();
    let mut search = Search { automaton, slots, sentence, language, words, known: HashMap::new(), visits: 0 };
    search.from(automaton.start(), 0).map(|readings| readings.as_ref().clone())
}

struct Search<'a, S> {
    automaton: &'a Automaton,
    slots: S,
    sentence: &'a Tokens,
    language: Language,
    /// The words of the sentence as the automaton numbers them.
    words: Vec<Option<u32>>,
    /// Readings of the rest of the sentence by place in the automaton and word. A place that fails once fails
    /// always, so each is visited once.
    known: HashMap<(u32, usize), Rc<Vec<Reading>>>,
    visits: usize,
}

impl<'a, S: Fn(u32) -> Option<&'a Slot>> Search<'a, S> {
    /// The readings of the sentence from a word on, at a place in the automaton. Every step takes a word, so the
    /// depth of the recursion is at most the length of the sentence.
    fn from(&mut self, node: u32, at: usize) -> Option<Rc<Vec<Reading>>> {
        self.visits += 1;
        if self.visits > MATCH_VISITS_MAX {
            return None;
        }
        let word = self.words.get(at).copied().flatten();
        let is_other_word = |edge: &Edge| matches!(edge.label, Label::Word(other) if Some(other) != word);
        let mut edges = self.automaton.edges(node).filter(|edge| !is_other_word(edge)).peekable();
        // Most visits end here: after a text field, every following word is tried and few go on.
        if edges.peek().is_none() {
            return Some(Rc::default());
        }
        if let Some(known) = self.known.get(&(node, at)) {
            return Some(Rc::clone(known));
        }
        let mut readings = Vec::new();
        for edge in edges {
            match edge.label {
                Label::Word(_) => readings.extend_from_slice(&self.from(edge.target, at + 1)?),
                Label::Slot(slot) => self.through(slot, edge.target, at, &mut readings)?,
                Label::Accept if at == self.words.len() => {
                    let accepts = edge.target;
                    readings.push(Reading { accepts, fills: Vec::new(), unnamed: 0, wildcard_chars: 0 });
                }
                Label::Accept => {}
            }
        }
        readings.sort_unstable();
        readings.dedup();
        if readings.len() > MATCH_READINGS_MAX {
            return None;
        }
        let readings = Rc::new(readings);
        self.known.insert((node, at), Rc::clone(&readings));
        Some(readings)
    }

    /// Adds the readings that begin with a value of a field.
    fn through(&mut self, slot: u32, target: u32, at: usize, readings: &mut Vec<Reading>) -> Option<()> {
        let Some(values) = (self.slots)(slot) else { return Some(()) };
        for fill in values.fills(slot, at, &self.words, self.sentence, self.language) {
            let wildcard_chars = values.wildcard_chars(&fill, self.sentence);
            let unnamed = if wildcard_chars == 0 { 0 } else { words_between(fill.from, fill.to) };
            for rest in self.from(target, fill.to)?.iter() {
                let mut reading = rest.clone();
                reading.fills.push(fill);
                reading.unnamed |= unnamed;
                reading.wildcard_chars += wildcard_chars;
                readings.push(reading);
            }
        }
        Some(())
    }
}

/// The bits of the words from one up to, not including, another.
fn words_between(from: usize, to: usize) -> u128 {
    (from..to).fold(0, |words, at| words | 1 << at)
}

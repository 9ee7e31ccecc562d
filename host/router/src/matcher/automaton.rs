//! Many templates as one graph without loops.
//!
//! A node is a place in one or more templates; an edge is a word or a field that leads to the next place. Nodes are
//! built from the end of a template to its start, and equal ones are one. At the end, nodes that the same words reach are
//! merged from the start on, so that templates that begin alike are walked together. What is then walked is a string of
//! bytes: a car holds the templates of a hundred skills all day, and most of them are hardly ever used. This deliberately
//! knows nothing of what is matched: a template is a number, a field is a number.

mod builder;
mod packed;
mod words;

pub(crate) use self::builder::{BudgetSpent, Builder, number};
use self::{packed::Edges, words::Words};

/// What an edge takes from the sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Label {
    /// This word of the vocabulary.
    Word(u32),
    /// A value of this field.
    Slot(u32),
    /// The end of the sentence; the target is the number of the template.
    Accept,
}

/// A step from one place to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Edge {
    pub(crate) label: Label,
    pub(crate) target: u32,
}

/// A graph that is walked.
#[derive(Debug, Default)]
pub(crate) struct Automaton {
    nodes: Box<[u8]>,
    start: u32,
    words: Words,
}

impl Automaton {
    /// The node at which sentences begin.
    pub(crate) fn start(&self) -> u32 {
        self.start
    }

    /// The number of a word, if it stands in a template or value.
    pub(crate) fn word(&self, word: &str) -> Option<u32> {
        self.words.number(word)
    }

    /// The edges of a node, sorted.
    pub(crate) fn edges(&self, node: u32) -> Edges<'_> {
        Edges::of(&self.nodes, node)
    }

    /// How many bytes the nodes take.
    #[cfg(test)]
    pub(crate) fn size(&self) -> usize {
        self.nodes.len()
    }
}

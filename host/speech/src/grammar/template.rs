//! From a sentence template to the graph of what it accepts.
//!
//! A template is compiled from its end to its start, so that every part knows what follows it. Words may be put
//! together from parts, as in `light[s]`, so what follows is a list of beginnings of words, see [`Tail`]. Words are
//! cut as the router cuts them: what is recognised must be what it matches.

use std::collections::HashMap;

use jumpseat_package::{Expression, Template};
use unicode_normalization::UnicodeNormalization as _;

use super::graph::{BudgetSpent, Graph, Node};
use crate::limits::{TEMPLATE_STEPS_MAX, TEMPLATE_TAILS_MAX};

/// Why a template is not in the grammar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unusable {
    /// Every sentence that it accepts holds a word without a known pronunciation.
    #[error("each of its forms has a word that cannot be pronounced")]
    Unpronounceable,
    /// It accepts too many forms of sentence.
    #[error("it has too many forms")]
    TooComplex,
    /// The sentences of its skill are more than a recogniser can search in time.
    #[error("the skill's sentences are too many")]
    TooLarge,
}

impl From<BudgetSpent> for Unusable {
    fn from(BudgetSpent: BudgetSpent) -> Self {
        Self::TooLarge
    }
}

/// A way in which the sentence goes on after a place in a template.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Tail {
    /// The end of a word whose beginning may stand further left. Empty between words.
    word: String,
    /// What follows the word.
    next: Node,
}

impl Tail {
    fn between_words(next: Node) -> Vec<Self> {
        vec![Self { word: String::new(), next }]
    }
}

/// The sentences that a template accepts. A field that is not given says nothing, and takes its branch with it.
pub(super) fn compile(graph: &mut Graph, template: &Template, fields: &HashMap<&str, Node>) -> Result<Node, Unusable> {
    let mut compiler = Compiler { graph, fields, steps: 0 };
    let tails = compiler.part(&template.expression(), Tail::between_words(Graph::END))?;
    compiler.close(tails)
}

struct Compiler<'a> {
    graph: &'a mut Graph,
    fields: &'a HashMap<&'a str, Node>,
    steps: usize,
}

impl Compiler<'_> {
    /// What stands before the tails once this part is put there. Templates are parsed with a limited depth, which
    /// bounds the recursion.
    fn part(&mut self, part: &Expression, tails: Vec<Tail>) -> Result<Vec<Tail>, Unusable> {
        self.steps += tails.len();
        if self.steps > TEMPLATE_STEPS_MAX {
            return Err(Unusable::TooComplex);
        }
        match part {
            Expression::Text(text) => self.text(text, tails),
            Expression::Sequence(parts) => parts.iter().rev().try_fold(tails, |tails, part| self.part(part, tails)),
            Expression::Alternative(branches) => {
                let mut before = Vec::new();
                for branch in branches {
                    before.extend(self.part(branch, tails.clone())?);
                }
                self.distinct(before)
            }
            Expression::Permutation(parts) => {
                let end = self.close(tails)?;
                let waiting: Vec<&Expression> = parts.iter().collect();
                Ok(Tail::between_words(self.permutation(&waiting, end)?))
            }
            Expression::Field(name) => {
                let value = self.fields.get(name.as_str()).copied().unwrap_or(Graph::NOTHING);
                let next = self.close(tails)?;
                Ok(Tail::between_words(self.graph.chain(value, next)?))
            }
        }
    }

    fn text(&mut self, text: &str, mut tails: Vec<Tail>) -> Result<Vec<Tail>, Unusable> {
        let plain: Vec<char> = text.nfkc().flat_map(char::to_lowercase).collect();
        for c in plain.into_iter().rev() {
            match c {
                '\'' | '\u{2019}' | '\u{2bc}' => tails.iter_mut().for_each(|tail| tail.word.insert(0, '\'')),
                c if c.is_alphanumeric() => tails.iter_mut().for_each(|tail| tail.word.insert(0, c)),
                _ => {
                    let next = self.close(tails)?;
                    tails = Tail::between_words(next);
                }
            }
        }
        self.distinct(tails)
    }

    /// All orders of some parts, and then what the end says.
    fn permutation(&mut self, waiting: &[&Expression], end: Node) -> Result<Node, Unusable> {
        if waiting.is_empty() {
            return Ok(end);
        }
        let mut orders = Vec::with_capacity(waiting.len());
        for (at, last) in waiting.iter().enumerate() {
            let others: Vec<&Expression> =
                waiting.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, part)| *part).collect();
            let tails = self.part(last, Tail::between_words(end))?;
            let last = self.close(tails)?;
            orders.push(self.permutation(&others, last)?);
        }
        Ok(self.graph.union_of(orders)?)
    }

    /// The place between words before the tails.
    fn close(&mut self, tails: Vec<Tail>) -> Result<Node, Unusable> {
        let mut nodes = Vec::with_capacity(tails.len());
        for Tail { word, next } in tails {
            // Apostrophes alone are no word.
            let spoken = word.chars().any(|c| c != '\'');
            nodes.push(if spoken { self.graph.word(&word, next)? } else { next });
        }
        Ok(self.graph.union_of(nodes)?)
    }

    /// The tails without repetition; those between words are one.
    fn distinct(&mut self, tails: Vec<Tail>) -> Result<Vec<Tail>, Unusable> {
        let (between, mut inside): (Vec<Tail>, Vec<Tail>) = tails.into_iter().partition(|tail| tail.word.is_empty());
        inside.sort_unstable();
        inside.dedup();
        if !between.is_empty() {
            let next = self.graph.union_of(between.into_iter().map(|tail| tail.next).collect())?;
            inside.push(Tail { word: String::new(), next });
        }
        if inside.len() > TEMPLATE_TAILS_MAX { Err(Unusable::TooComplex) } else { Ok(inside) }
    }
}

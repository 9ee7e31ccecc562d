//! From sentence templates to the automaton.
//!
//! A template is compiled from its end to its start, so that every part knows what follows it. Words may be put
//! together from parts, as in `light[s]`, so what follows is a list of beginnings of words, see [`Tail`].

use std::{cell::OnceCell, collections::HashMap};

use jumpseat_package::Expression;

use super::{
    PhraseFault,
    automaton::{Builder, Edge, Label},
};
use crate::{
    limits::{PERMUTATION_PARTS_MAX, TEMPLATE_DEPTH_MAX, TEMPLATE_STEPS_MAX, TEMPLATE_TAILS_MAX},
    normalise::{compatible, folded},
    tokens::Class,
};

/// Compiles a template and returns where it starts. `accepts` is what its end stands for.
pub(crate) fn compile(
    builder: &mut Builder,
    expression: &Expression,
    slots: &HashMap<&str, u32>,
    accepts: u32,
) -> Result<u32, PhraseFault> {
    let end = builder.node(vec![Edge { label: Label::Accept, target: accepts }])?;
    let mut compiler = Compiler { builder, slots, steps: 0 };
    let tails = compiler.part(expression, &Tails::between_words(end), 0)?;
    compiler.close(&tails)
}

/// The ways in which the sentence can go on after a place in a template.
#[derive(Debug, Clone)]
struct Tails {
    all: Vec<Tail>,
    /// The place between words before all of them, once somebody needed it.
    closed: OnceCell<u32>,
}

/// A way in which the sentence goes on after a place in a template.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Tail {
    /// The end of a word whose beginning may stand further left. Empty between words.
    word: String,
    /// What follows the word.
    next: u32,
}

impl Tails {
    fn between_words(next: u32) -> Self {
        Self { all: vec![Tail { word: String::new(), next }], closed: OnceCell::from(next) }
    }

    fn new(mut all: Vec<Tail>) -> Result<Self, PhraseFault> {
        all.sort_unstable();
        all.dedup();
        if all.len() > TEMPLATE_TAILS_MAX {
            Err(PhraseFault::TooComplex)
        } else {
            Ok(Self { all, closed: OnceCell::new() })
        }
    }
}

struct Compiler<'a> {
    builder: &'a mut Builder,
    slots: &'a HashMap<&'a str, u32>,
    steps: usize,
}

impl Compiler<'_> {
    /// What stands before the tails once this part is put there.
    fn part(&mut self, part: &Expression, tails: &Tails, depth: usize) -> Result<Tails, PhraseFault> {
        self.steps += tails.all.len();
        if depth > TEMPLATE_DEPTH_MAX || self.steps > TEMPLATE_STEPS_MAX {
            return Err(PhraseFault::TooComplex);
        }
        match part {
            Expression::Text(text) => self.text(text, tails),
            Expression::Sequence(parts) => {
                parts.iter().rev().try_fold(tails.clone(), |tails, part| self.part(part, &tails, depth + 1))
            }
            Expression::Alternative(branches) => {
                let mut before = Vec::new();
                for branch in branches {
                    before.extend(self.part(branch, tails, depth + 1)?.all);
                }
                Tails::new(before)
            }
            Expression::Permutation(parts) => self.permutation(parts, tails, depth),
            Expression::Field(name) => {
                let slot = self.slots.get(name.as_str()).copied();
                let slot = slot.ok_or_else(|| PhraseFault::UnknownField { field: name.clone() })?;
                let target = self.close(tails)?;
                Ok(Tails::between_words(self.builder.node(vec![Edge { label: Label::Slot(slot), target }])?))
            }
        }
    }

    fn text(&mut self, text: &str, tails: &Tails) -> Result<Tails, PhraseFault> {
        let mut tails = tails.clone();
        for (class, run) in runs(text).into_iter().rev() {
            tails = match class {
                Class::Gap => Tails::between_words(self.close(&tails)?),
                Class::Letter | Class::Digit | Class::Ideograph => self.run(class, &run, &tails)?,
                Class::Apostrophe => tails,
            };
        }
        Ok(tails)
    }

    /// Puts a run of characters before the tails. Tails that begin with a word of their own are one from here on, so
    /// that optional parts one after the other do not multiply.
    fn run(&mut self, class: Class, run: &str, tails: &Tails) -> Result<Tails, PhraseFault> {
        let joins = |tail: &&Tail| class != Class::Ideograph && tail.word.chars().next().map(Class::of) == Some(class);
        let before = |tail: &Tail| Tail { word: format!("{run}{}", tail.word), next: tail.next };
        let mut all: Vec<Tail> = tails.all.iter().filter(joins).map(before).collect();
        if all.is_empty() {
            all.push(Tail { word: run.to_owned(), next: self.close(tails)? });
        } else if all.len() < tails.all.len() {
            let apart = tails.all.iter().filter(|tail| !joins(tail)).cloned().collect();
            all.push(Tail { word: run.to_owned(), next: self.close(&Tails::new(apart)?)? });
        }
        Tails::new(all)
    }

    /// All orders, found by what is already placed: the parts in a set have the same tails in whichever order they
    /// stand, so there are as many steps as sets, not as orders.
    fn permutation(&mut self, parts: &[Expression], tails: &Tails, depth: usize) -> Result<Tails, PhraseFault> {
        if parts.len() > PERMUTATION_PARTS_MAX {
            return Err(PhraseFault::TooComplex);
        }
        let end = self.close(tails)?;
        let mut placed: HashMap<u32, u32> = HashMap::from([(0, end)]);
        let all = (1_u32 << parts.len()) - 1;
        for set in 1..=all {
            let mut before = Vec::new();
            for (at, part) in parts.iter().enumerate() {
                if let Some(next) = (set & (1 << at) != 0).then(|| placed.get(&(set & !(1 << at)))).flatten() {
                    before.extend(self.part(part, &Tails::between_words(*next), depth + 1)?.all);
                }
            }
            let start = self.close(&Tails::new(before)?)?;
            placed.insert(set, start);
        }
        Ok(Tails::between_words(placed.get(&all).copied().unwrap_or(end)))
    }

    /// The place between words before the tails.
    fn close(&mut self, tails: &Tails) -> Result<u32, PhraseFault> {
        if let Some(closed) = tails.closed.get() {
            return Ok(*closed);
        }
        let mut edges = Vec::new();
        for tail in &tails.all {
            if tail.word.is_empty() {
                edges.extend_from_slice(self.builder.edges(tail.next));
            } else {
                edges.push(Edge { label: Label::Word(self.builder.word(&tail.word)), target: tail.next });
            }
        }
        let closed = self.builder.node(edges)?;
        Ok(*tails.closed.get_or_init(|| closed))
    }
}

/// The characters of a text in runs of one class, as a sentence is cut into words. Apostrophes are left out.
fn runs(text: &str) -> Vec<(Class, String)> {
    let mut runs: Vec<(Class, String)> = Vec::new();
    for c in folded(&compatible(text)) {
        match (Class::of(c), runs.last_mut()) {
            (Class::Apostrophe, _) => {}
            (class @ (Class::Letter | Class::Digit | Class::Gap), Some((open, run))) if *open == class => run.push(c),
            (class, _) => runs.push((class, c.into())),
        }
    }
    runs
}

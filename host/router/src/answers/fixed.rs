//! Sentences with a meaning that is fixed.

use std::collections::HashMap;

use jumpseat_package::{Language, Template};

use crate::{
    limits::SKILL_EDGES_MAX,
    matcher::{Automaton, Builder, compile, search},
    tokens::Tokens,
};

/// Templates in one language, each with what it means, ready to match.
#[derive(Debug)]
pub(super) struct FixedAnswers<Meaning> {
    automaton: Automaton,
    meanings: Vec<Meaning>,
}

impl<Meaning: Copy + PartialEq> FixedAnswers<Meaning> {
    pub(super) fn new(answers: Vec<(Template, Meaning)>) -> Self {
        let mut builder = Builder::default();
        builder.allow(SKILL_EDGES_MAX);
        let mut starts = Vec::new();
        let mut meanings = Vec::new();
        for ((template, meaning), accepts) in answers.into_iter().zip(0..) {
            // The templates are ours and a test compiles them all; one that did not would only never match.
            starts.extend(compile(&mut builder, &template.expression(), &HashMap::new(), accepts));
            meanings.push(meaning);
        }
        Self { automaton: builder.finish(&starts), meanings }
    }

    /// What a sentence means; nothing if it means two things.
    pub(super) fn meaning(&self, sentence: &Tokens, language: Language) -> Option<Meaning> {
        let readings = search(&self.automaton, |_| None, sentence, language)?;
        let mut meanings = readings
            .iter()
            .filter_map(|reading| usize::try_from(reading.accepts).ok().and_then(|at| self.meanings.get(at)));
        let meaning = meanings.next()?;
        meanings.all(|other| other == meaning).then_some(*meaning)
    }
}

//! Compiled grammars, the last few kept.

use std::sync::Arc;

use jumpseat_tool::TEXT_CHARACTER;
use llguidance::{Matcher, ParserFactory, api::TopLevelGrammar};
use toktrie::{InferenceCapabilities, TokEnv};

use super::Vocabulary;
use crate::{
    limits::{GRAMMAR_STATES_MAX, GRAMMARS_MAX},
    protocol::Failure,
};

/// Compiles grammars for a vocabulary.
pub(crate) struct Grammars {
    factory: ParserFactory,
    /// Text and fresh matcher, the one used last at the end.
    compiled: Vec<(String, Matcher)>,
}

impl Grammars {
    /// Makes the compiler for a vocabulary: a third of a second for 150,000 tokens.
    pub(crate) fn new(vocabulary: &Arc<Vocabulary>) -> Result<Self, String> {
        let environment: TokEnv = vocabulary.clone();
        let capabilities = InferenceCapabilities { ff_tokens: true, ..InferenceCapabilities::default() };
        let mut factory =
            ParserFactory::new(&environment, capabilities, &slices()).map_err(|error| error.to_string())?;
        factory.quiet();
        // The other limits of llguidance bound the work on one token to some milliseconds.
        let limits = factory.limits_mut();
        limits.max_lexer_states = GRAMMAR_STATES_MAX;
        limits.verbose_errors = false;
        Ok(Self { factory, compiled: Vec::new() })
    }

    /// A matcher at the beginning of the grammar.
    pub(crate) fn matcher(&mut self, grammar: &str) -> Result<Matcher, Failure> {
        let known = self.compiled.iter().position(|(text, _)| text == grammar);
        let entry = match known {
            Some(index) => self.compiled.remove(index),
            None => (grammar.to_owned(), self.compile(grammar)?),
        };
        if self.compiled.len() == GRAMMARS_MAX {
            self.compiled.remove(0);
        }
        // A clone shares what the matcher has learnt of the grammar, so the next request is faster.
        let matcher = entry.1.clone();
        self.compiled.push(entry);
        Ok(matcher)
    }

    /// Forgets a grammar that failed: what it has learnt may have grown too large.
    pub(crate) fn forget(&mut self, grammar: &str) {
        self.compiled.retain(|(text, _)| text != grammar);
    }

    fn compile(&self, grammar: &str) -> Result<Matcher, Failure> {
        let parser = self.factory.create_parser(TopLevelGrammar::from_lark(grammar.to_owned()));
        let matcher = Matcher::new(parser);
        match matcher.get_error() {
            None => Ok(matcher),
            Some(detail) => Err(Failure::Grammar { detail }),
        }
    }
}

/// Sets of tokens that are prepared once: those that stand in the strings of every grammar, short and long. Without
/// them a string costs a walk over the whole vocabulary for each of its tokens.
fn slices() -> Vec<String> {
    vec![format!("{TEXT_CHARACTER}{{1,10}}"), format!("{TEXT_CHARACTER}{{1,30}}"), format!("{TEXT_CHARACTER}+")]
}

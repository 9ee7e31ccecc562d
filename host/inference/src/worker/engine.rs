//! One request after another on one context.

use std::{path::PathBuf, sync::Arc, time::Instant};

use llama_cpp_2::llama_backend::LlamaBackend;
use toktrie::TokenId;

use super::{
    Vocabulary, Watch,
    context::{Context, Sequence},
    decode::{Decoded, Decoder},
    grammar::Grammars,
    micros,
    prefix::Prefixes,
    prefix_file::PrefixFiles,
    sampling,
};
use crate::{
    limits,
    prompt::Prompt,
    protocol::{Answer, Failure, Figures, Load, Prepare},
};

/// A text of the grammar, and what it took.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Answered {
    pub(crate) text: String,
    pub(crate) confidence: f32,
    pub(crate) figures: Figures,
}

/// A model at work.
pub(crate) struct Engine<'model> {
    vocabulary: &'model Arc<Vocabulary>,
    context: Context<'model>,
    grammars: Grammars,
    prefixes: Prefixes,
    tokens_max: usize,
}

impl<'model> Engine<'model> {
    /// Sets a model up.
    pub(crate) fn new(
        backend: &LlamaBackend,
        vocabulary: &'model Arc<Vocabulary>,
        load: &Load,
    ) -> Result<Self, String> {
        let context = Context::new(backend, vocabulary.model(), load.context_tokens, load.threads)?;
        let files = load
            .prefix_folder
            .as_ref()
            .map(|folder| PrefixFiles::new(PathBuf::from(folder), &load.identity, load.context_tokens));
        Ok(Self {
            vocabulary,
            tokens_max: context.tokens_max(),
            context,
            grammars: Grammars::new(vocabulary)?,
            prefixes: Prefixes::new(files),
        })
    }

    /// Answers a prompt.
    pub(crate) fn answer(&mut self, request: &Answer, watch: &Watch<'_>) -> Result<Answered, Failure> {
        let answered = self.try_answer(&request.prompt, &request.grammar, watch);
        self.recover(answered, &request.grammar)
    }

    /// Computes a prefix and compiles a grammar for prompts to come.
    pub(crate) fn prepare(&mut self, request: &Prepare, watch: &Watch<'_>) -> Result<(), Failure> {
        let prepared = self.try_prepare(request, watch);
        self.recover(prepared, &request.grammar)
    }

    /// Does what can wait until an answer is out: what was read of a prefix goes to disk, also if there was no time to
    /// read all of it.
    pub(crate) fn tidy(&mut self) {
        self.prefixes.save(&self.context);
    }

    /// Drops what may be broken after a failure.
    fn recover<T>(&mut self, result: Result<T, Failure>, grammar: &str) -> Result<T, Failure> {
        match &result {
            Err(Failure::Engine { .. }) => self.prefixes.forget(&mut self.context),
            Err(Failure::Grammar { .. }) => self.grammars.forget(grammar),
            Ok(_) | Err(_) => {}
        }
        result
    }

    fn try_prepare(&mut self, request: &Prepare, watch: &Watch<'_>) -> Result<(), Failure> {
        self.grammars.matcher(&request.grammar)?;
        let prefix = self.vocabulary.tokenise(&request.prefix);
        self.fits(prefix.len())?;
        self.begin(&prefix, limits::answer_tokens_max(self.tokens_max), watch)?;
        self.context.clear(Sequence::WORK)
    }

    fn try_answer(&mut self, prompt: &Prompt, grammar: &str, watch: &Watch<'_>) -> Result<Answered, Failure> {
        let started = Instant::now();
        let prefix = self.vocabulary.tokenise(&prompt.prefix);
        let rest = self.vocabulary.tokenise(&prompt.rest);
        let prompt_tokens = prefix.len() + rest.len();
        self.fits(prompt_tokens)?;
        let mut matcher = self.grammars.matcher(grammar)?;

        let tokens_max = limits::answer_tokens_max(self.tokens_max);
        let kept_tokens = self.begin(&prefix, rest.len() + tokens_max, watch)?;
        let mut prompt_read = started;
        let mut decoder = Decoder {
            context: &mut self.context,
            vocabulary: self.vocabulary,
            watch,
            tokens_max,
            choose: &|_, logits, legal| sampling::best(logits, legal),
        };
        let decoded = decoder.run(prefix.len(), rest, &mut matcher, || prompt_read = Instant::now());
        self.context.clear(Sequence::WORK)?;
        let Decoded { text, confidence, forced, sampled, decodes, .. } = decoded?;
        let figures = Figures {
            prompt_tokens,
            kept_tokens,
            forced_tokens: forced,
            sampled_tokens: sampled,
            decodes,
            prefill_us: micros(started).saturating_sub(micros(prompt_read)),
            decode_us: micros(prompt_read),
        };
        Ok(Answered { text, confidence, figures })
    }

    /// Brings the prefix into the working sequence. The number of its tokens that were there already.
    fn begin(&mut self, prefix: &[TokenId], room: usize, watch: &Watch<'_>) -> Result<usize, Failure> {
        self.context.clear(Sequence::WORK)?;
        if prefix.is_empty() {
            self.prefixes.make_room(&mut self.context, room)?;
            return Ok(0);
        }
        let ready = self.prefixes.ready(&mut self.context, prefix, room, watch)?;
        self.context.copy(ready.sequence, Sequence::WORK, prefix.len())?;
        Ok(ready.kept_tokens)
    }

    /// Fails unless a prompt of this length leaves room for an answer.
    fn fits(&self, tokens: usize) -> Result<(), Failure> {
        let tokens_max = self.tokens_max - limits::answer_tokens_max(self.tokens_max);
        if tokens <= tokens_max { Ok(()) } else { Err(Failure::TooLong { tokens, tokens_max }) }
    }
}

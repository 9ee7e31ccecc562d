//! How fast answers are written, next to the usual way.
//!
//! The usual way is llama.cpp's own: a GBNF grammar that is asked before every token, and one run of the model per
//! token. All write the same text with the same model from the same state, so the difference is the way alone. The usual
//! way is measured twice: as llama.cpp samples, choosing among all tokens that the grammar allows, which often spells a
//! text in more tokens than it needs; and given the shortest spelling, which is the best that it could do.
//!
//! It runs llama.cpp in the calling process, so it belongs into a process of its own.

mod gbnf;
#[cfg(test)]
mod tests;

use std::{
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};

use jumpseat_router::ModelRequest;
use jumpseat_tool::Grammar;
use llama_cpp_2::{llama_backend::LlamaBackend, sampling::LlamaSampler};
use toktrie::{SimpleVob, TokenId, TokenizerEnv};

use crate::{
    LoadError, ModelFile,
    limits::answer_tokens_max,
    prompt::PromptForm,
    protocol::Failure,
    worker::{
        Context, Decoded, Decoder, Grammars, Sequence, Vocabulary, Watch, load_model, sampling, sampling::Choice,
        start_backend, to_llama,
    },
};

/// What each way took for one answer.
#[derive(Debug, Clone, PartialEq)]
pub struct DecodingComparison {
    /// The answer that all wrote.
    pub text: String,
    /// Its tokens.
    pub tokens: usize,
    /// Tokens that the grammar left no choice about.
    pub forced_tokens: usize,
    /// Forced tokens read in one go.
    pub in_one_go: Pace,
    /// Token by token under GBNF, as llama.cpp samples. Nothing if its choices lead to another text, or the text is given.
    pub sampled: Option<Pace>,
    /// Token by token under GBNF, with the shortest spelling given.
    pub spelled: Pace,
}

/// What one way took.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pace {
    /// Runs of the model, with the one that reads the last token of the prompt.
    pub runs: usize,
    /// Times, one for each round.
    pub durations: Vec<Duration>,
}

/// Why nothing was compared.
#[derive(Debug, thiserror::Error)]
pub enum BenchError {
    /// The model cannot be used.
    #[error(transparent)]
    Load(#[from] LoadError),
    /// llama.cpp failed, or the model did not finish its answer.
    #[error("cannot compare: {detail}")]
    Failed {
        /// What happened.
        detail: String,
    },
}

/// A request, and the answer that is to be written if the model does not choose it itself.
#[derive(Debug, Clone)]
pub struct Sample {
    /// The request.
    pub request: ModelRequest,
    /// A text of the grammar of the request's tools.
    pub answer: Option<String>,
}

/// Writes the answer to each request in each way, in turns, after one round that does not count.
pub fn compare_decoding(
    model: &Path,
    samples: &[Sample],
    threads: u16,
    rounds: usize,
) -> Result<Vec<DecodingComparison>, BenchError> {
    let file = ModelFile::read(model)?;
    let form = PromptForm::of(&file)?;
    let backend = start_backend().map_err(failed)?;
    let model = load_model(&backend, &file.path).map_err(failed)?;
    let vocabulary = Arc::new(Vocabulary::new(model));
    let compare = |sample| Bench::new(&backend, &vocabulary, &file, &form, sample, threads)?.run(rounds);
    samples.iter().map(compare).collect()
}

/// A model that has read all of a prompt but its last token.
struct Bench<'model> {
    vocabulary: &'model Arc<Vocabulary>,
    context: Context<'model>,
    grammars: Grammars,
    lark: String,
    gbnf: LlamaSampler,
    /// Tokens that were read.
    read: usize,
    /// The token that is next.
    last: TokenId,
    tokens_max: usize,
    given: Option<String>,
}

impl<'model> Bench<'model> {
    fn new(
        backend: &LlamaBackend,
        vocabulary: &'model Arc<Vocabulary>,
        file: &ModelFile,
        form: &PromptForm,
        sample: &Sample,
        threads: u16,
    ) -> Result<Self, BenchError> {
        let Sample { request, answer } = sample;
        let mut context = Context::new(backend, vocabulary.model(), file.context_tokens, threads).map_err(failed)?;
        let prompt = form.render(request);
        let mut tokens = vocabulary.tokenise(&prompt.prefix);
        tokens.extend(vocabulary.tokenise(&prompt.rest));
        let last = tokens.pop().ok_or_else(|| failed("the prompt is empty"))?;
        let mut read = 0;
        context.feed(START, &mut read, &tokens, &unhurried()).map_err(stopped)?;
        let gbnf = gbnf::of(&request.tools).map_err(failed)?;
        Ok(Self {
            gbnf: LlamaSampler::grammar(vocabulary.model(), &gbnf, "root").map_err(failed)?,
            grammars: Grammars::new(vocabulary).map_err(failed)?,
            lark: Grammar::of(&request.tools).lark,
            tokens_max: answer_tokens_max(context.tokens_max()),
            vocabulary,
            context,
            read,
            last,
            given: answer.clone(),
        })
    }

    fn run(&mut self, rounds: usize) -> Result<DecodingComparison, BenchError> {
        let (decoded, _) = self.in_one_go()?;
        let spelling = self.vocabulary.tokenize_bytes(decoded.text.as_bytes());
        self.spelled(&spelling)?;
        let sampled = match self.given {
            Some(_) => None,
            None => Some(self.sampled()?.0).filter(|sampled| self.text_of(sampled) == decoded.text.as_bytes()),
        };
        let pace = |runs| Pace { runs, durations: Vec::new() };
        let mut comparison = DecodingComparison {
            in_one_go: pace(decoded.decodes + 1),
            sampled: sampled.map(|sampled| pace(sampled.len() + 1)),
            spelled: pace(spelling.len() + 1),
            tokens: decoded.tokens.len(),
            forced_tokens: decoded.forced,
            text: decoded.text,
        };
        for _ in 0..rounds {
            comparison.in_one_go.durations.push(self.in_one_go()?.1);
            comparison.spelled.durations.push(self.spelled(&spelling)?);
            if let Some(sampled) = &mut comparison.sampled {
                sampled.durations.push(self.sampled()?.1);
            }
        }
        Ok(comparison)
    }

    fn text_of(&self, tokens: &[TokenId]) -> Vec<u8> {
        tokens.iter().flat_map(|&token| self.vocabulary.bytes_of(token)).copied().collect()
    }

    fn in_one_go(&mut self) -> Result<(Decoded, Duration), BenchError> {
        self.begin()?;
        let watch = unhurried();
        let started = Instant::now();
        let mut matcher = self.grammars.matcher(&self.lark).map_err(stopped)?;
        let mut decoder = Decoder {
            context: &mut self.context,
            vocabulary: self.vocabulary,
            watch: &watch,
            tokens_max: self.tokens_max,
            choose: &|before, logits, legal| match &self.given {
                None => sampling::best(logits, legal),
                Some(text) => next_of(text, before, legal, self.vocabulary),
            },
        };
        let decoded = decoder.run(self.read, vec![self.last], &mut matcher, || {}).map_err(stopped)?;
        Ok((decoded, started.elapsed()))
    }

    /// The best token that the grammar allows, again and again, until the model ends or may write no more.
    fn sampled(&mut self) -> Result<(Vec<TokenId>, Duration), BenchError> {
        self.begin()?;
        let watch = unhurried();
        let mut sampler = LlamaSampler::chain([self.gbnf.clone(), LlamaSampler::greedy()], true);
        let mut length = self.read;
        let mut tokens = Vec::new();
        let started = Instant::now();
        let mut next = self.last;
        while tokens.len() < self.tokens_max {
            self.context.feed(Sequence::WORK, &mut length, &[next], &watch).map_err(stopped)?;
            next = self.context.sample(&mut sampler);
            if self.vocabulary.is_end(next) {
                break;
            }
            tokens.push(next);
        }
        Ok((tokens, started.elapsed()))
    }

    /// Asks the grammar about the whole vocabulary before every token, as llama.cpp's sampler does, and goes on with
    /// the text that is known.
    fn spelled(&mut self, spelling: &[TokenId]) -> Result<Duration, BenchError> {
        self.begin()?;
        let watch = unhurried();
        let mut grammar = self.gbnf.clone();
        let mut length = self.read;
        let started = Instant::now();
        let mut next = self.last;
        for &token in spelling {
            self.context.feed(Sequence::WORK, &mut length, &[next], &watch).map_err(stopped)?;
            self.legal_best(&mut grammar)?;
            grammar.try_accept(to_llama(token)).map_err(failed)?;
            next = token;
        }
        self.context.feed(Sequence::WORK, &mut length, &[next], &watch).map_err(stopped)?;
        self.legal_best(&mut grammar)?;
        Ok(started.elapsed())
    }

    fn legal_best(&self, grammar: &mut LlamaSampler) -> Result<TokenId, BenchError> {
        let mut candidates = self.context.candidates();
        grammar.apply(&mut candidates);
        let best = candidates.data.iter().max_by(|a, b| a.logit().total_cmp(&b.logit()));
        let best = best.filter(|candidate| candidate.logit().is_finite());
        best.map(|candidate| candidate.id().0.cast_unsigned()).ok_or_else(|| failed("GBNF allows no token"))
    }

    fn begin(&mut self) -> Result<(), BenchError> {
        self.context.copy(START, Sequence::WORK, self.read).map_err(stopped)
    }
}

/// The longest legal token that goes on with a text after some tokens of it.
fn next_of(text: &str, before: &[TokenId], legal: &SimpleVob, vocabulary: &Vocabulary) -> Option<Choice> {
    let written: usize = before.iter().map(|&token| vocabulary.bytes_of(token).len()).sum();
    let ahead = text.as_bytes().get(written..)?;
    let mut next: Option<(usize, TokenId)> = None;
    legal.iter_set_entries(|token| {
        let Ok(token) = TokenId::try_from(token) else { return };
        let (bytes, is_end) = (vocabulary.bytes_of(token), vocabulary.is_end(token));
        let goes_on = if ahead.is_empty() { is_end } else { !is_end && !bytes.is_empty() && ahead.starts_with(bytes) };
        if goes_on && next.is_none_or(|(longest, _)| bytes.len() > longest) {
            next = Some((bytes.len(), token));
        }
    });
    next.map(|(_, token)| Choice { token, probability: 1.0 })
}

/// Where the prompt stays.
const START: Sequence = Sequence::FIRST_PREFIX;

/// A watch without an end.
fn unhurried() -> Watch<'static> {
    Watch::of(|| Ok(()))
}

fn failed(detail: impl std::fmt::Display) -> BenchError {
    BenchError::Failed { detail: detail.to_string() }
}

fn stopped(failure: Failure) -> BenchError {
    failed(match failure {
        Failure::Grammar { detail } | Failure::Engine { detail } => detail,
        Failure::Endless { tokens } => format!("the answer did not end within {tokens} tokens"),
        Failure::TooLong { tokens, tokens_max } => format!("the prompt has {tokens} tokens, {tokens_max} fit"),
        Failure::DeadlinePassed | Failure::Cancelled => "it was stopped".to_owned(),
    })
}

//! How fast answers are written, next to the usual way.
//!
//! The usual way is llama.cpp's own: a GBNF grammar that is asked before every token, and one run of the model per
//! token. Both write the same text with the same model from the same state, so the difference is the way alone. The
//! usual way is given the shortest spelling of the text in tokens, which is the best that it could do.
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
use toktrie::{TokenId, TokenizerEnv};

use crate::{
    LoadError, ModelFile,
    limits::answer_tokens_max,
    prompt::PromptForm,
    protocol::Failure,
    worker::{Context, Decoder, Grammars, Sequence, Vocabulary, Watch, load_model, start_backend, to_llama},
};

/// What both ways took for one answer.
#[derive(Debug, Clone, PartialEq)]
pub struct DecodingComparison {
    /// The answer that both wrote.
    pub text: String,
    /// Its tokens.
    pub tokens: usize,
    /// Tokens that the grammar left no choice about.
    pub forced_tokens: usize,
    /// Runs of the model with forced tokens read in one go.
    pub runs: usize,
    /// Runs of the model token by token.
    pub runs_token_by_token: usize,
    /// Times with forced tokens read in one go, one for each round.
    pub durations: Vec<Duration>,
    /// Times token by token under GBNF, one for each round.
    pub durations_token_by_token: Vec<Duration>,
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

/// Writes the answer to each request both ways, in turns, after one round that does not count.
pub fn compare_decoding(
    model: &Path,
    requests: &[ModelRequest],
    threads: u16,
    rounds: usize,
) -> Result<Vec<DecodingComparison>, BenchError> {
    let file = ModelFile::read(model)?;
    let form = PromptForm::of(&file)?;
    let backend = start_backend().map_err(failed)?;
    let model = load_model(&backend, &file.path).map_err(failed)?;
    let vocabulary = Arc::new(Vocabulary::new(model));
    let compare = |request| Bench::new(&backend, &vocabulary, &file, &form, request, threads)?.run(rounds);
    requests.iter().map(compare).collect()
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
}

impl<'model> Bench<'model> {
    fn new(
        backend: &LlamaBackend,
        vocabulary: &'model Arc<Vocabulary>,
        file: &ModelFile,
        form: &PromptForm,
        request: &ModelRequest,
        threads: u16,
    ) -> Result<Self, BenchError> {
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
        })
    }

    fn run(&mut self, rounds: usize) -> Result<DecodingComparison, BenchError> {
        let mut comparison = self.in_one_go()?;
        // A free choice token by token often picks a longer spelling of the same text.
        let spelling = self.vocabulary.tokenize_bytes(comparison.text.as_bytes());
        self.token_by_token(&spelling)?;
        comparison.durations.clear();
        comparison.runs_token_by_token = spelling.len() + 1;
        for _ in 0..rounds {
            comparison.durations.extend(self.in_one_go()?.durations);
            comparison.durations_token_by_token.push(self.token_by_token(&spelling)?);
        }
        Ok(comparison)
    }

    fn in_one_go(&mut self) -> Result<DecodingComparison, BenchError> {
        self.begin()?;
        let watch = unhurried();
        let started = Instant::now();
        let mut matcher = self.grammars.matcher(&self.lark).map_err(stopped)?;
        let mut decoder = Decoder {
            context: &mut self.context,
            vocabulary: self.vocabulary,
            watch: &watch,
            tokens_max: self.tokens_max,
        };
        let decoded = decoder.run(self.read, vec![self.last], &mut matcher, || {}).map_err(stopped)?;
        Ok(DecodingComparison {
            durations: vec![started.elapsed()],
            tokens: decoded.tokens.len(),
            forced_tokens: decoded.forced,
            // The one that reads the last token of the prompt counts on both sides.
            runs: decoded.decodes + 1,
            runs_token_by_token: 0,
            durations_token_by_token: Vec::new(),
            text: decoded.text,
        })
    }

    /// Asks the grammar about the whole vocabulary before every token, as llama.cpp's sampler does, and goes on with
    /// the text that is known.
    fn token_by_token(&mut self, spelling: &[TokenId]) -> Result<Duration, BenchError> {
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

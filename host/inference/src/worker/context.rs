//! The key-value cache: sequences of tokens that the model has read.

use std::{num::NonZeroU32, path::Path};

use llama_cpp_2::{
    context::{LlamaContext, params::LlamaContextParams},
    llama_backend::LlamaBackend,
    llama_batch::LlamaBatch,
    model::LlamaModel,
    sampling::LlamaSampler,
    token::data_array::LlamaTokenDataArray,
};
use toktrie::TokenId;

use super::{vocabulary::to_llama, watch::Watch};
use crate::{
    limits::{BATCH_TOKENS_MAX, PREFIXES_MAX},
    protocol::Failure,
};

/// A sequence in the cache.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Sequence(u8);

impl Sequence {
    /// The sequence in which answers are written.
    pub(crate) const WORK: Self = Self(0);
    /// The first of those in which prefixes are kept.
    pub(crate) const FIRST_PREFIX: Self = Self(1);

    /// The sequences in which prefixes are kept.
    pub(crate) fn prefixes() -> impl Iterator<Item = Self> {
        (Self::FIRST_PREFIX.0..).take(PREFIXES_MAX).map(Self)
    }

    fn id(self) -> i32 {
        i32::from(self.0)
    }
}

/// The context of a model. All sequences share its cells.
pub(crate) struct Context<'model> {
    llama: LlamaContext<'model>,
    batch: LlamaBatch<'static>,
    tokens_max: usize,
}

impl<'model> Context<'model> {
    /// Makes the context of a model.
    pub(crate) fn new(
        backend: &LlamaBackend,
        model: &'model LlamaModel,
        tokens: u32,
        threads: u16,
    ) -> Result<Self, String> {
        let batch_tokens = u32::try_from(BATCH_TOKENS_MAX).unwrap_or(u32::MAX);
        let sequences = u32::try_from(PREFIXES_MAX + 1).unwrap_or(u32::MAX);
        let parameters = LlamaContextParams::default()
            .with_n_ctx(NonZeroU32::new(tokens))
            .with_n_batch(batch_tokens)
            .with_n_ubatch(batch_tokens)
            .with_n_seq_max(sequences)
            // Otherwise the cells are divided among the sequences.
            .with_kv_unified(true)
            .with_n_threads(i32::from(threads))
            .with_n_threads_batch(i32::from(threads));
        let llama = model.new_context(backend, parameters).map_err(|error| error.to_string())?;
        let sequences_per_token = 1;
        let batch = LlamaBatch::new(BATCH_TOKENS_MAX, sequences_per_token);
        Ok(Self { llama, batch, tokens_max: tokens as usize })
    }

    /// Tokens that all sequences may hold together.
    pub(crate) fn tokens_max(&self) -> usize {
        self.tokens_max
    }

    /// Feeds tokens to a sequence that holds `length` tokens, and leaves the logits after the last one. The number of
    /// tokens that were fed is counted up, also when it fails in between.
    pub(crate) fn feed(
        &mut self,
        sequence: Sequence,
        length: &mut usize,
        tokens: &[TokenId],
        watch: &Watch<'_>,
    ) -> Result<(), Failure> {
        let mut left = tokens.len();
        for part in tokens.chunks(BATCH_TOKENS_MAX) {
            watch.check()?;
            left -= part.len();
            self.batch.clear();
            for (index, &token) in part.iter().enumerate() {
                let position = i32::try_from(*length + index).map_err(failed)?;
                let wanted = left == 0 && index + 1 == part.len();
                self.batch.add(to_llama(token), position, &[sequence.id()], wanted).map_err(failed)?;
            }
            self.llama.decode(&mut self.batch).map_err(failed)?;
            *length += part.len();
        }
        Ok(())
    }

    /// The logits after the last token that was fed.
    pub(crate) fn logits(&self) -> &[f32] {
        self.llama.get_logits_ith(self.batch.n_tokens() - 1)
    }

    /// Every token with its logit after the last token that was fed.
    pub(crate) fn candidates(&self) -> LlamaTokenDataArray {
        self.llama.token_data_array_ith(self.batch.n_tokens() - 1)
    }

    /// The token that a sampler of llama.cpp chooses after the last token that was fed.
    pub(crate) fn sample(&self, sampler: &mut LlamaSampler) -> TokenId {
        sampler.sample(&self.llama, self.batch.n_tokens() - 1).0.cast_unsigned()
    }

    /// Makes `to` the first tokens of `from`.
    pub(crate) fn copy(&mut self, from: Sequence, to: Sequence, tokens: usize) -> Result<(), Failure> {
        self.clear(to)?;
        let end = u32::try_from(tokens).map_err(failed)?;
        self.llama.copy_kv_cache_seq(from.id(), to.id(), Some(0), Some(end)).map_err(failed)
    }

    /// Empties a sequence.
    pub(crate) fn clear(&mut self, sequence: Sequence) -> Result<(), Failure> {
        let id = u32::from(sequence.0);
        self.llama.clear_kv_cache_seq(Some(id), None, None).map_err(failed)?;
        Ok(())
    }

    /// Empties everything.
    pub(crate) fn clear_all(&mut self) {
        self.llama.clear_kv_cache();
    }

    /// Writes the tokens and state of a sequence to a file.
    pub(crate) fn save(&self, sequence: Sequence, tokens: &[TokenId], path: &Path) -> Result<(), String> {
        let tokens: Vec<_> = tokens.iter().copied().map(to_llama).collect();
        self.llama.state_seq_save_file(path, sequence.id(), &tokens).map_err(|error| error.to_string())?;
        Ok(())
    }

    /// Reads a file that [`Self::save`] wrote of these tokens or of their beginning. How many there are of them.
    /// llama.cpp ends its process on a damaged file, so it must be known to be whole.
    pub(crate) fn restore(&mut self, sequence: Sequence, tokens: &[TokenId], path: &Path) -> Result<usize, String> {
        let restored = self.llama.state_seq_load_file(path, sequence.id(), tokens.len());
        let (found, _bytes) = restored.map_err(|error| error.to_string())?;
        let begun = tokens.get(..found.len()).filter(|begun| !begun.is_empty());
        if !begun.is_some_and(|begun| found.iter().map(|token| token.0.cast_unsigned()).eq(begun.iter().copied())) {
            return Err("the file holds other tokens".to_owned());
        }
        Ok(found.len())
    }
}

/// What llama.cpp says when it fails, for the log.
pub(super) fn failed(error: impl std::fmt::Display) -> Failure {
    Failure::Engine { detail: error.to_string() }
}

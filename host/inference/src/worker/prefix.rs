//! Prefixes that are kept ready: the system text and the tools of a car change rarely, so the model reads them once.
//!
//! A prefix that was interrupted keeps what was read of it: a large model on a small machine needs longer for its
//! tools than a driver waits, and must not begin anew with each sentence.

use toktrie::TokenId;

use super::{
    Watch,
    context::{Context, Sequence},
    prefix_file::PrefixFiles,
};
use crate::protocol::Failure;

/// The prefixes in the context.
#[derive(Default)]
pub(crate) struct Prefixes {
    /// The one used last at the end.
    kept: Vec<Kept>,
    files: Option<PrefixFiles>,
}

/// A prefix, or the beginning of one, in its sequence.
struct Kept {
    sequence: Sequence,
    tokens: Vec<TokenId>,
    saved: bool,
}

/// Where a prefix is, and what it cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Ready {
    /// The sequence that holds it.
    pub(crate) sequence: Sequence,
    /// Tokens of it that need not be computed.
    pub(crate) kept_tokens: usize,
}

impl Prefixes {
    /// No prefixes yet; `files` keeps them for the next start.
    pub(crate) fn new(files: Option<PrefixFiles>) -> Self {
        Self { kept: Vec::new(), files }
    }

    /// Brings a prefix into a sequence, leaving room for this many more tokens.
    pub(crate) fn ready(
        &mut self,
        context: &mut Context<'_>,
        tokens: &[TokenId],
        room: usize,
        watch: &Watch<'_>,
    ) -> Result<Ready, Failure> {
        let mut kept = self.take(context, tokens)?;
        let kept_tokens = kept.tokens.len();
        self.make_room(context, tokens.len() + room)?;
        let sequence = kept.sequence;
        let mut length = kept.tokens.len();
        let unread = tokens.get(length..).unwrap_or_default();
        let read = context.feed(sequence, &mut length, unread, watch);
        kept.tokens = tokens.get(..length).unwrap_or_default().to_vec();
        self.kept.push(kept);
        read.map(|()| Ready { sequence, kept_tokens })
    }

    /// Gives back cells until this many tokens fit besides the prefixes that stay.
    pub(crate) fn make_room(&mut self, context: &mut Context<'_>, tokens: usize) -> Result<(), Failure> {
        while !self.kept.is_empty() && self.tokens() + tokens > context.tokens_max() {
            context.clear(self.kept.remove(0).sequence)?;
        }
        Ok(())
    }

    /// Writes a prefix to disk that is worth it and not there yet.
    pub(crate) fn save(&mut self, context: &Context<'_>, complete: &[TokenId]) {
        let Some(files) = &self.files else { return };
        let unsaved = self.kept.iter_mut().find(|kept| !kept.saved && kept.tokens == complete);
        if let Some(kept) = unsaved
            && PrefixFiles::holds(&kept.tokens)
        {
            // A full disk is no reason to try after every sentence.
            kept.saved = true;
            files.save(context, kept.sequence, &kept.tokens).ok();
        }
    }

    /// Forgets everything: after llama.cpp failed, nobody knows what its cache holds.
    pub(crate) fn forget(&mut self, context: &mut Context<'_>) {
        self.kept.clear();
        context.clear_all();
    }

    fn tokens(&self) -> usize {
        self.kept.iter().map(|kept| kept.tokens.len()).sum()
    }

    /// Takes out the best start for a prefix: itself or its beginning, from memory or disk, or an empty sequence with
    /// what it shares with another prefix.
    fn take(&mut self, context: &mut Context<'_>, tokens: &[TokenId]) -> Result<Kept, Failure> {
        let begun = self.kept.iter().enumerate().filter(|(_, kept)| tokens.starts_with(&kept.tokens));
        if let Some((index, _)) = begun.max_by_key(|(_, kept)| kept.tokens.len()) {
            return Ok(self.kept.remove(index));
        }
        let sequence = self.free_sequence(context)?;
        if PrefixFiles::holds(tokens) {
            self.make_room(context, tokens.len())?;
            let restored = self.files.as_ref().is_some_and(|files| files.restore(context, sequence, tokens));
            if restored {
                return Ok(Kept { sequence, tokens: tokens.to_vec(), saved: true });
            }
            // A file that failed half-way may have left cells behind.
            context.clear(sequence)?;
        }
        let shared = |kept: &Kept| kept.tokens.iter().zip(tokens).take_while(|(a, b)| a == b).count();
        let mut begun = 0;
        if let Some(other) = self.kept.iter().max_by_key(|kept| shared(kept)) {
            begun = shared(other);
            context.copy(other.sequence, sequence, begun)?;
        }
        Ok(Kept { sequence, tokens: tokens.get(..begun).unwrap_or_default().to_vec(), saved: false })
    }

    fn free_sequence(&mut self, context: &mut Context<'_>) -> Result<Sequence, Failure> {
        let free = Sequence::prefixes().find(|sequence| self.kept.iter().all(|kept| kept.sequence != *sequence));
        if let Some(sequence) = free {
            return Ok(sequence);
        }
        let sequence = self.kept.remove(0).sequence;
        context.clear(sequence)?;
        Ok(sequence)
    }
}

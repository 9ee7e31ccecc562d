//! Prefixes that are kept ready: the system text and the tools of a car change rarely, so the model reads them once.
//!
//! A prefix that was interrupted keeps what was read of it: a large model on a small machine needs longer for its
//! tools than a driver waits, and must not begin anew with each sentence, nor with each start.

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
    /// What was read of it.
    tokens: Vec<TokenId>,
    /// All of it.
    prefix: Vec<TokenId>,
    /// How many of its tokens are on disk, or failed to get there.
    saved: usize,
}

impl Kept {
    fn new(sequence: Sequence, prefix: &[TokenId], read: usize, saved: usize) -> Self {
        let tokens = prefix.get(..read).unwrap_or_default().to_vec();
        Self { sequence, tokens, prefix: prefix.to_vec(), saved }
    }
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
        // Exactly what was read, also when it was cut short.
        kept.tokens = tokens.get(..length).unwrap_or_default().to_vec();
        if length > 0 {
            self.kept.push(kept);
        }
        read.map(|()| Ready { sequence, kept_tokens })
    }

    /// Gives back cells until this many tokens fit besides the prefixes that stay.
    pub(crate) fn make_room(&mut self, context: &mut Context<'_>, tokens: usize) -> Result<(), Failure> {
        while !self.kept.is_empty() && self.tokens() + tokens > context.tokens_max() {
            context.clear(self.kept.remove(0).sequence)?;
        }
        Ok(())
    }

    /// Writes to disk what is worth it and not there yet.
    pub(crate) fn save(&mut self, context: &Context<'_>) {
        let Some(files) = &self.files else { return };
        let unsaved = self.kept.iter_mut().filter(|kept| kept.saved < kept.tokens.len());
        for kept in unsaved.filter(|kept| PrefixFiles::holds(&kept.tokens)) {
            // A full disk is no reason to try after every sentence.
            kept.saved = kept.tokens.len();
            files.save(context, kept.sequence, &kept.prefix, &kept.tokens).ok();
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
            let kept = self.kept.remove(index);
            let saved = if kept.prefix == tokens { kept.saved } else { 0 };
            return Ok(Kept::new(kept.sequence, tokens, kept.tokens.len(), saved));
        }
        let sequence = self.free_sequence(context)?;
        if PrefixFiles::holds(tokens) {
            self.make_room(context, tokens.len())?;
            let restored = self.files.as_ref().and_then(|files| files.restore(context, sequence, tokens));
            if let Some(read) = restored {
                return Ok(Kept::new(sequence, tokens, read, read));
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
        Ok(Kept::new(sequence, tokens, begun, 0))
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

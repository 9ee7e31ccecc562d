//! Text to tokens, for prompts and for grammars.

use llama_cpp_2::{model::LlamaModel, sampling::LlamaSampler, token::LlamaToken, token_type::LlamaTokenAttr};
use toktrie::{TokTrie, TokenId, TokenizerEnv};

use crate::prompt::Piece;

/// A model with what is known of its tokens.
///
/// It is also the tokeniser that grammars use to write forced text. The one that comes with llama-cpp-2 only
/// approximates the model's own, and llguidance forces nothing through an approximation.
pub(crate) struct Vocabulary {
    model: LlamaModel,
    trie: TokTrie,
    /// By token: whether it means something beyond its letters.
    special: Vec<bool>,
}

impl Vocabulary {
    /// Reads the vocabulary of a model: a quarter of a second for 150,000 tokens.
    pub(crate) fn new(model: LlamaModel) -> Self {
        let trie = LlamaSampler::llguidance_tok_env(&model).tok_trie().clone();
        let special = model
            .vocab()
            .tokens()
            .map(|token| {
                let attributes = model.vocab().attr(token);
                [LlamaTokenAttr::Control, LlamaTokenAttr::UserDefined, LlamaTokenAttr::Unknown, LlamaTokenAttr::Unused]
                    .into_iter()
                    .any(|attribute| attributes.contains(attribute))
            })
            .collect();
        Self { model, trie, special }
    }

    /// The model.
    pub(crate) fn model(&self) -> &LlamaModel {
        &self.model
    }

    /// The tokens of a prompt.
    pub(crate) fn tokenise(&self, pieces: &[Piece]) -> Vec<TokenId> {
        pieces.iter().flat_map(|piece| self.tokenise_piece(piece)).collect()
    }

    fn tokenise_piece(&self, piece: &Piece) -> Vec<TokenId> {
        let mut tokens = self.tokens_of(piece.text(), matches!(piece, Piece::Ours(_)));
        if let Piece::Theirs(_) = piece {
            // Tokenisers match user-defined tokens even where nothing is special. This is the last line: whatever a
            // driver or a skill writes, it holds no token that means more than its letters.
            tokens.retain(|&token| !self.is_special(token));
        }
        tokens
    }

    fn tokens_of(&self, text: &str, special: bool) -> Vec<TokenId> {
        let tokens = self.model.vocab().tokenize(text.as_bytes(), false, special);
        tokens.into_iter().map(|token| token.0.cast_unsigned()).collect()
    }

    /// Whether a token means something beyond its letters.
    pub(crate) fn is_special(&self, token: TokenId) -> bool {
        self.special.get(token as usize).copied().unwrap_or(true)
    }

    /// Whether a token ends an answer.
    pub(crate) fn is_end(&self, token: TokenId) -> bool {
        self.model.vocab().is_eog(to_llama(token))
    }

    /// The bytes that a token writes.
    pub(crate) fn bytes_of(&self, token: TokenId) -> &[u8] {
        self.trie.token(token)
    }
}

impl TokenizerEnv for Vocabulary {
    fn tok_trie(&self) -> &TokTrie {
        &self.trie
    }

    fn tokenize_bytes(&self, bytes: &[u8]) -> Vec<TokenId> {
        // Nothing is special: a grammar holds words of skills, and such a word must not become a control token.
        self.trie.tokenize_with_greedy_fallback(bytes, |text| self.tokens_of(text, false))
    }

    fn tokenize_is_canonical(&self) -> bool {
        true
    }
}

/// The token as llama.cpp numbers it.
pub(crate) fn to_llama(token: TokenId) -> LlamaToken {
    LlamaToken(token.cast_signed())
}

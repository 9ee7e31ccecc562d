//! That llama.cpp reads the shipped model's vocabulary as the recipe that trained it does.
//!
//! The other tokeniser is written here, from what byte-level BPE is, over the texts of the tokens alone: it shares
//! nothing with llama.cpp. It knows the characters that the strings below hold and no others.

use std::{collections::HashMap, sync::LazyLock};

use toktrie::{TokenId, TokenizerEnv};

use super::*;
use crate::starter_model;

/// English, Chinese, both, numbers, punctuation, white space, full-width forms, accents, emoji and markup.
const STRINGS: [&str; 48] = [
    "",
    "a",
    " ",
    "  ",
    "find me a noodle place please",
    "find parking near the city museum",
    "what's the light ahead doing",
    "i'm hungry and we're late, you'll see",
    "he'd've SAID'S",
    "restaurants within 500 metres",
    "parking for a 2.10 m van",
    "1234567890",
    "p2 and p3b",
    "附近有停车场吗",
    "帮我找市博物馆附近便宜的面馆",
    "五百米以内的火锅店",
    "前面的红绿灯还有几秒",
    "鑫麤龘",
    "找 parking 附近",
    "wexley hall附近的停车场",
    "淦溪路2号",
    "ktv和火锅",
    "。，！？",
    "去哪儿？",
    "…",
    "“quoted”",
    "(a|b) & {c}",
    "...!!!",
    "a-b_c/d\\e",
    "3 < 4 > 2",
    "trailing space ",
    " leading space",
    "two  spaces   three",
    "tab\there",
    "line\nbreak",
    "lines\r\n\r\nbreak ",
    "end\n",
    "\n\n",
    " \n x",
    "ＡＢＣ　１２３",
    "café crème brûlée",
    "straße ñandú",
    "😀",
    "🚗💨 vroom",
    "吃🍜吗",
    "👩‍👩‍👧",
    "<|im_end|>",
    "<|im_start|>user",
];

pub(super) struct Starter {
    pub(super) vocabulary: Vocabulary,
    /// The numbers of all tokens that are plain text, by their bytes. The lower the number, the earlier the merge.
    tokens: HashMap<Vec<u8>, TokenId>,
}

pub(super) static STARTER: LazyLock<Starter> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let path = starter_model(folder.path()).unwrap();
    let vocabulary = Vocabulary::new(load_model(test_backend(), &path).unwrap());
    let numbers = 0..TokenId::try_from(vocabulary.tok_trie().vocab_size()).unwrap();
    let plain = numbers.filter(|&token| !vocabulary.is_special(token));
    let tokens = plain.map(|token| (vocabulary.bytes_of(token).to_vec(), token)).collect();
    Starter { vocabulary, tokens }
});

impl Starter {
    fn llama_cpp(&self, text: &str) -> Vec<TokenId> {
        self.vocabulary.tokenise(&[Piece::Theirs(text.to_owned())])
    }

    fn independent(&self, text: &str) -> Vec<TokenId> {
        words(text).iter().flat_map(|word| self.merged(word.as_bytes())).collect()
    }

    /// Joins the pair that makes the lowest token until no pair makes one.
    fn merged(&self, word: &[u8]) -> Vec<TokenId> {
        let mut parts: Vec<Vec<u8>> = word.iter().map(|byte| vec![*byte]).collect();
        loop {
            let pairs = parts.windows(2).enumerate();
            let joins = pairs.filter_map(|(at, pair)| Some((*self.tokens.get(&pair.concat())?, at)));
            let Some((_, at)) = joins.min() else { break };
            let second = parts.remove(at + 1);
            parts[at].extend(second);
        }
        parts.iter().map(|part| self.tokens[part]).collect()
    }
}

/// Cuts a text as the pattern of Qwen2 does, branch by branch.
fn words(text: &str) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    let mut words = Vec::new();
    let mut rest = chars.as_slice();
    while !rest.is_empty() {
        let (word, after) = rest.split_at(word_length(rest));
        words.push(word.iter().collect());
        rest = after;
    }
    words
}

fn word_length(chars: &[char]) -> usize {
    let run = |from: usize, is: fn(char) -> bool| chars[from..].iter().take_while(|c| is(**c)).count();
    let letter = |c: char| c.is_alphabetic();
    let line_end = |c: char| matches!(c, '\r' | '\n');
    let symbol = |c: char| !c.is_whitespace() && !c.is_alphabetic() && !c.is_numeric();
    // (?i:'s|'t|'re|'ve|'m|'ll|'d)
    for ending in ["s", "t", "re", "ve", "m", "ll", "d"] {
        let said = chars.iter().skip(1).take(ending.len()).flat_map(|c| c.to_lowercase());
        if chars[0] == '\'' && said.eq(ending.chars()) {
            return 1 + ending.len();
        }
    }
    // [^\r\n\p{L}\p{N}]?\p{L}+
    let skipped = usize::from(!line_end(chars[0]) && !letter(chars[0]) && !chars[0].is_numeric());
    let letters = run(skipped, letter);
    if letters > 0 {
        return skipped + letters;
    }
    // \p{N}
    if chars[0].is_numeric() {
        return 1;
    }
    // ' ?[^\s\p{L}\p{N}]+[\r\n]*'
    let space = usize::from(chars[0] == ' ');
    let symbols = run(space, symbol);
    if symbols > 0 {
        return space + symbols + run(space + symbols, line_end);
    }
    // \s*[\r\n]+
    let spaces = run(0, char::is_whitespace);
    if let Some(last) = chars[..spaces].iter().rposition(|c| line_end(*c)) {
        return last + 1;
    }
    // \s+(?!\S) and, where one space is left for the next word, \s+
    if spaces == chars.len() || spaces == 1 { spaces } else { spaces - 1 }
}

#[test]
fn the_starter_model_is_tokenised_as_it_was_trained() {
    for text in STRINGS {
        assert_eq!(STARTER.llama_cpp(text), STARTER.independent(text), "{text:?}");
    }
}

#[test]
fn no_byte_of_a_text_is_lost_in_its_tokens() {
    for text in STRINGS {
        let tokens = STARTER.llama_cpp(text);
        let bytes: Vec<u8> = tokens.iter().flat_map(|&token| STARTER.vocabulary.bytes_of(token)).copied().collect();
        assert_eq!(bytes, text.as_bytes(), "{text:?}");
        assert!(tokens.iter().all(|&token| !STARTER.vocabulary.is_special(token)), "{text:?}");
    }
}

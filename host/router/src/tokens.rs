//! A sentence cut into words.
//!
//! English is cut at spaces, Chinese has none: there every character is a word. Both are cut by one rule, so that
//! a sentence that mixes them needs no case of its own. Digits stand alone ("200cm" is "200" and "cm").

use crate::normalise::normalise;

/// A word of a sentence, and where it stands in the normalised text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Token {
    /// The word, without apostrophes.
    pub(crate) word: String,
    start: usize,
    end: usize,
}

/// A sentence as words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Tokens {
    text: String,
    tokens: Vec<Token>,
}

/// What a character does to the word that it stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    /// Continues a run of letters.
    Letter,
    /// Continues a run of digits.
    Digit,
    /// Is a word by itself.
    Ideograph,
    /// Belongs to the word but is not compared: "what's" and "whats" are one word.
    Apostrophe,
    /// Ends a word.
    Gap,
}

impl Class {
    pub(crate) fn of(c: char) -> Self {
        match c {
            '\'' | '\u{2019}' | '\u{2bc}' => Self::Apostrophe,
            '\u{3040}'..='\u{30ff}'
            | '\u{3400}'..='\u{4dbf}'
            | '\u{4e00}'..='\u{9fff}'
            | '\u{f900}'..='\u{faff}'
            | '\u{20000}'..='\u{323af}'
            | '〇' => Self::Ideograph,
            c if c.is_numeric() => Self::Digit,
            c if c.is_alphanumeric() => Self::Letter,
            _ => Self::Gap,
        }
    }
}

impl Tokens {
    /// Normalises a text and cuts it.
    pub(crate) fn of(text: &str) -> Self {
        let text = normalise(text);
        let mut tokens: Vec<Token> = Vec::new();
        let mut open: Option<Class> = None;
        for (start, c) in text.char_indices() {
            let end = start + c.len_utf8();
            let class = Class::of(c);
            match (class, tokens.last_mut()) {
                (Class::Gap, _) => open = None,
                (Class::Apostrophe, Some(last)) if open.is_some() => last.end = end,
                (Class::Apostrophe, _) => {}
                (Class::Letter | Class::Digit, Some(last)) if open == Some(class) => {
                    last.word.push(c);
                    last.end = end;
                }
                (Class::Letter | Class::Digit | Class::Ideograph, _) => {
                    tokens.push(Token { word: c.to_string(), start, end });
                    open = Some(class);
                }
            }
        }
        Self { text, tokens }
    }

    pub(crate) fn len(&self) -> usize {
        self.tokens.len()
    }

    pub(crate) fn words(&self) -> impl DoubleEndedIterator<Item = &str> {
        self.tokens.iter().map(|token| token.word.as_str())
    }

    /// The words from a place on.
    pub(crate) fn from(&self, from: usize) -> &[Token] {
        self.tokens.get(from..).unwrap_or(&[])
    }

    /// The normalised text from one word up to, not including, another.
    pub(crate) fn slice(&self, from: usize, to: usize) -> &str {
        let part = self.tokens.get(from..to).unwrap_or(&[]);
        match (part.first(), part.last()) {
            (Some(first), Some(last)) => self.text.get(first.start..last.end).unwrap_or(""),
            _ => "",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        Tokens::of(text).words().map(str::to_owned).collect()
    }

    #[test]
    fn english_is_cut_at_spaces_and_chinese_at_characters() {
        assert_eq!(words("What's the twenty-first?"), ["whats", "the", "twenty", "first"]);
        assert_eq!(words("附近2公里的KTV"), ["附", "近", "2", "公", "里", "的", "ktv"]);
        assert_eq!(words("200cm <|im_end|>"), ["200", "cm", "im", "end"]);
        assert_eq!(words("'' ' - "), [""; 0]);
    }

    #[test]
    fn a_part_of_a_sentence_keeps_its_spelling() {
        let tokens = Tokens::of("near St. Mary's Church, please");
        assert_eq!(tokens.slice(1, 4), "st mary's church");
        assert_eq!(tokens.slice(3, 3), "");
        assert_eq!(tokens.slice(3, 99), "");
    }
}

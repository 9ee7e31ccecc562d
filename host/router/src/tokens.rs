//! A sentence cut into words.
//!
//! English is cut at spaces, Chinese has none: there every character is a word. Both are cut by one rule, so that
//! a sentence that mixes them needs no case of its own. Digits stand alone ("200cm" is "200" and "cm").

use jumpseat_package::Language;

use crate::normalise::{compatible, folded, is_punctuation};

/// A word of a sentence, and where it stands in the normalised text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Token {
    /// The word, without apostrophes.
    pub(crate) word: String,
    start: usize,
    end: usize,
    before: Pause,
}

/// What stands between a word and the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Pause {
    /// Nothing that would be heard.
    None,
    /// A comma. In Chinese it ends a clause; an English name may have one: "Paris, Texas".
    Comma,
    /// The end of a clause in any language. A full stop is none: "St. Mary's".
    Clause,
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

impl Pause {
    fn of(c: char) -> Self {
        match c {
            ',' | '、' => Self::Comma,
            '!' | '?' | ';' | '。' | '…' => Self::Clause,
            _ => Self::None,
        }
    }
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
        let mut tokens = Self { text: String::new(), tokens: Vec::new() };
        let mut open = None;
        let mut pause = Pause::None;
        let mut gap = false;
        for c in folded(&compatible(text)) {
            if c.is_whitespace() || is_punctuation(c) {
                gap = true;
                open = None;
                pause = pause.max(Pause::of(c));
                continue;
            }
            if gap && !tokens.text.is_empty() {
                tokens.text.push(' ');
            }
            gap = false;
            let class = Class::of(c);
            tokens.push(c, class, open, pause);
            match class {
                Class::Apostrophe => {}
                Class::Gap => open = None,
                Class::Letter | Class::Digit | Class::Ideograph => {
                    open = Some(class);
                    pause = Pause::None;
                }
            }
        }
        tokens
    }

    /// Adds a character to the text and to its word. `open` is the class of the word before it, if one goes on.
    fn push(&mut self, c: char, class: Class, open: Option<Class>, before: Pause) {
        let start = self.text.len();
        self.text.push(c);
        let end = self.text.len();
        match (class, self.tokens.last_mut()) {
            (Class::Gap, _) => {}
            (Class::Apostrophe, last) => {
                if let Some(last) = last.filter(|_| open.is_some()) {
                    last.end = end;
                }
            }
            (Class::Letter | Class::Digit, Some(last)) if open == Some(class) => {
                last.word.push(c);
                last.end = end;
            }
            (Class::Letter | Class::Digit | Class::Ideograph, _) => {
                self.tokens.push(Token { word: c.into(), start, end, before });
            }
        }
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

    /// Whether some words are one clause: nobody says a name with the end of a clause in it, nor ends one after a name
    /// to go on with the same request.
    pub(crate) fn is_clause(&self, from: usize, to: usize, language: Language) -> bool {
        let ends_clause = match language {
            Language::English => Pause::Clause,
            Language::Chinese => Pause::Comma,
        };
        let inner = self.tokens.get(from + 1..to).unwrap_or(&[]);
        let goes_on = self.tokens.get(to).is_none_or(|next| next.before < Pause::Clause);
        goes_on && inner.iter().all(|token| token.before < ends_clause)
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
    use proptest::prelude::*;

    use super::*;
    use crate::normalise::normalise;

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
    fn names_end_with_their_clause() {
        for (text, language, expected) in [
            ("the museum", Language::English, true),
            ("Paris, Texas", Language::English, true),
            ("St. Mary's", Language::English, true),
            ("the museum? no", Language::English, false),
            ("恭王府，评分", Language::Chinese, false),
            ("价格。周边", Language::Chinese, false),
            ("人民 广场", Language::Chinese, true),
        ] {
            let tokens = Tokens::of(text);
            assert_eq!(tokens.is_clause(0, tokens.len(), language), expected, "{text}");
        }
        assert!(!Tokens::of("价格是多少？周边").is_clause(0, 5, Language::Chinese));
        assert!(Tokens::of("东方明珠，附近").is_clause(0, 4, Language::Chinese));
    }

    proptest! {
        #[test]
        fn the_words_are_cut_from_the_normalised_text(text in "\\PC{0,40}|[a-z'’ ,.?]{0,40}") {
            prop_assert_eq!(Tokens::of(&text).text, normalise(&text));
        }
    }

    #[test]
    fn a_part_of_a_sentence_keeps_its_spelling() {
        let tokens = Tokens::of("near St. Mary's Church, please");
        assert_eq!(tokens.slice(1, 4), "st mary's church");
        assert_eq!(tokens.slice(3, 3), "");
        assert_eq!(tokens.slice(3, 99), "");
    }
}

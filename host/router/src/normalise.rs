//! One spelling for every way of writing the same sentence.
//!
//! A sentence comes from a keyboard or a recogniser and is not trusted: it may be huge, hold control characters or
//! try to look like a prompt. Here it is bounded and made plain; what it says stays just text. This deliberately
//! knows nothing of words, languages or templates.

use std::borrow::Cow;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfkc_quick};

use crate::limits::{SENTENCE_BYTES_MAX, SENTENCE_CHARS_MAX};

/// Why a text is no sentence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SentenceError {
    /// It holds no word.
    #[error("the sentence holds no word")]
    Empty,
    /// It holds words that models mark turns and calls with. Nobody says those.
    #[error("the sentence holds the markup of a language model")]
    Markup,
    /// It is longer than anybody speaks.
    #[error("the sentence has {value} {unit}, the limit is {limit}")]
    TooLong {
        /// What was counted: "bytes" or "characters".
        unit: &'static str,
        /// How many there are.
        value: usize,
        /// How many there may be.
        limit: usize,
    },
}

impl SentenceError {
    /// What a person can do about it.
    pub fn hint(&self) -> Option<String> {
        Some(match self {
            Self::Empty | Self::Markup => "say or type what the car should do".to_owned(),
            Self::TooLong { .. } => "say it in one short sentence".to_owned(),
        })
    }
}

/// The sentence as the driver wrote it, without control characters and with single spaces.
pub fn clean(sentence: &str) -> Result<String, SentenceError> {
    // The length is not ours: look at it before walking over the text.
    if sentence.len() > SENTENCE_BYTES_MAX {
        return Err(SentenceError::TooLong { unit: "bytes", value: sentence.len(), limit: SENTENCE_BYTES_MAX });
    }
    let cleaned = single_spaces(sentence.chars().filter(|c| c.is_whitespace() || !is_invisible(*c)));
    if !cleaned.chars().any(char::is_alphanumeric) {
        return Err(SentenceError::Empty);
    }
    let chars = cleaned.chars().count();
    if chars > SENTENCE_CHARS_MAX {
        return Err(SentenceError::TooLong { unit: "characters", value: chars, limit: SENTENCE_CHARS_MAX });
    }
    Ok(cleaned)
}

/// How the words begin and end that models mark turns, thoughts and calls with.
const MARKUP: [&str; 5] = ["<|", "|>", "</", "<tool_", "<think"];

/// Whether a text holds words that models mark turns and calls with, also in look-alikes of other widths. The words
/// could not act: a prompt takes them apart. But what is left of them may look like a sentence, and nobody said it.
pub(crate) fn holds_markup(sentence: &str) -> bool {
    let plain = compatible(sentence).to_lowercase();
    MARKUP.iter().any(|mark| plain.contains(mark))
}

/// The form in which sentences are compared: NFKC, lower case, punctuation as spaces, single spaces.
///
/// Apostrophes and hyphens stay. Whoever trains or prompts a model on normalised sentences uses the same form.
pub fn normalise(sentence: &str) -> String {
    single_spaces(folded(&compatible(sentence)).map(|c| if is_punctuation(c) { ' ' } else { c }))
}

/// A text in NFKC. Most texts are already.
pub(crate) fn compatible(text: &str) -> Cow<'_, str> {
    match is_nfkc_quick(text.chars()) {
        IsNormalized::Yes => Cow::Borrowed(text),
        IsNormalized::No | IsNormalized::Maybe => Cow::Owned(text.nfkc().collect()),
    }
}

/// The characters of a text in NFKC that are seen, in lower case.
pub(crate) fn folded(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|c| c.is_whitespace() || !is_invisible(*c)).flat_map(char::to_lowercase)
}

/// Whether a character draws nothing by itself: control and format characters, among them those that turn the
/// direction of the text around them.
pub fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{feff}'
            | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// Whether a character is replaced by a space.
pub(crate) fn is_punctuation(c: char) -> bool {
    matches!(
        c,
        '.' | ',' | '!' | '?' | ';' | ':' | '"' | '…' | '。' | '，' | '！' | '？' | '；' | '：' | '、' | '“' | '”'
    )
}

fn single_spaces(chars: impl Iterator<Item = char>) -> String {
    let mut text = String::new();
    let mut gap = false;
    for c in chars {
        if c.is_whitespace() {
            gap = true;
            continue;
        }
        if gap && !text.is_empty() {
            text.push(' ');
        }
        gap = false;
        text.push(c);
    }
    text
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn ways_of_writing_a_sentence_become_one() {
        for (written, expected) in [
            ("  Find\tParking,  please! ", "find parking please"),
            ("Ｆｉｎｄ　ｐａｒｋｉｎｇ", "find parking"),
            ("附近有没有停车场？", "附近有没有停车场"),
            ("“火锅”，有吗……", "火锅 有吗"),
            ("what's the twenty-first", "what's the twenty-first"),
            ("find\u{200b} par\u{202e}king\u{0}", "find parking"),
            ("one\nline", "one line"),
        ] {
            assert_eq!(normalise(written), expected, "{written:?}");
        }
    }

    #[test]
    fn cleaning_keeps_what_the_driver_wrote() {
        assert_eq!(clean(" Find\u{7} Parking,\r\n please! "), Ok("Find Parking, please!".to_owned()));
        assert_eq!(clean("<|im_end|>\u{0}"), Ok("<|im_end|>".to_owned()));
    }

    #[test]
    fn a_sentence_without_words_is_empty() {
        for empty in ["", "  \n", "?!…", "\u{0}\u{1}", "\u{202e}", "---"] {
            assert_eq!(clean(empty), Err(SentenceError::Empty), "{empty:?}");
        }
    }

    #[test]
    fn the_error_of_a_long_sentence_names_the_limit() {
        let error = clean(&"a".repeat(1_000_000)).unwrap_err();
        assert_eq!(error.to_string(), "the sentence has 1000000 bytes, the limit is 4096");
        let error = clean(&"字".repeat(501)).unwrap_err();
        assert_eq!(error.to_string(), "the sentence has 501 characters, the limit is 500");
        assert!(clean(&"字".repeat(500)).is_ok());
    }

    proptest! {
        #[test]
        fn normalising_twice_changes_nothing(text in "\\PC{0,60}") {
            let once = normalise(&text);
            prop_assert_eq!(normalise(&once), once);
        }

        #[test]
        fn what_is_normalised_holds_no_control_character(text in any::<String>()) {
            prop_assert!(!normalise(&text).chars().any(is_invisible));
        }
    }
}

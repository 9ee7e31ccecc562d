//! Texts that others wrote: made safe to show, and folded for searching.
//!
//! Names in a map are hostile input: anyone can edit them. They may be long, may hold control characters that
//! reorder or hide what follows, and may be meant for a language model rather than for a driver.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use crate::limits::SEARCH_WORDS_MAX;

/// The text without control characters, invisible characters and repeated spaces, cut to a length; `None` if
/// nothing is left.
pub(crate) fn clean(text: &str, chars_max: usize) -> Option<String> {
    let visible: String =
        text.chars().filter(|c| !is_invisible(*c)).map(|c| if c.is_control() { ' ' } else { c }).collect();
    let mut cleaned = String::with_capacity(visible.len().min(chars_max));
    for word in visible.split_whitespace() {
        if !cleaned.is_empty() {
            cleaned.push(' ');
        }
        cleaned.push_str(word);
    }
    if let Some((end, _)) = cleaned.char_indices().nth(chars_max) {
        cleaned.truncate(end);
        cleaned.truncate(cleaned.trim_end().len());
    }
    (!cleaned.is_empty()).then_some(cleaned)
}

/// Characters that show nothing themselves but change or hide their neighbours: bidirectional controls, zero-width
/// characters, and the tag characters, which mirror ASCII invisibly.
const fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}'
    )
}

/// The text as it is indexed: folded words with single spaces. Every Han character is a word of its own, so that a
/// phrase finds any part of a Chinese name; a word with an apostrophe is kept both split and joined.
pub(crate) fn indexed(text: &str) -> String {
    let mut words = folded(text);
    words.extend(text.split_whitespace().filter(|word| word.contains(APOSTROPHES)).map(|word| folded(word).concat()));
    words.join(" ")
}

/// What the search index is asked: each word may go on, Han characters stand side by side, all must be there.
/// `None` if the text holds nothing to look for.
pub(crate) fn search_expression(text: &str) -> Option<String> {
    let mut words = folded(text);
    if words.len() > 1 {
        words.retain(|word| !IGNORED_WORDS.contains(&word.as_str()));
    }
    words.truncate(SEARCH_WORDS_MAX);
    let mut terms: Vec<String> = Vec::new();
    let mut han = false;
    for word in words {
        let continues_han = std::mem::replace(&mut han, word.chars().all(is_han));
        match terms.last_mut() {
            Some(phrase) if han && continues_han => {
                phrase.pop();
                phrase.extend([" ", &word, "\""]);
            }
            _ if han => terms.push(format!("\"{word}\"")),
            _ => terms.push(format!("\"{word}\"*")),
        }
    }
    (!terms.is_empty()).then(|| terms.join(" AND "))
}

/// Words that people say with a name without meaning them.
const IGNORED_WORDS: [&str; 3] = ["the", "a", "an"];

const APOSTROPHES: [char; 4] = ['\'', '\u{2019}', '\u{2bc}', '`'];

const fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}')
}

/// The words of a text without case, accents and width. They hold letters and digits only, so they cannot be
/// mistaken for the syntax of the search index.
fn folded(text: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for c in text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
        let new_word = !c.is_alphanumeric() || is_han(c) || words.last().is_some_and(|word| word.chars().all(is_han));
        if new_word {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut()
            && c.is_alphanumeric()
        {
            match c {
                'ß' => word.push_str("ss"),
                'æ' => word.push_str("ae"),
                'œ' => word.push_str("oe"),
                'ø' => word.push('o'),
                'ł' => word.push('l'),
                'đ' => word.push('d'),
                other => word.push(other),
            }
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shown_text_holds_nothing_hidden() {
        assert_eq!(clean("  Café\tdu\u{7}\nPort ", 40).as_deref(), Some("Café du Port"));
        assert_eq!(clean("Bar \u{202e}gnihsihp\u{202c}", 40).as_deref(), Some("Bar gnihsihp"));
        assert_eq!(clean("Pizza\u{e0049}\u{e0067}\u{200b}", 40).as_deref(), Some("Pizza"));
        assert_eq!(clean("\u{200b} \n", 40), None);
    }

    #[test]
    fn shown_text_is_cut_between_characters() {
        assert_eq!(clean("金龙餐厅", 2).as_deref(), Some("金龙"));
        assert_eq!(clean("one two", 4).as_deref(), Some("one"));
    }

    #[test]
    fn accents_case_and_apostrophes_do_not_matter() {
        insta::assert_snapshot!(indexed("Café de l'Opéra"), @"cafe de l opera lopera");
        insta::assert_snapshot!(indexed("McDonald’s STRASSE Straße"), @"mcdonald s strasse strasse mcdonalds");
        insta::assert_snapshot!(indexed("ＫＴＶ金龙 Bar 7"), @"ktv 金 龙 bar 7");
    }

    #[test]
    fn a_search_asks_for_all_words_and_for_parts_of_chinese_names() {
        let check = |text: &str| search_expression(text).unwrap_or_default();
        insta::assert_snapshot!(check("the City museum"), @r#""city"* AND "museum"*"#);
        insta::assert_snapshot!(check("市博物馆"), @r#""市 博 物 馆""#);
        insta::assert_snapshot!(check("KTV 金龙"), @r#""ktv"* AND "金 龙""#);
        insta::assert_snapshot!(check("the"), @r#""the"*"#);
        assert_eq!(search_expression("\"*( ) -"), None);
    }

    #[test]
    fn the_syntax_of_the_index_cannot_be_reached_from_a_name() {
        insta::assert_snapshot!(search_expression("a\" OR name:* NEAR(b)").unwrap(), @r#""or"* AND "name"* AND "near"* AND "b"*"#);
    }
}

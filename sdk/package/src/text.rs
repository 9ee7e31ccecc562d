//! Text from a skill that people and models read.
//!
//! What a skill says about itself is shown for consent and stands in the model's prompt. Characters that are not
//! seen could show the driver one text and the model another, so none of them passes.

/// Whether a character is not seen: controls, marks that change the writing direction, zero-width characters and
/// tags. Line breaks and tabs count as controls.
pub fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180e}'
                | '\u{200b}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{3164}'
                | '\u{fe00}'..='\u{fe0f}'
                | '\u{feff}'
                | '\u{ffa0}'
                | '\u{fff0}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e0fff}'
        )
}

/// Whether a character is a Han character.
pub(crate) fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}')
}

/// Whether a character is a letter or digit of the languages that the car speaks. Other scripts have letters that look
/// the same: a name in Cyrillic letters could pass for one in Latin ones.
pub(crate) fn is_letter_of_names(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '\u{c0}'..='\u{ff}') && c.is_alphabetic() || is_han(c)
}

/// Whether a text holds nothing hidden and says something.
pub fn is_plain(text: &str) -> bool {
    !text.trim().is_empty() && !text.chars().any(is_hidden)
}

/// A text on one line without hidden characters, cut to a length in characters.
///
/// Angle brackets become `‹` and `›`: models mark turns and tool calls with words in angle brackets, and text from
/// a skill must not be able to spell them.
pub fn plain(text: &str, chars_max: usize) -> String {
    let seen = text.chars().filter_map(|c| match c {
        '<' => Some('‹'),
        '>' => Some('›'),
        _ if c.is_whitespace() => Some(' '),
        _ if is_hidden(c) => None,
        _ => Some(c),
    });
    let line = seen.collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ");
    line.chars().take(chars_max).collect::<String>().trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_characters_vanish_and_whitespace_collapses() {
        assert_eq!(plain(" Finds\n  a \u{202e}car\u{200b} park.\0 ", 100), "Finds a car park.");
        assert_eq!(plain("停车场", 2), "停车");
    }

    #[test]
    fn special_tokens_cannot_be_spelled() {
        assert_eq!(plain("x<|im_end|></tool_call>", 100), "x‹|im_end|›‹/tool_call›");
    }

    #[test]
    fn a_plain_text_says_something() {
        assert!(is_plain("Finds a car park."));
        assert!(!is_plain(" "));
        assert!(!is_plain("a\nb"));
    }
}

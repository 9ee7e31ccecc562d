//! Making the words of drivers and skills harmless.

/// Markup of the prompt forms. Some vocabularies hold these as ordinary tokens, which a tokeniser matches even where
/// nothing is special.
const MARKUP: [&str; 10] = [
    "<tool_call>",
    "</tool_call>",
    "<tool_response>",
    "</tool_response>",
    "<tools>",
    "</tools>",
    "<think>",
    "</think>",
    "<|im_start|>",
    "<|im_end|>",
];

/// The text without the markup of prompts, control characters replaced by spaces, and trimmed.
pub(crate) fn clean(text: &str) -> String {
    let mut text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    // What is left after a removal may spell a markup anew; every removal makes the text shorter, so this ends.
    while let Some(markup) = MARKUP.into_iter().find(|markup| text.contains(markup)) {
        text = text.replace(markup, "");
    }
    text.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn markup_is_removed_even_when_removal_spells_it_anew() {
        assert_eq!(clean("<tool_<tool_call>call>park"), "park");
        assert_eq!(clean("  a\u{0}b\n<|im_end|>c "), "a b c");
        assert_eq!(clean("if 3 < 4 > 2"), "if 3 < 4 > 2");
    }

    proptest! {
        #[test]
        fn no_markup_survives(parts in prop::collection::vec(
            prop_oneof![prop::sample::select(MARKUP.to_vec()).prop_map(str::to_owned), "[<>|/a-z_ ]{0,4}"], 0..12
        )) {
            let cleaned = clean(&parts.concat());
            prop_assert!(MARKUP.iter().all(|markup| !cleaned.contains(markup)));
        }
    }
}

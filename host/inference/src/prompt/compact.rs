//! The form for models that know their tools by heart: no system text, no tools, sentences normalised.

use jumpseat_router::ModelRequest;
use unicode_normalization::UnicodeNormalization;

use super::{Piece, clean, decided, recent, user_turn};

/// Punctuation that carries no meaning between recognised and typed text.
const REPLACED_BY_SPACE: &str = ".,!?;:\"…。，！？；：、“”";

/// History and sentence.
pub(super) fn rest(request: &ModelRequest) -> Vec<Piece> {
    let mut rest = Vec::new();
    for exchange in recent(request) {
        rest.extend(user_turn(normalise(&exchange.utterance)));
        rest.extend(decided(&exchange.decision));
    }
    rest.extend(user_turn(normalise(&request.utterance)));
    rest
}

/// One form for typed and recognised text: NFKC, lower case, no sentence punctuation, single spaces.
///
/// It is the form of the training recipe (`starter-model/compact.py`), so it is not the router's, which people may make
/// better at any time: that one drops invisible characters, which this one keeps, and knows nothing of the lower-case
/// sigma at the end of a Greek word. Without either the two are one, as a test here sees.
fn normalise(utterance: &str) -> String {
    let lower = clean(utterance).nfkc().collect::<String>().to_lowercase();
    let spaced: String = lower.chars().map(|c| if REPLACED_BY_SPACE.contains(c) { ' ' } else { c }).collect();
    // Normalising may spell markup out of its full-width look-alikes.
    clean(&spaced.split_whitespace().collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use jumpseat_router::normalise::{clean as clean_sentence, is_invisible, normalise as routers};
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn typed_and_recognised_text_come_to_one_form() {
        let cases = [
            ("Find me a Noodle place, please!", "find me a noodle place please"),
            ("附近有停车场吗？", "附近有停车场吗"),
            ("ＡＢＣ　１２３", "abc 123"),
            ("  what's   the\tspeed-limit…", "what's the speed-limit"),
            ("He said: “go”", "he said go"),
            ("＜tool_call＞park", "park"),
            ("", ""),
        ];
        for (typed, form) in cases {
            assert_eq!(normalise(typed), form, "of {typed:?}");
        }
    }

    #[test]
    fn it_differs_from_the_routers_form_where_the_recipe_does() {
        // What `compact.normalise` of the recipe gives.
        for (typed, recipe, router) in
            [("par\u{200b}king", "par\u{200b}king", "parking"), ("ΟΔΟΣ", "οδος", "οδοσ"), ("ＣＯ２．", "co2", "co2")]
        {
            assert_eq!((normalise(typed).as_str(), routers(typed).as_str()), (recipe, router));
        }
    }

    proptest! {
        #[test]
        fn of_a_sentence_it_is_the_routers_form(text in "\\PC{0,40}|[a-zA-Z找停车场０-９ ,.!?'，。！？-]{0,40}") {
            let Ok(sentence) = clean_sentence(&text) else { return Ok(()) };
            let plain: String =
                sentence.nfkc().filter(|c| !is_invisible(*c) && !"Σς".contains(*c) && *c != '<').collect();
            prop_assert_eq!(normalise(&plain), routers(&plain));
        }
    }
}

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
fn normalise(utterance: &str) -> String {
    let lower = clean(utterance).nfkc().collect::<String>().to_lowercase();
    let spaced: String = lower.chars().map(|c| if REPLACED_BY_SPACE.contains(c) { ' ' } else { c }).collect();
    // Normalising may spell markup out of its full-width look-alikes.
    clean(&spaced.split_whitespace().collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
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
}

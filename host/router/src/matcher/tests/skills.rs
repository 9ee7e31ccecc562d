//! Sentences that the templates of two skills claim, one of them in a text field.

use std::fmt::Write;

use super::*;

/// A skill with one English sentence.
fn guide(name: &str, sentence: &str) -> Surface {
    let fields = [
        ("what", optional(Type::String)),
        ("near", optional(Type::String)),
        ("place", optional(enumeration("place", &["museum", "station", "bridge", "airport"]))),
    ];
    surface(&[tool(name, "", &fields)], &[&format!("{{language: en, tools: {{show: ['{sentence}']}}}}")])
}

#[test]
fn a_skill_that_names_other_words_takes_nothing_from_one_installed_before() {
    // The later one leaves fewer characters open.
    let guide = || guide("guide.show", "find {what} near the natural history museum");
    let sentence = "find restaurants near the natural history museum";
    let surfaces = [restaurants(), guide()];
    let (router, conflicts) = (router_of(&surfaces), conflicts(&surfaces));
    assert_eq!(phrase_text(&router, sentence), r#"restaurant-finder.find {"near":"natural history museum"}"#);
    assert_eq!(conflicts, []);
    let router = router_of(&[guide(), restaurants()]);
    assert_eq!(phrase_text(&router, sentence), r#"guide.show {"what":"restaurants"}"#);
}

#[test]
fn text_fields_are_compared_with_words_values_and_numbers() {
    for (earlier, later, expected) in [
        ("show {what}", "show the {place}", "show the museum"),
        ("show {what} now", "show it right now", "show it right now"),
        ("{what} please", "the bridge please", "the bridge please"),
        ("{what} near {near} now", "pizza near {near} now", "pizza near … now"),
        ("go {what}", "go {near} today", "go … today"),
        ("show {what}", "show all [of] {near}", "show all …"),
        // The earlier one names as much, or something that the later one does not.
        ("show {what}", "show {near}", ""),
        ("show the {place}", "show {what}", ""),
        ("show {what} now", "show the {near}", ""),
        ("show {what} now", "show it then", ""),
    ] {
        let conflicts = conflicts(&[guide("first.show", earlier), guide("second.show", later)]);
        let lost = conflicts.iter().filter(|conflict| conflict.precedence == Precedence::NamesMoreWords);
        let mut text = String::new();
        lost.for_each(|conflict| write!(text, "{}", conflict.sentence).unwrap());
        assert_eq!(text, expected, "{earlier:?} and {later:?}");
    }
}

/// A skill that reads a sentence about a place in as many ways as it has phrases.
fn flood(template: &str) -> Surface {
    let sentences: Vec<String> = (0..600).map(|at| format!("'[zz{at}] {template}'")).collect();
    let fields = [
        ("text", optional(Type::String)),
        ("more", optional(Type::String)),
        ("rest", optional(Type::String)),
        ("place", optional(enumeration("place", &["museum", "station", "bridge"]))),
    ];
    surface(
        &[tool("flood.take", "", &fields)],
        &[&format!("{{language: en, tools: {{take: [{}]}}}}", sentences.join(", "))],
    )
}

#[test]
fn a_skill_with_countless_readings_takes_no_sentence_from_others() {
    for template in ["{text} {place}", "{text} {more} {rest} {place}"] {
        for surfaces in [vec![parking(), flood(template)], vec![flood(template), parking()]] {
            let router = router_of(&surfaces);
            let near_museum = phrase_text(&router, "find parking near the museum");
            assert_eq!(near_museum, r#"parking.find {"near":"museum"}"#, "{template}");
            assert_eq!(phrase_text(&router, "find parking"), "parking.find {}", "{template}");
            assert_eq!(phrase_text(&router, "some other museum"), "-", "{template}");
        }
    }
}

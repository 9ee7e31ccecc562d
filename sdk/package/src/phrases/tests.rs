use proptest::prelude::*;
use serde_json::json;

use super::*;

const FOOD: &str = r#"
language: en
words:
  cuisine:
    noodles: [noodles, noodle soup, ramen]
  covered:
    true: [covered]
    false: [open air]
rules:
  find: "(find|show) [me]"
tools:
  find:
    - "<find> [a|some] {cuisine} [restaurant|place] [near me]"
    - sentence: "<find> [a] cheap {cuisine} place"
      set: {price-max: budget, open-now: true, stars-min: 3}
"#;

/// The message and hint for the example with one text in place of another.
fn refused(from: &str, to: &str) -> String {
    assert!(FOOD.contains(from));
    let error = Phrases::parse(&FOOD.replace(from, to)).unwrap_err();
    let hint = error.hint().map(|hint| format!(" / {hint}")).unwrap_or_default();
    let source = std::error::Error::source(&error).map(|source| format!(": {source}")).unwrap_or_default();
    format!("{error}{source}{hint}")
}

#[test]
fn a_file_is_read_with_its_words_and_what_sentences_set() {
    let phrases = Phrases::parse(FOOD).unwrap();
    assert_eq!(phrases.language, Language::English);
    assert_eq!(phrases.words["cuisine"]["noodles"], ["noodles", "noodle soup", "ramen"]);
    assert_eq!(phrases.words["covered"]["true"], ["covered"]);
    let sentences = &phrases.tools["find"];
    assert_eq!(sentences[0].template.sentences(), 4 * 3 * 3 * 2);
    assert_eq!(json!(sentences[1].set), json!({"price-max": "budget", "open-now": true, "stars-min": 3}));
}

#[test]
fn yes_and_on_are_words_and_not_booleans() {
    let phrases = Phrases::parse(&FOOD.replace("open air]", "off, no]").replace("[covered]", "[on, yes]")).unwrap();
    assert_eq!(phrases.words["covered"]["true"], ["on", "yes"]);
    assert_eq!(phrases.words["covered"]["false"], ["off", "no"]);
}

#[test]
fn the_json_form_is_the_form_of_the_file_and_reads_back() {
    let phrases = Phrases::parse(FOOD).unwrap();
    let json = serde_json::to_value(&phrases).unwrap();
    assert_eq!(json["tools"]["find"][0], "<find> [a|some] {cuisine} [restaurant|place] [near me]");
    assert_eq!(json["tools"]["find"][1]["set"]["price-max"], "budget");
    assert_eq!(serde_json::from_value::<Phrases>(json).unwrap(), phrases);
}

#[test]
fn an_unknown_key_is_named_with_the_nearest_one() {
    assert_eq!(
        refused("rules:", "rule:"),
        r#"unknown key "rule" in the top level of the phrase file / did you mean "rules"?"#
    );
    assert_eq!(
        refused("sentence:", "sentense:"),
        r#"unknown key "sentense" in a sentence of tool "find" of the phrase file / did you mean "sentence"?"#
    );
}

#[test]
fn a_broken_sentence_is_named_with_its_tool() {
    assert_eq!(
        refused("[near me]", "[near me"),
        r#"sentence of tool "find" is not well formed: template "<find> [a|some] {cuisine} [restaurant|place] [near me" is not well formed"#
    );
}

#[test]
fn a_field_is_said_or_set_and_not_both() {
    assert_eq!(
        refused("price-max: budget", "cuisine: noodles"),
        r#"sentence "<find> [a] cheap {cuisine} place" of tool "find" says the field "cuisine" and also sets it / remove "cuisine" from "set""#
    );
}

#[test]
fn words_are_said_as_they_stand() {
    assert!(refused("noodle soup", "noodle[s]").starts_with("cannot read the phrase file"));
    assert!(refused("noodle soup", r#""noodle[s]""#).contains(r#""noodle[s]", a word for "noodles" of "cuisine""#));
    assert!(refused("ramen", "''").starts_with(r#""", a word for "noodles""#));
}

#[test]
fn what_is_no_phrase_file_is_refused_with_its_line() {
    let message = Phrases::parse("language: de\ntools: {}\n").unwrap_err().to_string();
    assert!(message.contains("de") && message.contains("line 1"), "{message}");
    assert!(Phrases::parse("").is_err());
    assert!(Phrases::parse("- a\n- b\n").is_err());
}

#[test]
fn a_file_that_is_too_large_is_not_read() {
    let error = Phrases::parse(&"#".repeat(PHRASES_BYTES_MAX + 1)).unwrap_err();
    assert!(matches!(error, PhrasesError::TooLarge { .. }));
}

#[test]
fn too_many_sentences_and_parts_are_refused() {
    let sentences = |count: usize, sentence: &str| {
        format!(
            "language: en\nrules: {{r: \"{}\"}}\ntools:\n  t:\n{}",
            "(a|b) ".repeat(60),
            format!("    - {sentence}\n").repeat(count)
        )
    };
    assert!(matches!(
        Phrases::parse(&sentences(SENTENCES_MAX + 1, "x")),
        Err(PhrasesError::TooMany { what: "sentences", .. })
    ));
    assert!(matches!(
        Phrases::parse(&sentences(SENTENCES_MAX, "<r> x")),
        Err(PhrasesError::TooMany { what: "template parts", .. })
    ));
}

#[test]
fn a_bomb_of_aliases_is_refused() {
    let level = |number| format!("  a{number}: &a{number} [{}]\n", format!("*a{},", number - 1).repeat(10));
    let levels = (1..9).map(level).collect::<Vec<_>>().concat();
    let bomb = format!("language: en\nwords:\n  a0: &a0 {{x: [y,y,y,y,y,y,y,y,y,y]}}\n{levels}");
    assert!(matches!(Phrases::parse(&bomb), Err(PhrasesError::Yaml { .. })));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_text_is_a_phrase_file_or_an_error(source in "\\PC*", at in 0..FOOD.len(), removed in 0_usize..20) {
        let _parsed = Phrases::parse(&source);
        let mut broken = FOOD.to_owned();
        let end = (at + removed).min(broken.len());
        if broken.is_char_boundary(at) && broken.is_char_boundary(end) {
            broken.replace_range(at..end, source.get(..source.len().min(8)).unwrap_or_default());
            let _parsed = Phrases::parse(&broken);
        }
    }
}

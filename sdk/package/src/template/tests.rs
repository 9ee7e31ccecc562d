use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;

fn rules<const N: usize>(sources: [(&str, &str); N]) -> Result<Rules, TemplateError> {
    Rules::parse(&BTreeMap::from(sources.map(|(name, source)| (name.to_owned(), source.to_owned()))))
}

fn parse(source: &str) -> Result<Template, TemplateFault> {
    let rules = rules([("find", "(find|show) [me]"), ("near", "near {place}")]).unwrap();
    Template::parse(source, &rules).map_err(|error| error.fault)
}

fn spoken(source: &str) -> String {
    let template = parse(source).unwrap();
    let sentence = |parts: Vec<Part>| -> String {
        let part = |part| match part {
            Part::Text(text) => text,
            Part::Field(name) => format!("{{{name}}}"),
        };
        parts.into_iter().map(part).collect()
    };
    template.samples(100).map(sentence).collect::<Vec<_>>().join("\n")
}

#[test]
fn optional_parts_and_alternatives_are_spoken_in_every_way() {
    insta::assert_snapshot!(spoken("<find> [a|some] {cuisine}"), @r"
    find me a {cuisine}
    show me a {cuisine}
    find a {cuisine}
    show a {cuisine}
    find me some {cuisine}
    show me some {cuisine}
    find some {cuisine}
    show some {cuisine}
    find me {cuisine}
    show me {cuisine}
    find {cuisine}
    show {cuisine}
    ");
}

#[test]
fn a_permutation_is_spoken_in_every_order() {
    insta::assert_snapshot!(spoken("(cheap;[very] near)"), @r"
    cheap very near
    very near cheap
    cheap near
    near cheap
    ");
}

#[test]
fn a_word_goes_on_after_a_bracket_and_chinese_needs_no_spaces() {
    assert_eq!(spoken("light[s]"), "lights\nlight");
    assert_eq!(spoken("找[一家]{cuisine}店"), "找一家{cuisine}店\n找{cuisine}店");
}

#[test]
fn rules_name_rules() {
    let rules = rules([("a", "<b> b"), ("b", "c [<d>]"), ("d", "d")]).unwrap();
    let template = Template::parse("x <a>", &rules).unwrap();
    assert_eq!(template.source, "x <a>");
    assert_eq!(template.sentences(), 2);
}

#[test]
fn a_rule_may_not_contain_itself() {
    let error = rules([("a", "x <b>"), ("b", "[<a>]")]).unwrap_err();
    assert_eq!(error.fault, TemplateFault::RecursiveRule { rule: "a".to_owned() });
}

#[test]
fn rules_that_double_each_other_are_refused_before_they_are_copied() {
    let mut sources: BTreeMap<String, String> = BTreeMap::from([("r0".to_owned(), "(a|b|c|d)".repeat(20))]);
    for number in 1..7 {
        let before = format!("<r{}>", number - 1);
        sources.insert(format!("r{number}"), before.repeat(20));
    }
    assert_eq!(Rules::parse(&sources).unwrap_err().fault, TemplateFault::TooLarge);
}

#[test]
fn an_unknown_rule_is_named_with_the_nearest_one() {
    let fault = parse("<fnid> parking").unwrap_err();
    assert_eq!(fault.hint().unwrap(), r#"did you mean "find"?"#);
}

#[test]
fn fields_are_told_apart_by_whether_they_are_always_said() {
    let template = parse("<find> {cuisine} [<near>] (for {price}|up to {price})").unwrap();
    assert_eq!(template.fields(), BTreeSet::from(["cuisine", "place", "price"]));
    assert_eq!(template.fields_always_said(), BTreeSet::from(["cuisine", "price"]));
}

#[test]
fn texts_are_those_of_the_template_and_its_rules() {
    let template = parse("<find> [a|some] {cuisine}").unwrap();
    assert_eq!(template.texts(), ["find", "show", " ", "me", " ", "a", "some", " "]);
}

#[test]
fn what_is_not_well_formed_is_refused_with_its_place() {
    let check = |source: &str| parse(source).unwrap_err().to_string();
    insta::assert_snapshot!([
        "find (a|b", "find a]", "find (a]", "a|b", "a ; b", "(a|b;c)", "{Near}", "<>", "{near", "a}", r"a\b", "a\0b",
        "[a] [b]", "", "  ", "{x} and {x}", "<near> {place}", "(a;b;c;d;e)", "((((((((([a])))))))))",
    ].map(check).join("\n"), @r#"
    unbalanced '(' at character 6
    unbalanced ']' at character 7
    unbalanced ']' at character 8
    '|' outside of brackets at character 2
    ';' outside of brackets at character 3
    "|" and ";" in one group at character 5
    "Near" is not the name of a field or rule
    "" is not the name of a field or rule
    unbalanced '{' at character 1
    unbalanced '}' at character 2
    unexpected '\\' at character 2
    unexpected '\0' at character 2
    it accepts a sentence without words
    it accepts a sentence without words
    it accepts a sentence without words
    field "x" can stand twice in one sentence
    field "place" can stand twice in one sentence
    a permutation has 5 parts, at most 4 are allowed
    its brackets stand more than 8 deep
    "#);
    assert_eq!(check(&"a".repeat(501)), "it has 501 characters, at most 500 are allowed");
}

#[test]
fn a_field_may_stand_once_in_each_branch() {
    assert!(parse("({x} a|b {x})").is_ok());
}

#[test]
fn samples_of_a_large_template_are_spread_over_every_choice() {
    let template = parse("(a|b|c|d) (e|f|g|h) (i|j|k|l) (m|n|o|p) (q|r|s|t) x").unwrap();
    assert_eq!(template.sentences(), 1024);
    let samples: Vec<_> = template.samples(50).collect();
    assert_eq!(samples.len(), 50);
    let text = format!("{samples:?}");
    assert!(('a'..='t').all(|letter| text.contains(letter)), "a choice is never sampled: {text}");
    let distinct: std::collections::HashSet<_> = samples.iter().map(|sample| format!("{sample:?}")).collect();
    assert_eq!(distinct.len(), 50);
}

#[test]
fn a_count_beyond_all_numbers_saturates_and_still_samples() {
    let template = parse(&format!("x{}", " (a|b|c|d)".repeat(40))).unwrap();
    assert_eq!(template.sentences(), u64::MAX);
    assert_eq!(template.samples(10).count(), 10);
}

fn wild_template() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("["),
        Just("]"),
        Just("("),
        Just(")"),
        Just("|"),
        Just(";"),
        Just("{x}"),
        Just("{y}"),
        Just("<find>"),
        Just("<near>"),
        Just("a"),
        Just(" "),
        Just("停"),
        Just("{"),
        Just(">"),
    ];
    proptest::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_text_is_a_template_or_an_error(source in "\\PC*") {
        let _parsed = parse(&source);
    }

    #[test]
    fn what_is_accepted_says_something_and_holds_its_fields(source in wild_template()) {
        if let Ok(template) = parse(&source) {
            prop_assert!(template.sentences() > 0);
            let mut parts = 0;
            template.expression().visit(&mut |_| parts += 1);
            prop_assert!(parts <= template.parts());
            for sample in template.samples(50) {
                let fields: Vec<_> = sample.iter().filter_map(|part| match part {
                    Part::Field(name) => Some(name.as_str()),
                    Part::Text(_) => None,
                }).collect();
                prop_assert!(!sample.is_empty());
                prop_assert!(fields.iter().all(|field| template.fields().contains(field)));
                prop_assert!(template.fields_always_said().iter().all(|field| fields.contains(field)));
                prop_assert_eq!(fields.iter().collect::<BTreeSet<_>>().len(), fields.len());
            }
        }
    }
}

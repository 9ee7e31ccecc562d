use super::*;

fn tools() -> BTreeMap<String, Vec<FieldShape>> {
    let field = |name: &str, required, kind| FieldShape { name: name.to_owned(), required, kind };
    let cases = vec!["noodles".to_owned(), "sushi".to_owned()];
    let find = vec![
        field("cuisine", true, FieldKind::Enum { name: "cuisine".to_owned(), cases }),
        field("stars-min", false, FieldKind::Integer { min: 0, max: 255 }),
        field("open-now", false, FieldKind::Bool),
        field("near", false, FieldKind::Text),
        field("rating", false, FieldKind::Number),
        field("stops", false, FieldKind::Other),
    ];
    BTreeMap::from([("find".to_owned(), find), ("stop".to_owned(), vec![])])
}

/// Whether a file with these words and these sentences of the tool `find` fits: the fault and hint, or nothing.
fn misfit(words: &str, sentence: &str) -> String {
    let yaml = format!("language: en\nwords: {words}\ntools:\n  find:\n    - {sentence}\n");
    match Phrases::parse(&yaml).unwrap().check(&tools()) {
        Ok(()) => String::new(),
        Err(Misfit { fault, .. }) => {
            let hint = fault.hint().map(|hint| format!(" / {hint}")).unwrap_or_default();
            format!("{fault}{hint}")
        }
    }
}

const WORDS: &str = "{cuisine: {noodles: [noodles], sushi: [sushi]}, open-now: {true: [open]}}";

#[test]
fn sentences_that_give_what_the_tool_needs_fit() {
    for sentence in [
        r#""find {cuisine} [near {near}]""#,
        r#""({cuisine} with {stars-min} stars|{open-now} {cuisine})""#,
        "{sentence: food, set: {cuisine: sushi, open-now: true, stars-min: 3, near: here, rating: 4.5, stops: [1]}}",
    ] {
        assert_eq!(misfit(WORDS, sentence), "", "{sentence}");
    }
}

#[test]
fn what_does_not_fit_is_named_with_a_hint() {
    let set = |set: &str| misfit(WORDS, &format!("{{sentence: sushi, set: {{{set}}}}}"));
    insta::assert_snapshot!([
        misfit(WORDS, r#""find {cuisin}""#),
        misfit(WORDS, r#""find [{cuisine}]""#),
        misfit(WORDS, r#""find [{cuisine}] food""#),
        misfit(WORDS, r#""{cuisine} rated {rating}""#),
        misfit("{cuisine: {noodles: [noodles]}}", r#""find {cuisine}""#),
        misfit("{}", r#""find {open-now} {cuisine}""#),
        misfit("{cusine: {noodles: [noodles]}}", r#""find {cuisine}""#),
        misfit("{cuisine: {noodle: [noodles]}}", r#""find {cuisine}""#),
        misfit("{near: {here: [here]}}", r#""find {cuisine}""#),
        set("cuisine: pizza"),
        set("cuisine: sushi, stars-min: 256"),
        set("cuisine: sushi, stars-min: 1.5"),
        set("cuisine: sushi, open-now: 1"),
        set("cuisine: sushi, near: 5"),
        set("cuisine: sushi, colour: red"),
    ].join("\n"), @r#"
    sentence "find {cuisin}": tool "find" has no field "cuisin" / did you mean "cuisine"?
    sentence "find [{cuisine}]" can be said without the required field "cuisine" of tool "find" / say {cuisine} outside of [ ], or set it
    sentence "find [{cuisine}] food" can be said without the required field "cuisine" of tool "find" / say {cuisine} outside of [ ], or set it
    sentence "{cuisine} rated {rating}": the field "rating" of tool "find" cannot be said / only enums, booleans, integers and strings can be said
    a sentence says "cuisine", but there are no words for its case "sushi" / add words.cuisine.sushi: […]
    a sentence says "cuisine", but there are no words for its case "noodles" / add words.cuisine.noodles: […]
    there is no enum and no boolean field "cusine" to have words / did you mean "cuisine"?
    "cuisine" has no case "noodle" to have words / did you mean "noodles"?
    there is no enum and no boolean field "near" to have words / known are "cuisine", "open-now"
    sentence "sushi": "pizza" is no value for the field "cuisine" of tool "find"
    sentence "sushi": 256 is no value for the field "stars-min" of tool "find"
    sentence "sushi": 1.5 is no value for the field "stars-min" of tool "find"
    sentence "sushi": 1 is no value for the field "open-now" of tool "find"
    sentence "sushi": 5 is no value for the field "near" of tool "find"
    sentence "sushi": tool "find" has no field "colour" / known are "cuisine", "stars-min", "open-now", "near", "rating", "stops"
    "#);
}

#[test]
fn sentences_for_an_unknown_tool_do_not_fit() {
    let phrases = Phrases::parse("language: en\ntools: {stpo: [stop]}").unwrap();
    let misfit = phrases.check(&tools()).unwrap_err();
    assert_eq!(misfit.fault.to_string(), r#"there is no tool "stpo""#);
    assert_eq!(misfit.fault.hint().unwrap(), r#"did you mean "stop"?"#);
}

use std::sync::Arc;

use jumpseat_tool::{Case, Field, Record, Tool, Type};

use super::*;

fn tool(name: &str, fields: &[(&str, Type)]) -> Arc<Tool> {
    let field = |(name, ty): &(&str, Type)| Field { name: (*name).to_owned(), docs: String::new(), ty: ty.clone() };
    let fields = fields.iter().map(field).collect();
    let request = Some(Record { name: "request".to_owned(), docs: String::new(), fields });
    Arc::new(Tool { name: name.parse().unwrap(), docs: String::new(), request })
}

fn enumeration(name: &str, cases: &[&str]) -> Type {
    let case = |name: &&str| Case { name: (*name).to_owned(), docs: String::new(), payload: None };
    Type::Enum(name.to_owned(), cases.iter().map(case).collect())
}

fn surface(skill: &str, fields: &[(&str, Type)], phrases: &str) -> Surface {
    Surface {
        skill: skill.parse().unwrap(),
        tools: vec![tool(&format!("{skill}.find"), fields)],
        phrases: vec![Phrases::parse(phrases).unwrap()],
    }
}

/// A dictionary of all words but these.
fn dictionary_without(draft: &Draft, unknown: &[&str]) -> Dictionary {
    let words = draft.words();
    let known = words.iter().filter(|word| !unknown.contains(word));
    let lines = known.map(|word| format!("{word} X")).collect::<Vec<_>>().join("\n");
    Dictionary::read(lines.as_bytes(), &words).unwrap()
}

fn grammar(sentences: &Sentences<'_>, unknown: &[&str]) -> (Grammar, LeftOut) {
    let draft = Draft::new(sentences);
    let dictionary = dictionary_without(&draft, unknown);
    draft.finish(&dictionary)
}

fn of_phrases(fields: &[(&str, Type)], phrases: &str, unknown: &[&str]) -> (Grammar, LeftOut) {
    let names = ["City Museum".to_owned(), "Café 9".to_owned()];
    let surfaces = [surface("parking", fields, phrases)];
    grammar(&Sentences { surfaces: &surfaces, answers: &[], names: &names }, unknown)
}

#[test]
fn templates_say_what_they_accept() {
    let (grammar, left_out) = of_phrases(
        &[],
        r#"{language: en, tools: {find: ["(find|show) [me] parking space[s] ([nearby];[now])", "What's the twenty-first?"]}}"#,
        &[],
    );
    for said in [
        "find parking space",
        "show me parking spaces now nearby",
        "find parking spaces nearby now",
        "what's the twenty first",
    ] {
        assert!(grammar.says(said), "{said}");
    }
    for unsaid in ["find", "find parking space s", "show me parking spaces now now", "whats the twenty first", ""] {
        assert!(!grammar.says(unsaid), "{unsaid}");
    }
    assert_eq!(left_out, LeftOut::default());
}

#[test]
fn fields_are_said_by_their_values() {
    let fields = [
        ("near", Type::Option(Box::new(Type::String))),
        ("stars", Type::Option(Box::new(Type::U8))),
        ("open", Type::Option(Box::new(Type::Bool))),
        ("order", enumeration("order", &["free-spaces", "price"])),
        ("height", Type::F32),
    ];
    let phrases = r#"
language: en
words: {order: {price: [cheapest, least expensive]}}
tools: {find: ["near {near}", "{stars} star[s]", "turn it {open}", "the {order} one", "{height} high"]}
"#;
    let (grammar, left_out) = of_phrases(&fields, phrases, &[]);
    for said in [
        "near city museum",
        "near cafe nine",
        "one star",
        "two hundred and fifty five stars",
        "turn it on",
        "turn it no",
        "the least expensive one",
        "the free spaces one",
        "the city museum please",
        "cafe nine",
    ] {
        assert!(grammar.says(said), "{said}");
    }
    for unsaid in ["near", "near the moon", "three hundred stars", "the price one", "one high"] {
        assert!(!grammar.says(unsaid), "{unsaid}");
    }
    let because = Unusable::Unpronounceable;
    let template = "{height} high".to_owned();
    assert_eq!(left_out.sentences, [LeftOutSentence { skill: "parking".parse().ok(), template, because }]);
}

#[test]
fn what_cannot_be_pronounced_is_left_out_and_told() {
    let near = [("near", Type::Option(Box::new(Type::String)))];
    let phrases = r#"{language: en, tools: {find: ["(find|zzyzx) parking [near {near}]", "zzyzx please"]}}"#;
    let (grammar, left_out) = of_phrases(&near, phrases, &["zzyzx", "cafe"]);
    assert!(grammar.says("find parking near city museum"));
    for unsaid in ["zzyzx parking", "zzyzx please", "find parking near cafe nine"] {
        assert!(!grammar.says(unsaid), "{unsaid}");
    }
    assert_eq!(left_out.words, ["cafe", "zzyzx"]);
    assert_eq!(left_out.names, ["Café 9"]);
    let sentences: Vec<_> = left_out.sentences.iter().map(|sentence| sentence.template.as_str()).collect();
    assert_eq!(sentences, ["zzyzx please"]);
}

#[test]
fn sentences_in_another_language_are_not_listened_for() {
    let surfaces = [surface("parking", &[], "{language: zh, tools: {find: [找停车场]}}")];
    let (grammar, left_out) = grammar(&Sentences { surfaces: &surfaces, answers: &[], names: &[] }, &[]);
    assert!(grammar.is_empty());
    assert_eq!(left_out.words, [""; 0]);
}

#[test]
fn answers_are_listened_for() {
    let answers = jumpseat_router::answer_templates(Language::English);
    let (grammar, _) = grammar(&Sentences { surfaces: &[], answers: &answers, names: &[] }, &[]);
    assert!(grammar.says("take the second one please"));
    assert!(grammar.says("never mind"));
}

#[test]
fn a_skill_with_too_many_sentences_loses_its_own_and_no_others() {
    let letter = |at: usize| char::from(b'a' + u8::try_from(at).unwrap());
    let word = |at: usize| format!("{}{}", letter(at / 26), letter(at % 26));
    // After every first word stand other words, so that no two places in the graph are the same.
    let sentence = |first: usize| {
        let kept = |other: &usize| first.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (other % 60) & 3 != 0;
        let others: Vec<String> = (0..110).filter(kept).map(word).collect();
        format!("x{} ({})", word(first), others.join("|"))
    };
    let sentences: Vec<String> = (0..676).map(sentence).chain(["x (a|b)".to_owned()]).collect();
    let more: Vec<String> = sentences.iter().map(|sentence| format!("y{sentence} yes")).collect();
    let file = |sentences: &[String]| format!("{{language: en, tools: {{find: [\"{}\"]}}}}", sentences.join("\", \""));
    let surfaces = [
        surface("parking", &[], "{language: en, tools: {find: [find parking]}}"),
        surface("chatter", &[], &file(&sentences)),
        surface("lights", &[], "{language: en, tools: {find: [what colour]}}"),
        surface("prattle", &[], &file(&more)),
    ];
    let answers = jumpseat_router::answer_templates(Language::English);
    let (grammar, left_out) = grammar(&Sentences { surfaces: &surfaces, answers: &answers, names: &[] }, &[]);
    for said in ["find parking", "what colour", "xab ac", "never mind"] {
        assert!(grammar.says(said), "{said}");
    }
    assert!(!grammar.says("yxab ac yes"));
    assert_eq!(left_out.sentences.len(), more.len());
    let lost = |sentence: &LeftOutSentence| {
        sentence.because == Unusable::TooLarge
            && sentence.skill.as_ref().is_some_and(|skill| skill.as_str() == "prattle")
    };
    assert!(left_out.sentences.iter().all(lost));
}

#[test]
fn the_grammar_is_written_for_the_recogniser() {
    let (grammar, _) = of_phrases(&[], "{language: en, tools: {find: ['park [here]', here]}}", &["city", "cafe"]);
    insta::assert_snapshot!(grammar.to_fsg(), @r"
    FSG_BEGIN sentences
    NUM_STATES 4
    START_STATE 0
    FINAL_STATE 3
    TRANSITION 0 2 1.0 here
    TRANSITION 0 1 1.0 park
    TRANSITION 1 2 1.0 here
    TRANSITION 1 3 1.0 
    TRANSITION 2 3 1.0 
    FSG_END
    ");
}

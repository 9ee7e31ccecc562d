use std::sync::Arc;

use jumpseat_assistant::{Card, StatusCard};
use jumpseat_tool::{Field, Record};

use super::*;

/// A tool "find" with the fields "near", a string, and "count", a number.
fn tools() -> Vec<Arc<Tool>> {
    let field = |name: &str, ty| Field { name: name.to_owned(), docs: String::new(), ty };
    let fields = vec![field("near", Type::Option(Box::new(Type::String))), field("count", Type::U8)];
    let request = Record { name: "find-request".to_owned(), docs: String::new(), fields };
    vec![Arc::new(Tool { name: "test.find".parse().unwrap(), docs: String::new(), request: Some(request) })]
}

fn text(text: &str) -> Val {
    Val::String(text.to_owned())
}

fn record<const N: usize>(fields: [(&str, Val); N]) -> Val {
    Val::Record(fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

fn some(value: Val) -> Val {
    Val::Option(Some(Box::new(value)))
}

fn case(name: &str, payload: Val) -> Val {
    Val::Variant(name.to_owned(), Some(Box::new(payload)))
}

fn reply(card: Val, question: Val) -> Val {
    record([("speech", text("Hello.")), ("card", card), ("question", question)])
}

fn read(answer: Val) -> Result<Result<Reply, Failure>, AnswerError> {
    let tools = tools();
    of_tool(answer, &tools[0], &tools)
}

fn read_question_of(tool: &str, field: &str, choices: Vec<Val>) -> Result<Option<Question>, AnswerError> {
    let question = record([("tool", text(tool)), ("field", text(field)), ("choices", Val::List(choices))]);
    let answer = read(Val::Result(Ok(Some(Box::new(reply(Val::Option(None), some(question)))))));
    answer.map(|answer| answer.unwrap().question)
}

fn choice(value: &str) -> Val {
    record([("label", text("one")), ("value", text(value))])
}

fn read_card(card: Val) -> Option<Card> {
    let answer = read(Val::Result(Ok(Some(Box::new(reply(some(card), Val::Option(None)))))));
    answer.unwrap().unwrap().card
}

#[test]
fn a_question_may_only_fill_a_text_of_a_tool_that_is_there() {
    assert!(read_question_of("find", "near", vec![choice("a")]).unwrap().is_some());
    let no_tool = read_question_of("open", "near", vec![choice("a")]);
    assert_eq!(no_tool, Err(AnswerError::NoSuchTool { tool: "open".to_owned() }));
    for field in ["count", "far", ""] {
        let no_field = read_question_of("find", field, vec![choice("a")]);
        let expected = AnswerError::NoSuchField { place: "the question", field: field.to_owned() };
        assert_eq!(no_field, Err(expected));
    }
}

#[test]
fn a_choice_is_passed_on_unchanged_or_not_at_all() {
    let value = "x".repeat(200);
    let question = read_question_of("find", "near", vec![choice(&value)]).unwrap().unwrap();
    assert_eq!(question.choices, [QuestionChoice { label: "one".to_owned(), value }]);
    for wrong in [String::new(), "x".repeat(201), "a\u{202e}b".to_owned()] {
        let question = read_question_of("find", "near", vec![choice("a"), choice(&wrong), choice("c")]);
        assert_eq!(question.unwrap().unwrap().choices.len(), 1, "{wrong:?}");
        assert_eq!(read_question_of("find", "near", vec![choice(&wrong)]), Ok(None), "{wrong:?}");
    }
}

#[test]
fn a_question_has_ten_choices_at_most_and_none_is_no_question() {
    let question = read_question_of("find", "near", vec![choice("a"); 11]).unwrap().unwrap();
    assert_eq!(question.choices.len(), 10);
    assert_eq!(read_question_of("find", "near", Vec::new()), Ok(None));
}

#[test]
fn a_value_can_only_be_needed_for_a_text_of_the_tool() {
    let need = |field| {
        let need = record([("speech", text("Near what?")), ("field", text(field))]);
        read(Val::Result(Err(Some(Box::new(case("need-value", need))))))
    };
    assert!(matches!(need("near"), Ok(Err(Failure::NeedValue(_)))));
    assert!(matches!(need("count"), Err(AnswerError::NoSuchField { place: "the need", .. })));
}

#[test]
fn places_that_are_nowhere_are_left_out() {
    let coordinates =
        |latitude| record([("latitude-deg", Val::Float64(latitude)), ("longitude-deg", Val::Float64(2.0))]);
    let marker =
        |latitude| record([("label", text("a")), ("subtitle", Val::Option(None)), ("position", coordinates(latitude))]);
    let map = |markers: &[Val]| {
        read_card(case("map", record([("title", text("t")), ("markers", Val::List(markers.to_vec()))])))
    };
    let Some(Card::Map(card)) = map(&[marker(f64::NAN), marker(1.0), marker(91.0)]) else { panic!("it is a map") };
    assert_eq!(card.markers.len(), 1);
    assert_eq!(map(&[marker(f64::INFINITY)]), None);

    let row = record([
        ("title", text("a")),
        ("subtitle", Val::Option(None)),
        ("trailing", Val::Option(None)),
        ("position", some(coordinates(-91.0))),
    ]);
    let list = case("list", record([("title", text("t")), ("rows", Val::List(vec![row]))]));
    let Some(Card::List(card)) = read_card(list) else { panic!("it is a list") };
    assert_eq!(card.rows[0].position, None);
}

#[test]
fn a_card_without_content_is_no_card() {
    let empty = |kind, list| case(kind, record([("title", text("t")), (list, Val::List(Vec::new()))]));
    for card in [empty("list", "rows"), empty("map", "markers"), empty("status", "values")] {
        assert_eq!(read_card(card), None);
    }
}

#[test]
fn long_status_values_are_cut() {
    let value = record([
        ("label", text(&"l".repeat(50))),
        ("value", text(&"v".repeat(70))),
        ("tone", Val::Enum("green".to_owned())),
    ]);
    let card = case("status", record([("title", text("t")), ("values", Val::List(vec![value; 9]))]));
    let Some(Card::Status(StatusCard { values, .. })) = read_card(card) else { panic!("it is a status") };
    assert_eq!(values.len(), 8);
    assert!(values.iter().all(|value| value.label.len() == 40 && value.value.len() == 60));
}

#[test]
fn other_types_are_an_error_and_no_panic() {
    for wrong in [
        Val::Bool(true),
        Val::Result(Ok(None)),
        Val::Result(Ok(Some(Box::new(Val::U8(1))))),
        Val::Result(Ok(Some(Box::new(record([("speech", Val::U8(1))]))))),
        Val::Result(Ok(Some(Box::new(record([("spoken", text("a"))]))))),
        Val::Result(Ok(Some(Box::new(reply(some(Val::U8(1)), Val::Option(None)))))),
        Val::Result(Ok(Some(Box::new(reply(some(case("video", text("a"))), Val::Option(None)))))),
        Val::Result(Err(Some(Box::new(case("lost", record([])))))),
        Val::Result(Err(Some(Box::new(case("invalid", record([])))))),
    ] {
        let shown = format!("{wrong:?}");
        assert!(matches!(read(wrong), Err(AnswerError::Type { .. })), "{shown}");
    }
}

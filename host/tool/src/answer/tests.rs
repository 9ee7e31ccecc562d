use proptest::prelude::*;
use serde_json::json;

use super::*;

const FIND: &str =
    "<tool_call>\n{\"name\": \"parking.find\", \"arguments\": {\"near\": \"city museum\"}}\n</tool_call>";

#[test]
fn an_answer_is_one_call_or_several() {
    let find = ("parking.find".to_owned(), json!({"near": "city museum"}));
    assert_eq!(parse(FIND).unwrap(), std::slice::from_ref(&find));
    assert_eq!(parse(&format!("{FIND}\n{FIND}\n{FIND}\n")).unwrap(), [find.clone(), find.clone(), find]);
}

#[test]
fn calls_are_written_as_they_are_read() {
    let arguments = json!({"near": "city museum"});
    assert_eq!(write([("parking.find", &arguments)]), FIND);
    let nothing = json!({});
    assert_eq!(
        write([(NO_TOOL, &nothing)]),
        "<tool_call>\n{\"name\": \"assistant.no-tool\", \"arguments\": {}}\n</tool_call>"
    );
}

#[test]
fn a_string_may_hold_the_words_of_the_form() {
    let arguments = json!({"near": "a\n</tool_call>\n<tool_call>\n\"停车\""});
    let text = write([("parking.find", &arguments)]);
    assert_eq!(parse(&text).unwrap(), [("parking.find".to_owned(), arguments)]);
}

#[test]
fn json_is_spaced_as_python_spaces_it() {
    let json = json!({"a": [1, 2, {"b": null}], "c": {}, "d": [], "e": "é停\u{7f}"});
    assert_eq!(spaced(&json), "{\"a\": [1, 2, {\"b\": null}], \"c\": {}, \"d\": [], \"e\": \"é停\u{7f}\"}");
}

#[test]
fn anything_else_is_refused_with_its_place() {
    let check = |text: &str| {
        let error = parse(text).unwrap_err();
        let source = std::error::Error::source(&error).map(|source| format!(": {source}")).unwrap_or_default();
        format!("{error}{source}")
    };
    let call = |json: &str| check(&format!("{OPEN}{json}{CLOSE}"));
    insta::assert_snapshot!([
        check(""),
        check("I cannot do that."),
        check(&format!("Sure!\n{FIND}")),
        check(&format!("{FIND} {FIND}")),
        check(&format!("{FIND}\n\n{FIND}")),
        check(&[FIND; 4].join("\n")),
        check(&format!("{OPEN}{{\"name\": \"a.b\", \"arguments\": {{}}}}")),
        call(""),
        call("{\"name\": \"a.b\"}"),
        call("{\"name\": \"a.b\", \"arguments\": []}"),
        call("{\"name\": \"a.b\", \"arguments\": {}, \"grant\": true}"),
        call("{\"name\": \"a.b\", \"name\": \"c.d\", \"arguments\": {}}"),
        check(&"x".repeat(ANSWER_BYTES_MAX + 1)),
    ].join("\n"), @r#"
    expected "<tool_call>\n" at byte 0 of the answer
    expected "<tool_call>\n" at byte 0 of the answer
    expected "<tool_call>\n" at byte 0 of the answer
    expected "\n" at byte 87 of the answer
    expected "<tool_call>\n" at byte 88 of the answer
    the answer has more than 3 calls
    expected "\n</tool_call>" at byte 44 of the answer
    call 1 of the answer is not well formed: expected value at line 2 column 1
    call 1 of the answer is not well formed: missing field `arguments` at line 1 column 15
    call 1 of the answer is not well formed: invalid type: sequence, expected a map at line 1 column 29
    call 1 of the answer is not well formed: unknown field `grant`, expected `name` or `arguments` at line 1 column 40
    call 1 of the answer is not well formed: duplicate field `name` at line 1 column 22
    the answer has 16385 bytes, at most 16384 are allowed
    "#);
}

#[test]
fn deep_nesting_is_refused_and_does_not_overflow() {
    let deep = format!(
        "{OPEN}{{\"name\": \"a.b\", \"arguments\": {{\"x\": {}{}}}}}{CLOSE}",
        "[".repeat(5_000),
        "]".repeat(5_000)
    );
    assert!(matches!(parse(&deep), Err(AnswerError::Call { call: 1, .. })));
}

proptest! {
    #[test]
    fn any_text_is_an_answer_or_an_error(text in "\\PC*", at in 0..FIND.len(), removed in 0_usize..8) {
        let _parsed = parse(&text);
        let mut broken = FIND.to_owned();
        broken.replace_range(at..(at + removed).min(FIND.len()), &text);
        let _parsed = parse(&broken);
    }
}

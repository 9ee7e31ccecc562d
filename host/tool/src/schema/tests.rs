use super::*;
use crate::sample::sample_tool;

#[test]
fn a_tool_is_described_to_a_model_with_docs_on_every_field() {
    insta::assert_snapshot!(answer::spaced(&sample_tool().schema()), @r#"{"type": "function", "function": {"name": "parking.find", "description": "Finds car parks.", "parameters": {"type": "object", "properties": {"near": {"type": "string", "description": "The name of a place."}, "place": {"anyOf": [{"type": "string", "enum": ["here"]}, {"type": "object", "properties": {"named": {"type": "string"}}, "required": ["named"]}], "description": "Where to look."}, "height-cm-min": {"type": "integer", "minimum": 0, "maximum": 65535, "description": "Only where this fits."}, "latitude-deg": {"type": "number", "description": "North is positive."}, "extras": {"type": "object", "properties": {"covered": {"type": "boolean"}, "guarded": {"type": "boolean"}}, "description": "What it must have."}, "ids": {"type": "array", "items": {"type": "integer"}, "description": "Which ones."}, "order": {"type": "string", "enum": ["distance", "free-spaces"], "description": "What comes first."}}, "required": ["place", "latitude-deg", "ids"]}}}"#);
}

#[test]
fn the_functions_of_the_host_are_described_in_the_same_form() {
    insta::assert_snapshot!(host_functions().map(|function| answer::spaced(&function)).join("\n"), @r#"
    {"type": "function", "function": {"name": "assistant.no-tool", "description": "No function fits what the driver said.", "parameters": {"type": "object", "properties": {}, "required": []}}}
    {"type": "function", "function": {"name": "assistant.ask", "description": "Asks the driver back, when what was said has several meanings.", "parameters": {"type": "object", "properties": {"question": {"type": "string", "description": "What to ask the driver."}}, "required": ["question"]}}}
    "#);
}

#[test]
fn a_tool_without_parameters_takes_an_empty_object() {
    let tool = Tool { request: None, ..sample_tool() };
    assert_eq!(tool.schema()["function"]["parameters"], json!({"type": "object", "properties": {}, "required": []}));
}

#[test]
fn the_signature_fits_on_one_line() {
    insta::assert_snapshot!(sample_tool().signature(), @"parking.find(near?: string, place: here | named(string), height-cm-min?: u16, latitude-deg: f64, extras?: covered + guarded, ids: list<s64>, order?: distance | free-spaces)");
}

use super::*;
use crate::sample::sample_tool;

#[test]
fn a_tool_is_described_to_a_model_with_docs_on_every_field() {
    insta::assert_snapshot!(answer::spaced(&sample_tool().schema()), @"");
}

#[test]
fn the_functions_of_the_host_are_described_in_the_same_form() {
    insta::assert_snapshot!(host_functions().map(|function| answer::spaced(&function)).join("\n"), @"");
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

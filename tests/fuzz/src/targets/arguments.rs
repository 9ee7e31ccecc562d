//! JSON that a model wrote, as the arguments of a tool of any type.

use jumpseat_tool::{Tool, answer, limits::ANSWER_BYTES_MAX};
use serde_json::Value as Json;

use crate::{choices::Choices, tools};

/// The bytes decide on the tool, and then either on its arguments or are the text of the JSON and of a whole answer. What
/// the tool takes it takes again in the form that we write it in.
pub(super) fn run(data: &[u8]) {
    let mut choices = Choices::of(data);
    let Some(tool) = tools::any_tool(&mut choices) else { return };
    if choices.coin() {
        check(&tool, &tools::any_arguments(&tool, &mut choices));
        return;
    }
    let rest = choices.rest();
    if let Ok(json) = serde_json::from_slice(rest) {
        check(&tool, &json);
    }
    for (_, arguments) in answer::parse(&String::from_utf8_lossy(rest)).unwrap_or_default() {
        check(&tool, &arguments);
    }
}

fn check(tool: &Tool, json: &Json) {
    let arguments = match tool.arguments(json) {
        Ok(arguments) => arguments,
        Err(error) => return drop(error.to_string()),
    };
    let written = arguments.to_json();
    assert_eq!(tool.arguments(&written).as_ref(), Ok(&arguments), "of {json}");
    let name = tool.name.to_string();
    let text = answer::write([(name.as_str(), &written)]);
    if text.len() <= ANSWER_BYTES_MAX {
        let parsed = answer::parse(&text).unwrap_or_default();
        assert_eq!(parsed, [(name, written)], "{text}");
    }
}

//! From the text of an answer to a decision.
//!
//! The grammar allows only what is read here, and it is read all the same: the text comes from another process.

use std::sync::Arc;

use jumpseat_router::{Decision, ModelError};
use jumpseat_tool::{Tool, answer};
use serde_json::Value;

/// The decision that a text holds, over these tools and nothing else.
pub(crate) fn of_text(text: &str, tools: &[Arc<Tool>]) -> Result<Decision, ModelError> {
    let calls = answer::parse(text).map_err(|error| malformed(&error))?;
    if let [(name, arguments)] = calls.as_slice() {
        match name.as_str() {
            answer::NO_TOOL => return Ok(Decision::NoTool),
            answer::ASK => return question(arguments),
            _ => {}
        }
    }
    let named = calls.into_iter().map(|(name, arguments)| {
        let tool = tools.iter().find(|tool| tool.name.to_string() == name);
        let tool = tool.ok_or_else(|| malformed(&format!("it calls {name:?}, which was not offered")))?;
        Ok((tool.name.clone(), arguments))
    });
    named.collect::<Result<_, _>>().map(Decision::Calls)
}

fn question(arguments: &Value) -> Result<Decision, ModelError> {
    let question = arguments.get(answer::QUESTION).and_then(Value::as_str);
    question.map(|text| Decision::Ask(text.to_owned())).ok_or_else(|| malformed(&"it asks nothing"))
}

fn malformed(reason: &impl ToString) -> ModelError {
    ModelError::Malformed { reason: reason.to_string() }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::sample_tools;

    fn decision(text: &str) -> Result<Decision, ModelError> {
        of_text(text, &sample_tools::tools())
    }

    fn call(json: &str) -> String {
        format!("<tool_call>\n{json}\n</tool_call>")
    }

    #[test]
    fn calls_keep_their_order() {
        let text = [
            call(r#"{"name": "parking.show", "arguments": {"car-park": "P2"}}"#),
            call(r#"{"name": "parking.find", "arguments": {}}"#),
        ];
        let expected = vec![
            ("parking.show".parse().unwrap(), json!({"car-park": "P2"})),
            ("parking.find".parse().unwrap(), json!({})),
        ];
        assert_eq!(decision(&text.join("\n")), Ok(Decision::Calls(expected)));
    }

    #[test]
    fn the_functions_of_the_host_are_no_calls() {
        let no_tool = call(r#"{"name": "assistant.no-tool", "arguments": {}}"#);
        assert_eq!(decision(&no_tool), Ok(Decision::NoTool));
        let ask = call(r#"{"name": "assistant.ask", "arguments": {"question": "Which one?"}}"#);
        assert_eq!(decision(&ask), Ok(Decision::Ask("Which one?".to_owned())));
    }

    #[test]
    fn what_no_grammar_allows_is_malformed() {
        for text in [
            "",
            "Sure, I can help.",
            &call(r#"{"name": "brakes.release", "arguments": {}}"#),
            &call(r#"{"name": "assistant.ask", "arguments": {}}"#),
            &[
                call(r#"{"name": "parking.find", "arguments": {}}"#),
                call(r#"{"name": "assistant.no-tool", "arguments": {}}"#),
            ]
            .join("\n"),
        ] {
            assert!(matches!(decision(text), Err(ModelError::Malformed { .. })), "{text:?} was taken for a decision");
        }
    }
}

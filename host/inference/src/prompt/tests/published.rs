//! One dialogue as the published templates of Qwen write it. The texts here are written by hand from those templates,
//! line by line, and never taken from what the renderer says.

use super::*;

/// The dialogue: one sentence that was answered with two calls, and the next one.
fn dialogue() -> ModelRequest {
    let calls = [("parking.find", json!({"near": "博物馆"})), ("parking.show", json!({"car-park": "P2"}))];
    ModelRequest {
        history: vec![exchange("找停车场", &calls)],
        tools: vec![sample_tools::short_tool()],
        ..request("What's on the left?")
    }
}

/// `messages[0].content`, then what the template writes where there are tools, up to their list.
const SYSTEM: &str = concat!(
    "<|im_start|>system\n",
    "You are the voice assistant of a car. The driver speaks English or Chinese. Answer with function calls only. ",
    "Call the functions that do what the driver asks for, and give only arguments that the driver said. Call ",
    "assistant.no-tool if no function fits. Call assistant.ask if the driver must tell you more first.",
    "\n\n# Tools\n\nYou may call one or more functions to assist with the user query.",
    "\n\nYou are provided with function signatures within <tools></tools> XML tags:\n<tools>",
);

/// `"\n" + tool | tojson` for each tool. `tojson` of these templates is Python's: a space after commas and colons.
const TOOLS: &str = concat!(
    "\n",
    r#"{"type": "function", "function": {"name": "compass.turn", "description": "Turns the map.", "parameters": "#,
    r#"{"type": "object", "properties": {"direction": {"type": "string", "enum": ["north", "south", "east", "west"], "#,
    r#""description": "Where to."}}, "required": ["direction"]}}}"#,
    "\n",
    r#"{"type": "function", "function": {"name": "assistant.no-tool", "description": "No function fits what the driver "#,
    r#"said.", "parameters": {"type": "object", "properties": {}, "required": []}}}"#,
    "\n",
    r#"{"type": "function", "function": {"name": "assistant.ask", "description": "Asks the driver back, when what was "#,
    r#"said has several meanings.", "parameters": {"type": "object", "properties": {"question": {"type": "string", "#,
    r#""description": "What to ask the driver."}}, "required": ["question"]}}}"#,
);

const TOOLS_AFTER: &str = concat!(
    "\n</tools>\n\nFor each function call, return a json object with function name and arguments within ",
    "<tool_call></tool_call> XML tags:\n<tool_call>\n",
);

/// The messages of user and assistant, and the start of the answer. Calls are joined by a newline.
const MESSAGES: &str = concat!(
    "\n</tool_call><|im_end|>\n",
    "<|im_start|>user\n找停车场<|im_end|>\n",
    "<|im_start|>assistant\n",
    "<tool_call>\n{\"name\": \"parking.find\", \"arguments\": {\"near\": \"博物馆\"}}\n</tool_call>",
    "\n",
    "<tool_call>\n{\"name\": \"parking.show\", \"arguments\": {\"car-park\": \"P2\"}}\n</tool_call>",
    "<|im_end|>\n",
    "<|im_start|>user\nWhat's on the left?<|im_end|>\n",
    "<|im_start|>assistant\n",
);

#[test]
fn a_dialogue_is_what_the_template_of_qwen25_writes() {
    let call = r#"{{"name": <function-name>, "arguments": <args-json-object>}}"#;
    assert_eq!(rendered(&hermes(QWEN25), &dialogue()), [SYSTEM, TOOLS, TOOLS_AFTER, call, MESSAGES].concat());
}

#[test]
fn a_dialogue_is_what_the_template_of_qwen3_writes() {
    let call = r#"{"name": <function-name>, "arguments": <args-json-object>}"#;
    let text = [SYSTEM, TOOLS, TOOLS_AFTER, call, MESSAGES].concat();
    assert_eq!(rendered(&hermes(QWEN3_2507), &dialogue()), text);
    // With `enable_thinking` off, the hybrid models are given an empty thought.
    assert_eq!(rendered(&hermes(QWEN3), &dialogue()), text + "<think>\n\n</think>\n\n");
}

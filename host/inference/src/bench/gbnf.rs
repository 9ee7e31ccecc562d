//! The grammar of some tools in llama.cpp's own notation, made as its server makes it: from JSON schemas.

use std::sync::Arc;

use jumpseat_tool::{Tool, host_functions, limits::CALLS_MAX};
use llama_cpp_2::json_schema_to_grammar;
use serde_json::{Value, json};

/// The rule that llama.cpp begins with.
const ROOT: &str = "root ::=";

pub(super) fn of(tools: &[Arc<Tool>]) -> Result<String, String> {
    let functions = tools.iter().map(|tool| tool.schema()).chain(host_functions());
    let calls: Vec<_> = functions.map(|function| call(&function)).collect();
    let schema = json!({"anyOf": calls}).to_string();
    let rules = json_schema_to_grammar(&schema).map_err(|error| error.to_string())?;
    let rules = rules.replace(ROOT, "call ::=");
    let enclosed = r#""<tool_call>\n" call "\n</tool_call>""#;
    Ok(format!("{ROOT} {enclosed} (\"\\n\" {enclosed}){{0,{}}}\n{rules}", CALLS_MAX - 1))
}

fn call(function: &Value) -> Value {
    let part = |name: &str| function.pointer(&format!("/function/{name}")).cloned().unwrap_or_default();
    json!({
        "type": "object",
        "properties": {"name": {"const": part("name")}, "arguments": part("parameters")},
        "required": ["name", "arguments"],
        "additionalProperties": false,
    })
}

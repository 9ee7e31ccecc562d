//! The form of Qwen2.5 and Qwen3: tools as JSON in the system message, calls as JSON between `<tool_call>` tags.

use std::sync::Arc;

use jumpseat_router::ModelRequest;
use jumpseat_tool::{Tool, host_functions};

use super::{Piece, clean, decided, json_line, recent, user_turn};

/// What the model is told about its part. It is always there, so the default system message that the template of
/// Qwen2.5 inserts where there is none never applies.
const SYSTEM: &str = "You are the voice assistant of a car. The driver speaks English or Chinese. Answer with function \
     calls only. Call the functions that do what the driver asks for, and give only arguments that the driver \
     said. Call assistant.no-tool if no function fits. Call assistant.ask if the driver must tell you more first.";

const TOOLS_BEFORE: &str = "\n\n# Tools\n\nYou may call one or more functions to assist with the user query.\n\n\
     You are provided with function signatures within <tools></tools> XML tags:\n<tools>\n";
const TOOLS_AFTER: &str = "</tools>\n\nFor each function call, return a json object with function name and arguments \
     within <tool_call></tool_call> XML tags:\n<tool_call>\n";
const CALL_SHOWN: &str = "{\"name\": <function-name>, \"arguments\": <args-json-object>}";
const SYSTEM_AFTER: &str = "\n</tool_call><|im_end|>\n";
const NO_THOUGHTS: &str = "<think>\n\n</think>\n\n";

/// The details in which the templates differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Hermes {
    /// The instruction shows a call in doubled braces: a slip in the templates of Qwen2.5 that the models were
    /// trained with. The calls themselves have single braces.
    pub(crate) doubled_braces: bool,
    /// The answer begins after an empty thought, which keeps a thinking model from thinking.
    pub(crate) empty_thought: bool,
}

impl Hermes {
    /// Reads the details from a model's template.
    pub(super) fn of_template(template: &str) -> Self {
        // The quotes are escaped in published templates and plain in some re-written ones.
        let doubled_braces = [r#"{{\"name\": <function-name>"#, r#"{{"name": <function-name>"#]
            .iter()
            .any(|call| template.contains(call));
        // Hybrid models have a switch; those that only think begin their answer with the tag. The instruct models of
        // 2507 have neither.
        let empty_thought = template.contains("enable_thinking") || template.contains(r"assistant\n<think>");
        Self { doubled_braces, empty_thought }
    }

    /// History and sentence.
    pub(super) fn rest(self, request: &ModelRequest) -> Vec<Piece> {
        let mut rest = Vec::new();
        for exchange in recent(request) {
            rest.extend(user_turn(clean(&exchange.utterance)));
            rest.extend(decided(&exchange.decision));
        }
        rest.extend(user_turn(clean(&request.utterance)));
        if self.empty_thought {
            rest.push(Piece::Ours(NO_THOUGHTS.to_owned()));
        }
        rest
    }

    /// System text and tools.
    pub(super) fn prefix(self, tools: &[Arc<Tool>]) -> Vec<Piece> {
        // Sorted, so that one set of tools has one prefix, whatever the order in which they were found.
        let mut tools: Vec<&Tool> = tools.iter().map(AsRef::as_ref).collect();
        tools.sort_by(|a, b| a.name.cmp(&b.name));
        let mut pieces = vec![Piece::Ours(format!("<|im_start|>system\n{SYSTEM}{TOOLS_BEFORE}"))];
        let functions = tools.into_iter().map(Tool::schema).chain(host_functions());
        pieces.extend(functions.map(|function| json_line(&function)));
        let call = if self.doubled_braces { format!("{{{CALL_SHOWN}}}") } else { CALL_SHOWN.to_owned() };
        pieces.push(Piece::Ours(format!("{TOOLS_AFTER}{call}{SYSTEM_AFTER}")));
        pieces
    }
}

//! What of the conversation matters for the next sentence.

use jumpseat_tool::ToolName;

use crate::Decision;

/// A sentence of the driver and what was decided on it, whichever stage decided. Of what skills said it holds at most the
/// label of a choice that the driver picked.
#[derive(Debug, Clone, PartialEq)]
pub struct Exchange {
    /// What the driver said.
    pub utterance: String,
    /// What was decided.
    pub decision: Decision,
}

impl Exchange {
    /// The tools that were called.
    pub fn called(&self) -> impl Iterator<Item = &ToolName> {
        let calls = if let Decision::Calls(calls) = &self.decision { calls.as_slice() } else { &[] };
        calls.iter().map(|(tool, _)| tool)
    }
}

/// What the next sentence may answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// The tool that the answer calls.
    pub tool: ToolName,
    /// The string field of its request that receives the answer.
    pub field: String,
    /// The choices in the order in which they were said; empty where any text answers.
    pub choices: Vec<Choice>,
    /// Arguments that the call keeps besides the answer, as a JSON object.
    pub arguments: serde_json::Map<String, serde_json::Value>,
}

/// One of several things that the driver may mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// How the driver would name it.
    pub label: String,
    /// What the tool receives when it is picked.
    pub value: String,
}

/// The dialogue so far: shared by phrases and model, whichever answered.
#[derive(Debug, Clone, Default)]
pub struct Dialogue {
    /// Exchanges, oldest first.
    pub history: Vec<Exchange>,
    /// What the next sentence may answer.
    pub question: Option<Question>,
}

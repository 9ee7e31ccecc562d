//! What the router proposes.

use std::sync::Arc;

use jumpseat_tool::{Arguments, Tool};

use crate::ModelError;

/// What to do with a sentence.
#[derive(Debug, Clone, PartialEq)]
pub enum Plan {
    /// Call these, in order.
    Calls(Vec<Call>),
    /// Ask the driver this.
    Ask(String),
    /// No tool fits.
    NoTool,
    /// The driver takes back what the last question was about.
    Dismiss,
    /// The driver picks a choice that there is not; the question stands.
    NoSuchChoice {
        /// How many choices there are.
        choices: usize,
    },
    /// The model decided, but it was not sure enough to act on.
    Unsure,
    /// No phrase matched and the model did not decide.
    Undecided(ModelError),
}

/// A typed call of a tool.
#[derive(Debug, Clone, PartialEq)]
pub struct Call {
    /// The tool.
    pub tool: Arc<Tool>,
    /// What it is called with.
    pub arguments: Arguments,
}

/// Which stage found the plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Path {
    /// A sentence template, or an answer to a question, matched.
    Phrase,
    /// The language model decided.
    Model,
    /// Neither: nothing matched and no model was there to ask.
    None,
}

//! What a skill asks back, checked before the next sentence may answer it.
//!
//! A question names a tool of the same skill and a text field of its request; with anything else it is dropped.

use jumpseat_package::SkillId;
use jumpseat_router::{Call, Choice, Question, Router};
use jumpseat_tool::{Tool, ToolName, Type};
use serde_json::{Map, Value};

use crate::{
    DrivingState, Need, QuestionChoice,
    limits::{CHOICE_LABEL_CHARS_MAX, CHOICE_VALUE_CHARS_MAX, CHOICES_MAX, ROWS_MOVING_MAX},
    present::line,
};

/// Why a question is dropped.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum QuestionFault {
    /// The skill has no such tool.
    #[error("the skill has no tool {function:?}")]
    NoSuchTool { function: String },
    /// The request has no such field, or its field is no text.
    #[error("{tool} has no text field {field:?}")]
    NoTextField { tool: ToolName, field: String },
    /// Too few or too many choices.
    #[error("the question has {count} choices, 1 to {CHOICES_MAX} are allowed")]
    Choices { count: usize },
    /// A value is too long.
    #[error("a choice has a value of {chars} characters, the limit is {CHOICE_VALUE_CHARS_MAX}")]
    ValueTooLong { chars: usize },
}

/// The question of a reply.
///
/// A car that moves shows fewer rows, and offers as many choices: "the last one" is the last that is seen.
pub(crate) fn of_reply(
    asked: crate::Question,
    skill: &SkillId,
    state: DrivingState,
    router: &Router,
) -> Result<Question, QuestionFault> {
    let name = ToolName { skill: skill.clone(), function: asked.tool };
    let Some(tool) = router.tool(&name) else {
        return Err(QuestionFault::NoSuchTool { function: name.function });
    };
    let field = text_field(tool, asked.field)?;
    let count = asked.choices.len();
    if !(1..=CHOICES_MAX).contains(&count) {
        return Err(QuestionFault::Choices { count });
    }
    let choice = |QuestionChoice { label, value }: QuestionChoice| {
        let chars = value.chars().count();
        if chars > CHOICE_VALUE_CHARS_MAX {
            return Err(QuestionFault::ValueTooLong { chars });
        }
        Ok(Choice { label: line(&label, CHOICE_LABEL_CHARS_MAX), value })
    };
    let offered = if state == DrivingState::Moving { ROWS_MOVING_MAX } else { CHOICES_MAX };
    let choices = asked.choices.into_iter().take(offered).map(choice).collect::<Result<_, _>>()?;
    Ok(Question { tool: name, field, choices, arguments: Map::new() })
}

/// The question for a missing value: the same call once more, with the value.
pub(crate) fn of_need(need: &Need, call: &Call) -> Result<Question, QuestionFault> {
    let field = text_field(&call.tool, need.field.clone())?;
    let arguments = match call.arguments.to_json() {
        Value::Object(arguments) => arguments,
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => Map::new(),
    };
    Ok(Question { tool: call.tool.name.clone(), field, choices: Vec::new(), arguments })
}

fn text_field(tool: &Tool, name: String) -> Result<String, QuestionFault> {
    let fields = tool.request.as_ref().map_or(&[][..], |request| &request.fields);
    let is_text = |ty: &Type| {
        let ty = if let Type::Option(inner) = ty { inner } else { ty };
        *ty == Type::String
    };
    if fields.iter().any(|field| field.name == name && is_text(&field.ty)) {
        Ok(name)
    } else {
        Err(QuestionFault::NoTextField { tool: tool.name.clone(), field: name })
    }
}

//! What a skill answered, as the assistant's own types.
//!
//! The answer is a stranger's text that the driver hears and sees. Texts and lists over their limit are cut, and
//! characters that are not seen are taken out. A question that names no tool breaks the contract. A choice whose value
//! cannot be passed on unchanged ends the choices: without it, the second row would be the first choice.

mod cards;
mod fields;

use jumpseat_assistant::{
    Explanation, Failure, Need, Question, QuestionChoice, Reply,
    limits::{CHOICE_LABEL_CHARS_MAX, CHOICE_VALUE_CHARS_MAX, CHOICES_MAX, DETAIL_CHARS_MAX, SPEECH_CHARS_MAX},
};
use jumpseat_package::text;
use jumpseat_tool::{Tool, Type};
use wasmtime::component::Val;

use self::fields::{Fields, case, list, optional};

/// The answer breaks the contract.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum AnswerError {
    /// It is of another type.
    #[error("{place} is not {expected}")]
    Type {
        /// Where.
        place: &'static str,
        /// What the contract says.
        expected: &'static str,
    },
    /// It names a tool that the skill does not have.
    #[error("the question names the tool {tool:?}, which the skill does not have")]
    NoSuchTool {
        /// The tool, shortened.
        tool: String,
    },
    /// It names a field that no text can fill.
    #[error("{place} names the field {field:?}, which is no field of type string of that tool")]
    NoSuchField {
        /// Where.
        place: &'static str,
        /// The field, shortened.
        field: String,
    },
}

/// Reads `result<reply, failure>`, the answer of one of these tools.
pub(crate) fn of_tool(
    answer: Val,
    tool: &Tool,
    tools: &[impl AsRef<Tool>],
) -> Result<Result<Reply, Failure>, AnswerError> {
    if let Val::Result(answer) = answer {
        match answer {
            Ok(Some(reply)) => return read_reply(*reply, tools).map(Ok),
            Err(Some(failure)) => return read_failure(*failure, tool).map(Err),
            Ok(None) | Err(None) => {}
        }
    }
    Err(AnswerError::Type { place: "the answer", expected: "result<reply, failure>" })
}

/// Reads `option<reply>`, the answer to an event.
pub(crate) fn of_event(answer: Val, tools: &[impl AsRef<Tool>]) -> Result<Option<Reply>, AnswerError> {
    optional(answer, "the answer")?.map(|reply| read_reply(reply, tools)).transpose()
}

fn read_reply(reply: Val, tools: &[impl AsRef<Tool>]) -> Result<Reply, AnswerError> {
    let mut fields = Fields::of(reply, "the reply")?;
    let speech = fields.text("speech", SPEECH_CHARS_MAX)?;
    let card = fields.optional("card")?;
    let question = fields.optional("question")?;
    Ok(Reply {
        speech,
        card: card.map(cards::read).transpose()?.flatten(),
        question: question.map(|question| read_question(question, tools)).transpose()?.flatten(),
    })
}

/// A question without choices asks nothing, so it is left out.
fn read_question(question: Val, tools: &[impl AsRef<Tool>]) -> Result<Option<Question>, AnswerError> {
    let mut fields = Fields::of(question, "the question")?;
    let tool = fields.name("tool")?;
    let field = fields.name("field")?;
    let choices = list(fields.next("choices")?, "choices")?;
    let Some(named) = tools.iter().map(AsRef::as_ref).find(|offered| offered.name.function == tool) else {
        return Err(AnswerError::NoSuchTool { tool });
    };
    if !takes_text(named, &field) {
        return Err(AnswerError::NoSuchField { place: "the question", field });
    }
    let choices = choices.take(CHOICES_MAX).map(read_choice).collect::<Result<Vec<_>, _>>()?;
    let given = choices.len();
    let choices: Vec<_> = choices.into_iter().take_while(|choice| is_passed_on(&choice.value)).collect();
    if choices.len() < given {
        tracing::warn!(
            tool,
            given,
            kept = choices.len(),
            "a choice has no value of 1 to {CHOICE_VALUE_CHARS_MAX} visible characters"
        );
    }
    Ok((!choices.is_empty()).then_some(Question { tool, field, choices }))
}

fn read_choice(choice: Val) -> Result<QuestionChoice, AnswerError> {
    let mut fields = Fields::of(choice, "a choice")?;
    let label = fields.text("label", CHOICE_LABEL_CHARS_MAX)?;
    Ok(QuestionChoice { label, value: fields.raw("value")? })
}

/// Whether the value of a choice is passed on as it is.
fn is_passed_on(value: &str) -> bool {
    text::is_plain(value) && value.chars().count() <= CHOICE_VALUE_CHARS_MAX
}

fn read_failure(failure: Val, tool: &Tool) -> Result<Failure, AnswerError> {
    let (name, payload) = case(failure, "the failure")?;
    match name.as_str() {
        "nothing-found" => read_explanation(payload).map(Failure::NothingFound),
        "need-value" => read_need(payload, tool).map(Failure::NeedValue),
        "not-allowed" => read_explanation(payload).map(Failure::NotAllowed),
        "unavailable" => read_explanation(payload).map(Failure::Unavailable),
        "invalid" => read_explanation(payload).map(Failure::Invalid),
        _ => Err(AnswerError::Type { place: "the failure", expected: "a case of the contract" }),
    }
}

fn read_explanation(explanation: Val) -> Result<Explanation, AnswerError> {
    let mut fields = Fields::of(explanation, "the explanation")?;
    Ok(Explanation {
        speech: fields.text("speech", SPEECH_CHARS_MAX)?,
        detail: fields.text("detail", DETAIL_CHARS_MAX)?,
    })
}

fn read_need(need: Val, tool: &Tool) -> Result<Need, AnswerError> {
    let mut fields = Fields::of(need, "the need")?;
    let speech = fields.text("speech", SPEECH_CHARS_MAX)?;
    let field = fields.name("field")?;
    if !takes_text(tool, &field) {
        return Err(AnswerError::NoSuchField { place: "the need", field });
    }
    Ok(Need { speech, field })
}

/// Whether a field of the tool's request takes any text.
fn takes_text(tool: &Tool, field: &str) -> bool {
    let is_text = |ty: &Type| if let Type::Option(inner) = ty { **inner == Type::String } else { *ty == Type::String };
    let fields = tool.request.iter().flat_map(|request| &request.fields);
    fields.into_iter().any(|offered| offered.name == field && is_text(&offered.ty))
}

#[cfg(test)]
mod tests;

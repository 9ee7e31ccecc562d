//! From the router's plan to the end of the turn.

use jumpseat_package::Language;
use jumpseat_router::{Call, Decision, Exchange, ModelError, Path, Plan, Question, Routed, normalise::normalise};
use jumpseat_tool::ToolName;

use super::{
    Assistant,
    confirm::Suspended,
    consent::{Waiting, Wanted},
};
use crate::{
    CallReport, Card, Circumstances, Ending, present,
    wording::{self, Saying},
};

/// What the car says and shows at the end of a turn, and what of it the dialogue keeps.
pub(super) struct Conclusion {
    pub(super) path: Path,
    pub(super) calls: Vec<CallReport>,
    pub(super) speech: String,
    pub(super) card: Option<Card>,
    /// What the next sentence may answer.
    pub(super) question: Option<Question>,
    /// Calls that wait for the driver's consent.
    pub(super) waiting: Option<Waiting>,
    /// A call that waits for a yes or no to an act.
    pub(super) suspended: Option<Suspended>,
    /// What is remembered of the sentence, if anything.
    pub(super) exchange: Option<Exchange>,
    pub(super) ending: Ending,
}

impl Assistant {
    /// Carries out a plan.
    pub(super) async fn decide(&self, routed: Routed, circumstances: &Circumstances) -> Conclusion {
        let language = circumstances.language;
        let Routed { plan, path, utterance, .. } = routed;
        let says = |saying: Saying| saying.text(language).to_owned();
        let remember = |decision: Decision| Some(Exchange { utterance: utterance.clone(), decision });
        let standing = self.dialogue.question.clone();
        let (speech, question, exchange, ending) = match plan {
            Plan::Calls(calls) => {
                let called = Decision::Calls(calls.iter().map(|call| self.remembered(call)).collect());
                let exchange = Exchange { utterance, decision: called };
                let wanted = Wanted { calls, path, exchange };
                return self.carry_out(wanted.unasked(), circumstances).await;
            }
            Plan::Ask(question) => {
                let speech = present::speech(&question, circumstances.driving_state);
                (speech, None, remember(Decision::Ask(question)), Ending::Answered)
            }
            Plan::NoTool => (says(Saying::NoTool), None, remember(Decision::NoTool), Ending::NoTool),
            Plan::Dismiss => (says(Saying::Dismissed), None, None, Ending::Answered),
            Plan::NoSuchChoice { choices } => {
                (wording::no_such_choice(choices, language), standing, None, Ending::Answered)
            }
            Plan::Unsure => (says(Saying::NotUnderstood), standing, None, Ending::NotUnderstood),
            Plan::Undecided(error) => {
                let (saying, ending) = match error {
                    ModelError::Unavailable { .. } => (Saying::OnlyPhrases, Ending::ModelUnavailable),
                    ModelError::DeadlinePassed { .. } => (Saying::TookTooLong, Ending::ModelFailed),
                    ModelError::TooLong { .. } => (Saying::SentenceTooLong, Ending::NotUnderstood),
                    ModelError::Malformed { .. } => (Saying::NotUnderstood, Ending::ModelFailed),
                };
                (says(saying), standing, None, ending)
            }
        };
        Conclusion {
            path,
            calls: Vec::new(),
            speech,
            card: None,
            question,
            waiting: None,
            suspended: None,
            exchange,
            ending,
        }
    }

    /// A call as the history shows it. Where the driver picked a choice, its label stands in place of its value: the
    /// value is the skill's own word, often an id, and means nothing to anybody else. The label is written as sentences
    /// are, because everything else in the history was said by the driver.
    fn remembered(&self, call: &Call) -> (ToolName, serde_json::Value) {
        let mut arguments = call.arguments.to_json();
        let asked = self.dialogue.question.as_ref().filter(|question| question.tool == call.tool.name);
        if let Some(question) = asked
            && let Some(given) = arguments.get_mut(&question.field)
            && let Some(picked) = question.choices.iter().find(|choice| *given == choice.value)
        {
            *given = normalise(&picked.label).into();
        }
        (call.tool.name.clone(), arguments)
    }

    /// The end of a turn in which no sentence was understood. A pending question stands: the driver will try again.
    pub(super) fn unheard(&mut self, saying: Saying, ending: Ending, language: Language) -> Conclusion {
        Conclusion {
            path: Path::None,
            calls: Vec::new(),
            speech: saying.text(language).to_owned(),
            card: None,
            question: self.dialogue.question.clone(),
            waiting: self.waiting.take().filter(Waiting::holds),
            suspended: self.suspended.take(),
            exchange: None,
            ending,
        }
    }
}

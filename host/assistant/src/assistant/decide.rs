//! From the router's plan to the end of the turn.

use std::time::Duration;

use jumpseat_package::Language;
use jumpseat_policy::{ConsentRequest, DriverAnswer, Verdict};
use jumpseat_router::{Call, Decision, Exchange, ModelError, Path, Plan, Question, Routed, normalise::normalise};
use jumpseat_tool::ToolName;
use tokio::time::timeout;
use tracing::Instrument;

use super::{
    Assistant,
    consent::{Waiting, Wanted},
};
use crate::{
    CallReport, Card, Circumstances, Ending, Outcome,
    answer::{self, Answer},
    limits::CALL_MS_MAX,
    present,
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
        Conclusion { path, calls: Vec::new(), speech, card: None, question, waiting: None, exchange, ending }
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

    /// Makes calls in order. What a skill says or fails at does not stop the calls after it, but a skill that broke is
    /// not called again in the turn. Everything that was answered is said; the last card and the last question
    /// stay, because they belong to what was heard last.
    pub(super) async fn call(
        &self,
        calls: &[Call],
        path: Path,
        answered: &[(ConsentRequest, DriverAnswer)],
        circumstances: &Circumstances,
    ) -> Conclusion {
        let mut reports: Vec<CallReport> = Vec::with_capacity(calls.len());
        let mut said: Vec<String> = Vec::new();
        let (mut card, mut question) = (None, None);
        for call in calls {
            let skill = &call.tool.name.skill;
            let broke = reports.iter().any(|report| report.skill == *skill && report.outcome.is_broken());
            let answer = if broke { Answer::skipped() } else { self.call_one(call, answered, circumstances).await };
            reports.push(CallReport {
                skill: skill.clone(),
                tool: call.tool.name.function.clone(),
                arguments: call.arguments.to_json(),
                outcome: answer.outcome,
                error: answer.error,
            });
            card = answer.card.or(card);
            question = answer.question.or(question);
            // Two skills that broke alike need one apology.
            if !answer.speech.is_empty() && said.last() != Some(&answer.speech) {
                said.push(answer.speech);
            }
        }
        if said.is_empty() {
            said.push(Saying::Done.text(circumstances.language).to_owned());
        }
        let all_broken = reports.iter().all(|report| report.outcome.is_broken());
        Conclusion {
            path,
            calls: reports,
            speech: wording::joined(&said, circumstances.language),
            card,
            question,
            waiting: None,
            exchange: None,
            ending: if all_broken { Ending::Broken } else { Ending::Answered },
        }
    }

    async fn call_one(
        &self,
        call: &Call,
        answered: &[(ConsentRequest, DriverAnswer)],
        circumstances: &Circumstances,
    ) -> Answer {
        // Of the highest level, so that a line of any level names the tool.
        let span = tracing::error_span!("skill.call", tool = %call.tool.name);
        let skill = &call.tool.name.skill;
        // Once more right before the call: the car may have begun to move while an earlier call ran.
        let verdict = self.policy.verdict_after(skill, self.driving_state(circumstances), answered);
        let answer = match verdict {
            Some(Verdict::Allowed(grant)) => {
                let called = self.skills.call(call, circumstances, &grant);
                let called = timeout(Duration::from_millis(CALL_MS_MAX), called).instrument(span.clone()).await;
                let outcome = called.unwrap_or(Outcome::TimedOut { deadline_ms: CALL_MS_MAX });
                answer::of_call(call, outcome, circumstances, &self.router)
            }
            Some(Verdict::Refused(refusal)) => Answer::refused(&refusal, circumstances.language),
            Some(Verdict::Ask(request)) => {
                let capability = request.capabilities.into_iter().next().unwrap_or_default();
                answer::of_call(call, Outcome::NotGranted { capability }, circumstances, &self.router)
            }
            None => {
                let detail = format!("the policy knows no skill {skill}");
                answer::of_call(call, Outcome::Missing { detail }, circumstances, &self.router)
            }
        };
        let _entered = span.enter();
        answer::log(answer.outcome, answer.error.as_deref());
        answer
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
            exchange: None,
            ending,
        }
    }
}

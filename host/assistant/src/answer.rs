//! From how a call ended to what the driver hears and sees.

use jumpseat_package::{Language, SkillId};
use jumpseat_policy::Refusal;
use jumpseat_router::{Call, Question, Router};

use crate::{
    CallOutcome, Card, Circumstances, Failure, Outcome, Reply,
    limits::DETAIL_CHARS_MAX,
    present,
    question::{self, QuestionFault},
    wording::Saying,
};

/// What the driver hears and sees of a call.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Answer {
    pub(crate) outcome: CallOutcome,
    /// For log and report; never spoken.
    pub(crate) error: Option<String>,
    /// Empty if there is nothing to say.
    pub(crate) speech: String,
    pub(crate) card: Option<Card>,
    pub(crate) question: Option<Question>,
}

impl Answer {
    /// The answer for a call that is not made.
    pub(crate) fn skipped() -> Self {
        let error = Some("an earlier call of this turn broke the skill".to_owned());
        Self { outcome: CallOutcome::Skipped, error, speech: String::new(), card: None, question: None }
    }
}

impl Answer {
    /// The answer for a call that policy refuses.
    pub(crate) fn refused(refusal: &Refusal, language: Language) -> Self {
        Self {
            outcome: CallOutcome::NotAllowed,
            error: Some(refusal.to_string()),
            speech: refusal.speech(language),
            card: None,
            question: None,
        }
    }
}

/// The answer to a call.
pub(crate) fn of_call(call: &Call, ended: Outcome, circumstances: &Circumstances, router: &Router) -> Answer {
    let (outcome, error) = report(&ended);
    let (speech, question) = match ended {
        Outcome::Reply(reply) => return of_reply(reply, &call.tool.name.skill, circumstances, router),
        Outcome::Failure(failure) => of_failure(failure, call, circumstances),
        Outcome::Trapped { .. } => (says(Saying::Trapped, circumstances), None),
        Outcome::TimedOut { .. } => (says(Saying::TimedOut, circumstances), None),
        Outcome::OverLimit { .. } => (says(Saying::OverLimit, circumstances), None),
        Outcome::BadAnswer { .. } => (says(Saying::BadAnswer, circumstances), None),
        Outcome::NotGranted { .. } => (says(Saying::NotAllowed, circumstances), None),
        Outcome::Missing { .. } => (says(Saying::Missing, circumstances), None),
        Outcome::Resting { .. } => (says(Saying::Resting, circumstances), None),
        Outcome::Quarantined { .. } => (says(Saying::Quarantined, circumstances), None),
    };
    Answer { outcome, error, speech, card: None, question }
}

/// How a call ended, for report and log.
pub(crate) fn report(ended: &Outcome) -> (CallOutcome, Option<String>) {
    let (outcome, detail) = match ended {
        Outcome::Reply(_) => return (CallOutcome::Reply, None),
        Outcome::Failure(Failure::NothingFound(text)) => (CallOutcome::NothingFound, text.detail.clone()),
        Outcome::Failure(Failure::NeedValue(need)) => (CallOutcome::NeedValue, format!("{} is missing", need.field)),
        Outcome::Failure(Failure::NotAllowed(text)) => (CallOutcome::NotAllowed, text.detail.clone()),
        Outcome::Failure(Failure::Unavailable(text)) => (CallOutcome::Unavailable, text.detail.clone()),
        Outcome::Failure(Failure::Invalid(text)) => (CallOutcome::Invalid, text.detail.clone()),
        Outcome::Trapped { detail } => (CallOutcome::Trapped, detail.clone()),
        Outcome::TimedOut { deadline_ms } => (CallOutcome::TimedOut, format!("no answer within {deadline_ms} ms")),
        Outcome::OverLimit { limit } => (CallOutcome::OverLimit, limit.clone()),
        Outcome::BadAnswer { detail } => (CallOutcome::BadAnswer, detail.clone()),
        Outcome::NotGranted { capability } => (CallOutcome::NotAllowed, format!("{capability} is not granted")),
        Outcome::Missing { detail } => (CallOutcome::Missing, detail.clone()),
        Outcome::Resting { wait_s } => (CallOutcome::Resting, format!("resting for {wait_s} s")),
        Outcome::Quarantined { reason } => (CallOutcome::Quarantined, reason.clone()),
    };
    (outcome, Some(present::line(&detail, DETAIL_CHARS_MAX)))
}

/// Puts down how a call ended. What befell a skill, the host describes. Why a skill has no answer, it says itself, and
/// may quote the driver or tell where the car is: that is only for whoever debugs skills and asks for it.
pub(crate) fn log(outcome: CallOutcome, error: Option<&str>) {
    match error {
        // What broke it was an error at that time.
        Some(error) if matches!(outcome, CallOutcome::Resting | CallOutcome::Quarantined) => {
            tracing::info!(?outcome, error, "the skill is not called");
        }
        Some(error) if outcome.is_broken() => tracing::error!(?outcome, error, "the skill broke"),
        Some(detail) => {
            tracing::info!(?outcome, "the skill has no answer");
            tracing::debug!(target: "skill", detail, "why the skill has no answer");
        }
        None => tracing::debug!("the skill answered"),
    }
}

/// The answer that a reply of a skill is.
pub(crate) fn of_reply(reply: Reply, skill: &SkillId, circumstances: &Circumstances, router: &Router) -> Answer {
    let state = circumstances.driving_state;
    let asked = reply.question.map(|asked| question::of_reply(asked, skill, state, router));
    Answer {
        outcome: CallOutcome::Reply,
        error: None,
        speech: present::speech(&reply.speech, state),
        card: reply.card.and_then(|card| present::card(card, state)),
        question: checked(asked, skill),
    }
}

fn of_failure(failure: Failure, call: &Call, circumstances: &Circumstances) -> (String, Option<Question>) {
    let (text, otherwise) = match failure {
        Failure::NeedValue(need) => {
            let asked = question::of_need(&need, call);
            let speech = spoken(&need.speech, Saying::NeedValue, circumstances);
            return (speech, checked(Some(asked), &call.tool.name.skill));
        }
        Failure::NothingFound(text) => (text, Saying::NothingFound),
        Failure::NotAllowed(text) => (text, Saying::NotAllowed),
        Failure::Unavailable(text) => (text, Saying::Unavailable),
        Failure::Invalid(text) => (text, Saying::Invalid),
    };
    (spoken(&text.speech, otherwise, circumstances), None)
}

fn says(saying: Saying, circumstances: &Circumstances) -> String {
    saying.text(circumstances.language).to_owned()
}

fn spoken(text: &str, otherwise: Saying, circumstances: &Circumstances) -> String {
    let speech = present::speech(text, circumstances.driving_state);
    if speech.is_empty() { says(otherwise, circumstances) } else { speech }
}

fn checked(asked: Option<Result<Question, QuestionFault>>, skill: &SkillId) -> Option<Question> {
    match asked? {
        Ok(question) => Some(question),
        Err(fault) => {
            tracing::warn!(%skill, %fault, "the skill's question is dropped");
            None
        }
    }
}

//! Asking the driver before a skill gets what it wants.
//!
//! No call of a plan is made before everything that its skills need is decided. What must be asked is asked, one skill
//! at a time, and the plan waits for the next sentence. An answer to the question goes on with the plan; any other sentence
//! is a request of its own, and the plan lapses. So does a plan that waited too long: a "yes" said to a passenger minutes
//! later must not open anything.

use std::time::Duration;

use jumpseat_package::Language;
use jumpseat_policy::{ConsentRequest, DriverAnswer, Verdict};
use jumpseat_router::{Call, ConsentAnswer, Exchange, Path};
use tokio::time::Instant;

use super::{Assistant, decide::Conclusion, plan::UnderWay};
use crate::{
    CallOutcome, CallReport, Card, Circumstances, Ending, MessageCard, PendingConsent,
    limits::CONSENT_WAIT_MS_MAX,
    present,
    wording::{self, Saying},
};

/// What the driver wants done.
pub(super) struct Wanted {
    pub(super) calls: Vec<Call>,
    pub(super) path: Path,
    /// What is remembered once it is done.
    pub(super) exchange: Exchange,
}

/// What the driver wants done, with what was answered to the questions so far.
pub(super) struct Permitted {
    pub(super) wanted: Wanted,
    pub(super) answered: Vec<(ConsentRequest, DriverAnswer)>,
}

/// A plan that waits for an answer.
pub(super) struct Waiting {
    wanted: Permitted,
    request: ConsentRequest,
    /// The language of the plan's sentence.
    language: Language,
    since: Instant,
}

/// A plan whose question was answered.
pub(super) struct Consented {
    wanted: Permitted,
    /// The language in which it goes on.
    pub(super) language: Language,
    /// What was answered.
    pub(super) answered: (ConsentRequest, DriverAnswer),
    /// Whether an answer that should last was kept.
    kept: bool,
}

impl Wanted {
    /// Before anything was asked.
    pub(super) fn unasked(self) -> Permitted {
        Permitted { wanted: self, answered: Vec::new() }
    }
}

impl Waiting {
    /// For the report of the turn that asks.
    pub(super) fn report(&self) -> PendingConsent {
        PendingConsent { skill: self.request.subject.skill.clone(), capabilities: self.request.capabilities.clone() }
    }

    /// Whether it can still be answered.
    pub(super) fn holds(&self) -> bool {
        self.since.elapsed() <= Duration::from_millis(CONSENT_WAIT_MS_MAX)
    }
}

impl Assistant {
    /// The plan that waits, if a sentence answers its question. A plan does not wait for a second sentence.
    pub(super) fn consented(&mut self, sentence: &str, language: Language) -> Option<Consented> {
        let (answer, roughly) = driver_answer(self.router.consent_answer(sentence, language)?);
        let Waiting { mut wanted, request, language, .. } = self.waiting.take_if(|waiting| waiting.holds())?;
        let request = if roughly { request.roughly() } else { request };
        // It counts for this call also if it cannot be kept.
        let kept = self.policy.answer(&request, answer);
        if let Err(error) = &kept {
            tracing::error!(%error, hint = error.hint(), "cannot keep the driver's answer");
        }
        tracing::info!(skill = %request.subject.skill, ?answer, "the driver answered for a skill");
        let counts = if kept.is_ok() { answer } else { answer.for_one_call() };
        wanted.answered.push((request.clone(), counts));
        Some(Consented { wanted, language, answered: (request, answer), kept: kept.is_ok() })
    }

    /// Goes on with a plan, and says so if the driver will be asked again in spite of the answer.
    pub(super) async fn go_on(&self, consented: Consented, circumstances: &Circumstances) -> Conclusion {
        let Consented { wanted, kept, .. } = consented;
        let mut conclusion = self.carry_out(wanted, circumstances).await;
        if !kept {
            let not_kept = Saying::NotKept.text(circumstances.language).to_owned();
            conclusion.speech = wording::joined(&[conclusion.speech, not_kept], circumstances.language);
        }
        conclusion
    }

    /// A plan waits on where the sentence was not understood: the driver will say it again.
    pub(super) fn still_waiting(&mut self, conclusion: Conclusion) -> Conclusion {
        let understood = match conclusion.ending {
            Ending::NotUnderstood | Ending::ModelUnavailable | Ending::ModelFailed => false,
            Ending::Answered | Ending::NoTool | Ending::Broken | Ending::Deaf => true,
        };
        if understood || conclusion.waiting.is_some() {
            return conclusion;
        }
        let waiting = self.waiting.take().filter(Waiting::holds);
        Conclusion { waiting, suspended: self.suspended.take(), ..conclusion }
    }

    /// Makes the calls, or asks what must be asked before.
    pub(super) async fn carry_out(&self, permitted: Permitted, circumstances: &Circumstances) -> Conclusion {
        let Permitted { wanted, answered } = &permitted;
        let asks = |call: &Call| {
            let verdict = self.policy.verdict_after(&call.tool.name.skill, self.driving_state(circumstances), answered);
            if let Some(Verdict::Ask(request)) = verdict { Some(request) } else { None }
        };
        if let Some(request) = wanted.calls.iter().find_map(asks) {
            let question = self.question_beside(&request.subject.skill);
            return Conclusion { question, ..ask(permitted, request, circumstances) };
        }
        self.proceed(UnderWay::new(permitted), circumstances).await
    }
}

/// The end of a turn that asks for consent.
fn ask(wanted: Permitted, request: ConsentRequest, circumstances: &Circumstances) -> Conclusion {
    let language = circumstances.language;
    let report = |call: &Call| CallReport {
        skill: call.tool.name.skill.clone(),
        tool: call.tool.name.function.clone(),
        arguments: call.arguments.to_json(),
        outcome: CallOutcome::NeedsConsent,
        error: None,
    };
    let card = Card::Message(MessageCard {
        // A name is the skill's own; who publishes it tells it from others of that name.
        title: format!("{} ({})", request.subject.name_in(language), request.subject.publisher),
        text: request.reasons(language).join(if language == Language::Chinese { "；" } else { "; " }),
    });
    Conclusion {
        path: wanted.wanted.path,
        calls: wanted.wanted.calls.iter().map(report).collect(),
        // Not cut as the speech of a skill is while the car moves: half a question is none.
        speech: request.speech(language),
        card: present::card(card, circumstances.driving_state),
        question: None,
        waiting: Some(Waiting { wanted, request, language, since: Instant::now() }),
        suspended: None,
        exchange: None,
        ending: Ending::Answered,
    }
}

/// The answer, and whether it holds for the position only roughly.
pub(super) const fn driver_answer(answer: ConsentAnswer) -> (DriverAnswer, bool) {
    match answer {
        ConsentAnswer::Once => (DriverAnswer::Once, false),
        ConsentAnswer::ThisTrip => (DriverAnswer::ThisTrip, false),
        ConsentAnswer::Always => (DriverAnswer::Always, false),
        ConsentAnswer::OnceRoughly => (DriverAnswer::Once, true),
        ConsentAnswer::ThisTripRoughly => (DriverAnswer::ThisTrip, true),
        ConsentAnswer::AlwaysRoughly => (DriverAnswer::Always, true),
        ConsentAnswer::NotNow => (DriverAnswer::NotNow, false),
        ConsentAnswer::Never => (DriverAnswer::Never, false),
    }
}

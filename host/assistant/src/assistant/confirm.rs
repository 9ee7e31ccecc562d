//! Asking the driver about an act in the middle of a call.
//!
//! The turn ends with the question, and the call stays where it is: it is kept as it stands and not driven on, so nothing of
//! it runs meanwhile. A yes or no goes on with it. Everything else counts as no: another sentence, a skill that speaks
//! meanwhile because of an event, and silence for [`QUESTION_MS_MAX`]; what is left of the plan is then not carried out.
//! A call that is dropped while it waits ends there, and does nothing any more.
//!
//! A yes is for whoever asked last. What another skill asked before lapses with the new question, and what the same skill
//! asked before lapses with silence.

use std::{
    pin::Pin,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use jumpseat_package::{Language, SkillId};
use jumpseat_policy::{ActRequest, Subject};
use jumpseat_router::{Call, Plan, Question};
use jumpseat_vehicle::limits::QUESTION_MS_MAX;
use tokio::{
    sync::mpsc,
    time::{Instant, timeout},
};

use super::{
    Assistant,
    acts::{Asked, Said, plain},
    consent::driver_answer,
    decide::Conclusion,
    plan::UnderWay,
};
use crate::{
    CallOutcome, CallReport, Card, Circumstances, Ending, MessageCard, Outcome, PendingConfirmation, Turn,
    limits::CALL_MS_MAX, present, wording,
};

/// The capability by which skills act.
const VEHICLE: &str = "vehicle";

/// A call that runs.
pub(super) struct Running {
    pub(super) call: Call,
    /// Never locked: a future that only whoever owns it can drive on may be shared.
    pub(super) work: Mutex<Pin<Box<dyn Future<Output = Outcome> + Send>>>,
    pub(super) questions: mpsc::Receiver<Asked>,
}

/// How far a call came.
pub(super) enum Step {
    Ended(Outcome),
    Asks(Running, Asked),
}

/// A plan whose call waits for the driver's yes or no.
pub(super) struct Suspended {
    running: Running,
    asked: Asked,
    plan: UnderWay,
    /// The language of the plan's sentence.
    pub(super) language: Language,
    lapses_at: Instant,
}

impl Running {
    /// Drives the call on until it ends or asks. A skill host that hangs is given up.
    pub(super) async fn step(mut self) -> Step {
        let work = self.work.get_mut().unwrap_or_else(PoisonError::into_inner);
        let step = async {
            tokio::select! {
                biased;
                Some(asked) = self.questions.recv() => Err(asked),
                outcome = work => Ok(outcome),
            }
        };
        match timeout(Duration::from_millis(CALL_MS_MAX), step).await {
            Ok(Ok(outcome)) => Step::Ended(outcome),
            Ok(Err(asked)) => Step::Asks(self, asked),
            Err(_elapsed) => Step::Ended(Outcome::TimedOut { deadline_ms: CALL_MS_MAX }),
        }
    }
}

impl Suspended {
    /// For the report of the turn that asks.
    pub(super) fn report(&self) -> PendingConfirmation {
        PendingConfirmation {
            skill: self.running.call.tool.name.skill.clone(),
            path: self.asked.act.path.clone(),
            value: plain(&self.asked.act.value),
        }
    }

    /// Whether it can still be answered.
    pub(super) fn holds(&self) -> bool {
        Instant::now() < self.lapses_at
    }

    /// Answers the question, and every further one with no.
    async fn refuse(self, said: Said) -> (Call, UnderWay, Outcome) {
        let Self { running, asked, plan, .. } = self;
        let call = running.call.clone();
        asked.answer.send(said).ok();
        let mut step = running.step().await;
        loop {
            match step {
                Step::Ended(outcome) => return (call, plan, outcome),
                Step::Asks(running, asked) => {
                    asked.answer.send(said).ok();
                    step = running.step().await;
                }
            }
        }
    }
}

impl Assistant {
    /// When the question for an act lapses, if one stands. Whoever waits for the driver calls [`Assistant::lapse`] then.
    pub fn lapses_at(&self) -> Option<Instant> {
        self.suspended.as_ref().map(|suspended| suspended.lapses_at)
    }

    /// Nobody answers the question for an act: the act is refused, and what the skill says to that is a turn without a
    /// transcript. Nothing if no question stands.
    pub async fn lapse(&mut self, circumstances: &Circumstances) -> Option<Turn> {
        let suspended = self.suspended.take()?;
        let circumstances = Circumstances { language: suspended.language, ..*circumstances };
        let (call, mut plan, outcome) = suspended.refuse(Said::Nothing).await;
        // A yes that comes now is a late one, and not for what was asked earlier.
        self.dialogue.question = None;
        plan.forget_question();
        plan.note(&call, self.answer_of(&call, outcome, &circumstances));
        let conclusion = self.concluded(plan, &circumstances);
        Some(self.end(None, circumstances.language, conclusion, crate::Timings::default()))
    }

    /// The call that waits, if a sentence answers its question.
    pub(super) fn confirmed(&mut self, sentence: &str, language: Language) -> Option<(Suspended, Said)> {
        let answer = self.router.consent_answer(sentence, language)?;
        let suspended = self.suspended.take_if(|suspended| suspended.holds())?;
        // However long a yes is meant to last, it is for this act. One that is meant roughly is not clear enough for it.
        let (answer, roughly) = driver_answer(answer);
        let said = if answer.is_yes() && !roughly { Said::Yes } else { Said::No };
        tracing::info!(skill = %suspended.running.call.tool.name.skill, ?said, "the driver answered for an act");
        Some((suspended, said))
    }

    /// Goes on with a call whose question was answered, and with its plan.
    pub(super) async fn resume(&self, suspended: Suspended, said: Said, circumstances: &Circumstances) -> Conclusion {
        let Suspended { running, asked, mut plan, .. } = suspended;
        let call = running.call.clone();
        // A call that does not wait any more has ended, and the next step tells how.
        asked.answer.send(said).ok();
        match running.step().await {
            Step::Asks(running, asked) => self.suspend(running, asked, plan, circumstances),
            Step::Ended(outcome) => {
                plan.note(&call, self.answer_of(&call, outcome, circumstances));
                self.proceed(plan, circumstances).await
            }
        }
    }

    /// The driver goes on to something else: the act is refused. How its call ended, is for the report.
    pub(super) async fn pass_over(&mut self, circumstances: &Circumstances) -> Vec<CallReport> {
        self.refuse_suspended(Said::SomethingElse, circumstances).await
    }

    /// The same where nobody answered in time, and nobody called [`Assistant::lapse`] when that was over. What was asked
    /// before lapses as well: a late yes is not for it.
    pub(super) async fn pass_over_late(&mut self, circumstances: &Circumstances) -> Vec<CallReport> {
        let late_plan = self.waiting.take_if(|waiting| !waiting.holds());
        let is_late = self.suspended.as_ref().is_some_and(|suspended| !suspended.holds());
        if is_late || late_plan.is_some() {
            self.dialogue.question = None;
        }
        if is_late { self.refuse_suspended(Said::Nothing, circumstances).await } else { Vec::new() }
    }

    /// The question that goes on standing beside a new one of this skill: what another skill asked before lapses.
    pub(super) fn question_beside(&self, skill: &SkillId) -> Option<Question> {
        self.dialogue.question.clone().filter(|question| question.tool.skill == *skill)
    }

    /// The driver takes back what the skill may do: its call ends where it stands, because whatever it did next, it would do
    /// with what was taken back.
    pub(super) async fn cut_off(&mut self, circumstances: &Circumstances) -> Vec<CallReport> {
        let Some(Suspended { running, asked, mut plan, .. }) = self.suspended.take() else { return Vec::new() };
        let call = running.call.clone();
        drop(running);
        let acts = self.acts(&call.tool.name.skill, None, circumstances);
        acts.refuse(&asked.act, "the driver took back what the skill may do").await;
        let outcome = Outcome::NotGranted { capability: VEHICLE.to_owned() };
        plan.note(&call, self.answer_of(&call, outcome, circumstances));
        plan.into_reports()
    }

    /// The skill whose call waits for an answer.
    pub(super) fn suspended_skill(&self) -> Option<&SkillId> {
        self.suspended.as_ref().map(|suspended| &suspended.running.call.tool.name.skill)
    }

    async fn refuse_suspended(&mut self, said: Said, circumstances: &Circumstances) -> Vec<CallReport> {
        let Some(suspended) = self.suspended.take() else { return Vec::new() };
        let (call, mut plan, outcome) = suspended.refuse(said).await;
        plan.note(&call, self.answer_of(&call, outcome, circumstances));
        plan.into_reports()
    }

    /// The end of a turn that asks about an act.
    pub(super) fn suspend(
        &self,
        running: Running,
        asked: Asked,
        mut plan: UnderWay,
        circumstances: &Circumstances,
    ) -> Conclusion {
        let language = circumstances.language;
        let skill = &running.call.tool.name.skill;
        let Some(subject) = self.policy.subject(skill) else {
            // Policy allowed the call, so it knows the skill. Were it not so, nobody could be asked in its name.
            let outcome = Outcome::Missing { detail: format!("the policy knows no skill {skill}") };
            plan.note(&running.call, self.answer_of(&running.call, outcome, circumstances));
            return self.concluded(plan, circumstances);
        };
        let request = ActRequest { subject: Subject::clone(subject), act: asked.act.clone() };
        let waits = |call: &Call| CallReport {
            skill: call.tool.name.skill.clone(),
            tool: call.tool.name.function.clone(),
            arguments: call.arguments.to_json(),
            outcome: CallOutcome::NeedsConfirmation,
            error: None,
        };
        let mut calls = plan.take_reports();
        calls.extend(std::iter::once(&running.call).chain(plan.left()).map(waits));
        let mut said = plan.take_speech();
        // Not cut as the speech of a skill is while the car moves: half a question is none.
        said.push(request.speech(language));
        let card = Card::Message(MessageCard {
            title: format!("{} ({})", request.subject.name_in(language), request.subject.publisher),
            text: request.summary(language),
        });
        Conclusion {
            path: plan.path(),
            calls,
            speech: wording::joined(&said, language),
            card: present::card(card, circumstances.driving_state),
            question: self.question_beside(&request.subject.skill),
            waiting: None,
            exchange: None,
            ending: Ending::Answered,
            suspended: Some(Suspended {
                running,
                asked,
                plan,
                language,
                lapses_at: Instant::now() + Duration::from_millis(QUESTION_MS_MAX),
            }),
        }
    }
}

/// Whether a plan is one that the driver meant. What was not understood leaves a question standing.
pub(super) const fn is_understood(plan: &Plan) -> bool {
    match plan {
        Plan::Unsure | Plan::Undecided(_) => false,
        Plan::Calls(_) | Plan::Ask(_) | Plan::NoTool | Plan::Dismiss | Plan::NoSuchChoice { .. } => true,
    }
}

//! Carrying out a plan, call by call.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
};

use jumpseat_package::SkillId;
use jumpseat_policy::{ConsentRequest, DriverAnswer, Verdict};
use jumpseat_router::{Call, Exchange, Path, Question};
use tokio::sync::mpsc;
use tracing::Instrument;

use super::{
    Assistant,
    acts::{Acts, Driver},
    confirm::{Running, Step},
    consent::Permitted,
    decide::Conclusion,
};
use crate::{
    CallOutcome, CallReport, Card, Circumstances, Ending, Outcome,
    answer::{self, Answer},
    wording::{self, Saying},
};

/// A plan that is carried out, as far as it has come.
///
/// What a skill says or fails at does not stop the calls after it, but a skill that broke is not called again. Everything
/// that was answered is said; the last card and the last question stay, because they belong to what was heard last.
pub(super) struct UnderWay {
    left: VecDeque<Call>,
    path: Path,
    answered: Vec<(ConsentRequest, DriverAnswer)>,
    exchange: Exchange,
    broken: Vec<SkillId>,
    /// Whether anything was done from which something follows.
    counts: bool,
    /// Since the turn began.
    reports: Vec<CallReport>,
    said: Vec<String>,
    card: Option<Card>,
    question: Option<Question>,
}

impl UnderWay {
    /// A plan of which nothing is done yet.
    pub(super) fn new(permitted: Permitted) -> Self {
        let Permitted { wanted, answered } = permitted;
        Self {
            left: wanted.calls.into(),
            path: wanted.path,
            answered,
            exchange: wanted.exchange,
            broken: Vec::new(),
            counts: false,
            reports: Vec::new(),
            said: Vec::new(),
            card: None,
            question: None,
        }
    }

    /// Puts down how a call ended.
    pub(super) fn note(&mut self, call: &Call, answer: Answer) {
        let skill = call.tool.name.skill.clone();
        if answer.outcome.is_broken() {
            self.broken.push(skill.clone());
        }
        self.counts |= answer.outcome != CallOutcome::NotAllowed;
        self.reports.push(CallReport {
            skill,
            tool: call.tool.name.function.clone(),
            arguments: call.arguments.to_json(),
            outcome: answer.outcome,
            error: answer.error,
        });
        self.card = answer.card.or(self.card.take());
        self.question = answer.question.or(self.question.take());
        // Two skills that broke alike need one apology.
        if !answer.speech.is_empty() && self.said.last() != Some(&answer.speech) {
            self.said.push(answer.speech);
        }
    }

    /// What was asked so far is not asked any more.
    pub(super) fn forget_question(&mut self) {
        self.question = None;
    }

    pub(super) fn left(&self) -> impl Iterator<Item = &Call> {
        self.left.iter()
    }

    pub(super) const fn path(&self) -> Path {
        self.path
    }

    pub(super) fn take_reports(&mut self) -> Vec<CallReport> {
        std::mem::take(&mut self.reports)
    }

    pub(super) fn into_reports(self) -> Vec<CallReport> {
        self.reports
    }

    pub(super) fn take_speech(&mut self) -> Vec<String> {
        std::mem::take(&mut self.said)
    }
}

impl Assistant {
    /// Makes the calls that are left, in order.
    pub(super) async fn proceed(&self, mut plan: UnderWay, circumstances: &Circumstances) -> Conclusion {
        while let Some(call) = plan.left.pop_front() {
            if plan.broken.contains(&call.tool.name.skill) {
                plan.note(&call, Answer::skipped());
                continue;
            }
            match self.start(&call, &plan.answered, circumstances) {
                Err(answer) => plan.note(&call, *answer),
                Ok(running) => match running.step().await {
                    Step::Asks(running, asked) => return self.suspend(running, asked, plan, circumstances),
                    Step::Ended(outcome) => plan.note(&call, self.answer_of(&call, outcome, circumstances)),
                },
            }
        }
        self.concluded(plan, circumstances)
    }

    /// The end of a plan.
    pub(super) fn concluded(&self, plan: UnderWay, circumstances: &Circumstances) -> Conclusion {
        let UnderWay { path, exchange, counts, reports, mut said, card, question, .. } = plan;
        if said.is_empty() {
            said.push(Saying::Done.text(circumstances.language).to_owned());
        }
        let all_broken = reports.iter().all(|report| report.outcome.is_broken());
        Conclusion {
            path,
            calls: reports,
            speech: wording::joined(&said, circumstances.language),
            card,
            // If nothing was done, nothing follows from it; what was asked before still stands.
            question: if counts { question } else { self.dialogue.question.clone() },
            waiting: None,
            suspended: None,
            exchange: counts.then_some(exchange),
            ending: if all_broken { Ending::Broken } else { Ending::Answered },
        }
    }

    /// Starts a call, or answers in its place.
    fn start(
        &self,
        call: &Call,
        answered: &[(ConsentRequest, DriverAnswer)],
        circumstances: &Circumstances,
    ) -> Result<Running, Box<Answer>> {
        let skill = &call.tool.name.skill;
        // Once more right before the call: the car may have begun to move while an earlier call ran.
        let verdict = self.policy.verdict_after(skill, self.driving_state(circumstances), answered);
        let instead = match verdict {
            Some(Verdict::Allowed(grant)) => {
                // One question at a time: the call waits for its answer.
                let (asks, questions) = mpsc::channel(1);
                let driver = Driver { answered: answered.to_vec(), questions: asks };
                let grant = grant.overseen_by(Arc::new(self.acts(skill, Some(driver), circumstances)));
                let (skills, circumstances) = (Arc::clone(&self.skills), *circumstances);
                let (called, span) = (call.clone(), span_of(call));
                let work = async move { skills.call(&called, &circumstances, &grant).await };
                let work = Mutex::new(Box::pin(work.instrument(span)) as _);
                return Ok(Running { call: call.clone(), work, questions });
            }
            Some(Verdict::Refused(refusal)) => {
                let answer = Answer::refused(&refusal, circumstances.language);
                let _entered = span_of(call).entered();
                answer::log(answer.outcome, answer.error.as_deref());
                return Err(Box::new(answer));
            }
            Some(Verdict::Ask(request)) => {
                Outcome::NotGranted { capability: request.capabilities.into_iter().next().unwrap_or_default() }
            }
            None => Outcome::Missing { detail: format!("the policy knows no skill {skill}") },
        };
        Err(Box::new(self.answer_of(call, instead, circumstances)))
    }

    /// Who oversees the acts of a call.
    pub(super) fn acts(&self, skill: &SkillId, driver: Option<Driver>, circumstances: &Circumstances) -> Acts {
        Acts {
            skill: skill.clone(),
            policy: Arc::clone(&self.policy),
            state: circumstances.driving_state,
            state_now: self.driving_state.clone(),
            driver,
            log: self.act_log.clone(),
        }
    }

    /// The answer to a call that ended.
    pub(super) fn answer_of(&self, call: &Call, outcome: Outcome, circumstances: &Circumstances) -> Answer {
        let answer = answer::of_call(call, outcome, circumstances, &self.router);
        let _entered = span_of(call).entered();
        answer::log(answer.outcome, answer.error.as_deref());
        answer
    }
}

/// Of the highest level, so that a line of any level names the tool.
fn span_of(call: &Call) -> tracing::Span {
    tracing::error_span!("skill.call", tool = %call.tool.name)
}

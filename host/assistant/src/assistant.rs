//! The turn: hear → route → decide → call → answer.
//!
//! A turn ends with a sentence for the driver whatever happens in it. The dialogue changes only at its end, so a turn
//! that is dropped on the way leaves no trace in it; what the driver answered and what skills did by then stays.

mod acts;
mod confirm;
mod consent;
mod decide;
mod permissions;
mod plan;

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use jumpseat_package::{Language, SkillId};
use jumpseat_policy::{DrivingState, Policy};
use jumpseat_router::{
    Dialogue, LanguageModel, Path, PermissionSentences, Plan, Question, Routed, Router, SentenceError, SkillNames,
};
use tokio::time::timeout;
use tracing::Instrument;

use self::{confirm::Suspended, consent::Waiting, decide::Conclusion, permissions::Permissions};
use crate::{
    ActLog, Audio, Circumstances, Ending, Outcome, PendingQuestion, QuestionChoice, Recogniser, Redacted, SkillEvent,
    SkillHost, SpeechError, Synthesiser, Timings, Transcript, Turn,
    answer::{self, Answer},
    deadline::{Bounded, bounded},
    limits::{CALL_MS_MAX, EXCHANGES_MAX, HEAR_MS_MAX, MODEL_DEADLINE_MS, SPEAK_MS_MAX, TRANSCRIPT_CHARS_MAX},
    present,
    wording::Saying,
};

/// How turns are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Configuration {
    /// Time that the model has to decide.
    pub model_deadline: Duration,
}

impl Default for Configuration {
    fn default() -> Self {
        Self { model_deadline: Duration::from_millis(MODEL_DEADLINE_MS) }
    }
}

/// Takes turns with the driver, one at a time.
pub struct Assistant {
    router: Arc<Router>,
    model: Option<Arc<dyn LanguageModel>>,
    skills: Arc<dyn SkillHost>,
    policy: Arc<Policy>,
    permission_sentences: PermissionSentences,
    configuration: Configuration,
    dialogue: Dialogue,
    /// Calls that wait for the driver's consent.
    waiting: Option<Waiting>,
    /// A call that waits for the driver's yes or no to an act.
    suspended: Option<Suspended>,
    /// Where acts are put down; without it skills do none.
    act_log: Option<Arc<dyn ActLog>>,
    /// What the car does now, where somebody tells.
    driving_state: Option<DrivingStateNow>,
}

/// Tells what the car does now.
type DrivingStateNow = Arc<dyn Fn() -> DrivingState + Send + Sync>;

impl Assistant {
    /// An assistant at the start of a dialogue.
    pub fn new(
        router: Arc<Router>,
        model: Option<Arc<dyn LanguageModel>>,
        skills: Arc<dyn SkillHost>,
        policy: Arc<Policy>,
        configuration: Configuration,
    ) -> Self {
        Self {
            router,
            model,
            skills,
            permission_sentences: PermissionSentences::new(&permissions::names(&policy)),
            policy,
            configuration,
            dialogue: Dialogue::default(),
            waiting: None,
            suspended: None,
            act_log: None,
            driving_state: None,
        }
    }

    /// Lets policy look at what the car does when a call is decided on. Without it, policy goes by the circumstances of the
    /// sentence, and hearing and thinking may take seconds.
    #[must_use]
    pub fn watching(self, driving_state: impl Fn() -> DrivingState + Send + Sync + 'static) -> Self {
        Self { driving_state: Some(Arc::new(driving_state)), ..self }
    }

    /// Puts down what skills do to the vehicle. Without it they may do nothing: no act is without its record.
    #[must_use]
    pub fn recording(self, acts: Arc<dyn ActLog>) -> Self {
        Self { act_log: Some(acts), ..self }
    }

    /// What the car does at this moment.
    fn driving_state(&self, circumstances: &Circumstances) -> DrivingState {
        self.driving_state.as_ref().map_or(circumstances.driving_state, |now| now())
    }

    /// The names by which drivers call the skills when they speak of permissions.
    pub fn skill_names(&self) -> SkillNames {
        permissions::names(&self.policy)
    }

    /// The dialogue so far.
    pub fn dialogue(&self) -> &Dialogue {
        &self.dialogue
    }

    /// Forgets the dialogue and what was allowed for the trip, as when another person drives.
    pub fn forget(&mut self) {
        self.dialogue = Dialogue::default();
        self.end_trip();
    }

    /// Goes on with other skills, and the policy that knows them. A question for a tool that is gone lapses, and so does
    /// one for consent.
    pub fn replace_skills(&mut self, router: Arc<Router>, policy: Arc<Policy>) {
        self.waiting = None;
        self.permission_sentences = PermissionSentences::new(&permissions::names(&policy));
        self.suspended = None;
        self.policy = policy;
        self.dialogue.question.take_if(|question| router.tool(&question.tool).is_none());
        self.router = router;
    }

    /// The trip ends, and with it what the driver allowed for it.
    pub fn end_trip(&mut self) {
        self.waiting = None;
        self.suspended = None;
        self.policy.end_trip();
    }

    /// Goes on with another model, or none.
    pub fn replace_model(&mut self, model: Option<Arc<dyn LanguageModel>>) {
        self.model = model;
    }

    /// Answers a typed sentence, in the language that it is in. Without a letter in it, "2" for example, the language
    /// is that of the circumstances.
    pub async fn ask(&mut self, sentence: &str, circumstances: &Circumstances) -> Turn {
        let opening = opening(sentence);
        let lettered = opening.chars().any(char::is_alphabetic);
        let language = if lettered { Language::of_text(&opening) } else { circumstances.language };
        self.turn(sentence, language, circumstances, Timings::default()).await
    }

    /// Answers a spoken sentence.
    pub async fn listen(&mut self, audio: &Audio, recogniser: &dyn Recogniser, circumstances: &Circumstances) -> Turn {
        let started = Instant::now();
        let heard = bounded("the recogniser", HEAR_MS_MAX, recogniser.recognise(audio)).await;
        let timings = Timings { hear: elapsed_us(started), ..Timings::default() };
        let (saying, ending) = match heard {
            Ok(Some(Transcript { text, language })) => return self.turn(&text, language, circumstances, timings).await,
            Ok(None) => (Saying::NotCaught, Ending::NotUnderstood),
            Err(SpeechError::OverLimit { .. }) => (Saying::SentenceTooLong, Ending::NotUnderstood),
            Err(
                error @ (SpeechError::Missing { .. } | SpeechError::Failed { .. } | SpeechError::DeadlinePassed { .. }),
            ) => {
                tracing::error!(%error, "cannot hear");
                (Saying::CannotHear, Ending::Deaf)
            }
        };
        let conclusion = self.unheard(saying, ending, circumstances.language);
        self.end(None, circumstances.language, conclusion, Timings { total: timings.hear, ..timings })
    }

    /// The turn of a driver whom nobody can hear, because there is no recogniser or no sound for it. The caller knows
    /// why, and reports it.
    pub fn cannot_hear(&mut self, circumstances: &Circumstances) -> Turn {
        let conclusion = self.unheard(Saying::CannotHear, Ending::Deaf, circumstances.language);
        self.end(None, circumstances.language, conclusion, Timings::default())
    }

    /// Delivers an event to a skill that subscribed to it. What the skill has to say is a turn without a transcript;
    /// a skill that has nothing to say, or fails, stays silent.
    pub async fn handle_event(
        &mut self,
        skill: &SkillId,
        event: &SkillEvent,
        circumstances: &Circumstances,
    ) -> Option<Turn> {
        let started = Instant::now();
        // Of the highest level, so that a line of any level names the skill.
        let span = tracing::error_span!("skill.event", %skill, kind = event.kind());
        // Nobody is asked for consent because of an event: the driver said nothing.
        let Some(grant) = self.policy.unasked(skill, self.driving_state(circumstances)) else {
            span.in_scope(|| tracing::info!("not delivered, because the skill is not allowed all that it needs"));
            return None;
        };
        // Nor for an act: the same answer as where a question is not answered.
        let grant = grant.overseen_by(Arc::new(self.acts(skill, None, circumstances)));
        let delivered = self.skills.deliver(skill, event, circumstances, &grant);
        let delivered = timeout(Duration::from_millis(CALL_MS_MAX), delivered);
        let outcome =
            delivered.instrument(span.clone()).await.unwrap_or(Some(Outcome::TimedOut { deadline_ms: CALL_MS_MAX }))?;
        let (ended, error) = answer::report(&outcome);
        span.in_scope(|| answer::log(ended, error.as_deref()));
        let Outcome::Reply(reply) = outcome else { return None };
        let Answer { speech, card, question, .. } = answer::of_reply(reply, skill, circumstances, &self.router);
        if speech.is_empty() && card.is_none() {
            return None;
        }
        let question = question.or_else(|| self.dialogue.question.clone());
        let conclusion = Conclusion {
            path: Path::None,
            // A "yes" to an act would be for it, too.
            calls: self.pass_over(circumstances).await,
            speech,
            card,
            question,
            // The skill has spoken since: a "yes" may be for what it said.
            waiting: None,
            suspended: None,
            exchange: None,
            ending: Ending::Answered,
        };
        let call = elapsed_us(started);
        Some(self.end(None, circumstances.language, conclusion, Timings { call, total: call, ..Timings::default() }))
    }

    /// Speaks the answer of a turn, and puts down how long that took.
    pub async fn speak(&self, turn: &mut Turn, synthesiser: &dyn Synthesiser) -> Result<Audio, SpeechError> {
        let started = Instant::now();
        let audio = bounded("the synthesiser", SPEAK_MS_MAX, synthesiser.speak(&turn.speech, turn.language)).await;
        turn.timings_us.speak = elapsed_us(started);
        turn.timings_us.total += turn.timings_us.speak;
        audio
    }

    async fn turn(
        &mut self,
        sentence: &str,
        language: Language,
        circumstances: &Circumstances,
        timings: Timings,
    ) -> Turn {
        let span = tracing::info_span!("turn", %language);
        async {
            // A yes that comes too late answers nothing.
            let late = self.pass_over_late(circumstances).await;
            let mut turn = self.take_turn(sentence, language, circumstances, timings).await;
            turn.calls.splice(..0, late);
            turn
        }
        .instrument(span)
        .await
    }

    async fn take_turn(
        &mut self,
        sentence: &str,
        language: Language,
        circumstances: &Circumstances,
        mut timings: Timings,
    ) -> Turn {
        let started = Instant::now();
        // A skill answers in the language in which it was asked.
        let circumstances = Circumstances { language, ..*circumstances };
        if let Some(consented) = self.consented(sentence, language) {
            let transcript = present::line(&opening(sentence), TRANSCRIPT_CHARS_MAX);
            timings.phrase = elapsed_us(started);
            // "OK" answers a Chinese question as well as an English one.
            let language = consented.language;
            let circumstances = Circumstances { language, ..circumstances };
            let answered = consented.answered.clone();
            let conclusion = self.go_on(consented, &circumstances).await;
            timings.call = elapsed_us(started) - timings.phrase;
            timings.total = timings.hear + elapsed_us(started);
            let turn = self.end(Some(transcript), language, conclusion, timings);
            return Turn { answered: Some(answered), ..turn };
        }
        if let Some((suspended, said)) = self.confirmed(sentence, language) {
            let transcript = present::line(&opening(sentence), TRANSCRIPT_CHARS_MAX);
            timings.phrase = elapsed_us(started);
            let language = suspended.language;
            let conclusion = self.resume(suspended, said, &Circumstances { language, ..circumstances }).await;
            timings.call = elapsed_us(started) - timings.phrase;
            timings.total = timings.hear + elapsed_us(started);
            return self.end(Some(transcript), language, conclusion, timings);
        }
        if let Some(Permissions { conclusion, withdrawn, of }) = self.permissions(sentence, language) {
            // That is another sentence than a yes to an act.
            let calls = match self.suspended_skill() {
                Some(skill) if of.contains(skill) => self.cut_off(&circumstances).await,
                Some(_) | None => self.pass_over(&circumstances).await,
            };
            let conclusion = Conclusion { calls, ..conclusion };
            let transcript = present::line(&opening(sentence), TRANSCRIPT_CHARS_MAX);
            timings.phrase = elapsed_us(started);
            timings.total = timings.hear + timings.phrase;
            let turn = self.end(Some(transcript), language, conclusion, timings);
            return Turn { withdrawn, ..turn };
        }
        let routed = self.route(sentence, language).await;
        if let Ok(routed) = &routed {
            timings.phrase = routed.timings.phrase_us;
            timings.shortlist = routed.timings.shortlist_us;
            timings.model = routed.timings.model_us;
        }
        let transcript = match &routed {
            Ok(routed) => routed.utterance.clone(),
            Err(_) => present::line(&opening(sentence), TRANSCRIPT_CHARS_MAX),
        };
        let calling = Instant::now();
        let conclusion = match routed {
            Ok(routed) => {
                let understood = confirm::is_understood(&routed.plan);
                let mut calls = if understood { self.pass_over(&circumstances).await } else { Vec::new() };
                let conclusion = self.decide(routed, &circumstances).await;
                let mut conclusion = self.still_waiting(conclusion);
                calls.append(&mut conclusion.calls);
                Conclusion { calls, ..conclusion }
            }
            Err(SentenceError::Empty | SentenceError::Markup) => {
                self.unheard(Saying::NotCaught, Ending::NotUnderstood, language)
            }
            Err(SentenceError::TooLong { .. }) => {
                self.unheard(Saying::SentenceTooLong, Ending::NotUnderstood, language)
            }
        };
        if !conclusion.calls.is_empty() {
            timings.call = elapsed_us(calling);
        }
        timings.total = timings.hear + elapsed_us(started);
        self.end(Some(transcript), language, conclusion, timings)
    }

    async fn route(&self, sentence: &str, language: Language) -> Result<Routed, SentenceError> {
        let model = self.model.as_deref().map(Bounded);
        let model = model.as_ref().map(|model| -> &dyn LanguageModel { model });
        let routing = self.router.route(sentence, language, &self.dialogue, model, self.configuration.model_deadline);
        let routed = routing.instrument(tracing::info_span!("turn.route")).await;
        match &routed {
            Ok(routed) => {
                for note in &routed.notes {
                    tracing::info!(note);
                }
                if let Plan::Undecided(error) = &routed.plan {
                    tracing::warn!(%error, "the model did not decide");
                }
                let transcript = Redacted::new(&routed.utterance);
                tracing::debug!(%transcript, path = ?routed.path, confidence = routed.confidence, "routed");
            }
            Err(error) => tracing::info!(%error, "not a sentence"),
        }
        routed
    }

    fn end(
        &mut self,
        transcript: Option<String>,
        language: Language,
        conclusion: Conclusion,
        timings_us: Timings,
    ) -> Turn {
        let Conclusion { path, calls, speech, card, question, waiting, suspended, exchange, ending } = conclusion;
        self.dialogue.history.extend(exchange);
        let surplus = self.dialogue.history.len().saturating_sub(EXCHANGES_MAX);
        self.dialogue.history.drain(..surplus);
        let pending = question.as_ref().map(pending);
        self.dialogue.question = question;
        let consent = waiting.as_ref().map(Waiting::report);
        self.waiting = waiting;
        let confirmation = suspended.as_ref().map(Suspended::report);
        self.suspended = suspended;
        tracing::info!(?path, calls = calls.len(), ?ending, total_us = timings_us.total, "turn ended");
        Turn {
            transcript,
            language,
            path,
            calls,
            speech,
            card,
            question: pending,
            consent,
            confirmation,
            timings_us,
            answered: None,
            withdrawn: Vec::new(),
            ending,
        }
    }
}

fn pending(question: &Question) -> PendingQuestion {
    let choice =
        |choice: &jumpseat_router::Choice| QuestionChoice { label: choice.label.clone(), value: choice.value.clone() };
    PendingQuestion {
        skill: question.tool.skill.clone(),
        tool: question.tool.function.clone(),
        field: question.field.clone(),
        choices: question.choices.iter().map(choice).collect(),
    }
}

/// As much of a text as a sentence can have. The text may be huge.
fn opening(sentence: &str) -> String {
    sentence.chars().take(TRANSCRIPT_CHARS_MAX).collect()
}

fn elapsed_us(started: Instant) -> u64 {
    u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX)
}

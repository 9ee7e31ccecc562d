//! A dialogue with the car: each sentence or event becomes a turn that is printed, and spoken if that is wanted.

use std::{path::Path, sync::Arc, time::Duration};

use anyhow::{Context as _, Result, bail};
use jumpseat_assistant::{Audio, Turn};
use jumpseat_package::{Language, SkillId};
use jumpseat_policy::audit::Event;
use jumpseat_speech::{
    limits::SAMPLE_RATE_HZ,
    wav::{self, WavError},
};
use serde_json::Value;

use crate::{
    audit::Audit,
    car::Car,
    cli::TurnOptions,
    ears::Ears,
    failure::Failure,
    limits::MODEL_FINISH_MS_MAX,
    model::{ModelReport, ModelRest},
    output,
    providers::Place,
    render,
    settings::Settings,
    voice::Voice,
};

/// A dialogue.
pub(crate) struct Conversation {
    car: Car,
    audit: Arc<Audit>,
    json: bool,
    voice: Voice,
    /// Made when the first spoken sentence comes.
    ears: Option<Ears>,
    /// The language of answers to what is not heard: that of the last sentence.
    language: Language,
    turns_failed: usize,
    /// The skill that waits for the driver's consent since the last turn.
    waiting: Option<SkillId>,
    model_report: ModelReport,
    model_rest: ModelRest,
}

impl Conversation {
    /// A dialogue in a car at a place.
    pub(crate) async fn start(place: Place, options: &TurnOptions, settings: &Settings) -> Result<Self> {
        let audit = Arc::new(Audit::open(settings)?);
        let mut car = Car::start(settings, place, Some(Arc::clone(&audit))).await?;
        car.assistant = car.assistant.recording(audit.clone());
        let voice = Voice::new(options, settings)?;
        let model_report = ModelReport::of(car.model.clone());
        let language = Language::English;
        Ok(Self {
            car,
            audit,
            json: options.json,
            voice,
            ears: None,
            language,
            turns_failed: 0,
            waiting: None,
            model_report,
            model_rest: ModelRest::default(),
        })
    }

    /// The driver types a sentence.
    pub(crate) async fn say(&mut self, sentence: &str) -> Result<()> {
        let circumstances = self.car.place.circumstances(self.language);
        let turn = self.car.assistant.ask(sentence, &circumstances).await;
        self.finish(turn, None).await
    }

    /// The driver speaks a sentence that was recorded. In a file that is no sound nothing is heard; one that cannot be
    /// read is a failure of the car.
    pub(crate) async fn hear_file(&mut self, file: &Path) -> Result<()> {
        let error = match wav::read_file(file) {
            Ok(audio) => return self.hear(&audio).await,
            Err(error) => error,
        };
        let unreadable = matches!(error, WavError::Unreadable { .. });
        report(&anyhow::Error::new(error).context(format!("cannot hear {}", file.display())));
        if unreadable {
            return self.cannot_hear().await;
        }
        self.hear(&Audio { sample_rate_hz: SAMPLE_RATE_HZ, samples: Vec::new() }).await
    }

    /// The driver speaks a sentence.
    pub(crate) async fn hear(&mut self, audio: &Audio) -> Result<()> {
        let ears = match self.ears.take().map_or_else(|| Ears::of(&self.car), Ok) {
            Ok(ears) => self.ears.insert(ears),
            Err(error) => {
                report(&error.context("cannot hear"));
                return self.cannot_hear().await;
            }
        };
        let circumstances = self.car.place.circumstances(self.language);
        let turn = self.car.assistant.listen(audio, ears.recogniser(), &circumstances).await;
        self.finish(turn, None).await
    }

    /// The driver speaks, and nobody can hear it.
    async fn cannot_hear(&mut self) -> Result<()> {
        let turn = self.car.assistant.cannot_hear(&self.car.place.circumstances(self.language));
        self.finish(turn, None).await
    }

    /// Time passes.
    pub(crate) async fn pass(&mut self, duration: Duration) {
        self.car.place.pass(duration).await;
    }

    /// What the car sees is told to the skills that want to know.
    pub(crate) async fn tell_events(&mut self) -> Result<()> {
        for event in self.car.place.due_events() {
            for skill in self.car.subscribers(event.kind()) {
                let circumstances = self.car.place.circumstances(self.language);
                if let Some(turn) = self.car.assistant.handle_event(&skill, &event, &circumstances).await {
                    self.finish(turn, Some(event.kind())).await?;
                }
            }
        }
        Ok(())
    }

    /// Waits until the question for an act lapses; for ever, if none stands.
    pub(crate) async fn question_lapses(&self) {
        match self.car.assistant.lapses_at() {
            Some(at) => tokio::time::sleep_until(at).await,
            None => std::future::pending().await,
        }
    }

    /// The driver did not answer the question for an act.
    pub(crate) async fn give_up_question(&mut self) -> Result<()> {
        let circumstances = self.car.place.circumstances(self.language);
        match self.car.assistant.lapse(&circumstances).await {
            Some(turn) => self.finish(turn, Some("no-answer")).await,
            None => Ok(()),
        }
    }

    /// The same, if it has lapsed by now.
    pub(crate) async fn give_up_late_question(&mut self) -> Result<()> {
        let lapsed = self.car.assistant.lapses_at().is_some_and(|at| at <= tokio::time::Instant::now());
        if lapsed { self.give_up_question().await } else { Ok(()) }
    }

    /// A new dialogue begins. Whoever was asked for an act in the old one has not answered.
    pub(crate) async fn forget(&mut self) -> Result<()> {
        self.give_up_question().await?;
        self.car.assistant.forget();
        Ok(())
    }

    /// Ends the dialogue; an error if a turn failed.
    pub(crate) async fn end(mut self) -> Result<()> {
        // Nobody is left to answer, so the act is refused. What the skill says to that, nobody hears.
        let circumstances = self.car.place.circumstances(self.language);
        if let Some(turn) = self.car.assistant.lapse(&circumstances).await {
            output::note("nobody answered, so the act was refused");
            if let Err(error) = self.audit.record_turn(&turn) {
                self.turns_failed += 1;
                report(&error);
            }
        }
        if let Some(skill) = &self.waiting {
            output::hint(&format!(
                "answer with another sentence, or allow it for good: jumpseat consent allow {skill}"
            ));
        }
        self.model_report.end().await;
        if let Some(model) = &self.car.model {
            // What it read of the tools is on its way to the disk.
            model.finish(Duration::from_millis(MODEL_FINISH_MS_MAX)).await;
        }
        match self.turns_failed {
            0 => Ok(()),
            1 => bail!("a turn failed"),
            turns => bail!("{turns} turns failed"),
        }
    }

    /// Records that the model rests, with the first turn after that began.
    fn record_rest_of_model(&mut self) -> Result<()> {
        let Some(model) = &self.car.model else { return Ok(()) };
        let begun = self.model_rest.begun(&model.status().state);
        begun.map_or(Ok(()), |reason| self.audit.record(Event::ModelRests { reason }))
    }

    /// Shows a turn, and speaks it where that is wanted. An answer that cannot be spoken is an answer still, and the
    /// dialogue goes on.
    async fn finish(&mut self, mut turn: Turn, event: Option<&str>) -> Result<()> {
        self.language = turn.language;
        self.waiting = turn.consent.as_ref().map(|consent| consent.skill.clone());
        // Before anybody hears of the turn: who sees an answer finds it in the log.
        let recorded = self.audit.record_turn(&turn).and(self.record_rest_of_model());
        if let Some(fault) = self.car.policy.take_fault() {
            report(&anyhow::Error::new(fault).context("what the driver agreed to before holds on"));
        }
        let spoken = self.voice.speak(&self.car.assistant, &mut turn).await;
        if self.json {
            output::json(&tagged(&turn, event)?)?;
        } else {
            output::text(&render::turn(&turn, event))?;
        }
        let played = match spoken {
            Ok(answer) => answer.play().await,
            Err(error) => Err(error),
        };
        self.turns_failed += usize::from(turn.ending.is_failure() || played.is_err() || recorded.is_err());
        if let Err(error) = recorded {
            report(&error);
        }
        if let Err(error) = played {
            report(&error.context("cannot speak the answer"));
        }
        Ok(())
    }
}

/// Says on standard error what went wrong in a turn.
fn report(error: &anyhow::Error) {
    output::error(&Failure::of(error));
}

/// A turn as JSON; one that an event began says so first.
fn tagged(turn: &Turn, event: Option<&str>) -> Result<Value> {
    let turn = serde_json::to_value(turn).context("cannot write the turn as JSON")?;
    let (Some(event), Value::Object(turn)) = (event, &turn) else { return Ok(turn) };
    let first = [("event".to_owned(), Value::from(event))];
    Ok(first.into_iter().chain(turn.clone()).collect())
}

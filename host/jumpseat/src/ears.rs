//! Hearing: what the car can be told, from a file or from the microphone.

use anyhow::Result;
use jumpseat_assistant::Recogniser;
use jumpseat_package::Language;
use jumpseat_router::answer_templates;
use jumpseat_speech::{EngineStatus, Microphone, Pocketsphinx, Sentences};

use crate::{
    car::{self, Car},
    settings::Settings,
};

/// The recogniser of a car: it listens for what the installed skills and the names around the car make sayable.
pub(crate) struct Ears {
    recogniser: Pocketsphinx,
}

impl Ears {
    /// Derives the recogniser's grammar from the skills of the car.
    pub(crate) fn of(car: &Car) -> Result<Self> {
        let surfaces: Vec<_> = car.skills.iter().map(car::surface).collect();
        let answers = answer_templates(Language::English);
        let names = car.place.names(Language::English)?;
        let sentences = Sentences { surfaces: &surfaces, answers: &answers, names: &names };
        let (recogniser, left_out) = Pocketsphinx::new(&sentences)?;
        if !left_out.words.is_empty() {
            tracing::info!(words = left_out.words.join(" "), "not heard for want of a pronunciation");
        }
        Ok(Self { recogniser })
    }

    /// The recogniser.
    pub(crate) fn recogniser(&self) -> &dyn Recogniser {
        &self.recogniser
    }
}

/// The configured microphone, or the one that the machine has.
pub(crate) fn microphone(settings: &Settings) -> Result<Microphone> {
    Ok(Microphone::new(settings.config.speech.recorder.as_deref())?)
}

/// The programs that hear and speak.
pub(crate) fn engines(settings: &Settings) -> Vec<EngineStatus> {
    let speech = &settings.config.speech;
    jumpseat_speech::engines(speech.recorder.as_deref(), speech.player.as_deref())
}

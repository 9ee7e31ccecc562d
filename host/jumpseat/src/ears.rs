//! Hearing: what the car can be told, from a file or from the microphone.

use std::{collections::BTreeMap, env};

use anyhow::{Context as _, Result};
use jumpseat_assistant::Recogniser;
use jumpseat_package::Language;
use jumpseat_router::{answer_templates, permission_templates};
use jumpseat_speech::{Confiner, EngineStatus, LeftOut, Microphone, Pocketsphinx, Sentences, Unusable};

use crate::{car::Car, settings::Settings};

/// The recogniser of a car: it listens for what the installed skills and the names around the car make sayable.
pub(crate) struct Ears {
    recogniser: Pocketsphinx,
}

impl Ears {
    /// Derives the recogniser's grammar from the skills of the car.
    pub(crate) fn of(car: &Car) -> Result<Self> {
        let surfaces = car.surfaces()?;
        let mut answers = answer_templates(Language::English);
        answers.extend(permission_templates(Language::English, &car.assistant.skill_names()));
        let names = car.place.names(Language::English)?;
        let sentences = Sentences { surfaces: &surfaces, answers: &answers, names: &names };
        let (recogniser, left_out) = Pocketsphinx::new(&sentences, confiner()?.as_ref())?;
        tell(&left_out);
        Ok(Self { recogniser })
    }

    /// The recogniser.
    pub(crate) fn recogniser(&self) -> &dyn Recogniser {
        &self.recogniser
    }
}

/// Says in the log what cannot be heard, and aloud where a skill lost sentences for want of room.
fn tell(LeftOut { words, names, sentences }: &LeftOut) {
    if !words.is_empty() {
        let (words, names) = (words.join(" "), names.join(", "));
        tracing::info!(words, names, "not heard for want of a pronunciation");
    }
    let mut lost: BTreeMap<String, usize> = BTreeMap::new();
    for sentence in sentences.iter().filter(|sentence| sentence.because == Unusable::TooLarge) {
        let skill = sentence.skill.as_ref().map_or_else(|| "the car".to_owned(), ToString::to_string);
        *lost.entry(skill).or_default() += 1;
    }
    for (skill, sentences) in lost {
        tracing::warn!(skill, sentences, "phrases that are typed but not heard: the recogniser has no room for them");
    }
}

/// How the programs that hear and speak are started behind walls; not at all where no system call puts any up.
pub(crate) fn confiner() -> Result<Option<Confiner>> {
    if !cfg!(target_os = "linux") {
        return Ok(None);
    }
    let program = env::current_exe().context("cannot find this program, which confines those that hear and speak")?;
    Ok(Some(Confiner { program, arguments: vec!["confined".into()] }))
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

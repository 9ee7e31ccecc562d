//! A car put together: providers, skills, model, and the assistant that takes turns with them.

use std::{sync::Arc, time::Duration};

use anyhow::Result;
use jumpseat_assistant::{Assistant, Configuration};
use jumpseat_inference::LlamaModel;
use jumpseat_package::{Package, PackageError, SkillId};
use jumpseat_router::{LanguageModel, Router, Surface};
use jumpseat_runtime::{Cache, Engine, Grant, Limits, Providers, Runtime, Skill, SkillFile, Skills};
use rayon::prelude::*;

use crate::{
    failure::Failure,
    installed::{Entry, Installed},
    model::{self, OnceLoaded},
    output,
    providers::{self, Place},
    settings::Settings,
};

/// A car with its skills.
pub(crate) struct Car {
    /// Takes turns.
    pub(crate) assistant: Assistant,
    /// Where the car is, and what lies around it.
    pub(crate) place: Place,
    /// The installed skills that could be loaded, in the order of installation.
    pub(crate) skills: Vec<LoadedSkill>,
    /// The language model, where one is wanted.
    pub(crate) model: Option<Arc<LlamaModel>>,
}

/// A skill that can be called, with what it embeds.
#[derive(Clone)]
pub(crate) struct LoadedSkill {
    /// What it embeds.
    pub(crate) package: Package,
    /// The skill.
    pub(crate) skill: Arc<Skill>,
}

impl Car {
    /// Puts a car together. Skills that cannot be loaded are named on standard error; the others work.
    pub(crate) async fn start(settings: &Settings, place: Place) -> Result<Self> {
        let host = Arc::new(Skills::default());
        let mut skills = Vec::new();
        let runtime = runtime(settings, place.providers(&settings.folders.state)?)?;
        for loaded in load_installed(settings, &runtime, Package::read)? {
            let added = compiled(&loaded.skill).await.and_then(|()| Ok(host.add(Arc::clone(&loaded.skill))?));
            match added {
                Ok(()) => skills.push(loaded),
                Err(error) => left_out(loaded.skill.id(), error),
            }
        }
        let (router, conflicts) = Router::new(skills.iter().map(surface).collect());
        for conflict in &conflicts {
            tracing::info!(%conflict, "a phrase is lost");
        }
        let model = settings.config.model.enabled.then(|| model::start(settings)).transpose()?.map(Arc::new);
        let answer_deadline = Duration::from_millis(settings.config.model.deadline_ms);
        let loaded = |model| -> Arc<dyn LanguageModel> { Arc::new(OnceLoaded::new(model, answer_deadline)) };
        let language_model = model.clone().map(loaded);
        let configuration = Configuration { model_deadline: OnceLoaded::deadline(answer_deadline) };
        let assistant = Assistant::new(Arc::new(router), language_model, host, configuration);
        Ok(Self { assistant, place, skills, model })
    }

    /// The skills that subscribed to a kind of event.
    pub(crate) fn subscribers(&self, kind: &str) -> Vec<SkillId> {
        let subscribed = |skill: &&LoadedSkill| skill.package.manifest.events.contains(kind);
        self.skills.iter().filter(subscribed).map(|skill| skill.package.manifest.id.clone()).collect()
    }
}

/// The runtime and the installed skills, none of which can reach anything: whoever changes them calls none.
pub(crate) fn skills(settings: &Settings) -> Result<(Runtime, Vec<LoadedSkill>)> {
    let runtime = runtime(settings, providers::nothing())?;
    let skills = load_installed(settings, &runtime, Package::read)?;
    Ok((runtime, skills))
}

/// The same without phrases, which are most of a skill and tell whoever lists skills nothing.
pub(crate) fn skills_without_phrases(settings: &Settings) -> Result<(Runtime, Vec<LoadedSkill>)> {
    let runtime = runtime(settings, providers::nothing())?;
    let skills = load_installed(settings, &runtime, Package::read_without_phrases)?;
    Ok((runtime, skills))
}

/// What the router needs to know of a skill.
pub(crate) fn surface(skill: &LoadedSkill) -> Surface {
    Surface {
        skill: skill.package.manifest.id.clone(),
        tools: skill.skill.tools().to_vec(),
        phrases: skill.package.phrases.clone(),
    }
}

fn runtime(settings: &Settings, providers: Providers) -> Result<Runtime> {
    let cache = Cache::open(&settings.folders.cache.join("compiled"))?;
    Ok(Runtime::new(Engine::new()?, cache, providers))
}

/// How a package is read from a component.
type ReadPackage = fn(&[u8]) -> Result<Package, PackageError>;

/// Skills that cannot be loaded are named on standard error.
fn load_installed(settings: &Settings, runtime: &Runtime, read: ReadPackage) -> Result<Vec<LoadedSkill>> {
    let installed = Installed::of_state(&settings.folders.state);
    let entries = installed.entries()?;
    // A car may have many, and reading them is work for a processor.
    let loaded: Vec<_> = entries.par_iter().map(|entry| load(settings, runtime, &installed, entry, read)).collect();
    let report = |(entry, loaded): (&Entry, Result<LoadedSkill>)| match loaded {
        Ok(loaded) => Some(loaded),
        Err(error) => {
            left_out(&entry.id, error);
            None
        }
    };
    Ok(entries.iter().zip(loaded).filter_map(report).collect())
}

/// Compiles a skill whose code is not in the cache, as after an update of the host, so that no driver waits for it.
async fn compiled(skill: &Skill) -> Result<()> {
    if !skill.is_compiled() {
        output::note(&format!("compiling {} for this version of the host", skill.id()));
        skill.prepare().await?;
    }
    Ok(())
}

fn left_out(id: &SkillId, error: anyhow::Error) {
    output::error(&Failure::of(&error.context(format!("the skill {:?} is left out", id.as_str()))));
}

fn load(
    settings: &Settings,
    runtime: &Runtime,
    installed: &Installed,
    entry: &Entry,
    read: ReadPackage,
) -> Result<LoadedSkill> {
    let component = installed.read(entry)?;
    let package = read(&component)?;
    let path = installed.file(&entry.digest);
    let file = SkillFile { component: &component, package: &package, path: Some(&path) };
    let skill = runtime.load(file, &Grant::all(), limits(settings))?;
    Ok(LoadedSkill { package, skill: Arc::new(skill) })
}

/// The limits of every skill: the runtime's own, lowered by the configuration.
pub(crate) fn limits(settings: &Settings) -> Limits {
    Limits { deadline_ms: settings.config.skills.deadline_ms, ..Limits::default() }
}

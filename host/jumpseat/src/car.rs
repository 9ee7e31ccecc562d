//! A car put together: providers, skills, model, and the assistant that takes turns with them.

use std::{env, sync::Arc, time::Duration};

use anyhow::{Context as _, Result};
use jumpseat_assistant::{Assistant, Configuration};
use jumpseat_http::{RequestLog, Unrecorded};
use jumpseat_inference::LlamaModel;
use jumpseat_package::{Manifest, Package, PackageError, Phrases, SkillId};
use jumpseat_policy::{Grant, OemPolicy, Policy, Subject};
use jumpseat_router::{LanguageModel, Repertoire, Router, Surface};
use jumpseat_runtime::{Cache, Engine, Limits, ProcessCommand, Providers, Runtime, Skill, SkillFile, Skills};
use jumpseat_web::WebClient;
use rayon::prelude::*;

use crate::{
    audit::Audit,
    conduct::KeptConduct,
    failure::Failure,
    installed::{Entry, Installed, InstalledError},
    model::{self, OnceLoaded},
    output, permissions,
    providers::{self, Place},
    quarantine::{QuarantineList, StrikeList},
    secrets,
    settings::Settings,
    skill_list::AboutSkill,
    state_file::LockError,
};

/// A car with its skills.
pub(crate) struct Car {
    /// Takes turns.
    pub(crate) assistant: Assistant,
    /// Where the car is, and what lies around it.
    pub(crate) place: Place,
    /// The installed skills that could be loaded, in the order of installation.
    pub(crate) skills: Vec<LoadedSkill>,
    /// What they may do.
    pub(crate) policy: Arc<Policy>,
    /// The language model, where one is wanted.
    pub(crate) model: Option<Arc<LlamaModel>>,
    installed: Installed,
}

/// A skill that can be called. What else its file embeds, its phrases above all, is several times as large, and is read
/// where it is needed.
#[derive(Clone)]
pub(crate) struct LoadedSkill {
    /// Who it is, and what it asks for.
    pub(crate) manifest: Manifest,
    /// The skill.
    pub(crate) skill: Arc<Skill>,
}

impl LoadedSkill {
    /// The skill as policy sees it.
    pub(crate) fn subject(&self) -> Subject {
        Subject::of(&self.manifest, self.skill.capabilities(), self.skill.tools())
    }

    /// The entry of this file in a list about skills, such as those that are quarantined.
    pub(crate) fn entry<'a, About: AboutSkill>(&self, list: &'a [About]) -> Option<&'a About> {
        let digest = self.skill.digest();
        list.iter().find(|about| *about.id() == self.manifest.id && about.digest() == digest)
    }
}

impl Car {
    /// Puts a car together. Skills that cannot be loaded are named on standard error; the others work. What becomes of those
    /// that break is recorded in the log, if there is one.
    pub(crate) async fn start(settings: &Settings, place: Place, audit: Option<Arc<Audit>>) -> Result<Self> {
        let state = settings.folders.state.clone();
        let quarantined = QuarantineList::of_state(&state).entries_or_report();
        let struck = StrikeList::of_state(&state).entries_or_report();
        let request_log: Arc<dyn RequestLog> = match &audit {
            Some(audit) => Arc::clone(audit) as _,
            None => Arc::new(Unrecorded),
        };
        let host = Arc::new(Skills::new(Arc::new(KeptConduct { state, audit })));
        let mut skills = Vec::new();
        let installed = Installed::of_state(&settings.folders.state);
        let oem = permissions::oem(settings)?;
        let internet = Arc::new(WebClient::new(secrets::of(&oem))?);
        let providers = {
            // No skill is removed between the look at the list and the opening of its storage. Where nothing can be
            // locked, nothing can be written and so nothing be removed; but whoever holds the lock may be removing one.
            let _lock = match installed.lock() {
                Err(error @ InstalledError::Lock(LockError::Busy { .. })) => return Err(error.into()),
                lock => lock.ok(),
            };
            place.providers(&settings.folders.state, &installed.entries()?, internet, request_log)?
        };
        let runtime = runtime(settings, providers)?;
        let mut repertoires = Vec::new();
        let loaded = load_installed(settings, &oem, &runtime, Package::read, |skill, phrases| {
            let repertoire = Repertoire::of(&surface(&skill, phrases));
            (skill, repertoire)
        });
        for (loaded, repertoire) in loaded? {
            let added = compiled(&loaded.skill).await.and_then(|()| Ok(host.add(Arc::clone(&loaded.skill))?));
            match added {
                Ok(()) => {
                    if let Some(entry) = loaded.entry(&quarantined) {
                        host.quarantine(entry.id.clone(), entry.reason.clone());
                    } else if let Some(entry) = loaded.entry(&struck) {
                        host.struck(entry.id.clone(), entry.strikes);
                    }
                    skills.push(loaded);
                    repertoires.push(repertoire);
                }
                Err(error) => left_out(loaded.skill.id(), error),
            }
        }
        let router = Router::new(repertoires);
        let model = settings.config.model.enabled.then(|| model::start(settings)).transpose()?.map(Arc::new);
        let answer_deadline = Duration::from_millis(settings.config.model.deadline_ms);
        let loaded = |model| -> Arc<dyn LanguageModel> { Arc::new(OnceLoaded::new(model, answer_deadline)) };
        let language_model = model.clone().map(loaded);
        let configuration = Configuration { model_deadline: OnceLoaded::deadline(answer_deadline) };
        let policy = Arc::new(permissions::policy(settings, oem, &skills)?);
        let assistant = Assistant::new(Arc::new(router), language_model, host, Arc::clone(&policy), configuration)
            .watching(place.driving_state());
        Ok(Self { assistant, place, skills, policy, model, installed })
    }

    /// The skills that subscribed to a kind of event.
    pub(crate) fn subscribers(&self, kind: &str) -> Vec<SkillId> {
        let subscribed = |skill: &&LoadedSkill| skill.manifest.events.contains(kind);
        self.skills.iter().filter(subscribed).map(|skill| skill.manifest.id.clone()).collect()
    }

    /// What the skills offer, read from their files. A skill whose file changed since the start is left out.
    pub(crate) fn surfaces(&self) -> Result<Vec<Surface>> {
        let entries = self.installed.entries()?;
        let surface_of = |skill: &LoadedSkill| {
            let entry = entries.iter().find(|entry| entry.id == skill.manifest.id)?;
            let file = self.installed.read(entry).map_err(anyhow::Error::from);
            let package = file.and_then(|file| Ok(Package::read(&file)?));
            match package {
                Ok(package) if package.manifest == skill.manifest => Some(surface(skill, package.phrases)),
                Ok(_) => None,
                Err(error) => {
                    tracing::warn!(skill = %skill.manifest.id, %error, "cannot read the phrases");
                    None
                }
            }
        };
        Ok(self.skills.iter().filter_map(surface_of).collect())
    }
}

/// The runtime and the installed skills, none of which can reach anything: whoever lists or changes them calls none. The
/// car maker says what they may use.
pub(crate) fn skills(settings: &Settings, oem: &OemPolicy) -> Result<(Runtime, Vec<LoadedSkill>)> {
    let runtime = runtime(settings, providers::nothing())?;
    let skills = load_installed(settings, oem, &runtime, Package::read_without_phrases, |skill, _| skill)?;
    Ok((runtime, skills))
}

/// The same with what each skill offers.
pub(crate) fn skills_with_surfaces(
    settings: &Settings,
    oem: &OemPolicy,
) -> Result<(Runtime, Vec<(LoadedSkill, Surface)>)> {
    let runtime = runtime(settings, providers::nothing())?;
    let skills = load_installed(settings, oem, &runtime, Package::read, |skill, phrases| {
        let surface = surface(&skill, phrases);
        (skill, surface)
    })?;
    Ok((runtime, skills))
}

/// What the router needs to know of a skill.
pub(crate) fn surface(skill: &LoadedSkill, phrases: Vec<Phrases>) -> Surface {
    Surface { skill: skill.manifest.id.clone(), tools: skill.skill.tools().to_vec(), phrases }
}

fn runtime(settings: &Settings, providers: Providers) -> Result<Runtime> {
    let cache = Cache::open(&settings.folders.cache.join("compiled"))?;
    let engine = Engine::new()?.compiling_with(own_process("compile-skill")?);
    Ok(Runtime::walled(engine, cache, providers, skill_runner()?))
}

/// What runs a skill: a program beside this one that can do nothing else. Where it was not installed, this program does, and
/// each skill that runs takes twice the memory.
pub(crate) fn skill_runner() -> Result<ProcessCommand> {
    let own = own_process("run-skill")?;
    let beside = own.program.with_file_name(format!("skill-runner{}", env::consts::EXE_SUFFIX));
    Ok(if beside.is_file() { ProcessCommand { program: beside, arguments: Vec::new() } } else { own })
}

/// This program, as a process that does one thing.
fn own_process(what: &str) -> Result<ProcessCommand> {
    let program = env::current_exe().context("cannot find this program, which also compiles and runs skills")?;
    Ok(ProcessCommand { program, arguments: vec![what.into()] })
}

/// How a package is read from a component.
type ReadPackage = fn(&[u8]) -> Result<Package, PackageError>;

/// Loads the installed skills and keeps of each what `keep` makes of it and its phrases. Skills that cannot be loaded are
/// named on standard error.
fn load_installed<T: Send>(
    settings: &Settings,
    oem: &OemPolicy,
    runtime: &Runtime,
    read: ReadPackage,
    keep: impl Fn(LoadedSkill, Vec<Phrases>) -> T + Sync,
) -> Result<Vec<T>> {
    let installed = Installed::of_state(&settings.folders.state);
    let entries = installed.entries()?;
    let load = |entry: &Entry| {
        let (skill, phrases) = load(settings, oem, runtime, &installed, entry, read)?;
        Ok(keep(skill, phrases))
    };
    // A car may have many, and reading them is work for a processor.
    let loaded: Vec<_> = entries.par_iter().map(load).collect();
    let report = |(entry, loaded): (&Entry, Result<T>)| match loaded {
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
    oem: &OemPolicy,
    runtime: &Runtime,
    installed: &Installed,
    entry: &Entry,
    read: ReadPackage,
) -> Result<(LoadedSkill, Vec<Phrases>)> {
    let component = installed.read(entry)?;
    let package = read(&component)?;
    let path = installed.file(&entry.digest);
    let file = SkillFile { component: &component, package: &package, path: Some(&path) };
    let skill = runtime.load(file, &Grant::all(), limits(settings, oem, &package.manifest))?;
    let Package { manifest, phrases, .. } = package;
    Ok((LoadedSkill { manifest, skill: Arc::new(skill) }, phrases))
}

/// The limits of a skill: what the car maker lets it use, and the owner no longer than the configuration says.
pub(crate) fn limits(settings: &Settings, oem: &OemPolicy, manifest: &Manifest) -> Limits {
    let configured = Limits { deadline_ms: settings.config.skills.deadline_ms, ..Limits::MAX };
    oem.limits(&manifest.id, &manifest.publisher).at_most(configured)
}

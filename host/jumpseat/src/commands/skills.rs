//! `jumpseat skills`: list, show, install, remove and release skills.

mod phrases;

use std::{
    fmt::Write as _,
    path::{Path, PathBuf},
    sync::Arc,
};

use anyhow::{Context as _, Result, bail};
use indicatif::{ProgressBar, ProgressStyle};
use jumpseat_package::{HTTP, Language, Package};
use jumpseat_policy::{Grant, OemPolicy, Withdrawal, audit::Event};
use jumpseat_router::Surface;
use jumpseat_runtime::{Runtime, SkillFile};
use serde_json::{Value, json};

use self::phrases::Told;
use crate::{
    audit::Audit,
    bounded,
    car::{self, LoadedSkill},
    cli::Skills,
    installed::{Entry, Installed},
    limits::SKILL_FILE_BYTES_MAX,
    output, permissions,
    providers::forget_skill,
    quarantine::{self, QuarantineList, Quarantined, StrikeList},
    settings::Settings,
};

/// Runs the command.
pub(crate) async fn run(command: Skills, settings: &Settings) -> Result<()> {
    match command {
        Skills::List { json } => list(settings, json),
        Skills::Show { id, json } => show(settings, &id, json),
        Skills::Install { files, json } => install(settings, &files, json).await,
        Skills::Remove { id, json } => remove(settings, &id, json).await,
        Skills::Release { id, json } => release(settings, &id, json),
    }
}

fn list(settings: &Settings, as_json: bool) -> Result<()> {
    let (_, installed) = car::skills(settings, &OemPolicy::default())?;
    let quarantined = quarantine(settings).entries_or_report();
    if as_json {
        let skills: Vec<Value> = installed.iter().map(|skill| described(skill, &quarantined)).collect();
        return output::json(&json!({ "skills": skills }));
    }
    if installed.is_empty() {
        output::note("no skills are installed: jumpseat skills install FILE");
    }
    for loaded in &installed {
        let LoadedSkill { manifest, skill } = loaded;
        let quarantine = loaded.entry(&quarantined).map(|entry| format!(" · {}", entry.text()));
        let tools: Vec<&str> = skill.tools().iter().map(|tool| tool.name.function.as_str()).collect();
        output::text(&format!(
            "{} {} by {} · {}{}\n",
            manifest.id,
            manifest.version,
            manifest.publisher,
            tools.join(", "),
            quarantine.unwrap_or_default()
        ))?;
    }
    Ok(())
}

/// A skill as machines read it.
fn described(loaded: &LoadedSkill, quarantined: &[Quarantined]) -> Value {
    let LoadedSkill { manifest, skill } = loaded;
    json!({
        "id": manifest.id,
        "publisher": manifest.publisher,
        "version": manifest.version,
        "tools": skill.tools().iter().map(|tool| &tool.name.function).collect::<Vec<_>>(),
        "capabilities": skill.capabilities().collect::<Vec<_>>(),
        "quarantine": loaded.entry(quarantined).map(Quarantined::to_json),
    })
}

fn show(settings: &Settings, id: &str, as_json: bool) -> Result<()> {
    let (_, installed) = car::skills(settings, &permissions::oem(settings)?)?;
    let Some(loaded) = installed.iter().find(|skill| skill.manifest.id.as_str() == id) else {
        bail!("no skill {id:?} is installed and can be loaded");
    };
    let quarantined = quarantine(settings).entries_or_report();
    if as_json {
        let mut shown = described(loaded, &quarantined);
        if let Some(object) = shown.as_object_mut() {
            object.insert("schemas".to_owned(), loaded.skill.tools().iter().map(|tool| tool.schema()).collect());
            object.insert("limits".to_owned(), json!(loaded.skill.limits()));
            object.insert("events".to_owned(), json!(loaded.manifest.events));
            object.insert("hosts".to_owned(), json!(loaded.manifest.hosts(HTTP).collect::<Vec<_>>()));
        }
        return output::json(&shown);
    }
    output::text(&sheet(loaded, loaded.entry(&quarantined))?)
}

/// A skill as people read it.
fn sheet(LoadedSkill { manifest, skill }: &LoadedSkill, quarantine: Option<&Quarantined>) -> Result<String> {
    let mut text = String::new();
    let name = manifest.name_in(Language::English);
    writeln!(text, "{name} ({} {}) by {}", manifest.id, manifest.version, manifest.publisher)?;
    if let Some(entry) = quarantine {
        writeln!(text, "\n{}\n  {}", entry.text(), entry.hint())?;
    }
    writeln!(text, "\ntools")?;
    for tool in skill.tools() {
        writeln!(text, "  {}\n      {}", tool.signature(), tool.docs)?;
    }
    writeln!(text, "\ncapabilities")?;
    for capability in skill.capabilities() {
        let why = manifest.capabilities.get(capability).map(|request| request.why_in(Language::English));
        writeln!(text, "  {capability:16} {}", why.unwrap_or("always granted"))?;
        for host in manifest.hosts(capability) {
            writeln!(text, "  {:16} {host}", "")?;
        }
    }
    if !manifest.events.is_empty() {
        let events: Vec<&str> = manifest.events.iter().map(String::as_str).collect();
        writeln!(text, "\nwoken by\n  {}", events.join(", "))?;
    }
    writeln!(text, "\nlimits")?;
    for (name, value) in skill.limits().named() {
        writeln!(text, "  {name:16} {value}")?;
    }
    Ok(text)
}

/// Installs files one after the other, up to the first that cannot be installed. What their phrases win and lose is told
/// once all are there.
async fn install(settings: &Settings, files: &[PathBuf], as_json: bool) -> Result<()> {
    let oem = permissions::oem(settings)?;
    let (runtime, mut all) = car::skills_with_surfaces(settings, &oem)?;
    let audit = Audit::open(settings)?;
    let bar = progress(files.len())?;
    let mut new: Vec<LoadedSkill> = Vec::new();
    let mut failed = None;
    for file in files {
        bar.set_message(file.display().to_string());
        let installed = install_file(settings, &oem, &runtime, &audit, file).await;
        bar.inc(1);
        match installed.with_context(|| format!("cannot install {}", file.display())) {
            Ok((loaded, surface)) => {
                new.retain(|before| before.skill.id() != loaded.skill.id());
                new.push(loaded.clone());
                match all.iter_mut().find(|(known, _)| known.skill.id() == loaded.skill.id()) {
                    Some(known) => *known = (loaded, surface),
                    None => all.push((loaded, surface)),
                }
            }
            Err(error) => {
                failed = Some(error);
                break;
            }
        }
    }
    bar.finish_and_clear();
    let (skills, surfaces): (Vec<_>, Vec<_>) = all.into_iter().unzip();
    tidy_cache(&runtime, &skills);
    let told = if new.is_empty() { Vec::new() } else { phrases::told(&surfaces, &new) };
    for (loaded, told) in new.iter().zip(told) {
        report(settings, loaded, &told, as_json)?;
    }
    failed.map_or(Ok(()), Err)
}

/// A bar where there is something to wait for.
fn progress(files: usize) -> Result<ProgressBar> {
    if files < 2 {
        return Ok(ProgressBar::hidden());
    }
    let style = ProgressStyle::with_template("{bar:30} {pos}/{len} {msg}")?;
    Ok(ProgressBar::new(u64::try_from(files)?).with_style(style))
}

async fn install_file(
    settings: &Settings,
    oem: &OemPolicy,
    runtime: &Runtime,
    audit: &Audit,
    file: &Path,
) -> Result<(LoadedSkill, Surface)> {
    let component = bounded::read(file, SKILL_FILE_BYTES_MAX)?;
    let package = Package::read(&component)?;
    let skill_file = SkillFile { component: &component, package: &package, path: None };
    let skill = runtime.load(skill_file, &Grant::all(), car::limits(settings, oem, &package.manifest))?;
    // Compiling happens here and never when the driver waits.
    skill.prepare().await?;
    let Package { manifest, phrases, .. } = package;
    let installed = Installed::of_state(&settings.folders.state);
    installed.install(&manifest, &component)?;
    audit.record(Event::SkillInstalled {
        skill: manifest.id.clone(),
        publisher: manifest.publisher.clone(),
        version: manifest.version.to_string(),
    })?;
    forget_others(settings, audit, &installed.entries()?)?;
    let loaded = LoadedSkill { manifest, skill: Arc::new(skill) };
    let surface = car::surface(&loaded, phrases);
    Ok((loaded, surface))
}

/// Removes compiled code that no installed skill uses any more. It only takes up room, so failing to is no failure.
fn tidy_cache(runtime: &Runtime, skills: &[LoadedSkill]) {
    if let Err(error) = runtime.retain_in_cache(skills.iter().map(|loaded| loaded.skill.as_ref())) {
        tracing::warn!(%error, "cannot remove compiled code of skills that are gone");
    }
}

fn report(settings: &Settings, loaded: &LoadedSkill, phrases: &Told, as_json: bool) -> Result<()> {
    let LoadedSkill { manifest, skill } = loaded;
    let notes: Vec<String> = skill.notes().iter().map(ToString::to_string).collect();
    let quarantined = quarantine(settings).entries_or_report();
    if as_json {
        let mut installed = described(loaded, &quarantined);
        if let Some(object) = installed.as_object_mut() {
            object.insert("notes".to_owned(), json!(notes));
            object.extend(phrases.to_json());
        }
        return output::json(&installed);
    }
    for note in &notes {
        output::note(&format!("note: {note}"));
    }
    phrases.print();
    if let Some(entry) = loaded.entry(&quarantined) {
        output::note(&format!("note: {} is {}", entry.id, entry.text()));
        output::hint(&entry.hint());
    }
    let capabilities: Vec<&str> = skill.capabilities().collect();
    output::text(&format!("installed {} {}, which uses {}\n", manifest.id, manifest.version, capabilities.join(", ")))
}

async fn remove(settings: &Settings, id: &str, as_json: bool) -> Result<()> {
    let installed = Installed::of_state(&settings.folders.state);
    let lock = installed.lock()?;
    let entry = installed.entry(id)?;
    let audit = Audit::open(settings)?;
    let consents = permissions::consents(settings, [])?;
    audit.record_withdrawn(&consents.revoke(&entry.id, None, Withdrawal::Everything)?)?;
    // First what it keeps: were the id free before that is gone, another publisher's skill could take both.
    forget_skill(&settings.folders.state, &entry.id).await?;
    installed.remove(&entry, &lock)?;
    audit.record(Event::SkillRemoved { skill: entry.id.clone() })?;
    drop(lock);
    forget_others(settings, &audit, &installed.entries()?)?;
    let (runtime, skills) = car::skills(settings, &OemPolicy::default())?;
    tidy_cache(&runtime, &skills);
    if as_json {
        return output::json(&json!({ "removed": id }));
    }
    output::text(&format!("removed {id}\n"))
}

fn release(settings: &Settings, id: &str, as_json: bool) -> Result<()> {
    quarantine::release(&settings.folders.state, id)?;
    let reason = "released by hand".to_owned();
    Audit::open(settings)?.record(Event::SkillReleased { skill: id.parse()?, reason })?;
    if as_json {
        return output::json(&json!({ "released": id }));
    }
    output::text(&format!("released {id}; a car that runs already calls it again after its next start\n"))
}

fn quarantine(settings: &Settings) -> QuarantineList {
    QuarantineList::of_state(&settings.folders.state)
}

/// Forgets the conduct of files that are not installed any more. A skill of which another version is installed is released so.
fn forget_others(settings: &Settings, audit: &Audit, installed: &[Entry]) -> Result<()> {
    StrikeList::of_state(&settings.folders.state).retain_installed(installed);
    let forgotten = quarantine(settings).retain_installed(installed).into_iter();
    let mut replaced = forgotten.filter(|forgotten| installed.iter().any(|entry| entry.id == forgotten.id));
    replaced.try_for_each(|quarantined| {
        let reason = "another version was installed".to_owned();
        audit.record(Event::SkillReleased { skill: quarantined.id, reason })
    })
}

//! `jumpseat doctor`: what is missing, and how to get it.

mod model_rest;

use std::{fs, io, path::Path};

use anstyle::{AnsiColor, Style};
use anyhow::Result;
use jumpseat_runtime::runner_walls;
use jumpseat_speech::EngineStatus;
use serde::Serialize;

use crate::{
    car::{Car, skill_runner},
    ears,
    failure::Failure,
    folders::Folders,
    output, permissions,
    providers::Place,
    quarantine::QuarantineList,
    settings::Settings,
};

const GOOD: Style = AnsiColor::Green.on_default();
const BAD: Style = AnsiColor::Red.on_default();

/// Something that was looked at.
#[derive(Debug, Serialize)]
struct Finding {
    /// What was looked at.
    what: String,
    /// Whether it is there and works.
    good: bool,
    /// What was found.
    detail: String,
    /// What a person can do, where something is missing.
    hint: Option<String>,
}

/// Runs the command. What is missing is the result, not an error.
pub(crate) async fn run(json: bool, settings: &Settings) -> Result<()> {
    let mut findings = folders(settings);
    findings.push(consents(settings));
    findings.extend(car(settings).await);
    findings.extend(model_of_running_cars(settings));
    findings.push(runner().await);
    findings.extend(engines(settings).await);
    if json {
        return output::json(&serde_json::json!({ "findings": findings }));
    }
    for Finding { what, good, detail, hint } in &findings {
        let mark = if *good { format!("{GOOD}✓{GOOD:#}") } else { format!("{BAD}✗{BAD:#}") };
        output::text(&format!("{mark} {what:22} {detail}\n"))?;
        if let Some(hint) = hint {
            output::text(&format!("  {:22} {hint}\n", ""))?;
        }
    }
    Ok(())
}

fn folders(settings: &Settings) -> Vec<Finding> {
    let folders = &settings.folders;
    let folder = |what: &str, path: &Path, looked_at: io::Result<()>, hint: &str| Finding {
        what: what.to_owned(),
        good: looked_at.is_ok(),
        hint: looked_at.is_err().then(|| hint.to_owned()),
        detail: match looked_at {
            Ok(()) => path.display().to_string(),
            Err(error) => format!("{}: {error}", path.display()),
        },
    };
    let Folders { config, state, cache } = folders;
    vec![
        folder("configuration folder", config, readable(config), "name another file: --config FILE"),
        folder("state folder", state, writable(state), "name another folder: --state-dir DIR"),
        folder("cache folder", cache, writable(cache), "name another folder: --cache-dir DIR"),
    ]
}

/// Whether a folder can be read. The configuration is optional, so its folder is.
fn readable(folder: &Path) -> io::Result<()> {
    match fs::read_dir(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        Ok(_) | Err(_) => Ok(()),
    }
}

/// Whether files can be written into a folder, or, where it is not there yet, into the one that it would be made in.
fn writable(folder: &Path) -> io::Result<()> {
    let folder = std::path::absolute(folder)?;
    let there = folder.ancestors().find(|folder| folder.exists()).unwrap_or(&folder);
    tempfile::tempfile_in(there).map(drop)
}

/// What the driver agreed to. A car that runs holds on to what it read before the file was damaged; none starts with it.
fn consents(settings: &Settings) -> Finding {
    let what = "consents".to_owned();
    match permissions::consent_file(settings).read() {
        Ok(consents) => {
            let detail = format!("{} kept", consents.lasting().count());
            Finding { what, good: true, detail, hint: None }
        }
        Err(error) => {
            let Failure { message, hint } = Failure::of(&error.into());
            Finding { what, good: false, detail: message, hint }
        }
    }
}

/// The skills and the model of the car, as they start.
async fn car(settings: &Settings) -> Vec<Finding> {
    let car = match Place::of(settings, 0, false) {
        Ok(place) => Car::start(settings, place, None).await,
        Err(error) => Err(error),
    };
    let car = match car {
        Ok(car) => car,
        Err(error) => {
            let Failure { message, hint } = Failure::of(&error);
            return vec![Finding { what: "car".to_owned(), good: false, detail: message, hint }];
        }
    };
    let installed = car.skills.len();
    let skills = Finding {
        what: "skills".to_owned(),
        good: installed > 0,
        detail: format!("{installed} installed"),
        hint: (installed == 0).then(|| "jumpseat skills install FILE; `cargo xtask demo` installs three".to_owned()),
    };
    let quarantined = QuarantineList::of_state(&settings.folders.state).entries_or_report();
    let quarantined = car.skills.iter().filter_map(|skill| skill.entry(&quarantined)).map(|entry| Finding {
        what: format!("skill {}", entry.id),
        good: false,
        detail: entry.text(),
        hint: Some(entry.hint()),
    });
    let model = match &car.model {
        None => {
            Finding { what: "language model".to_owned(), good: true, detail: "switched off".to_owned(), hint: None }
        }
        Some(model) => match model.ready().await {
            Ok(()) => {
                let name = settings
                    .config
                    .model
                    .path
                    .as_ref()
                    .map_or("starter model".to_owned(), |path| path.display().to_string());
                let gaps = model.status().walls.and_then(|walls| walls.gaps());
                let detail = format!("{name} answers, {}", confined(gaps));
                Finding { what: "language model".to_owned(), good: true, detail, hint: None }
            }
            Err(error) => {
                let hint = error.hint();
                let detail = Failure::of(&anyhow::Error::new(error)).message;
                Finding { what: "language model".to_owned(), good: false, detail, hint }
            }
        },
    };
    std::iter::once(skills).chain(quarantined).chain([model]).collect()
}

/// The language model of a car that runs, where that car has left it alone for now.
fn model_of_running_cars(settings: &Settings) -> Option<Finding> {
    if !settings.config.model.enabled {
        return None;
    }
    let (detail, hint) = match model_rest::reason(settings) {
        Ok(None) => return None,
        Ok(Some(reason)) => {
            let hint = "look for what ends it (too little memory?); another model file ends the rest at once";
            (format!("only fixed phrases work now: {reason}"), Some(hint.to_owned()))
        }
        Err(error) => {
            let Failure { message, hint } = Failure::of(&error);
            (message, hint)
        }
    };
    Some(Finding { what: "model of a running car".to_owned(), good: false, detail, hint })
}

/// What runs skills, and the walls around it. What compiles them stands behind the same.
async fn runner() -> Finding {
    let what = "process of a skill".to_owned();
    let failed = |error: &anyhow::Error| {
        let Failure { message, hint } = Failure::of(error);
        Finding { what: what.clone(), good: false, detail: message, hint }
    };
    let command = match skill_runner() {
        Ok(command) => command,
        Err(error) => return failed(&error),
    };
    match runner_walls(&command).await {
        Ok(walls) => {
            let detail = format!("{}, {}", command.program.display(), confined(walls.gaps()));
            Finding { what, good: true, detail, hint: None }
        }
        Err(error) => failed(&error.into()),
    }
}

/// The walls around a process: all, or what is missing of them.
fn confined(gaps: Option<String>) -> String {
    gaps.map_or_else(
        || "confined to its files, without network".to_owned(),
        |gaps| format!("not fully confined ({gaps})"),
    )
}

/// The programs that hear and speak, and the walls around those that get something from strangers.
async fn engines(settings: &Settings) -> Vec<Finding> {
    let walls = match ears::confiner() {
        Ok(Some(confiner)) => confiner.walls().await.map_or_else(|error| Some(error.to_string()), |walls| walls.gaps()),
        Ok(None) => Some("this system has no walls that we know of".to_owned()),
        Err(error) => Some(error.to_string()),
    };
    let finding = |engine: EngineStatus| {
        let found = engine.found.as_ref().map(|path| {
            let walls = if engine.is_confined { format!(", {}", confined(walls.clone())) } else { String::new() };
            format!("{}{walls}", path.display())
        });
        Finding {
            what: engine.name,
            good: found.is_some(),
            hint: found.is_none().then_some(engine.hint),
            detail: found.unwrap_or_else(|| format!("{} is not installed", engine.program)),
        }
    };
    ears::engines(settings).into_iter().map(finding).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_good_if_it_is_there_or_can_be_made() {
        let folder = tempfile::tempdir().unwrap();
        let later = folder.path().join("state/jumpseat");
        assert!(writable(folder.path()).is_ok() && writable(&later).is_ok() && readable(&later).is_ok());
        assert!(!later.exists(), "looking makes nothing");
        assert!(writable(Path::new("state")).is_ok(), "in the folder where the program runs");
    }

    #[test]
    fn a_folder_that_is_a_file_or_would_lie_in_one_is_bad() {
        let file = tempfile::NamedTempFile::new().unwrap();
        assert!(readable(file.path()).is_err() && writable(file.path()).is_err());
        assert!(readable(&file.path().join("state")).is_err() && writable(&file.path().join("state")).is_err());
    }
}

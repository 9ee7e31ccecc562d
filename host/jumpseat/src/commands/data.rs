//! `jumpseat data`: bring in map data, export and delete the driver's.

mod personal;

use std::path::{Path, PathBuf};

use anyhow::Result;
use indicatif::{ProgressBar, ProgressStyle};
use jumpseat_osm::{ATTRIBUTION, Stage, Summary, import};
use serde_json::json;

pub(crate) use self::personal::NotConfirmed;
use crate::{cli::Data, output, settings::Settings};

/// Runs the command.
pub(crate) fn run(command: Data, settings: &Settings) -> Result<()> {
    match command {
        Data::Import { file, output, json } => {
            let database = output.unwrap_or_else(|| settings.folders.state.join("map.sqlite"));
            let summary = import_with_progress(&file, &database)?;
            report(&summary, &database, json)
        }
        Data::Export { output } => personal::export(settings, output.as_ref()),
        Data::Delete { skill, yes, json } => personal::delete(settings, skill.as_ref(), yes, json),
    }
}

fn import_with_progress(file: &Path, database: &Path) -> Result<Summary> {
    let bar = ProgressBar::new(0);
    // The template is a constant; were it wrong, the plain bar would do.
    if let Ok(style) = ProgressStyle::with_template("{msg:9} {wide_bar} {percent:>3} %  {eta}") {
        bar.set_style(style);
    }
    let summary = import(file, database, &mut |progress| {
        bar.set_length(progress.total_bytes);
        bar.set_position(progress.done_bytes);
        bar.set_message(match progress.stage {
            Stage::Scanning => "scanning",
            Stage::Reading => "reading",
            Stage::Finishing => "indexing",
        });
    });
    bar.finish_and_clear();
    Ok(summary?)
}

fn report(summary: &Summary, database: &PathBuf, as_json: bool) -> Result<()> {
    let Summary { places, car_parks, streets, signals } = summary;
    if as_json {
        return output::json(&json!({
            "database": database, "places": places, "car_parks": car_parks, "streets": streets, "signals": signals,
        }));
    }
    output::text(&format!(
        "imported {places} places, {car_parks} car parks, {streets} streets and {signals} signals into {}\n\
         {ATTRIBUTION}\n\
         to use it, set [world] map and position-deg in config.toml\n",
        database.display()
    ))
}

//! What skills that nobody asks for cost: time from the start of the program on, and memory.

use std::{
    fs,
    path::PathBuf,
    time::{Duration, Instant},
};

use anyhow::{Result, ensure};
use jumpseat_package::Package;

use crate::{command_line::Jumpseat, figures::Figure};

const ROUNDS: usize = 30;

/// Skills in the larger of the two cars.
const MANY: u16 = 100;
/// Skills in the smaller.
const SHIPPED_SKILLS: u16 = 3;

const MEMORY_ROUNDS: usize = 5;
/// After that long nothing is made ready any more.
const SETTLED: Duration = Duration::from_secs(2);

/// Measures with the skills that ship, and with a hundred.
pub(crate) fn measure(car: &Jumpseat) -> Result<Vec<Figure>> {
    let many = Jumpseat::new(car.program().to_owned(), car.skill_file("parking").with_file_name(""))?;
    let started = Instant::now();
    let more = copies(&many)?;
    many.install(&more)?;
    let installed = Figure::of(format!("{} skills installed in one command", more.len()), "s", vec![seconds(started)]);
    let list = ["skills", "list", "--json"];
    let ask = ["ask", "--json", SENTENCE];
    let mut figures = vec![
        started_and_ended(car, &list, "start → 3 skills listed")?,
        started_and_ended(&many, &list, "start → 100 skills listed")?,
        started_and_ended(car, &ask, "start → end of an answer by phrase, 3 skills")?,
        started_and_ended(&many, &ask, "start → end of an answer by phrase, 100 skills")?,
        installed,
    ];
    figures.extend(idle_memory(car, &many)?);
    Ok(figures)
}

/// A sentence that a phrase of the parking skill answers.
const SENTENCE: &str = "find parking near the museum";

/// A whole run of the program.
fn started_and_ended(car: &Jumpseat, arguments: &[&str], what: &str) -> Result<Figure> {
    let mut durations = Vec::new();
    for _ in 0..=ROUNDS {
        let started = Instant::now();
        let output = car.command().args(arguments).output()?;
        durations.push(seconds(started) * 1e3);
        ensure!(output.status.success(), "cannot {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    }
    // The first start compiles or fills a cache.
    durations.remove(0);
    Ok(Figure::of(what, "ms", durations))
}

fn seconds(since: Instant) -> f64 {
    since.elapsed().as_secs_f64()
}

/// What each skill adds to the memory of a car that has answered a sentence, where the system tells.
fn idle_memory(few: &Jumpseat, many: &Jumpseat) -> Result<Option<Figure>> {
    let mut kilobytes = Vec::new();
    for _ in 0..MEMORY_ROUNDS {
        let resident = |car: &Jumpseat| car.resident_kilobytes(SENTENCE, SETTLED);
        let (Some(few), Some(many)) = (resident(few)?, resident(many)?) else { return Ok(None) };
        kilobytes.push((many - few) / f64::from(MANY - SHIPPED_SKILLS));
    }
    Ok(Some(Figure::of("resident memory of an idle skill as large as parking", "KB", kilobytes)))
}

/// The parking skill under other names, until there are a hundred.
fn copies(car: &Jumpseat) -> Result<Vec<PathBuf>> {
    let component = fs::read(car.skill_file("parking"))?;
    let original = Package::read(&component)?;
    let mut files = Vec::new();
    for number in SHIPPED_SKILLS..MANY {
        let mut package = original.clone();
        package.manifest.id = format!("parking-{number}").parse()?;
        // No two skills of a car may be called alike.
        for name in package.manifest.name.values_mut() {
            *name = format!("{name} {number}");
        }
        let file = car.path(&format!("parking-{number}.wasm"));
        fs::write(&file, package.embed(&component)?)?;
        files.push(file);
    }
    Ok(files)
}

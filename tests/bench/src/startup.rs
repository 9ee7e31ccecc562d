//! From the start of the program to the list of installed skills.

use std::{fs, path::PathBuf, time::Instant};

use anyhow::{Result, ensure};
use jumpseat_package::Package;

use crate::{command_line::Jumpseat, figures::Figure};

const ROUNDS: usize = 30;

/// Skills in the larger of the two cars.
const MANY: usize = 100;

/// Measures with the skills that ship, and with a hundred.
pub(crate) fn measure(car: &Jumpseat) -> Result<Vec<Figure>> {
    let few = listed(car, "start → 3 skills listed")?;
    let many = Jumpseat::new(car.program().to_owned(), car.skill_file("parking").with_file_name(""))?;
    many.install(&copies(&many)?)?;
    Ok(vec![few, listed(&many, "start → 100 skills listed")?])
}

fn listed(car: &Jumpseat, what: &str) -> Result<Figure> {
    let mut durations = Vec::new();
    for _ in 0..=ROUNDS {
        let started = Instant::now();
        let output = car.command().args(["skills", "list", "--json"]).output()?;
        durations.push(started.elapsed().as_secs_f64() * 1e3);
        ensure!(output.status.success(), "cannot list: {}", String::from_utf8_lossy(&output.stderr));
    }
    // The first start compiles or fills a cache.
    durations.remove(0);
    Ok(Figure::of(what, "ms", durations))
}

/// The parking skill under other names, until there are a hundred.
fn copies(car: &Jumpseat) -> Result<Vec<PathBuf>> {
    let component = fs::read(car.skill_file("parking"))?;
    let mut package = Package::read(&component)?;
    let mut files = Vec::new();
    for number in 3..MANY {
        package.manifest.id = format!("parking-{number}").parse()?;
        let file = car.path(&format!("parking-{number}.wasm"));
        fs::write(&file, package.embed(&component)?)?;
        files.push(file);
    }
    Ok(files)
}

//! Building the command line and the skills that ship with it.

use std::path::PathBuf;

use anyhow::{Context as _, Result};

use crate::process::{cargo, jumpseat, note, program, root, run, target};

/// The skills that ship, in the order in which they are installed.
pub(crate) const SKILLS: &[&str] = &["restaurant-finder", "parking", "traffic-lights"];

/// Builds everything for this machine with the one profile that demo, tests and benchmarks share.
///
/// Always the whole workspace with its tests: cargo compiles a dependency again whenever another selection of packages
/// asks other features of it, and the largest of them take minutes. Guests of the runtime's tests are left out: native
/// linkers refuse the names that components export.
pub(crate) fn host() -> Result<()> {
    note(
        "building the host (wasmtime and llama.cpp take about twenty minutes the first time on two cores, seconds later)",
    );
    run(cargo().args(["build", "--workspace", "--all-targets", "--exclude", "*-guest"]))
}

/// Where a built skill lies.
pub(crate) fn skill_file(id: &str) -> PathBuf {
    target().join("skills").join(format!("{id}.wasm"))
}

/// Builds the skills that ship, each into one file.
pub(crate) fn skills() -> Result<()> {
    std::fs::create_dir_all(target().join("skills")).context("cannot create the folder for built skills")?;
    for id in SKILLS {
        let mut build = program(jumpseat());
        build.args(["skill", "build"]).arg(root().join("skills").join(id));
        // The skills share what they have in common; none of it is shared with the host.
        build.arg("--target-dir").arg(target().join("skills")).arg("--output").arg(skill_file(id));
        run(&mut build)?;
    }
    Ok(())
}

/// Trains the starter model again.
pub(crate) fn train() -> Result<()> {
    let recipe = root().join("host/inference/starter-model");
    run(program(recipe.join("retrain.sh")).current_dir(&recipe))
}

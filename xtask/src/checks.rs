//! `cargo xtask test`: every check that a change has to pass.

use anyhow::Result;

use crate::{
    build,
    process::{cargo, found, note, program, run, run_quietly, target},
};

/// Runs the checks, cheapest first.
pub(crate) fn run_all(filter: Option<&str>) -> Result<()> {
    if filter.is_none() {
        run_formatting()?;
    }
    build::host()?;
    build::skills()?;
    if filter.is_none() {
        run_lints()?;
        run_licences()?;
    }
    tests(filter)
}

fn run_formatting() -> Result<()> {
    note("cargo fmt --check");
    run_quietly(cargo().args(["fmt", "--all", "--check"]))
}

fn run_lints() -> Result<()> {
    run(cargo().args(["clippy", "--workspace", "--all-targets", "--quiet", "--", "-D", "warnings"]))
}

fn run_licences() -> Result<()> {
    if found("cargo-deny").is_none() {
        note("cargo-deny is not installed: licences, bans and sources are not checked (cargo install cargo-deny)");
        return Ok(());
    }
    run(cargo().args(["deny", "--log-level", "error", "check", "bans", "licenses", "sources"]))
}

fn tests(filter: Option<&str>) -> Result<()> {
    // The tests of the command line run the files that were just built.
    let skills = target().join("skills");
    let mut command = if found("cargo-nextest").is_some() {
        let mut command = program("cargo");
        command.args(["nextest", "run", "--workspace", "--exclude", "*-guest", "--no-fail-fast"]);
        command
    } else {
        let mut command = cargo();
        command.args(["test", "--workspace", "--exclude", "*-guest", "--no-fail-fast"]);
        command
    };
    command.args(filter).env("JUMPSEAT_BUILT_SKILLS", skills);
    run(&mut command)
}

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
    let with_nextest = found("cargo-nextest").is_some();
    if with_nextest && filter.is_none() {
        // nextest runs no examples in documentation. They come first, so that its summary is what stands last.
        run(cargo().args(["test", "--doc", "--workspace", "--exclude", "*-guest", "--quiet"]))?;
    }
    let mut command = if with_nextest { program("cargo") } else { cargo() };
    command.args(if with_nextest { &["nextest", "run"][..] } else { &["test"] });
    command.args(["--workspace", "--exclude", "*-guest", "--no-fail-fast"]).args(filter);
    run(command.env("JUMPSEAT_BUILT_SKILLS", skills))
}

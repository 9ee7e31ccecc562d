//! `cargo xtask fuzz`: the targets of `tests/fuzz` under libFuzzer.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result, bail};

use crate::{
    build,
    process::{found, jumpseat, note, output, program, root, run, run_quietly, target},
};

/// Targets whose crates link the wasm engine: building it takes a quarter of an hour the first time.
const WITH_ENGINE: [&str; 4] = ["component", "policy", "audit", "runner"];

/// Runs one target, or each in turn, for so many minutes. The first input that does not hold ends the run; it lies in the
/// folder of artifacts then.
pub(crate) fn run_targets(only: Option<&str>, minutes: u64) -> Result<()> {
    check_tools()?;
    build::host()?;
    let seeds = jumpseat().with_file_name("fuzz");
    let known = output(&mut program(&seeds))?;
    let known: Vec<&str> = known.lines().collect();
    if let Some(unknown) = only.filter(|only| !known.contains(only)) {
        bail!("there is no target {unknown:?}; there are {}", known.join(", "));
    }
    let workspace = root().join("tests/fuzz/libfuzzer");
    // The versions that the car is built with; cargo adds what the fuzzer needs besides.
    fs::copy(root().join("Cargo.lock"), workspace.join("Cargo.lock")).context("cannot copy Cargo.lock")?;
    for name in known.into_iter().filter(|name| only.is_none_or(|only| only == *name)) {
        let corpus = folder("corpus", name)?;
        run(program(&seeds).arg(name).arg(&corpus))?;
        run_target(&workspace, name, &corpus, minutes)?;
    }
    Ok(())
}

fn run_target(workspace: &Path, name: &str, corpus: &Path, minutes: u64) -> Result<()> {
    note(&format!("{name}: {minutes} minutes"));
    let mut fuzz = program("rustup");
    fuzz.args(["run", "nightly", "cargo", "fuzz", "run", "--fuzz-dir"]).arg(workspace);
    fuzz.arg("--target-dir").arg(target().join("fuzz"));
    // Rust checks its memory itself: a sanitizer would find nothing here and take half of the speed.
    fuzz.args(["--sanitizer", "none"]);
    if WITH_ENGINE.contains(&name) {
        fuzz.args(["--features", "engine"]);
    }
    fuzz.arg(name).arg(corpus).arg("--");
    fuzz.arg(format!("-artifact_prefix={}/", folder("artifacts", name)?.display()));
    fuzz.arg(format!("-max_total_time={}", minutes * 60));
    run(fuzz.args(["-timeout=10", "-rss_limit_mb=2048", "-max_len=8192"]))
}

/// A folder of a target, made if need be.
fn folder(what: &str, name: &str) -> Result<PathBuf> {
    let folder = target().join("fuzz").join(what).join(name);
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    Ok(folder)
}

fn check_tools() -> Result<()> {
    let nightly = found("rustup").is_some()
        && run_quietly(program("rustup").args(["run", "nightly", "rustc", "--version"])).is_ok();
    if !nightly {
        bail!("a nightly compiler is missing: rustup toolchain install nightly");
    }
    if found("cargo-fuzz").is_none() {
        bail!("cargo-fuzz is missing: cargo install cargo-fuzz --locked");
    }
    Ok(())
}

//! `cargo xtask attack`: the long form of the attack suite.

use std::{env, fs, path::PathBuf};

use anyhow::{Result, ensure};

use crate::{
    build,
    process::{self, cargo, jumpseat, program},
};

/// The tests that forge turns of the dialogue, and how many forgeries each makes in the long form.
const FORGERIES: (&str, &str) = ("no_words_become_special_tokens", "20000");

/// Builds, then attacks with `tests/attacks` skills in processes of their own or in that of the host, and forges turns of the dialogue in prompts of the starter model.
pub(crate) fn run(json: bool, in_process: bool) -> Result<()> {
    build::host()?;
    let mut attacks = program(jumpseat().with_file_name("attacks"));
    if !in_process {
        attacks.arg("--runner").arg(jumpseat().with_file_name("skill-runner"));
    }
    if json {
        attacks.arg("--json");
    }
    if let Some(folder) = test_files() {
        attacks.arg("--wast").arg(folder);
    }
    process::run(&mut attacks)?;
    let (test, cases) = FORGERIES;
    let mut forge = cargo();
    forge.args(["test", "--workspace", "--exclude", "*-guest", "--lib", "--quiet", test]);
    let told = process::output(forge.env("PROPTEST_CASES", cases))?;
    // A filter that fits no test is no error to cargo.
    let ran = told.lines().any(|line| line.starts_with("test result: ok.") && !line.contains(" 0 passed"));
    ensure!(ran, "no test has {test:?} in its name any more");
    Ok(())
}

/// Where cargo keeps the test files of the Component Model: the published crate wasm-tools holds them, and who has once
/// installed it has them.
#[expect(clippy::disallowed_methods, reason = "cargo's folder is its own setting, which only the environment tells")]
fn test_files() -> Option<PathBuf> {
    let home = env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| env::var_os("HOME").map(|home| PathBuf::from(home).join(".cargo")))?;
    let entries = |folder: PathBuf| fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let crates = entries(home.join("registry/src")).flat_map(entries);
    let folders = crates
        .filter(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("wasm-tools-")))
        .map(|path| path.join("tests/cli/component-model"));
    folders.filter(|folder| folder.is_dir()).max()
}

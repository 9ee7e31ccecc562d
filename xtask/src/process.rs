//! Running other programs, and saying so.

use std::{
    env,
    ffi::OsStr,
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context as _, Result, bail};
use console::style;

/// The root of the workspace.
pub(crate) fn root() -> PathBuf {
    // The manifest's folder is `<root>/xtask`, so it always has a parent; the fallback is never taken.
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or_else(|| Path::new(".")).to_path_buf()
}

/// Where cargo puts what it builds.
#[expect(clippy::disallowed_methods, reason = "the folder is cargo's own setting, which only the environment tells")]
pub(crate) fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// The command line that `build::host` made.
pub(crate) fn jumpseat() -> PathBuf {
    target().join("debug").join("jumpseat").with_extension(env::consts::EXE_EXTENSION)
}

/// A program to run in the root of the workspace.
#[expect(clippy::disallowed_methods, reason = "starting programs is what this crate is for")]
pub(crate) fn program(name: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(name);
    command.current_dir(root());
    command
}

/// The cargo that runs this.
pub(crate) fn cargo() -> Command {
    program(env!("CARGO"))
}

/// Says what happens next.
#[expect(clippy::print_stderr, reason = "progress and errors of a tool belong on the standard error stream")]
pub(crate) fn note(text: &str) {
    eprintln!("{} {text}", style("xtask").cyan().bold());
}

/// Runs a program with its output shown; an exit code other than 0 is an error.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let line = described(command);
    note(&line);
    let status = command.status().with_context(|| format!("cannot start `{line}`"))?;
    if !status.success() {
        bail!("`{line}` failed: {status}");
    }
    Ok(())
}

/// Runs a program with its output kept back; an error shows it.
pub(crate) fn run_quietly(command: &mut Command) -> Result<()> {
    let line = described(command);
    let output = command.stdin(Stdio::null()).output().with_context(|| format!("cannot start `{line}`"))?;
    if !output.status.success() {
        bail!(
            "`{line}` failed: {}\n{}{}",
            output.status,
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        );
    }
    Ok(())
}

/// What a program prints.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let line = described(command);
    let output = command.stdin(Stdio::null()).output().with_context(|| format!("cannot start `{line}`"))?;
    if !output.status.success() {
        bail!("`{line}` failed: {}\n{}", output.status, String::from_utf8_lossy(&output.stderr));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Where a program lies on the search path.
#[expect(clippy::disallowed_methods, reason = "the search path is only in the environment")]
pub(crate) fn found(name: &str) -> Option<PathBuf> {
    env::split_paths(&env::var_os("PATH")?).map(|folder| folder.join(name)).find(|path| is_file(path))
}

fn is_file(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|metadata| metadata.is_file())
}

fn described(command: &Command) -> String {
    let shown = |text: &OsStr| {
        let text = text.to_string_lossy().into_owned();
        if text.contains(' ') { format!("{text:?}") } else { text }
    };
    let name = Path::new(command.get_program()).file_name().unwrap_or_else(|| command.get_program());
    let mut line = shown(name);
    for argument in command.get_args() {
        line.push(' ');
        line.push_str(&shown(argument));
    }
    line
}

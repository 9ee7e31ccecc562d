//! `cargo xtask demo`: a short drive through the simulated town.

use std::{
    fmt::Write as _,
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::Stdio,
};

use anyhow::{Context as _, Result, bail};

use crate::{
    build,
    process::{jumpseat, note, program, root, run, run_quietly, target},
};

/// Builds, installs the skills that ship, and drives along `xtask/demo.txt`.
pub(crate) fn drive() -> Result<()> {
    build::host()?;
    build::skills()?;
    for id in build::SKILLS {
        run(program(jumpseat()).args(["skills", "install"]).arg(build::skill_file(id)))?;
    }
    let script = root().join("xtask/demo.txt");
    let script = fs::read_to_string(&script).with_context(|| format!("cannot read {}", script.display()))?;
    let sounds = target().join("demo");
    fs::create_dir_all(&sounds).context("cannot create the folder for spoken sentences")?;
    let lines = recorded(&script, &sounds)?;
    note(&format!(
        "driving: spoken English sentences, typed Chinese ones; the answers are in {}",
        sounds.join("answers").display()
    ));
    let mut drive = program(jumpseat())
        .args(["drive", "--clock", "manual", "--speech-dir"])
        .arg(sounds.join("answers"))
        .stdin(Stdio::piped())
        .spawn()
        .context("cannot start the drive")?;
    if let Some(mut input) = drive.stdin.take() {
        input.write_all(lines.as_bytes()).context("the drive ended early")?;
    }
    let status = drive.wait().context("the drive was lost")?;
    if !status.success() {
        bail!("the drive failed: {status}");
    }
    Ok(())
}

/// Turns each `say` line of the script into a WAV file and a line that listens to it.
fn recorded(script: &str, folder: &Path) -> Result<String> {
    let mut lines = String::new();
    for (number, line) in script.lines().enumerate() {
        if let Some(sentence) = line.strip_prefix("say ") {
            let sound: PathBuf = folder.join(format!("{number:02}.wav"));
            run_quietly(program("espeak-ng").args(["-v", "en-us", "-s", "150", "-w"]).arg(&sound).arg(sentence))?;
            writeln!(lines, ":listen {}", sound.display())?;
        } else if !line.starts_with('#') {
            lines.push_str(line);
            lines.push('\n');
        }
    }
    Ok(lines)
}

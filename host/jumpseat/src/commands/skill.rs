//! `jumpseat skill`: build a skill, or pack a component into one.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result};
use jumpseat_devkit::{Packed, build, pack};

use crate::{bounded, cli::Skill, limits::SKILL_FILE_BYTES_MAX, output};

/// Runs the command.
pub(crate) fn run(command: Skill) -> Result<()> {
    match command {
        Skill::Build { dir, target_dir, output } => {
            let built = build(&dir, target_dir.as_deref())?;
            check(&built.packed)?;
            let file = output.unwrap_or_else(|| named(&built.target, &built.packed));
            write(&file, &built.packed)
        }
        Skill::Pack { file, manifest, output } => {
            let component = bounded::read(&file, SKILL_FILE_BYTES_MAX)?;
            let packed = pack(&component, &manifest)?;
            check(&packed)?;
            let folder = file.parent().unwrap_or_else(|| Path::new("."));
            write(&output.unwrap_or_else(|| named(folder, &packed)), &packed)
        }
    }
}

/// Asks now what a car asks when it installs the file, while the author can still mend it.
fn check(packed: &Packed) -> Result<()> {
    let tools =
        jumpseat_runtime::check(&packed.bytes, &packed.package).context("a car would not install this skill")?;
    for note in &tools.notes {
        output::note(&format!("note: {note}"));
    }
    Ok(())
}

fn named(folder: &Path, packed: &Packed) -> PathBuf {
    folder.join(packed.package.manifest.id.as_str()).with_extension("wasm")
}

fn write(file: &Path, packed: &Packed) -> Result<()> {
    fs::write(file, &packed.bytes).with_context(|| format!("cannot write {}", file.display()))?;
    let manifest = &packed.package.manifest;
    let kib = packed.bytes.len().div_ceil(1024);
    output::text(&format!("{} {} → {} ({kib} KiB)\n", manifest.id, manifest.version, file.display()))
}

//! `jumpseat data export` and `data delete`: what the car keeps of its driver.

use std::{
    collections::BTreeSet,
    io::{IsTerminal as _, stdin},
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result};
use jumpseat_package::SkillId;
use jumpseat_policy::{Withdrawal, Withdrawn};
use serde_json::json;

use crate::{
    audit::Audit,
    output, permissions,
    personal::{self, Deleted, Export},
    settings::Settings,
    state_file,
};

/// Nobody said yes.
#[derive(Debug, thiserror::Error)]
#[error("nobody is there to confirm the deletion")]
pub(crate) struct NotConfirmed;

impl NotConfirmed {
    /// What a person can do next.
    #[expect(clippy::unused_self, clippy::unnecessary_wraps, reason = "all errors have the same method")]
    pub(crate) fn hint(&self) -> Option<String> {
        Some("say --yes to delete without being asked; `jumpseat data export` shows what is kept".to_owned())
    }
}

/// Writes everything that is kept of the driver, to a file or standard output.
pub(super) fn export(settings: &Settings, file: Option<&PathBuf>) -> Result<()> {
    let Export { object, left_out } = personal::export(&settings.folders.state)?;
    for path in left_out {
        output::note(&format!("note: {path} of the state folder is no file and was left out"));
    }
    let Some(file) = file.filter(|file| *file != Path::new("-")) else { return output::json(&object) };
    let mut text = serde_json::to_vec_pretty(&object).context("cannot write JSON")?;
    text.push(b'\n');
    // As private as what it is a copy of: only its owner can read a file that is made so.
    state_file::replace(file, &text).with_context(|| format!("cannot write {}", file.display()))?;
    output::note(&format!("everything that is kept of the driver is in {}", file.display()));
    Ok(())
}

/// Deletes everything that is kept of the driver, or what one skill keeps.
pub(super) fn delete(settings: &Settings, skill: Option<&SkillId>, is_confirmed: bool, as_json: bool) -> Result<()> {
    if !is_confirmed && !confirm(skill)? {
        output::note("nothing was deleted");
        return Ok(());
    }
    let withdrawn = if skill.is_none() { all_consents(settings) } else { Vec::new() };
    let (deleted, result) = personal::delete(&settings.folders.state, skill);
    if result.is_ok() && !withdrawn.is_empty() {
        Audit::open(settings)?.record_withdrawn(&withdrawn)?;
    }
    if as_json {
        output::json(&json!({ "deleted": deleted }))?;
    } else {
        for Deleted { what, files, bytes } in &deleted {
            output::text(&format!("deleted {what}: {files} files, {bytes} bytes\n"))?;
        }
    }
    Ok(result?)
}

/// What the driver allowed and refused for good, as it is taken back by deleting it. Nothing, if it cannot be read: it is
/// deleted all the same.
fn all_consents(settings: &Settings) -> Vec<Withdrawn> {
    let Ok(mut consents) = permissions::consent_file(settings).read() else { return Vec::new() };
    let skills: BTreeSet<SkillId> = consents.lasting().map(|consent| consent.skill.clone()).collect();
    skills.iter().flat_map(|skill| consents.revoke(skill, None, Withdrawal::Everything)).collect()
}

/// Asks whoever sits at the terminal.
fn confirm(skill: Option<&SkillId>) -> Result<bool> {
    if !stdin().is_terminal() {
        return Err(NotConfirmed.into());
    }
    let what = skill.map_or_else(
        || "everything that is kept of the driver".to_owned(),
        |skill| format!("everything that the skill {skill} keeps"),
    );
    output::note(&format!("delete {what}? It cannot be brought back. [y/N]"));
    let mut answer = String::new();
    stdin().read_line(&mut answer).context("cannot read the answer")?;
    Ok(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes"))
}

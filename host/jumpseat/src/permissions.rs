//! The policy of this car: what its maker lets skills do, and what its driver agreed to.

use std::path::Path;

use anyhow::{Context as _, Result};
use jumpseat_policy::{ConsentFile, OemPolicy, Policy, limits::POLICY_BYTES_MAX};

use crate::{bounded, car::LoadedSkill, settings::Settings};

/// The policy for these skills.
pub(crate) fn policy<'a>(settings: &Settings, skills: impl IntoIterator<Item = &'a LoadedSkill>) -> Result<Policy> {
    Ok(Policy::new(oem_of(settings)?, skills.into_iter().map(LoadedSkill::subject))
        .with_consents(consent_file(settings))?)
}

/// What the driver agreed to, whatever the car maker says: to look at it and to withdraw it.
pub(crate) fn consents<'a>(settings: &Settings, skills: impl IntoIterator<Item = &'a LoadedSkill>) -> Result<Policy> {
    let subjects = skills.into_iter().map(LoadedSkill::subject);
    Ok(Policy::new(OemPolicy::default(), subjects).with_consents(consent_file(settings))?)
}

fn consent_file(settings: &Settings) -> ConsentFile {
    ConsentFile::new(settings.folders.state.join("consents/consents.json"))
}

/// The car maker's policy of this car.
pub(crate) fn oem_of(settings: &Settings) -> Result<OemPolicy> {
    settings.config.policy.file.as_deref().map_or_else(|| Ok(OemPolicy::default()), oem_policy)
}

/// Reads a policy file.
pub(crate) fn oem_policy(path: &Path) -> Result<OemPolicy> {
    let context = || format!("cannot use the policy {}", path.display());
    let bytes = bounded::read(path, u64::try_from(POLICY_BYTES_MAX)?).with_context(context)?;
    let text = str::from_utf8(&bytes).context("it is no UTF-8 text").with_context(context)?;
    OemPolicy::parse(text).with_context(context)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    #[test]
    fn policy_knows_every_capability_that_skills_can_import() {
        let ruled: BTreeSet<&str> = jumpseat_policy::CAPABILITIES.iter().map(|(name, _)| *name).collect();
        assert_eq!(ruled, jumpseat_runtime::capability_names().collect());
    }
}

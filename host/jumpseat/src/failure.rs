//! An error as a person reads it: what failed, because of what, and what can be done.

use std::error::Error;

use jumpseat_assistant::SpeechError;
use jumpseat_devkit::{BuildError, PackError};
use jumpseat_disk::DiskError;
use jumpseat_inference::LoadError as ModelError;
use jumpseat_osm::{ImportError, MapError};
use jumpseat_package::PackageError;
use jumpseat_policy::{
    ConsentError, PolicyFileError,
    audit::{AuditError, Fault},
};
use jumpseat_runtime::{CacheError, DuplicateSkill, LoadError, RunnerError};
use jumpseat_speech::wav::WavError;

use crate::{
    commands::NotConfirmed, config::ConfigError, installed::InstalledError, quarantine::ReleaseError,
    skill_list::SkillListError,
};

/// What is printed of an error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Failure {
    /// The error and its causes.
    pub(crate) message: String,
    /// What a person can do next.
    pub(crate) hint: Option<String>,
}

impl Failure {
    /// What to print of an error: its causes in one line, and the first hint that one of them has.
    pub(crate) fn of(error: &anyhow::Error) -> Self {
        Self { message: format!("{error:#}"), hint: error.chain().find_map(hint) }
    }
}

fn hint(error: &(dyn Error + 'static)) -> Option<String> {
    if let Some(SpeechError::Missing { hint, .. }) = error.downcast_ref() {
        return Some(hint.clone());
    }
    macro_rules! first_hint {
        ($($kind:ty),+ $(,)?) => {
            None$(.or_else(|| error.downcast_ref::<$kind>().and_then(<$kind>::hint)))+
        };
    }
    first_hint!(
        AuditError,
        BuildError,
        CacheError,
        ConfigError,
        ConsentError,
        DiskError,
        DuplicateSkill,
        Fault,
        ImportError,
        InstalledError,
        LoadError,
        MapError,
        ModelError,
        NotConfirmed,
        PackError,
        PackageError,
        PolicyFileError,
        ReleaseError,
        RunnerError,
        SkillListError,
        WavError,
    )
}

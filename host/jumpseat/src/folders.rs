//! Where things are kept: the platform's folders for configuration, state and cache.
//!
//! - configuration: what the owner writes (`config.toml`);
//! - state: what must not be lost (installed skills, preferences, what skills keep);
//! - cache: what can be made again (compiled skills, the starter model, the model's prefix).

use std::path::PathBuf;

use etcetera::BaseStrategy as _;

/// The three folders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Folders {
    /// Holds `config.toml`.
    pub(crate) config: PathBuf,
    /// Holds what must not be lost.
    pub(crate) state: PathBuf,
    /// Holds what can be made again.
    pub(crate) cache: PathBuf,
}

/// The machine tells no home folder.
#[derive(Debug, thiserror::Error)]
#[error("cannot find the folders for configuration, state and cache: no home folder is set")]
pub(crate) struct NoHome;

impl Folders {
    /// The platform's folders.
    pub(crate) fn of_platform() -> Result<Self, NoHome> {
        let base = etcetera::choose_base_strategy().map_err(|_no_home| NoHome)?;
        Ok(Self {
            config: base.config_dir().join("jumpseat"),
            state: base.state_dir().unwrap_or_else(|| base.data_dir()).join("jumpseat"),
            cache: base.cache_dir().join("jumpseat"),
        })
    }
}

//! What holds for this run: the configuration file, with environment variables and flags on top.

use anyhow::Result;

use crate::{cli::Global, config::Config, folders::Folders};

/// Configuration and folders of this run.
#[derive(Debug, Clone)]
pub(crate) struct Settings {
    /// The configuration, after flags and environment variables.
    pub(crate) config: Config,
    /// Where things are kept.
    pub(crate) folders: Folders,
}

impl Settings {
    /// Reads the configuration and lays flags and environment variables over it.
    pub(crate) fn of(global: &Global) -> Result<Self> {
        let mut folders = Folders::of_platform()?;
        if let Some(state) = &global.state_dir {
            folders.state.clone_from(state);
        }
        if let Some(cache) = &global.cache_dir {
            folders.cache.clone_from(cache);
        }
        let mut config = match &global.config {
            Some(path) => Config::read(path)?,
            None => Config::read_if_there(&folders.config.join("config.toml"))?,
        };
        if let Some(model) = &global.model {
            config.model.path = Some(model.clone());
            config.model.enabled = true;
        }
        // The model may be named in the environment, so the flag that switches it off is the last word.
        if global.no_model {
            config.model.enabled = false;
        }
        if let Some(filter) = &global.log {
            config.log.filter.clone_from(filter);
        }
        if let Some(format) = global.log_format {
            config.log.format = format;
        }
        Ok(Self { config, folders })
    }
}

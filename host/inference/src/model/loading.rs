//! From a model file to a process that answers.

use std::{num::NonZero, path::Path};

use jumpseat_confinement::Walls;
use tokio::{task::spawn_blocking, time::timeout};

use super::{ModelConfig, child::Worker};
use crate::{
    LoadError,
    gguf::ModelFile,
    limits::{LOAD_DURATION_MAX, SMALL_MODEL_BYTES_MAX, SMALL_MODEL_THREADS_MAX},
    prompt::PromptForm,
    protocol::{self, FromWorker, Load, ToWorker},
};

/// A process that answers.
pub(super) struct Running {
    pub(super) worker: Worker,
    pub(super) model: ModelFile,
    pub(super) form: PromptForm,
    /// Time that the load took in the process.
    pub(super) load_us: u64,
    /// What stands around the process.
    pub(super) walls: Walls,
}

/// Why there is no process.
pub(super) enum NotRunning {
    /// Trying again would change nothing.
    Unusable(LoadError),
    /// It died while it loaded the model.
    Died(String),
}

impl From<LoadError> for NotRunning {
    fn from(error: LoadError) -> Self {
        Self::Unusable(error)
    }
}

/// Checks the file, starts the process and lets it load the file.
pub(super) async fn start(config: &ModelConfig) -> Result<Running, NotRunning> {
    let damaged = |detail: String| LoadError::Damaged { path: config.path.clone(), detail };
    let path = config.path.clone();
    let read = spawn_blocking(move || ModelFile::read(&path)).await;
    let model = read.unwrap_or_else(|panicked| Err(damaged(panicked.to_string())))?;
    let form = PromptForm::of(&model)?;
    let load = ToWorker::Load(load(config, &model)?);
    let load = protocol::encode(&load).map_err(|error| damaged(error.to_string()))?;

    let mut worker = Worker::spawn(&config.worker)?;
    let answer = async {
        worker.send(&load).await.ok()?;
        worker.receive().await
    };
    let answer = timeout(LOAD_DURATION_MAX, answer).await;
    match answer {
        Ok(Some(FromWorker::Loaded { duration_us, walls })) => {
            if let Some(gaps) = walls.gaps() {
                tracing::warn!(gaps, "the inference process is not fully confined");
            }
            Ok(Running { worker, model, form, load_us: duration_us, walls })
        }
        Ok(Some(FromWorker::Refused { detail })) => {
            Err(LoadError::Refused { path: config.path.clone(), detail }.into())
        }
        Ok(_) => Err(NotRunning::Died(worker.bury().await)),
        // The process is killed with its worker. A slow disk is not the file's fault, so this is no death.
        Err(_elapsed) => Err(LoadError::LoadTimedOut { path: config.path.clone() }.into()),
    }
}

fn load(config: &ModelConfig, model: &ModelFile) -> Result<Load, LoadError> {
    let text = |path: &Path| path.to_str().map(str::to_owned);
    let path = text(&model.path)
        .ok_or_else(|| LoadError::Unsupported { path: model.path.clone(), what: "its path is not UTF-8".to_owned() })?;
    Ok(Load {
        path,
        identity: model.identity,
        context_tokens: model.context_tokens,
        threads: config.threads.unwrap_or_else(|| threads_for(model.file_bytes)).max(1),
        prefix_folder: config.cache_dir.as_ref().and_then(|folder| text(&folder.join("prefixes"))),
    })
}

/// One thread fewer than there are cores, at least one: the car does more than talk, and the threads of llama.cpp wait
/// for each other by spinning. A small model has too little to do for a second thread to be worth that.
fn threads_for(model_bytes: u64) -> u16 {
    let cores = std::thread::available_parallelism().map_or(1, NonZero::get);
    let threads = u16::try_from(cores.saturating_sub(1)).unwrap_or(u16::MAX).max(1);
    if model_bytes > SMALL_MODEL_BYTES_MAX { threads } else { threads.min(SMALL_MODEL_THREADS_MAX) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_model_gets_few_threads_and_every_model_one() {
        assert!((1..=SMALL_MODEL_THREADS_MAX).contains(&threads_for(0)));
        assert!(threads_for(u64::MAX) >= threads_for(0));
    }
}

//! The language model of the car. It is loaded in the background, and only what needs it waits for it.

use std::{env, path::PathBuf, sync::Arc, time::Duration};

use anyhow::{Context as _, Result};
use async_trait::async_trait;
use jumpseat_inference::{LlamaModel, LoadError, ModelConfig, State, WorkerCommand, starter_model};
use jumpseat_router::{LanguageModel, ModelAnswer, ModelError, ModelRequest};
use tokio::{
    task::JoinHandle,
    time::{sleep, timeout},
};

use crate::{
    failure::Failure,
    limits::{MODEL_LOAD_MS_MAX, MODEL_PATIENCE_MS, MODEL_REPORT_MS_MAX},
    output,
    settings::Settings,
};

/// Starts the configured model, or the one that ships.
pub(crate) fn start(settings: &Settings) -> Result<LlamaModel> {
    Ok(LlamaModel::start(configured(settings)?))
}

/// The file of the configured model, or of the one that ships.
pub(crate) fn file(settings: &Settings) -> Result<PathBuf> {
    Ok(match &settings.config.model.path {
        Some(path) => path.clone(),
        None => starter_model(&settings.folders.cache)?,
    })
}

fn configured(settings: &Settings) -> Result<ModelConfig> {
    let path = file(settings)?;
    let program = env::current_exe().context("cannot find this program, which also serves the language model")?;
    Ok(ModelConfig {
        path,
        worker: WorkerCommand { program, arguments: vec!["inference-worker".to_owned()] },
        // The model makes a folder of its own in it.
        cache_dir: Some(settings.folders.cache.clone()),
        threads: None,
    })
}

/// A model that may take its time for loading before the time for an answer begins.
pub(crate) struct OnceLoaded {
    model: Arc<LlamaModel>,
    answer_deadline: Duration,
}

impl OnceLoaded {
    /// A model that has this time for an answer.
    pub(crate) fn new(model: Arc<LlamaModel>, answer_deadline: Duration) -> Self {
        Self { model, answer_deadline }
    }

    /// The time from a sentence to its answer, if the model has to be loaded.
    pub(crate) fn deadline(answer_deadline: Duration) -> Duration {
        answer_deadline.saturating_add(Duration::from_millis(MODEL_LOAD_MS_MAX))
    }
}

#[async_trait]
impl LanguageModel for OnceLoaded {
    async fn answer(&self, request: ModelRequest) -> Result<ModelAnswer, ModelError> {
        let loading = async {
            // One that cannot be used says so below, and looks whether its file has changed.
            if self.model.ready().await.is_ok() {
                // Reading the tools belongs to loading: it takes a large model seconds, once, and is then kept on disk.
                // Whatever goes wrong with it, the answer says it.
                self.model.prepare(&request.tools).await.ok();
            }
        };
        let patience = async {
            sleep(Duration::from_millis(MODEL_PATIENCE_MS)).await;
            output::note("the language model is loaded and reads the tools; the first time takes longest");
            std::future::pending::<()>().await;
        };
        let loading = async {
            tokio::select! {
                () = loading => {}
                () = patience => {}
            }
        };
        if timeout(Duration::from_millis(MODEL_LOAD_MS_MAX), loading).await.is_err() {
            return Err(ModelError::DeadlinePassed { deadline_ms: MODEL_LOAD_MS_MAX });
        }
        self.model.answer(ModelRequest { deadline: self.answer_deadline, ..request }).await
    }
}

/// Sees when the model is left alone for a while, because its process dies again and again.
#[derive(Debug, Default)]
pub(crate) struct ModelRest {
    rests: bool,
}

impl ModelRest {
    /// Why the model rests, once for each rest.
    pub(crate) fn begun(&mut self, state: &State) -> Option<String> {
        let reason = match state {
            State::Unusable(error @ LoadError::RestartStorm { .. }) => Some(error.to_string()),
            State::Unusable(_) | State::Starting | State::Ready | State::Restarting => None,
        };
        let rested = std::mem::replace(&mut self.rests, reason.is_some());
        reason.filter(|_| !rested)
    }
}

/// Says on standard error why the model cannot be used, once that is known, while sentences are answered already.
pub(crate) struct ModelReport(Option<JoinHandle<()>>);

impl ModelReport {
    /// Begins to watch the model, where there is one.
    pub(crate) fn of(model: Option<Arc<LlamaModel>>) -> Self {
        Self(model.map(|model| {
            tokio::spawn(async move {
                if let Err(error) = model.ready().await {
                    let error = anyhow::Error::new(error).context("only fixed phrases are understood");
                    output::error(&Failure::of(&error));
                }
            })
        }))
    }

    /// Waits a moment for what is not known yet: a dialogue that needed no model may be over before the file was read.
    pub(crate) async fn end(self) {
        if let Some(watching) = self.0 {
            timeout(Duration::from_millis(MODEL_REPORT_MS_MAX), watching).await.ok();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        config::{self, Config},
        folders::Folders,
    };

    #[test]
    fn each_rest_of_the_model_is_seen_once() {
        let storm = State::Unusable(LoadError::RestartStorm { detail: "killed".to_owned() });
        let mut rest = ModelRest::default();
        assert_eq!(rest.begun(&State::Ready), None);
        assert!(rest.begun(&storm).unwrap().contains("killed"));
        assert_eq!(rest.begun(&storm), None);
        assert_eq!(rest.begun(&State::Restarting), None);
        assert!(rest.begun(&storm).is_some());
    }

    #[test]
    fn the_model_makes_its_folder_in_the_cache_and_not_deeper() {
        let folders = Folders { config: "config".into(), state: "state".into(), cache: "cache".into() };
        let model = config::Model { path: Some(PathBuf::from("qwen.gguf")), ..config::Model::default() };
        let settings = Settings { config: Config { model, ..Config::default() }, folders };
        assert_eq!(configured(&settings).unwrap().cache_dir.unwrap(), settings.folders.cache);
    }
}

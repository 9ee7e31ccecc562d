//! How the model is doing, for people who ask.

use jumpseat_confinement::Walls;

use crate::{Figures, LoadError};

/// How the model is doing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    /// What it can do now.
    pub state: State,
    /// The name of the model, once its file was read.
    pub model: Option<String>,
    /// Time that the last load took in the inference process.
    pub load_us: Option<u64>,
    /// What stands around the inference process, once a model was loaded.
    pub walls: Option<Walls>,
    /// The inference process, while there is one.
    pub process_id: Option<u32>,
    /// How often the inference process was started again.
    pub restarts: u64,
    /// The last thing that went wrong, also when all is well again.
    pub last_error: Option<LastError>,
    /// What the last answer took.
    pub last_figures: Option<Figures>,
}

/// What a model can do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// It is being loaded for the first time.
    Starting,
    /// It answers.
    Ready,
    /// The inference process died and is being started again.
    Restarting,
    /// It cannot be used. It is tried again when a request comes after the file has changed, and after a while where what
    /// went wrong may pass by itself.
    Unusable(LoadError),
}

/// Something that went wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastError {
    /// What.
    pub text: String,
    /// What a person can do about it.
    pub hint: Option<String>,
}

impl Status {
    pub(super) fn new() -> Self {
        Self {
            state: State::Starting,
            model: None,
            load_us: None,
            walls: None,
            process_id: None,
            restarts: 0,
            last_error: None,
            last_figures: None,
        }
    }
}

impl From<&LoadError> for LastError {
    fn from(error: &LoadError) -> Self {
        Self { text: error.to_string(), hint: error.hint() }
    }
}

//! How the host lost an inference process.

use super::LastError;
use crate::limits::{CANCEL_DURATION_MAX, SEND_DURATION_MAX};

/// How the host lost an inference process: by itself, or because it no longer did what it must, which ends it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Loss {
    /// It ended, or talked nonsense.
    Ended,
    /// It did not take a message.
    Deaf {
        /// The length of the message.
        bytes: usize,
    },
    /// It went on with a request that was taken back.
    Disobedient,
}

impl Loss {
    /// What is told of it. `ended` is how the process ended, which says nothing where the host ended it.
    pub(super) fn told(self, ended: String) -> LastError {
        match self {
            Self::Ended => LastError { text: ended, hint: None },
            Self::Deaf { bytes } => {
                let seconds = SEND_DURATION_MAX.as_secs();
                let text = format!("the inference process did not take {bytes} bytes within {seconds} s and was ended");
                LastError { text, hint: Some("look what stopped the process; it was started again".to_owned()) }
            }
            Self::Disobedient => {
                let seconds = CANCEL_DURATION_MAX.as_secs();
                let text = format!("the inference process did not leave a request within {seconds} s and was ended");
                let hint = "use a smaller model: this machine is too slow for it, or something stopped the process";
                LastError { text, hint: Some(hint.to_owned()) }
            }
        }
    }
}

//! The process of a runner, seen from the host.

use std::{
    fs::File,
    io,
    os::fd::OwnedFd,
    path::PathBuf,
    process::Stdio,
    sync::atomic::{AtomicBool, Ordering},
};

use jumpseat_confinement::Walls;
use jumpseat_package::text::plain;
use tokio::{
    io::AsyncReadExt,
    net::UnixStream,
    process::{Child, Command},
    time::timeout,
};

use super::{conversation::Conversation, protocol::Begin};
use crate::{
    ProcessCommand,
    limits::{DETAIL_CHARS_MAX, LAST_WORDS_BYTES_MAX, RUNNER_BEGIN_DURATION_MAX, RUNNER_END_DURATION_MAX},
    process::describe,
    stop::Stop,
};

/// A process that runs one skill. It is killed when this is dropped.
pub(crate) struct Runner {
    process: Child,
    pub(crate) conversation: Conversation<UnixStream>,
}

/// There is no runner. No skill is to blame: none of its code ran.
#[derive(Debug, thiserror::Error)]
pub enum RunnerError {
    /// The process does not start.
    #[error("cannot start {program} to run the skill")]
    Start {
        /// The program.
        program: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// It ended before it ran anything.
    #[error("the process that should run the skill {how}")]
    Ended {
        /// How.
        how: String,
    },
    /// It cannot use the code.
    #[error("the process that should run the skill cannot use its code: {reason}")]
    Refused {
        /// What it says.
        reason: String,
    },
}

impl RunnerError {
    /// What a person can do about it.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Start { program, .. } => Some(format!("install {} again", program.display())),
            Self::Ended { .. } => None,
            Self::Refused { .. } => {
                Some("install this host again: its programs may be of different versions".to_owned())
            }
        }
    }
}

impl From<RunnerError> for Stop {
    fn from(no_runner: RunnerError) -> Self {
        match no_runner {
            RunnerError::Refused { reason } => Self::Unlinked { reason },
            RunnerError::Start { ref source, .. } => Self::Missing { detail: format!("{no_runner}: {source}") },
            RunnerError::Ended { .. } => Self::Missing { detail: no_runner.to_string() },
        }
    }
}

impl Runner {
    /// Starts a process with some code, which is its standard output: a file that is open needs no name. It inherits nothing
    /// of the environment.
    pub(crate) async fn start(command: &ProcessCommand, code: &File, begin: &Begin) -> Result<Self, RunnerError> {
        let started = spawn(command, code);
        let mut runner = started.map_err(|source| RunnerError::Start { program: command.program.clone(), source })?;
        match runner.conversation.begin(begin).await {
            Ok((walls, Ok(()))) => {
                if let Some(gaps) = walls.gaps() {
                    tell(&plain(&gaps, DETAIL_CHARS_MAX));
                }
                Ok(runner)
            }
            Ok((_, Err(reason))) => Err(RunnerError::Refused { reason }),
            Err(_lost) => Err(RunnerError::Ended { how: runner.bury().await }),
        }
    }

    /// The walls around a process that would run a skill, and has none.
    pub(crate) async fn walls(command: &ProcessCommand) -> Result<Walls, RunnerError> {
        let failed = |source| RunnerError::Start { program: command.program.clone(), source };
        let mut runner = tempfile::tempfile().and_then(|no_code| spawn(command, &no_code)).map_err(failed)?;
        match timeout(RUNNER_BEGIN_DURATION_MAX, runner.conversation.begin(&Begin::default())).await {
            Ok(Ok((walls, _no_code))) => Ok(walls),
            Ok(Err(_)) | Err(_) => Err(RunnerError::Ended { how: runner.bury().await }),
        }
    }

    /// Itself, unless the process has ended meanwhile.
    pub(crate) fn if_alive(mut self) -> Option<Self> {
        match self.process.try_wait() {
            Ok(None) => Some(self),
            Ok(Some(status)) => {
                tracing::warn!(how = describe(status), "the process of a skill ended while the skill was not called");
                None
            }
            Err(_) => None,
        }
    }

    /// Ends the process and says how it ended, with its last words.
    pub(crate) async fn bury(mut self) -> String {
        drop(self.conversation);
        // One that ended by itself keeps its own status.
        self.process.start_kill().ok();
        let mut words = Vec::new();
        if let Some(errors) = self.process.stderr.take() {
            let read = async { errors.take(LAST_WORDS_BYTES_MAX).read_to_end(&mut words).await };
            timeout(RUNNER_END_DURATION_MAX, read).await.ok();
        }
        let Ok(status) = timeout(RUNNER_END_DURATION_MAX, self.process.wait()).await else {
            return "was killed and is not gone".to_owned();
        };
        let how = status.map_or_else(|error| error.to_string(), describe);
        let words = plain(String::from_utf8_lossy(&words).trim(), DETAIL_CHARS_MAX);
        if words.is_empty() { how } else { format!("{how}: {words}") }
    }
}

#[expect(clippy::disallowed_methods, reason = "this is what supervises the processes that run skills")]
fn spawn(command: &ProcessCommand, code: &File) -> io::Result<Runner> {
    let (ours, theirs) = std::os::unix::net::UnixStream::pair()?;
    ours.set_nonblocking(true)?;
    let process = Command::new(&command.program)
        .args(&command.arguments)
        .env_clear()
        .stdin(OwnedFd::from(theirs))
        .stdout(code.try_clone()?)
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()?;
    Ok(Runner { process, conversation: Conversation::new(UnixStream::from_std(ours)?) })
}

/// Says once what walls are missing: they are the same for all.
fn tell(gaps: &str) {
    static TOLD: AtomicBool = AtomicBool::new(false);
    if !TOLD.swap(true, Ordering::Relaxed) {
        tracing::warn!(gaps, "the processes of skills are not fully confined");
    }
}

//! The inference process, seen from the host.

use std::{
    ffi::OsStr,
    io,
    process::{ExitStatus, Stdio},
    sync::{Arc, Mutex, PoisonError},
};

use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWriteExt},
    process::{Child, ChildStderr, ChildStdin, Command},
    sync::mpsc,
    task::JoinHandle,
    time::timeout,
};

use super::{WorkerCommand, loss::Loss};
use crate::{
    LoadError,
    limits::{END_DURATION_MAX, LAST_WORDS_BYTES_MAX, LAST_WORDS_DURATION_MAX, SEND_DURATION_MAX, WORKER_QUEUE_MAX},
    protocol::{self, FromWorker},
};

/// A running inference process. It is killed when this is dropped.
pub(super) struct Worker {
    process: Child,
    input: ChildStdin,
    messages: mpsc::Receiver<FromWorker>,
    last_words: Arc<Mutex<Vec<u8>>>,
    stderr: JoinHandle<()>,
}

impl Worker {
    /// Starts the process. It inherits nothing of the environment: it needs none of it, and what is in there is none
    /// of its business.
    #[expect(clippy::disallowed_methods, reason = "this is the crate that supervises the inference process")]
    pub(super) fn spawn(command: &WorkerCommand) -> Result<Self, LoadError> {
        let failed = |detail: &dyn std::fmt::Display| LoadError::Worker {
            program: command.program.clone(),
            detail: detail.to_string(),
        };
        let mut process = Command::new(&command.program)
            .args(&command.arguments)
            .env_clear()
            // Otherwise ggml starts a debugger when it aborts.
            .env("GGML_NO_BACKTRACE", "1")
            // For builds with OpenMP: its threads wait by spinning, which on few cores starves everything else.
            .env("OMP_WAIT_POLICY", OsStr::new("passive"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .map_err(|error| failed(&error))?;
        let pipes = (process.stdin.take(), process.stdout.take(), process.stderr.take());
        let (Some(input), Some(output), Some(errors)) = pipes else {
            return Err(failed(&"it has no standard streams"));
        };
        let (sender, messages) = mpsc::channel(WORKER_QUEUE_MAX);
        tokio::spawn(listen(output, sender));
        let last_words = Arc::new(Mutex::new(Vec::new()));
        let stderr = tokio::spawn(remember(errors, Arc::clone(&last_words)));
        Ok(Self { process, input, messages, last_words, stderr })
    }

    /// Its number in the system.
    pub(super) fn process_id(&self) -> Option<u32> {
        self.process.id()
    }

    /// Sends an encoded message. After a failure the process has perhaps a part of it, so it must be replaced.
    pub(super) async fn send(&mut self, message: &[u8]) -> Result<(), Loss> {
        let sending = async {
            self.input.write_all(message).await?;
            self.input.flush().await
        };
        match timeout(SEND_DURATION_MAX, sending).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_broken_pipe)) => Err(Loss::Ended),
            Err(_elapsed) => Err(Loss::Deaf { bytes: message.len() }),
        }
    }

    /// The next message; nothing if the process is gone or talks nonsense. May be dropped at any time.
    pub(super) async fn receive(&mut self) -> Option<FromWorker> {
        self.messages.recv().await
    }

    /// Ends the process and says how it ended, with its last words.
    pub(super) async fn bury(mut self) -> String {
        drop(self.input);
        // One that ended by itself keeps its own status.
        self.process.start_kill().ok();
        let Ok(status) = timeout(END_DURATION_MAX, self.process.wait()).await else {
            return "the inference process was killed and is not gone".to_owned();
        };
        // The pipe is closed now, so the last words are complete at once.
        timeout(LAST_WORDS_DURATION_MAX, &mut self.stderr).await.ok();
        let words = self.last_words.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let words = String::from_utf8_lossy(&words);
        match (status, words.trim()) {
            (Ok(status), "") => describe(status),
            (Ok(status), words) => format!("{}: {words}", describe(status)),
            (Err(error), _) => error.to_string(),
        }
    }
}

/// How a process ended.
fn describe(status: ExitStatus) -> String {
    #[cfg(unix)]
    if let Some(signal) = std::os::unix::process::ExitStatusExt::signal(&status) {
        return format!("the inference process was ended by signal {signal}");
    }
    match status.code() {
        Some(code) => format!("the inference process ended with code {code}"),
        None => "the inference process ended".to_owned(),
    }
}

/// Passes messages on until the process is gone.
async fn listen(mut output: impl AsyncRead + Unpin, messages: mpsc::Sender<FromWorker>) {
    while let Ok(message) = read(&mut output).await {
        if messages.send(message).await.is_err() {
            break;
        }
    }
}

async fn read(output: &mut (impl AsyncRead + Unpin)) -> io::Result<FromWorker> {
    let length = output.read_u32_le().await? as usize;
    protocol::checked_length(length)?;
    let mut body = vec![0; length];
    output.read_exact(&mut body).await?;
    protocol::decode(&body)
}

/// Keeps the last words of the process.
async fn remember(mut errors: ChildStderr, last_words: Arc<Mutex<Vec<u8>>>) {
    let mut buffer = [0; 512];
    while let Ok(length @ 1..) = errors.read(&mut buffer).await {
        let mut words = last_words.lock().unwrap_or_else(PoisonError::into_inner);
        words.extend(buffer.iter().take(length));
        let excess = words.len().saturating_sub(LAST_WORDS_BYTES_MAX);
        words.drain(..excess);
    }
}

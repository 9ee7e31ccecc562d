//! Programs that hear and speak run as child processes: found on the search path, stopped at a deadline, killed when
//! nobody waits for them any more, and never allowed to answer without end.
//!
//! This deliberately knows no program.

use std::{ffi::OsStr, path::PathBuf, process::Stdio, time::Duration};

use jumpseat_assistant::SpeechError;
use tokio::{
    io::{AsyncRead, AsyncReadExt as _, AsyncWriteExt as _},
    process::{Child, Command},
    time::timeout,
};

use crate::{limits::COMPLAINT_BYTES_MAX, walls::Confiner};

/// A program, where it stands on the search path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Program {
    /// How people call it.
    pub(crate) name: String,
    pub(crate) path: PathBuf,
    /// The walls behind which it is started.
    pub(crate) confined: Option<Confined>,
}

/// Walls around a program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Confined {
    confiner: Confiner,
    /// What it may read beside its libraries.
    read: Vec<PathBuf>,
}

/// The file that a program's name stands for, if there is one.
pub(crate) fn find(name: &str) -> Option<PathBuf> {
    if name.contains('/') {
        return Some(PathBuf::from(name)).filter(|path| path.is_file());
    }
    #[expect(clippy::disallowed_methods, reason = "the search path is how programs are found, here and nowhere else")]
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(name)).find(|path| path.is_file())
}

impl Program {
    /// Looks a program up.
    pub(crate) fn find(name: &str) -> Option<Self> {
        Some(Self { name: name.to_owned(), path: find(name)?, confined: None })
    }

    /// Looks a program up that must be there.
    pub(crate) fn required(name: &str, hint: &str) -> Result<Self, SpeechError> {
        Self::find(name).ok_or_else(|| SpeechError::Missing { program: name.to_owned(), hint: hint.to_owned() })
    }

    /// The program behind walls, if there is something that puts them up.
    pub(crate) fn behind(self, confiner: Option<&Confiner>, read: Vec<PathBuf>) -> Self {
        Self { confined: confiner.map(|confiner| Confined { confiner: confiner.clone(), read }), ..self }
    }

    /// Prepares a child process that dies with its handle.
    pub(crate) fn command<A: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = A>) -> Command {
        let (program, before) = match &self.confined {
            None => (&self.path, Vec::new()),
            Some(Confined { confiner, read }) => (&confiner.program, confiner.arguments(read, &self.path)),
        };
        #[expect(clippy::disallowed_methods, reason = "this crate supervises the processes that hear and speak")]
        let mut command = Command::new(program);
        command
            .args(before)
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .kill_on_drop(true);
        command
    }

    /// Runs the program to its end: what it is told, what it answers.
    pub(crate) async fn run<A: AsRef<OsStr>>(
        &self,
        arguments: impl IntoIterator<Item = A>,
        input: &[u8],
        answer_bytes_max: usize,
        deadline_ms: u64,
    ) -> Result<Vec<u8>, SpeechError> {
        self.start(arguments)?.finish(input, answer_bytes_max, deadline_ms).await
    }

    /// Starts the program, which then waits for what it is told. Needs a runtime around it.
    pub(crate) fn start<A: AsRef<OsStr>>(
        &self,
        arguments: impl IntoIterator<Item = A>,
    ) -> Result<Started, SpeechError> {
        let mut command = self.command(arguments);
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let child = command.spawn().map_err(|error| self.failed(error.to_string()))?;
        Ok(Started { program: self.clone(), child })
    }

    /// Waits for the end of a child and makes an error of a failure.
    pub(crate) async fn check_end(&self, mut child: Child, complaint: String) -> Result<(), SpeechError> {
        let status = child.wait().await.map_err(|error| self.failed(error.to_string()))?;
        if status.success() { Ok(()) } else { Err(self.failed(format!("{status}: {complaint}"))) }
    }

    /// The error of this program.
    pub(crate) fn failed(&self, detail: String) -> SpeechError {
        SpeechError::Failed { program: self.name.clone(), detail }
    }
}

/// A program that was started and waits for what it is told.
pub(crate) struct Started {
    program: Program,
    child: Child,
}

impl Started {
    /// Whether it still runs.
    pub(crate) fn is_running(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }

    /// Tells it, and waits for what it answers and for its end.
    pub(crate) async fn finish(
        self,
        input: &[u8],
        answer_bytes_max: usize,
        deadline_ms: u64,
    ) -> Result<Vec<u8>, SpeechError> {
        let Self { program, mut child } = self;
        let work = async {
            let ends = (child.stdin.take(), child.stdout.take(), child.stderr.take());
            let (Some(mut stdin), Some(stdout), Some(stderr)) = ends else {
                return Err(program.failed("it has no pipes".to_owned()));
            };
            // A program that ends early closes its input: what it says about that is worth more than our error.
            let tell = async {
                if let Err(error) = stdin.write_all(input).await {
                    tracing::debug!(program = program.name, %error, "the program did not read all of its input");
                }
                drop(stdin);
            };
            let ((), answer, complaint) = tokio::join!(tell, bounded(stdout, answer_bytes_max), last_words(stderr));
            let answer = answer.map_err(|error| program.failed(error.to_string()))?;
            program.check_end(child, complaint).await?;
            if answer.len() > answer_bytes_max {
                let (what, limit) = ("bytes of a speech engine's answer", answer_bytes_max);
                return Err(SpeechError::OverLimit { what, value: count(answer.len()), limit: count(limit) });
            }
            Ok(answer)
        };
        match timeout(Duration::from_millis(deadline_ms), work).await {
            Ok(answer) => answer,
            Err(_) => Err(SpeechError::DeadlinePassed { program: program.name.clone(), deadline_ms }),
        }
    }
}

/// Reads to the end, but keeps at most one byte more than allowed. The rest is read and dropped, so that the program
/// is not stuck with it.
async fn bounded(mut reader: impl AsyncRead + Unpin, bytes_max: usize) -> std::io::Result<Vec<u8>> {
    let mut answer = Vec::new();
    let mut block = [0_u8; 8 * 1024];
    loop {
        let read = reader.read(&mut block).await?;
        if read == 0 {
            return Ok(answer);
        }
        let room = (bytes_max + 1).saturating_sub(answer.len());
        answer.extend_from_slice(block.get(..read.min(room)).unwrap_or(&[]));
    }
}

/// The last of what a program says about itself.
pub(crate) async fn last_words(mut reader: impl AsyncRead + Unpin) -> String {
    let mut words = Vec::new();
    let mut block = [0_u8; 4 * 1024];
    while let Ok(read) = reader.read(&mut block).await {
        if read == 0 {
            break;
        }
        words.extend_from_slice(block.get(..read).unwrap_or(&[]));
        let extra = words.len().saturating_sub(COMPLAINT_BYTES_MAX);
        drop(words.drain(..extra));
    }
    String::from_utf8_lossy(&words).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn count(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell() -> Program {
        Program::find("sh").expect("every test machine has a shell")
    }

    async fn run(script: &str, input: &[u8], deadline_ms: u64) -> Result<String, SpeechError> {
        let answer = shell().run(["-c", script], input, 1_000, deadline_ms).await?;
        Ok(String::from_utf8(answer).unwrap())
    }

    #[tokio::test]
    async fn a_program_is_told_and_answers() {
        assert_eq!(run("cat", b"hello", 60_000).await.unwrap(), "hello");
    }

    #[tokio::test]
    async fn a_program_that_was_started_ahead_waits_for_what_it_is_told() {
        let mut waiting = shell().start(["-c", "read name; echo hello $name"]).unwrap();
        assert!(waiting.is_running());
        assert_eq!(waiting.finish(b"driver\n", 1_000, 60_000).await.unwrap(), b"hello driver\n");

        let mut ended = shell().start(["-c", "exit 0"]).unwrap();
        ended.child.wait().await.unwrap();
        assert!(!ended.is_running());
    }

    #[tokio::test]
    async fn more_input_than_a_pipe_holds_blocks_nobody() {
        let input = vec![b'x'; 1_000_000];
        assert_eq!(run("wc -c", &input, 60_000).await.unwrap().trim(), "1000000");
        assert_eq!(run("true", &input, 60_000).await.unwrap(), "", "a program may ignore its input");
    }

    #[tokio::test]
    async fn the_error_of_a_failure_holds_the_last_words() {
        let error =
            run("yes warning | head -n 2000 >&2; echo 'no such voice' >&2; exit 3", b"", 60_000).await.unwrap_err();
        let SpeechError::Failed { program, detail } = error else { panic!("{error}") };
        assert_eq!(program, "sh");
        assert!(detail.starts_with("exit status: 3: "), "{detail}");
        assert!(detail.ends_with("warning no such voice"), "{detail}");
        assert!(detail.len() < COMPLAINT_BYTES_MAX + 100);
    }

    #[tokio::test]
    async fn an_endless_answer_is_an_error_and_costs_no_memory() {
        let error = run("head -c 5000000 /dev/zero", b"", 60_000).await.unwrap_err();
        assert_eq!(error.to_string(), "bytes of a speech engine's answer is 1001, the limit is 1000");
    }

    #[tokio::test(start_paused = true)]
    async fn a_program_that_does_not_end_is_stopped_at_the_deadline() {
        let error = run("exec tail -f /dev/null", b"", 500).await.unwrap_err();
        assert_eq!(error, SpeechError::DeadlinePassed { program: "sh".to_owned(), deadline_ms: 500 });
    }

    #[test]
    fn a_missing_program_is_an_error_with_a_hint() {
        let error = Program::required("no-such-program", "install it").unwrap_err();
        let expected = SpeechError::Missing { program: "no-such-program".to_owned(), hint: "install it".to_owned() };
        assert_eq!(error, expected);
        assert_eq!(find("/no/such/program"), None);
    }
}

//! Who compiles skills.
//!
//! A component can be written so that compiling it takes minutes and gigabytes, and it may hit a defect that ends the
//! compiler. So a host compiles in a process of its own, one for each component, with a ceiling on memory, computing time and
//! time, without files and without network. Tools and tests compile in their own process.
//!
//! What comes back is native code, whoever compiled it: what a captured compiler could write runs where the skill would, in
//! a process behind walls, and in the host only where skills run there too.

mod child;

use std::{
    process::{ExitStatus, Stdio},
    sync::Arc,
};

use jumpseat_package::text::plain;
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWriteExt},
    process::Command,
    sync::Semaphore,
    time::timeout,
};

pub use self::child::compiler_main;
use crate::{
    LoadError, ProcessCommand,
    limits::{
        CACHE_ENTRY_BYTES_MAX, COMPILE_DURATION_MAX, COMPILE_MEMORY_BYTES_MAX, COMPILERS_MAX, DETAIL_CHARS_MAX,
        LAST_WORDS_BYTES_MAX,
    },
};

/// Starts processes that compile, a few at one time.
#[derive(Clone)]
pub(crate) struct Compiler {
    command: ProcessCommand,
    places: Arc<Semaphore>,
}

impl Compiler {
    pub(crate) fn new(command: ProcessCommand) -> Self {
        Self { command, places: Arc::new(Semaphore::new(COMPILERS_MAX)) }
    }

    /// The compiled code of a component. A future that is dropped ends the process.
    pub(crate) async fn compile(&self, component: &[u8]) -> Result<Vec<u8>, LoadError> {
        let _place = self.places.acquire().await;
        let seconds = COMPILE_DURATION_MAX.as_secs();
        let over_time = |_elapsed| LoadError::CompileOverLimit { limit: format!("{seconds} s") };
        timeout(COMPILE_DURATION_MAX, self.run(component)).await.map_err(over_time)?
    }

    #[expect(clippy::disallowed_methods, reason = "this is what supervises the processes that compile")]
    async fn run(&self, component: &[u8]) -> Result<Vec<u8>, LoadError> {
        let ProcessCommand { program, arguments } = &self.command;
        let no_process = |reason: String| LoadError::NoCompiler { program: program.clone(), reason };
        let mut process = Command::new(program)
            .args(arguments)
            .env_clear()
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .map_err(|error| no_process(error.to_string()))?;
        let pipes = (process.stdin.take(), process.stdout.take(), process.stderr.take());
        let (Some(mut input), Some(output), Some(errors)) = pipes else {
            return Err(no_process("it has no standard streams".to_owned()));
        };
        let give = async {
            // One that ends before it has read all of it says why.
            input.write_all(component).await.ok();
            drop(input);
        };
        let ((), code, words) =
            tokio::join!(give, read(output, CACHE_ENTRY_BYTES_MAX), read(errors, LAST_WORDS_BYTES_MAX));
        // Its streams are closed or full; one that goes on nevertheless is not waited for.
        if code.len() as u64 > CACHE_ENTRY_BYTES_MAX {
            let limit = format!("{CACHE_ENTRY_BYTES_MAX} bytes of compiled code");
            return Err(LoadError::CompileOverLimit { limit });
        }
        let status = process.wait().await.map_err(|error| no_process(error.to_string()))?;
        if status.success() { Ok(code) } else { Err(fault(status, &String::from_utf8_lossy(&words))) }
    }
}

/// Reads to the end, or one byte more than may be there.
async fn read(source: impl AsyncRead + Unpin, bytes_max: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    // What was read until a pipe broke is what there is; how the process ended says the rest.
    source.take(bytes_max + 1).read_to_end(&mut bytes).await.ok();
    bytes
}

/// Why there is no code, from how the process ended and what it said.
fn fault(status: ExitStatus, words: &str) -> LoadError {
    let words = plain(words.trim(), DETAIL_CHARS_MAX);
    if status.code() == Some(child::REFUSED) {
        return LoadError::Compile { reason: words };
    }
    // What Rust's allocator says before it ends the process.
    if words.contains("memory allocation of") {
        return LoadError::CompileOverLimit { limit: format!("{COMPILE_MEMORY_BYTES_MAX} bytes of memory") };
    }
    LoadError::CompilerDied { how: format!("{status}: {words}") }
}

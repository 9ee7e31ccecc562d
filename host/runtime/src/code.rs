//! The compiled code of a skill: from the cache or the compiler to where it runs.

use std::{
    fs::File,
    hash::{Hash, Hasher},
    io::{Read, Write},
    path::PathBuf,
    sync::Arc,
};

use jumpseat_package::limits::COMPONENT_BYTES_MAX;
use tokio::task::{JoinError, spawn_blocking};
use wasmtime::component::{Component, Linker, Val};

use crate::{
    Limits, LoadError,
    cache::Entry,
    capabilities::Capability,
    deadline::Deadline,
    error::one_line,
    linked::{Exports, Linked, Work, link_error},
    runner::Runners,
    runtime::Host,
    state::State,
    stop::Stop,
};

/// Where the component of a skill can be read again.
pub(crate) struct Source {
    /// The name of its tools in the cache.
    pub(crate) tools_entry: Entry,
    /// The digest of the component.
    pub(crate) digest: blake3::Hash,
    /// Its bytes.
    pub(crate) bytes: Bytes,
}

/// The bytes of a component.
pub(crate) enum Bytes {
    /// In a file.
    File(PathBuf),
    /// In memory.
    Memory(Arc<[u8]>),
}

/// Compiled code, in the place where it runs.
pub(crate) enum Code {
    /// In this process.
    Here(Linked<State>),
    /// In processes of its own.
    Walled(Runners),
}

impl Code {
    /// Loads the code from the cache, or compiles it. Takes from a tenth of a millisecond to seconds.
    pub(crate) async fn load(
        host: Arc<Host>,
        source: Arc<Source>,
        exports: Exports,
        capabilities: Vec<&'static Capability>,
    ) -> Result<Self, LoadError> {
        let Some(command) = host.runner.clone() else {
            let component = component(Arc::clone(&host), source).await?;
            let mut linker = Linker::new(host.engine.wasmtime());
            for capability in capabilities {
                (capability.link)(&mut linker).map_err(link_error)?;
            }
            return Linked::new(&component, &linker, &exports).map(Self::Here);
        };
        let code = file(host, source).await?;
        Ok(Self::Walled(Runners::new(command, code, exports, capabilities)))
    }

    /// Does some work with the skill, in a store of its own.
    pub(crate) async fn run(
        &self,
        work: Work<'_>,
        state: State,
        limits: &Limits,
        deadline: &Deadline,
    ) -> Result<Val, Stop> {
        let (answer, state) = match self {
            Self::Here(linked) => linked.run(work, state, limits, Some(deadline)).await,
            Self::Walled(runners) => runners.run(work, state, limits).await,
        };
        let lines_dropped = state.log_lines_dropped();
        if lines_dropped > 0 {
            tracing::warn!(lines_dropped, lines_max = limits.log_lines, "the skill wrote more log lines than it may");
        }
        answer
    }
}

/// The component, loaded into this process.
async fn component(host: Arc<Host>, source: Arc<Source>) -> Result<Component, LoadError> {
    let (asked, wanted) = (Arc::clone(&host), Arc::clone(&source));
    let kept = move || {
        let code = asked.cache.read(&wanted.code_entry(&asked))?;
        let unfit = |error| tracing::warn!(%error, "compiled code in the cache does not fit the engine");
        deserialize(&asked, &code).map_err(unfit).ok()
    };
    if let Some(component) = blocking(move || Ok(kept())).await? {
        return Ok(component);
    }
    let code = compile(&host, &source).await?;
    blocking(move || {
        host.cache.write(&source.code_entry(&host), &code);
        deserialize(&host, &code).map_err(|error| LoadError::Compile { reason: one_line(&error) })
    })
    .await
}

/// A file that begins with the compiled code, for another process.
async fn file(host: Arc<Host>, source: Arc<Source>) -> Result<File, LoadError> {
    let (asked, wanted) = (Arc::clone(&host), Arc::clone(&source));
    if let Some(file) = blocking(move || Ok(asked.cache.open_entry(&wanted.code_entry(&asked)))).await? {
        return Ok(file);
    }
    let code = compile(&host, &source).await?;
    blocking(move || {
        let entry = source.code_entry(&host);
        host.cache.write(&entry, &code);
        // What is in the cache takes no memory.
        host.cache.open_entry(&entry).map_or_else(|| nameless(&code), Ok)
    })
    .await
}

/// A file that has no name, so that nobody else opens it, and that cannot be written to: whoever runs the code holds it.
fn nameless(content: &[u8]) -> Result<File, LoadError> {
    let write = || {
        let mut file = tempfile::NamedTempFile::new()?;
        file.write_all(content)?;
        File::open(file.path())
    };
    write().map_err(|source| LoadError::NoRoom { source })
}

async fn compile(host: &Host, source: &Arc<Source>) -> Result<Vec<u8>, LoadError> {
    let read = Arc::clone(source);
    let bytes = blocking(move || read.read()).await?;
    tracing::info!(component = %source.digest, bytes = bytes.len(), "compiling a skill whose code is not in the cache");
    host.engine.compile(bytes).await
}

/// Does what waits for disks or takes long on a thread of its own.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, LoadError> + Send + 'static,
) -> Result<T, LoadError> {
    let panicked = |panicked: JoinError| LoadError::Compile { reason: panicked.to_string() };
    spawn_blocking(work).await.map_err(panicked)?
}

#[expect(unsafe_code, reason = "the one place where compiled code is loaded into the host")]
fn deserialize(host: &Host, code: &[u8]) -> wasmtime::Result<Component> {
    // SAFETY: the bytes must come from the compiler of this engine, unchanged. They come from `Engine::compile` a moment
    // ago, or from `Cache::read`, which authenticates them with a key that only this host has, as what was written under a
    // name that only `compiled` uses. They are in memory, so that nobody can change them after that. That they fit this
    // engine, its settings and version is part of the name, and checked again by the engine.
    unsafe { Component::deserialize(host.engine.wasmtime(), code) }
}

/// Hashes what the standard library's way of hashing sees, without reducing it to 64 bits.
struct Blake3(blake3::Hasher);

impl Hasher for Blake3 {
    fn write(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    fn finish(&self) -> u64 {
        let mut short = [0; size_of::<u64>()];
        self.0.finalize_xof().fill(&mut short);
        u64::from_le_bytes(short)
    }
}

impl Source {
    /// The component, which must be the one that was loaded.
    fn read(&self) -> Result<Arc<[u8]>, LoadError> {
        let path = match &self.bytes {
            Bytes::Memory(bytes) => return Ok(Arc::clone(bytes)),
            Bytes::File(path) => path,
        };
        let mut bytes = Vec::new();
        let read = File::open(path).and_then(|file| file.take(COMPONENT_BYTES_MAX as u64).read_to_end(&mut bytes));
        read.map_err(|source| LoadError::Read { path: path.clone(), source })?;
        if blake3::hash(&bytes) != self.digest {
            return Err(LoadError::Changed { path: path.clone() });
        }
        Ok(bytes.into())
    }

    /// The name of the code in the cache. The engine's hash covers its version, its settings and the processor.
    pub(crate) fn code_entry(&self, host: &Host) -> Entry {
        let mut hasher = Blake3(blake3::Hasher::new());
        hasher.write(self.digest.as_bytes());
        host.engine.wasmtime().precompile_compatibility_hash().hash(&mut hasher);
        Entry::new("code", &hasher.0.finalize())
    }
}

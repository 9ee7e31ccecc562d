//! The compiled code of a skill, ready to be instantiated.

use std::{
    fs::File,
    hash::{Hash, Hasher},
    io::Read,
    path::PathBuf,
    sync::Arc,
};

use jumpseat_package::limits::COMPONENT_BYTES_MAX;
use jumpseat_tool::Tools;
use tokio::task::{JoinError, spawn_blocking};
use wasmtime::component::{Component, ComponentExportIndex, InstancePre, Linker};

use crate::{LoadError, cache::Entry, capabilities::Capability, error::one_line, runtime::Host, state::State};

/// The function of `jumpseat:skill/events` that receives events.
const HANDLE: &str = "handle";

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

/// Compiled code, linked with what the skill may reach.
pub(crate) struct Code {
    pub(crate) instance: InstancePre<State>,
    /// The functions that are tools, in the order of [`Tools::tools`].
    pub(crate) functions: Vec<ComponentExportIndex>,
    /// What receives events.
    pub(crate) handle: Option<ComponentExportIndex>,
}

impl Code {
    /// Loads the code from the cache, or compiles it. Takes from a tenth of a millisecond to seconds.
    pub(crate) async fn load(
        host: Arc<Host>,
        source: Arc<Source>,
        tools: Arc<Tools>,
        capabilities: Vec<&'static Capability>,
    ) -> Result<Self, LoadError> {
        let component = compiled(host.clone(), source).await?;
        let mut linker = Linker::new(host.engine.wasmtime());
        for capability in capabilities {
            (capability.link)(&mut linker).map_err(link_error)?;
        }
        let interface = component.get_export_index(None, tools.interface.to_string());
        let function = |name: &str| {
            let missing = || LoadError::Link { reason: format!("the function {name:?} is not exported") };
            component.get_export_index(interface.as_ref(), name).ok_or_else(missing)
        };
        let functions = tools.tools.iter().map(|tool| function(&tool.name.function)).collect::<Result<_, _>>()?;
        let handle = tools.events.as_ref().map(|events| {
            let events = component.get_export_index(None, events.to_string());
            component.get_export_index(events.as_ref(), HANDLE).ok_or(LoadError::NoEventHandler)
        });
        let handle = handle.transpose()?;
        Ok(Self { instance: linker.instantiate_pre(&component).map_err(link_error)?, functions, handle })
    }
}

#[expect(clippy::needless_pass_by_value, reason = "it is used as a function of map_err")]
fn link_error(error: wasmtime::Error) -> LoadError {
    LoadError::Link { reason: one_line(&error) }
}

async fn compiled(host: Arc<Host>, source: Arc<Source>) -> Result<Component, LoadError> {
    let (asked, wanted) = (Arc::clone(&host), Arc::clone(&source));
    let bytes = match blocking(move || kept(&asked, &wanted)).await? {
        Found::Code(component) => return Ok(component),
        Found::Source(bytes) => bytes,
    };
    tracing::info!(component = %source.digest, bytes = bytes.len(), "compiling a skill whose code is not in the cache");
    let code = host.engine.compile(bytes).await?;
    blocking(move || {
        host.cache.write(&source.code_entry(&host), &code);
        deserialize(&host, &code).map_err(|error| LoadError::Compile { reason: one_line(&error) })
    })
    .await
}

/// What there is of a component.
enum Found {
    /// Its code.
    Code(Component),
    /// Its bytes, which must be compiled.
    Source(Arc<[u8]>),
}

fn kept(host: &Host, source: &Source) -> Result<Found, LoadError> {
    if let Some(code) = host.cache.read(&source.code_entry(host)) {
        match deserialize(host, &code) {
            Ok(component) => return Ok(Found::Code(component)),
            Err(error) => tracing::warn!(%error, "compiled code in the cache does not fit the engine"),
        }
    }
    source.read().map(Found::Source)
}

/// Does what waits for disks or takes long on a thread of its own.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, LoadError> + Send + 'static,
) -> Result<T, LoadError> {
    let panicked = |panicked: JoinError| LoadError::Compile { reason: panicked.to_string() };
    spawn_blocking(work).await.map_err(panicked)?
}

#[expect(unsafe_code, reason = "the one place where compiled code is loaded")]
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

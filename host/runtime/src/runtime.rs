//! From the bytes of a component to a skill that can be called.

use std::{collections::BTreeSet, io, path::Path, sync::Arc};

use jumpseat_package::{Package, limits::COMPONENT_BYTES_MAX};
use jumpseat_policy::Grant;
use jumpseat_tool::{Tools, tools_of};
use tokio::sync::Semaphore;

use crate::{
    Cache, Engine, Limits, LoadError, ProcessCommand, Providers, Skill,
    cache::Entry,
    code::{Bytes, Source},
    imports,
    limits::CALLS_AT_ONCE_MAX,
};

/// Raised whenever other tools are derived from the same component.
const TOOLS_FORMAT: &str = concat!("jumpseat tools 3 ", env!("CARGO_PKG_VERSION"));

/// Loads skills.
pub struct Runtime {
    host: Arc<Host>,
}

/// What all skills share.
pub(crate) struct Host {
    pub(crate) engine: Engine,
    pub(crate) cache: Cache,
    pub(crate) providers: Providers,
    /// Who runs skills; nothing if this process does.
    pub(crate) runner: Option<ProcessCommand>,
    /// Calls that may start now.
    pub(crate) calls: Semaphore,
}

/// A component with what it embeds.
#[derive(Debug, Clone, Copy)]
pub struct SkillFile<'a> {
    /// The component.
    pub component: &'a [u8],
    /// What it embeds.
    pub package: &'a Package,
    /// Where the component can be read again if its compiled code is missing. Without it, a copy stays in memory.
    pub path: Option<&'a Path>,
}

impl Runtime {
    /// A runtime whose skills reach these providers, and run in this process.
    pub fn new(engine: Engine, cache: Cache, providers: Providers) -> Self {
        Self::of(engine, cache, providers, None)
    }

    /// The same with skills that run in processes of their own, behind walls: this starts one that calls
    /// [`runner_main`](crate::runner_main).
    pub fn walled(engine: Engine, cache: Cache, providers: Providers, runner: ProcessCommand) -> Self {
        Self::of(engine, cache, providers, Some(runner))
    }

    fn of(engine: Engine, cache: Cache, providers: Providers, runner: Option<ProcessCommand>) -> Self {
        let calls = Semaphore::new(CALLS_AT_ONCE_MAX as usize);
        Self { host: Arc::new(Host { engine, cache, providers, runner, calls }) }
    }

    /// Loads a skill: reads its tools and decides on its imports. Its code is neither compiled nor loaded before
    /// [`Skill::prepare`] or the first call, so this takes well under a millisecond for a component that was loaded
    /// before.
    pub fn load(&self, file: SkillFile<'_>, grant: &Grant, limits: Limits) -> Result<Skill, LoadError> {
        let SkillFile { component, package, path } = file;
        check_size(component)?;
        let digest = blake3::hash(component);
        let tools_entry = tools_entry(package, &digest);
        let tools = self.tools(component, package, &tools_entry)?;
        let manifest = &package.manifest;
        let granted = imports::link(&tools.imports, manifest, grant, &self.host.providers)?;
        let bytes = match path {
            Some(path) => Bytes::File(path.to_owned()),
            None => Bytes::Memory(component.into()),
        };
        let source = Source { tools_entry, digest, bytes };
        Ok(Skill::new(Arc::clone(&self.host), manifest, tools, granted, source, Limits::MAX.at_most(limits)))
    }

    /// Removes from the cache what belongs to none of these skills.
    pub fn retain_in_cache<'a>(&self, skills: impl IntoIterator<Item = &'a Skill>) -> io::Result<()> {
        let entries: BTreeSet<Entry> = skills.into_iter().flat_map(Skill::cache_entries).collect();
        self.host.cache.retain(&entries)
    }

    /// The tools of a component, from the cache if they were derived before.
    fn tools(&self, component: &[u8], package: &Package, entry: &Entry) -> Result<Tools, LoadError> {
        let cached = self.host.cache.read(entry).and_then(|content| serde_json::from_slice(&content).ok());
        if let Some(tools) = cached {
            return Ok(tools);
        }
        let tools = derive(component, package)?;
        if let Ok(content) = serde_json::to_vec(&tools) {
            self.host.cache.write(entry, &content);
        }
        Ok(tools)
    }
}

/// What a host of this version would offer of a component, or why it would not load it: everything that
/// [`Runtime::load`] asks, with everything granted. For whoever makes a skill file.
pub fn check(component: &[u8], package: &Package) -> Result<Tools, LoadError> {
    check_size(component)?;
    let tools = derive(component, package)?;
    imports::known(&tools.imports)?;
    Ok(tools)
}

fn check_size(component: &[u8]) -> Result<(), LoadError> {
    let bytes = component.len();
    if bytes > COMPONENT_BYTES_MAX { Err(LoadError::TooLarge { bytes }) } else { Ok(()) }
}

/// The tools of a component that its package fits.
fn derive(component: &[u8], package: &Package) -> Result<Tools, LoadError> {
    let tools = tools_of(component, package).map_err(|error| LoadError::Tools(Box::new(error)))?;
    if !package.manifest.events.is_empty() && tools.events.is_none() {
        return Err(LoadError::NoEventHandler);
    }
    tools.check_phrases(package)?;
    Ok(tools)
}

/// The name of the tools in the cache. They depend on the component and on what it embeds.
fn tools_entry(package: &Package, digest: &blake3::Hash) -> Entry {
    let mut hasher = blake3::Hasher::new();
    hasher.update(TOOLS_FORMAT.as_bytes());
    hasher.update(digest.as_bytes());
    hasher.update(&serde_json::to_vec(&(&package.manifest, &package.docs)).unwrap_or_default());
    Entry::new("tools", &hasher.finalize())
}

//! The one engine that runs all skills.
//!
//! Proposals of WebAssembly that skills do not need are off: they are surface, and most security fixes of the last
//! years were in them. Memories and stacks come from a pool that is sized for [`Limits::MAX`]; where address space
//! is too short for it, they are allocated one by one, which is slower and works the same.

mod ticker;

use std::{num::NonZeroUsize, sync::Arc};

use tokio::task::spawn_blocking;
use wasmtime::{Config, InstanceAllocationStrategy, OptLevel, PoolingAllocationConfig, Strategy, WasmFeatures};

use crate::{
    LoadError, ProcessCommand,
    compiler::Compiler,
    error::one_line,
    limits::{BACKTRACE_FRAMES_MAX, CALLS_AT_ONCE_MAX, FIBER_STACK_BYTES, Limits, STACK_BYTES_MAX},
};

/// Bytes of unreachable address space around a memory. It may be small, because code with a reservation below 4 GiB
/// checks its bounds anyway.
const GUARD_BYTES: u64 = 64 * 1024;
/// Bytes of a memory and of a stack that are set to zero by hand after a call. Giving pages back and taking them
/// again costs more than writing the few that a small skill touches.
const KEEP_RESIDENT_BYTES: usize = 64 * 1024;

/// The engine that runs skills, and the clock that stops them. Cheap to clone.
#[derive(Clone)]
pub struct Engine {
    inner: wasmtime::Engine,
    allocation: Allocation,
    /// Who compiles; nothing if this process does.
    compiler: Option<Compiler>,
}

/// Where the memories and stacks of skills come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Allocation {
    /// From a pool that is made at start.
    Pooling,
    /// One by one, because address space is too short for the pool.
    OnDemand,
}

/// The engine cannot be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("cannot start the engine for skills: {reason}")]
pub struct EngineError {
    /// For the log.
    pub reason: String,
}

impl Engine {
    /// Makes the engine and starts the thread that stops skills at their deadline. The thread ends with the engine.
    pub fn new() -> Result<Self, EngineError> {
        let (inner, allocation) = match wasmtime::Engine::new(&config(Some(pool(CALLS_AT_ONCE_MAX)))) {
            Ok(engine) => (engine, Allocation::Pooling),
            Err(error) => {
                tracing::warn!(reason = format!("{error:#}"), "no room for a pool of memories; allocating one by one");
                let engine = wasmtime::Engine::new(&config(None));
                (engine.map_err(|error| EngineError { reason: format!("{error:#}") })?, Allocation::OnDemand)
            }
        };
        ticker::start(&inner).map_err(|error| EngineError { reason: format!("no thread for the clock: {error}") })?;
        Ok(Self { inner, allocation, compiler: None })
    }

    /// The same engine, whose code is compiled in processes of their own, which call
    /// [`compiler_main`](crate::compiler_main).
    #[must_use]
    pub fn compiling_with(self, command: ProcessCommand) -> Self {
        Self { compiler: Some(Compiler::new(command)), ..self }
    }

    /// The compiled code of a component, as the engine takes it.
    pub(crate) async fn compile(&self, component: Arc<[u8]>) -> Result<Vec<u8>, LoadError> {
        if let Some(compiler) = &self.compiler {
            return compiler.compile(&component).await;
        }
        let engine = self.inner.clone();
        let compiled = spawn_blocking(move || engine.precompile_component(&component)).await;
        let compiled = compiled.map_err(|panicked| LoadError::CompilerDied { how: panicked.to_string() })?;
        compiled.map_err(|error| LoadError::Compile { reason: one_line(&error) })
    }

    /// Where memories and stacks come from.
    pub fn allocation(&self) -> Allocation {
        self.allocation
    }

    /// The engine itself, for those who measure it.
    pub fn wasmtime(&self) -> &wasmtime::Engine {
        &self.inner
    }
}

/// An engine that runs one call at a time until it ends: nothing interrupts it. It compiles nothing.
pub(crate) fn for_one_call() -> wasmtime::Result<wasmtime::Engine> {
    let engine = |pool| wasmtime::Engine::new(config(pool).enable_compiler(false));
    engine(Some(pool(1))).or_else(|_no_room| engine(None))
}

/// An engine that compiles for all others, and runs nothing.
pub(crate) fn for_compiling() -> wasmtime::Result<wasmtime::Engine> {
    wasmtime::Engine::new(&config(None))
}

/// The settings. They do not depend on the pool but for where memory comes from, so that compiled code fits both.
fn config(pool: Option<PoolingAllocationConfig>) -> Config {
    let unneeded = WasmFeatures::GC
        | WasmFeatures::GC_TYPES
        | WasmFeatures::FUNCTION_REFERENCES
        | WasmFeatures::EXCEPTIONS
        | WasmFeatures::LEGACY_EXCEPTIONS
        | WasmFeatures::THREADS
        | WasmFeatures::SHARED_EVERYTHING_THREADS
        | WasmFeatures::MEMORY64
        | WasmFeatures::RELAXED_SIMD
        | WasmFeatures::TAIL_CALL
        | WasmFeatures::STACK_SWITCHING
        | WasmFeatures::WIDE_ARITHMETIC
        | WasmFeatures::CUSTOM_PAGE_SIZES;
    let mut config = Config::new();
    config
        .wasm_features(unneeded, false)
        // Components that hold components are compiled with adapters between their memories; without this
        // proposal the compiler panics on them.
        .wasm_multi_memory(true)
        .shared_memory(false)
        .strategy(Strategy::Cranelift)
        .cranelift_opt_level(OptLevel::Speed)
        .concurrency_support(false)
        .epoch_interruption(true)
        .max_wasm_stack(STACK_BYTES_MAX)
        .async_stack_size(FIBER_STACK_BYTES)
        .async_stack_zeroing(true)
        .wasm_backtrace_max_frames(NonZeroUsize::new(BACKTRACE_FRAMES_MAX))
        .memory_reservation(Limits::MAX.memory_bytes as u64)
        .memory_guard_size(GUARD_BYTES);
    if let Some(pool) = pool {
        config.allocation_strategy(InstanceAllocationStrategy::Pooling(pool));
    }
    config
}

/// Room for calls that use all that they may. For [`CALLS_AT_ONCE_MAX`], 128 memories of 64 MiB are 8 GiB of address
/// space, which boards with 39 bits of it have.
fn pool(calls: u32) -> PoolingAllocationConfig {
    let each = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let all = |count: usize| calls.saturating_mul(each(count));
    let limits = Limits::MAX;
    let mut pool = PoolingAllocationConfig::new();
    pool.total_component_instances(calls)
        .total_core_instances(all(limits.instances))
        .total_memories(all(limits.memories))
        .total_tables(all(limits.tables))
        .total_stacks(calls)
        .max_core_instances_per_component(each(limits.instances))
        .max_memories_per_component(each(limits.memories))
        .max_memories_per_module(each(limits.memories))
        .max_tables_per_component(each(limits.tables))
        .max_tables_per_module(each(limits.tables))
        .max_memory_size(limits.memory_bytes)
        .table_elements(limits.table_elements)
        .max_unused_warm_slots(calls)
        .linear_memory_keep_resident(KEEP_RESIDENT_BYTES)
        .table_keep_resident(KEEP_RESIDENT_BYTES)
        .async_stack_keep_resident(KEEP_RESIDENT_BYTES);
    pool
}

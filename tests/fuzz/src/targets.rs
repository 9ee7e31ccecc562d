//! The targets. Each module names what must hold.

mod arguments;
#[cfg(feature = "engine")]
mod audit;
mod component;
mod grammar;
mod manifest;
mod phrases;
#[cfg(feature = "engine")]
mod policy;
#[cfg(feature = "engine")]
mod runner;

use crate::seeds;

/// A reader of what strangers write.
#[derive(Debug, Clone, Copy)]
pub struct Target {
    /// Its name, which is that of its binary for libFuzzer too.
    pub name: &'static str,
    /// Hands it any bytes. Panics if something does not hold.
    pub run: fn(&[u8]),
    /// Inputs to begin with: what it reads every day, and what is hard to come upon.
    pub seeds: fn() -> Vec<Vec<u8>>,
}

/// All targets.
pub const TARGETS: &[Target] = &[
    Target { name: "component", run: component::run, seeds: seeds::components },
    Target { name: "manifest", run: manifest::run, seeds: seeds::manifests },
    Target { name: "phrases", run: phrases::run, seeds: seeds::phrases },
    Target { name: "arguments", run: arguments::run, seeds: seeds::arguments },
    Target { name: "grammar", run: grammar::run, seeds: seeds::grammars },
    #[cfg(feature = "engine")]
    Target { name: "policy", run: policy::run, seeds: seeds::policies },
    #[cfg(feature = "engine")]
    Target { name: "audit", run: audit::run, seeds: seeds::audit_logs },
    #[cfg(feature = "engine")]
    Target { name: "runner", run: runner::run, seeds: seeds::conversations },
];

impl Target {
    /// The target with a name.
    pub fn named(name: &str) -> Option<&'static Self> {
        TARGETS.iter().find(|target| target.name == name)
    }
}

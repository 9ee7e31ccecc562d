//! A skill's own memory between calls: the host side of `jumpseat:storage`.
//!
//! The crate holds the WIT glue, the trait of whoever keeps values, and the provider that keeps none. The context
//! carries the skill's id, so that no skill can name another one. It deliberately knows no other capability and no
//! file.

mod bindings;
pub mod contract;
mod host;
pub mod limits;
mod provider;

pub use bindings::jumpseat::storage::key_value::Error;
pub use host::{Storage, StorageCtx, StorageView, add_relay_to_linker, add_to_linker};
pub use provider::{StorageProvider, Unavailable};

/// The interface that this crate serves, as a component names it in its imports.
pub const INTERFACE: &str = "jumpseat:storage/key-value@0.1.0";

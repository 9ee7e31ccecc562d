//! What the driver likes: the host side of `jumpseat:preferences`.
//!
//! The crate holds the WIT glue, the trait of whoever keeps preferences, and the provider that keeps none. It
//! deliberately knows no other capability, no skill, and no file.

mod bindings;
pub mod contract;
mod host;
pub mod limits;
mod provider;

pub use bindings::jumpseat::preferences::driver::Error;
pub use host::{Preferences, PreferencesCtx, PreferencesView, add_relay_to_linker, add_to_linker};
pub use provider::{PreferencesProvider, Unavailable};

/// The interface that this crate serves, as a component names it in its imports.
pub const INTERFACE: &str = "jumpseat:preferences/driver@0.1.0";

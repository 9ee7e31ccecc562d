//! Points of interest: the host side of `jumpseat:places`.
//!
//! The crate holds the WIT glue, the trait of whoever knows places, and the provider that knows none. It
//! deliberately knows no other capability, no skill, and no source of data.

mod bindings;
pub mod contract;
mod host;
pub mod limits;
mod provider;

pub use bindings::jumpseat::places::search::{Category, Error, Place, Query};
pub use host::{Places, PlacesCtx, PlacesView, add_relay_to_linker, add_to_linker};
pub use provider::{PlacesProvider, Unavailable};

/// The interface that this crate serves, as a component names it in its imports.
pub const INTERFACE: &str = "jumpseat:places/search@0.1.0";

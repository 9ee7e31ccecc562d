//! Where the car is: the host side of `jumpseat:location`.
//!
//! The crate holds the WIT glue, the trait of whoever knows the position, and the provider that does not. It also makes a
//! position coarse, for skills that may know no more than roughly where the car is. It deliberately knows no other
//! capability, no skill, and no source of data.

mod bindings;
mod coarse;
pub mod contract;
mod host;
pub mod limits;
mod provider;

pub use bindings::jumpseat::location::position::{Error, Position};
pub use coarse::Precision;
pub use host::{Location, LocationCtx, LocationView, add_relay_to_linker, add_to_linker};
pub use provider::{LocationProvider, Unavailable};

/// The interface that this crate serves, as a component names it in its imports.
pub const INTERFACE: &str = "jumpseat:location/position@0.1.0";

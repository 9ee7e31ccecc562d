//! Traffic lights on the way of the car: the host side of `jumpseat:traffic-signals`.
//!
//! The crate holds the WIT glue, the trait of whoever knows signals, and the provider that knows none. It
//! deliberately knows no other capability, no skill, and no source of data.

mod bindings;
pub mod contract;
mod host;
pub mod limits;
mod provider;

pub use bindings::jumpseat::traffic_signals::ahead::{Color, Error, Signal, Window};
pub use host::{TrafficSignals, TrafficSignalsCtx, TrafficSignalsView, add_relay_to_linker, add_to_linker};
pub use provider::{SignalProvider, Unavailable};

/// The interface that this crate serves, as a component names it in its imports.
pub const INTERFACE: &str = "jumpseat:traffic-signals/ahead@0.1.0";

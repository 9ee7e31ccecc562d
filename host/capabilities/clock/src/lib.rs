//! The time of day: the host side of `jumpseat:clock`.
//!
//! The host reads its clock once when a call starts, so that a skill sees one moment and cannot measure time with
//! it. The crate holds the WIT glue and the trait of whoever knows the time. It deliberately knows no other
//! capability, no skill, and no source of time.

mod bindings;
pub mod contract;
mod host;
mod provider;

pub use bindings::jumpseat::clock::wall::Moment;
pub use host::{Clock, ClockCtx, ClockView, add_relay_to_linker, add_to_linker};
pub use provider::ClockProvider;

/// The interface that this crate serves, as a component names it in its imports.
pub const INTERFACE: &str = "jumpseat:clock/wall@0.1.0";

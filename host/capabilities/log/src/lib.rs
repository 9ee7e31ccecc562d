//! A skill's own log lines: the host side of `jumpseat:log`.
//!
//! Lines are text from a stranger that a person reads in a terminal: they are cut, cleaned and counted before any
//! [`LogSink`] sees them. The crate deliberately knows no other capability and no file.

mod bindings;
mod host;
pub mod limits;
mod sink;

pub use bindings::jumpseat::log::lines::Level;
pub use host::{Log, LogCtx, LogView, add_relay_to_linker, add_to_linker};
pub use sink::{Discard, LogSink, Tracing};

/// The interface that this crate serves, as a component names it in its imports.
pub const INTERFACE: &str = "jumpseat:log/lines@0.1.0";

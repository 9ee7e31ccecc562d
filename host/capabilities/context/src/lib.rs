//! The circumstances of a turn: the host side of `jumpseat:context`.
//!
//! There is no provider: the host fills in the record when a call starts, and it stays the same while the call
//! lasts. The capability is always granted. It deliberately knows no other capability and no skill.

mod bindings;
mod host;

pub use bindings::jumpseat::context::turn::{Context, DrivingState, Units};
pub use host::{ContextCtx, ContextView, Turn, add_relay_to_linker, add_to_linker};

/// The interface that this crate serves, as a component names it in its imports.
pub const INTERFACE: &str = "jumpseat:context/turn@0.1.0";

//! Car parks and their free spaces: the host side of `jumpseat:parking`.
//!
//! The crate holds the WIT glue, the trait of whoever knows car parks, and the provider that knows none. It
//! deliberately knows no other capability, no skill, and no source of data.
//!
//! ```
//! use std::sync::Arc;
//!
//! use jumpseat_parking::{Parking, ParkingCtx, ParkingView, Unavailable};
//! use wasmtime::component::Linker;
//!
//! struct State(ParkingCtx);
//!
//! impl ParkingView for State {
//!     fn parking(&mut self) -> &mut ParkingCtx {
//!         &mut self.0
//!     }
//! }
//!
//! # fn link(linker: &mut Linker<State>) -> wasmtime::Result<()> {
//! jumpseat_parking::add_to_linker(linker)?;
//! let state = State(ParkingCtx::new(Arc::new(Unavailable)));
//! # drop(state);
//! # Ok(())
//! # }
//! ```

mod bindings;
pub mod contract;
mod host;
pub mod limits;
mod provider;

pub use bindings::jumpseat::parking::availability::{CarPark, Error, Query};
pub use host::{Parking, ParkingCtx, ParkingView, add_relay_to_linker, add_to_linker};
pub use provider::{ParkingProvider, Unavailable};

/// The interface that this crate serves, as a component names it in its imports.
pub const INTERFACE: &str = "jumpseat:parking/availability@0.1.0";

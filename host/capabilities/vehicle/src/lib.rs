//! Signals of the vehicle, by their VSS paths: the host side of `jumpseat:vehicle`.
//!
//! Three walls stand between a skill and an actuator, each checked before the vehicle is asked:
//!
//! 1. [`forbidden`](forbidden::FORBIDDEN): what keeps the car on the road. Nothing opens these branches.
//! 2. [`Writable`]: what the host lets this skill set, and within which range. By default nothing.
//! 3. The [`catalogue`]: datatype and range of the signal itself.
//!
//! After them comes the [`Overseer`]: it asks the driver where the host did not say that nobody must be asked, and
//! without it nothing is set.
//!
//! The crate holds these, the WIT glue, the trait of whoever reaches the vehicle, and the provider that reaches none.
//! It deliberately knows no other capability, no policy file and no driving state: whoever makes a [`Writable`] knows
//! those.
//!
//! ```
//! use std::sync::Arc;
//!
//! use jumpseat_vehicle::{Nobody, Unavailable, Vehicle, VehicleCtx, VehicleView, Writable};
//! use wasmtime::component::Linker;
//!
//! struct State(VehicleCtx);
//!
//! impl VehicleView for State {
//!     fn vehicle(&mut self) -> &mut VehicleCtx {
//!         &mut self.0
//!     }
//! }
//!
//! # fn link(linker: &mut Linker<State>) -> Result<(), Box<dyn std::error::Error>> {
//! jumpseat_vehicle::add_to_linker(linker)?;
//! let writable = Writable::parse(["Vehicle.Cabin.HVAC.Station.*.*.Temperature 16..28"])?;
//! let state = State(VehicleCtx::new(Arc::new(Unavailable), Arc::new(writable), Arc::new(Nobody)));
//! # drop(state);
//! # Ok(())
//! # }
//! ```

mod act;
mod bindings;
pub mod catalogue;
pub mod contract;
pub mod forbidden;
mod host;
pub mod limits;
mod pattern;
mod provider;
mod range;
mod writable;

pub use act::{Act, Answer, Approval, Nobody, Overseer};
pub use bindings::jumpseat::vehicle::signals::{Error, Range, Value};
pub use host::{Vehicle, VehicleCtx, VehicleView, add_relay_to_linker, add_to_linker};
pub use provider::{Unavailable, VehicleProvider};
pub use writable::{Opening, Rule, Writable, WritableError};

/// The interface that this crate serves, as a component names it in its imports.
pub const INTERFACE: &str = "jumpseat:vehicle/signals@0.1.0";

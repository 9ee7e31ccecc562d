//! The simulated town Maple Harbor (枫港) and the car that drives through it: the default of every capability.
//!
//! The town is the file `town.osm` beside this crate's sources, read by the same importer as a real map. The car
//! drives a fixed loop, keeps to the speed limits and stops at red signals. Everything that happens is a function of
//! the time since the start, and the time comes from a [`SimulatedClock`]: two worlds at the same time are equal, as
//! long as nobody sets anything in the car.
//!
//! The crate deliberately knows neither skills nor the turn: it answers for the world, not for the conversation.
//!
//! ```
//! use std::time::Duration;
//! use jumpseat_context::DrivingState;
//! use jumpseat_world::{SimulatedClock, World};
//!
//! let clock = SimulatedClock::manual(World::NOON);
//! let world = World::new(clock.clone())?;
//! assert_eq!(world.driving_state(), DrivingState::Parked);
//! clock.advance(Duration::from_secs(25));
//! assert_eq!(world.driving_state(), DrivingState::Moving);
//! assert_eq!(world.street(), Some("Harbor Street"));
//! # Ok::<(), jumpseat_world::WorldError>(())
//! ```

mod clock;
mod drive;
mod error;
mod events;
pub mod limits;
mod occupancy;
mod phases;
mod providers;
mod route;
#[cfg(test)]
mod tests;
mod vehicle;
mod weather;
mod world;

pub use clock::SimulatedClock;
pub use error::WorldError;
pub use events::SignalAhead;
pub use world::World;

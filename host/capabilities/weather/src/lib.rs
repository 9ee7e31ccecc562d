//! The weather, now and in the days to come: the host side of `jumpseat:weather`.
//!
//! The crate holds the WIT glue, the trait of whoever forecasts the weather, and the provider that knows none. It
//! deliberately knows no other capability, no skill, and no source of data.

mod bindings;
pub mod contract;
mod host;
pub mod limits;
mod provider;

pub use bindings::jumpseat::weather::forecast::{Error, Hour, Point, Report, Sky};
pub use host::{Weather, WeatherCtx, WeatherView, add_relay_to_linker, add_to_linker};
pub use provider::{Unavailable, WeatherProvider};

/// The interface that this crate serves, as a component names it in its imports.
pub const INTERFACE: &str = "jumpseat:weather/forecast@0.1.0";

/// Milliseconds of an hour.
pub const HOUR_MS: u64 = 60 * 60 * 1_000;

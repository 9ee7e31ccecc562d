//! Weather from the internet: a provider of the capability `weather` on a source in the form of Open-Meteo.
//!
//! The form is that of <https://open-meteo.com/en/docs>: a GET request with places and the names of what is wanted, and JSON
//! with one list per name. Where the car is goes out rounded to a [`cell`](limits::CELLS_PER_DEGREE), so the source learns
//! about what region somebody asks and no more. Forecasts are kept for a while: another question about the same region asks nobody,
//! and a source that is away for some hours is not missed; how old an answer is stands in it.
//!
//! This deliberately knows neither skills nor how requests are sent: whoever sends them is given
//! ([`HttpProvider`](jumpseat_http::HttpProvider)).

mod cell;
mod form;
pub mod limits;
mod provider;
mod sky;
#[cfg(test)]
mod tests;

pub use provider::OpenMeteo;

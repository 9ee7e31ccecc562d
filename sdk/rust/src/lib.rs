//! What a skill in Rust depends on: bindings of every capability, and builders for answers.
//!
//! A skill says in `wit/skill.wit` what it offers and what it needs:
//!
//! ```wit
#![doc = include_str!("../example/wit/skill.wit")]
//! ```
//!
//! [`skill!`] turns that into a trait to implement, and this crate brings what the implementation calls:
//!
//! ```
//! use jumpseat_sdk::{Around, Card, Failure, Question, Reply, Row, Turn, places};
//!
//! # jumpseat_sdk::skill!(acme::noodles in "example/wit");
//! # #[cfg(any())] // This crate has the example's WIT in a folder of its own; a skill writes the line below.
//! jumpseat_sdk::skill!(acme::noodles);
//!
//! impl tools::Guest for Skill {
//!     fn find(request: tools::FindRequest) -> Result<Reply, Failure> {
//!         let locale = Turn::current().locale;
//!         let around = Around::find(request.near.as_deref(), locale.language)?;
//!         let query = places::Query {
//!             cuisines: vec!["noodle".to_owned(), "ramen".to_owned()],
//!             radius_m: 2_000,
//!             ..places::Query::around(around.coordinates, locale.language)
//!         };
//!         let found = places::find(&query).map_err(|error| error.failure(locale.language))?;
//!         let Some(nearest) = found.first() else {
//!             return Err(Failure::nothing_found("I found no noodles within two kilometres.", "no match"));
//!         };
//!         let speech = format!("{} is {} away.", nearest.name, locale.distance(nearest.distance_m));
//!         let rows = found.iter().map(|place| Row::new(&place.name).trailing(locale.distance_short(place.distance_m)));
//!         let choices = found.iter().map(|place| (place.name.as_str(), place.id.as_str()));
//!         Ok(Reply::say(speech).card(Card::list("Noodles", rows)).question(Question::choose("find", "near", choices)))
//!     }
//! }
//! # fn main() {}
//! ```
//!
//! # What a component imports
//!
//! The crate has bindings of every capability, but a component imports only those that its code calls. A skill
//! calls what its world declares and nothing else.
//!
//! # Testing without a car
//!
//! Off WebAssembly the capabilities cannot be called. Keep ranking and wording in functions that take plain data:
//! all types here can be made by hand and compared, and such functions run under `cargo test`.
//!
//! The crate deliberately knows nothing of the host: it sees the car only through the WIT of the contract.

#[doc(hidden)]
pub use wit_bindgen;

mod around;
mod bindings;
mod card;
mod failure;
pub mod limits;
mod locale;
mod money;
mod reply;
mod request;
mod skill;
mod text;
mod turn;
pub mod wording;

#[doc(hidden)]
pub use bindings::jumpseat::skill::types;
pub use bindings::jumpseat::skill::types::{
    Card, Choice, Coordinates, CountdownCard, Explanation, Failure, ListCard, MapCard, Marker, MessageCard, Need,
    Question, Reply, Row, StatusCard, StatusValue, Tone,
};

pub use around::Around;
pub use locale::{Language, Locale};
pub use turn::Turn;

/// The time of day: `jumpseat:clock/wall`.
pub mod clock {
    pub use crate::bindings::jumpseat::clock::wall::{Moment, now};
}

/// The turn that is being answered: `jumpseat:context/turn`. [`Turn`] is the handier form.
pub mod context {
    pub use crate::bindings::jumpseat::context::turn::{Context, DrivingState, Units, current};
}

/// Requests over the internet: `jumpseat:http/client`.
pub mod http {
    pub use crate::bindings::jumpseat::http::client::{Error, Header, Method, Request, Response, send};
}

/// The position of the car: `jumpseat:location/position`.
pub mod location {
    pub use crate::bindings::jumpseat::location::position::{Error, Position, current};
}

/// Lines for the skill's own log: `jumpseat:log/lines`.
pub mod log {
    pub use crate::bindings::jumpseat::log::lines::{Level, write};
}

/// Car parks and their free spaces: `jumpseat:parking/availability`.
pub mod parking {
    pub use crate::bindings::jumpseat::parking::availability::{CarPark, Error, Query, nearby};
}

/// Points of interest: `jumpseat:places/search`.
pub mod places {
    pub use crate::bindings::jumpseat::places::search::{Category, Error, Place, Query, find, get};
}

/// What the driver likes: `jumpseat:preferences/driver`.
pub mod preferences {
    pub use crate::bindings::jumpseat::preferences::driver::{Error, get, set};
}

/// The skill's own memory between calls: `jumpseat:storage/key-value`.
pub mod storage {
    pub use crate::bindings::jumpseat::storage::key_value::{Error, delete, get, keys, set};
}

/// Traffic lights: `jumpseat:traffic-signals/ahead`.
pub mod traffic_signals {
    pub use crate::bindings::jumpseat::traffic_signals::ahead::{Color, Error, Signal, Window, upcoming};
}

/// Signals of the vehicle, by their VSS paths: `jumpseat:vehicle/signals`.
pub mod vehicle {
    pub use crate::bindings::jumpseat::vehicle::signals::{Error, Range, Value, get, set};
}

/// The weather, now and in the days to come: `jumpseat:weather/forecast`.
pub mod weather {
    pub use crate::bindings::jumpseat::weather::forecast::{Error, Hour, Point, Report, Sky, at};
}

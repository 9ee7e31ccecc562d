//! OpenStreetMap extracts as a source of places and car parks.
//!
//! [`import`] turns an extract into a `SQLite` database with an R*Tree of positions and a full-text index of names.
//! [`OsmMap`] answers from such a database, in the language that is asked for. A map is text by strangers: what
//! comes out is bounded and holds no control characters, and it is data for whoever reads it, never an instruction.
//!
//! The crate deliberately knows neither skills nor the car: where the car is, which way it goes and how many spaces
//! are free comes from elsewhere.
//!
//! ```
//! # use std::sync::Arc;
//! # use jumpseat_clock::{ClockProvider, Moment};
//! # use jumpseat_osm::OsmMap;
//! # struct Noon;
//! # impl ClockProvider for Noon {
//! #     fn now(&self) -> Moment {
//! #         Moment { unix_ms: 1_778_667_300_000, utc_offset_min: 120 }
//! #     }
//! # }
//! let xml = r#"<osm version="0.6">
//!   <node id="1" lat="43.73" lon="7.42">
//!     <tag k="amenity" v="restaurant"/>
//!     <tag k="name" v="Le Dragon d'Or"/>
//!     <tag k="name:zh" v="金龙餐厅"/>
//!   </node>
//! </osm>"#;
//! let map = OsmMap::from_xml("example", xml.as_bytes(), Arc::new(Noon))?;
//! assert_eq!(map.names("zh", 10)?, ["金龙餐厅"]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod category;
mod error;
mod feature;
mod geography;
mod hours;
mod import;
pub mod limits;
mod map;
mod names;
mod provider;
mod schema;
mod source;
mod street_nodes;
mod tags;
#[cfg(test)]
mod tests;
mod text;

pub use error::{ImportError, MapError};
pub use geography::Position;
pub use import::{Progress, Stage, Summary, import};
pub use map::{OsmMap, Signal, Street};
pub use names::Names;

/// What must be shown where data of OpenStreetMap is shown.
pub const ATTRIBUTION: &str = "© OpenStreetMap contributors";

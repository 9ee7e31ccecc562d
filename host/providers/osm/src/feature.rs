//! What is kept of an element: a place, a car park, a street or a signal, told by its tags.

mod car_park;
mod place;
mod road;

pub(crate) use car_park::{CarParkRecord, is_open_to_all};
pub(crate) use place::PlaceRecord;
pub(crate) use road::{SignalRecord, StreetRecord};

use crate::tags::Tags;

/// What a way is kept as, if at all. Decides without its geometry which nodes an import must remember.
pub(crate) fn keeps_way(tags: &Tags) -> bool {
    PlaceRecord::of(tags).is_some() || CarParkRecord::of(tags).is_some() || StreetRecord::of(tags).is_some()
}

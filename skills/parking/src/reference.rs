//! How a car park of an earlier answer is found again.
//!
//! Car parks are only found around a point, so the value of a choice holds the point of its search beside the id:
//! "the second one" works for a search near a distant place too, and its walk stays the one that was said.

use jumpseat_sdk::{Coordinates, parking::CarPark, wording};

/// Words for what every car park is, which drivers leave out or swap.
const KINDS: [&str; 14] = [
    "multi storey car park",
    "underground car park",
    "parking garage",
    "parking lot",
    "car park",
    "carpark",
    "parking",
    "garage",
    "地下停车场",
    "停车场",
    "停车楼",
    "停车库",
    "地下车库",
    "车库",
];
/// Parts of a degree in a choice. A hundred thousandth of a degree is about a metre.
const PARTS_PER_DEG: f64 = 100_000.0;

/// What the driver picked: an id with the middle of its search, or a name.
#[derive(Debug, PartialEq)]
pub(crate) enum Reference {
    /// A choice of an earlier answer.
    Choice {
        /// The id of the car park.
        id: String,
        /// The middle of the search that found it.
        middle: Coordinates,
    },
    /// A name, or a part of it, as the driver said it. Never empty.
    Name(String),
}

/// The value of a choice.
pub(crate) fn choice_value(car_park: &CarPark, middle: Coordinates) -> String {
    format!("{}@{},{}", car_park.id, parts(middle.latitude_deg), parts(middle.longitude_deg))
}

impl Reference {
    /// Reads what a tool received; nothing if there is nothing to read.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if let Some((id, middle)) = text.rsplit_once('@')
            && let Some(middle) = parse_coordinates(middle)
        {
            return Some(Self::Choice { id: id.to_owned(), middle });
        }
        if wording::names_nothing(text) { None } else { Some(Self::Name(text.to_owned())) }
    }

    /// The car park that is meant: the one with the id, or else the name, or else the nearest that has the text in its
    /// name. "City Hall Garage" is also found as "city hall car park". An id may also come without its search.
    pub(crate) fn pick(&self, car_parks: &[CarPark]) -> Option<CarPark> {
        let picked = match self {
            Self::Choice { id, .. } => car_parks.iter().find(|car_park| car_park.id == *id),
            Self::Name(name) => {
                let said = name.to_lowercase();
                let named = |car_park: &&CarPark| car_park.name.to_lowercase() == said;
                let bare = without_kind(&said);
                let partly_named = |car_park: &&CarPark| car_park.name.to_lowercase().contains(bare);
                let has_id = |car_park: &&CarPark| car_park.id == *name;
                car_parks
                    .iter()
                    .find(has_id)
                    .or_else(|| car_parks.iter().find(named))
                    .or_else(|| car_parks.iter().find(partly_named))
            }
        };
        picked.cloned()
    }
}

/// The name without the word for what it is, unless there is nothing else.
fn without_kind(name: &str) -> &str {
    let bare = KINDS.iter().find_map(|kind| name.strip_suffix(kind)).unwrap_or(name).trim();
    if bare.is_empty() { name } else { bare }
}

#[expect(clippy::cast_possible_truncation, reason = "degrees are at most 180; `as` saturates whatever else comes")]
fn parts(deg: f64) -> i32 {
    (deg * PARTS_PER_DEG).round() as i32
}

fn parse_coordinates(text: &str) -> Option<Coordinates> {
    let (latitude, longitude) = text.split_once(',')?;
    let degrees = |text: &str| text.parse::<i32>().ok().map(|parts| f64::from(parts) / PARTS_PER_DEG);
    let (latitude_deg, longitude_deg) = (degrees(latitude)?, degrees(longitude)?);
    let on_earth = (-90.0..=90.0).contains(&latitude_deg) && (-180.0..=180.0).contains(&longitude_deg);
    on_earth.then_some(Coordinates { latitude_deg, longitude_deg })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::car_park;

    const MIDDLE: Coordinates = Coordinates { latitude_deg: 48.775_84, longitude_deg: -9.182_93 };

    #[test]
    fn a_choice_round_trips() {
        let value = choice_value(&car_park("City Hall", 350), MIDDLE);
        assert_eq!(value, "way/350@4877584,-918293");
        let expected = Reference::Choice { id: "way/350".to_owned(), middle: MIDDLE };
        assert_eq!(Reference::parse(&value), Some(expected));
    }

    #[test]
    fn anything_else_is_a_name() {
        for name in ["City Hall", "P@rk", "a@1,b", "a@9100000,0", "a@1.5,0", "a@99999999999,0", "@"] {
            assert_eq!(Reference::parse(name), Some(Reference::Name(name.to_owned())));
        }
        for nothing in [" \n", "the", "那个"] {
            assert_eq!(Reference::parse(nothing), None);
        }
    }

    #[test]
    fn the_exact_name_beats_a_nearer_part_of_one() {
        let car_parks = [car_park("City Hall North", 100), car_park("City Hall", 200)];
        let pick = |text: &str| Reference::parse(text).unwrap().pick(&car_parks).map(|car_park| car_park.name);
        assert_eq!(pick("city hall").as_deref(), Some("City Hall"));
        assert_eq!(pick("north").as_deref(), Some("City Hall North"));
        assert_eq!(pick("way/200").as_deref(), Some("City Hall"));
        assert_eq!(pick("way/100@4800000,900000").as_deref(), Some("City Hall North"));
        assert_eq!(pick("station"), None);
    }

    #[test]
    fn the_word_for_a_car_park_may_be_another() {
        let car_parks = [car_park("City Hall Garage", 100), car_park("市政厅停车场", 200)];
        let pick = |text: &str| Reference::parse(text).unwrap().pick(&car_parks).map(|car_park| car_park.walk_m);
        assert_eq!(pick("city hall car park"), Some(100));
        assert_eq!(pick("市政厅车库"), Some(200));
        assert_eq!(pick("garage"), Some(100));
    }
}

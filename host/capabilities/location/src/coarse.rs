//! Positions that tell only roughly where the car is. Pure.
//!
//! The earth is divided into cells: bands of 0.02° of latitude, and in each band as many columns as fit with a width of no
//! less than the height. A cell is so about 2.2 km high and wide. A coarse position is the middle of its cell, the same for
//! every position in it, without heading and street, so asking again and again tells no more than asking once. What remains
//! to be seen is when a car that drives passes from one cell into the next.

use serde::{Deserialize, Serialize};

use crate::{
    Position,
    limits::{CELL_HEIGHT_DEG, CELL_RADIUS_M},
};

/// How precisely a skill may know the position. What is coarser is greater.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Precision {
    /// As the car knows it.
    #[default]
    Precise,
    /// The middle of a cell of about 2.2 km.
    Coarse,
}

impl Precision {
    /// The position that a skill hears.
    pub fn of(self, position: Position) -> Position {
        match self {
            Self::Precise => position,
            Self::Coarse => coarse(&position),
        }
    }
}

fn coarse(position: &Position) -> Position {
    let latitude_deg = middle(position.latitude_deg + 90.0, 180.0, 180.0 / CELL_HEIGHT_DEG) - 90.0;
    let columns = (latitude_deg.to_radians().cos() * 360.0 / CELL_HEIGHT_DEG).floor().max(1.0);
    // East of 180 degrees is the far west.
    let longitude_deg = middle((position.longitude_deg + 180.0).rem_euclid(360.0), 360.0, columns) - 180.0;
    Position {
        latitude_deg,
        longitude_deg,
        heading_deg: None,
        accuracy_m: position.accuracy_m.max(CELL_RADIUS_M),
        age_ms: position.age_ms,
        street: None,
    }
}

/// The middle of the part in which a value lies, of a whole in so many parts.
fn middle(value: f64, whole: f64, parts: f64) -> f64 {
    let part = whole / parts;
    ((value / part).floor().clamp(0.0, parts - 1.0) + 0.5) * part
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(latitude_deg: f64, longitude_deg: f64) -> Position {
        Position {
            latitude_deg,
            longitude_deg,
            heading_deg: Some(90.0),
            accuracy_m: 5.0,
            age_ms: 100,
            street: Some("Bahnhofstraße".to_owned()),
        }
    }

    /// The distance of two positions on a sphere, in metres.
    fn distance_m(a: &Position, b: &Position) -> f64 {
        let [a_lat, a_lon, b_lat, b_lon] =
            [a.latitude_deg, a.longitude_deg, b.latitude_deg, b.longitude_deg].map(f64::to_radians);
        let half = |from: f64, to: f64| ((to - from) / 2.0).sin().powi(2);
        let chord = half(a_lat, b_lat) + a_lat.cos() * b_lat.cos() * half(a_lon, b_lon);
        2.0 * 6_371_009.0 * chord.sqrt().asin()
    }

    #[test]
    fn a_coarse_position_is_the_middle_of_a_cell_and_nothing_else() {
        let coarse = Precision::Coarse.of(at(47.3779, 8.5403));
        let expected = Position {
            latitude_deg: 47.37,
            longitude_deg: 8.549_630_845,
            heading_deg: None,
            accuracy_m: 2_000.0,
            age_ms: 100,
            street: None,
        };
        assert!(distance_m(&coarse, &expected) < 0.01, "{coarse:?}");
        let Position { latitude_deg, longitude_deg, .. } = coarse;
        assert_eq!(coarse, Position { latitude_deg, longitude_deg, ..expected });
        assert_eq!(Precision::Precise.of(at(47.3779, 8.5403)), at(47.3779, 8.5403));
    }

    #[test]
    fn the_ends_of_the_earth_have_cells_too() {
        assert_eq!(Precision::Coarse.of(at(10.0, 180.0)), Precision::Coarse.of(at(10.0, -180.0)));
        for latitude_deg in [-90.0, 90.0] {
            let coarse = Precision::Coarse.of(at(latitude_deg, 12.3));
            assert!((-90.0..=90.0).contains(&coarse.latitude_deg) && coarse.longitude_deg.is_finite(), "{coarse:?}");
        }
    }

    proptest! {
        #[test]
        fn the_car_is_as_near_as_the_accuracy_says(latitude in -90.0..=90.0, longitude in -180.0..=180.0) {
            let precise = at(latitude, longitude);
            let coarse = Precision::Coarse.of(precise.clone());
            prop_assert!((-180.0..=180.0).contains(&coarse.longitude_deg));
            prop_assert!(distance_m(&precise, &coarse) <= f64::from(coarse.accuracy_m));
        }

        #[test]
        fn all_of_a_cell_is_one_position(
            latitude in -90.0..=90.0, longitude in -180.0..=180.0, north in -0.49..0.49, east in -0.49..0.49,
        ) {
            let coarse = Precision::Coarse.of(at(latitude, longitude));
            // On the ground, no cell is narrower than it is high.
            let width_deg = 0.02 / coarse.latitude_deg.to_radians().cos();
            let other = at(coarse.latitude_deg + north * 0.02, coarse.longitude_deg + east * width_deg);
            prop_assert_eq!(Precision::Coarse.of(other), coarse);
        }
    }
}

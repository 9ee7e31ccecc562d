//! Regions of the earth.

use jumpseat_weather::Point;

use crate::limits::CELLS_PER_DEGREE;

/// A region, numbered from the equator and the meridian of Greenwich.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Cell {
    latitude: i16,
    longitude: i16,
}

impl Cell {
    /// The region that a point lies in.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the host lets pass degrees of the earth, which have three digits"
    )]
    pub(crate) fn of(point: &Point) -> Self {
        let nearest = |degrees: f64| (degrees * CELLS_PER_DEGREE).round() as i16;
        let longitude = nearest(point.longitude_deg);
        // The last meridian in the east is the first one in the west.
        let most = nearest(180.0);
        Self { latitude: nearest(point.latitude_deg), longitude: if longitude == most { -most } else { longitude } }
    }

    /// The latitude of its middle, in degrees.
    pub(crate) fn latitude_deg(self) -> f64 {
        f64::from(self.latitude) / CELLS_PER_DEGREE
    }

    /// The longitude of its middle, in degrees.
    pub(crate) fn longitude_deg(self) -> f64 {
        f64::from(self.longitude) / CELLS_PER_DEGREE
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn middle(latitude_deg: f64, longitude_deg: f64) -> (f64, f64) {
        let cell = Cell::of(&Point { latitude_deg, longitude_deg, unix_ms: 0 });
        (cell.latitude_deg(), cell.longitude_deg())
    }

    #[test]
    fn a_point_lies_in_the_region_around_it_wherever_on_the_earth() {
        assert_eq!(middle(43.738_4, 7.424_6), (43.8, 7.4));
        assert_eq!(middle(-33.87, 151.21), (-33.8, 151.2));
        assert_eq!(middle(90.0, -180.0), (90.0, -180.0));
        assert_eq!(middle(0.0, 179.99), (0.0, -180.0));
        assert_eq!(middle(-0.01, 0.09), (0.0, 0.0));
    }
}

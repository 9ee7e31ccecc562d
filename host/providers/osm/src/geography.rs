//! Distances on the earth, and the boxes in which to look for what lies within a distance.

/// Mean radius of the earth.
const EARTH_RADIUS_M: f64 = 6_371_008.8;
/// Length of one degree of latitude.
const DEGREE_M: f64 = EARTH_RADIUS_M * std::f64::consts::PI / 180.0;

/// How finely coordinates are kept.
const STEPS_PER_DEGREE: f64 = 1e7;

/// A point on the earth (WGS 84).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Position {
    /// -90 to 90, north positive.
    pub latitude_deg: f64,
    /// -180 to 180, east positive.
    pub longitude_deg: f64,
}

impl Position {
    /// The point, if both numbers are within their ranges.
    pub fn new(latitude_deg: f64, longitude_deg: f64) -> Option<Self> {
        let on_earth = (-90.0..=90.0).contains(&latitude_deg) && (-180.0..=180.0).contains(&longitude_deg);
        on_earth.then_some(Self { latitude_deg, longitude_deg })
    }

    /// The coordinates as whole numbers, about a centimetre each, as OpenStreetMap itself keeps them.
    #[expect(clippy::cast_possible_truncation, reason = "at most 180 degrees, which fit")]
    pub(crate) fn to_steps(self) -> [i32; 2] {
        [self.latitude_deg, self.longitude_deg].map(|degrees| (degrees * STEPS_PER_DEGREE).round() as i32)
    }

    /// The point with such coordinates, if it is on the earth.
    pub(crate) fn from_steps([latitude, longitude]: [i32; 2]) -> Option<Self> {
        Self::new(f64::from(latitude) / STEPS_PER_DEGREE, f64::from(longitude) / STEPS_PER_DEGREE)
    }

    /// The straight distance to another point, on a sphere.
    pub fn distance_m(self, other: Self) -> f64 {
        let [latitude, other_latitude] = [self.latitude_deg, other.latitude_deg].map(f64::to_radians);
        let half_north = ((other_latitude - latitude) / 2.0).sin();
        let half_east = ((other.longitude_deg - self.longitude_deg).to_radians() / 2.0).sin();
        let haversine = half_north * half_north + latitude.cos() * other_latitude.cos() * half_east * half_east;
        2.0 * EARTH_RADIUS_M * haversine.clamp(0.0, 1.0).sqrt().asin()
    }

    /// The middle of several points: the mean of their coordinates.
    pub(crate) fn middle(points: &[Self]) -> Option<Self> {
        let count = u32::try_from(points.len()).ok().filter(|count| *count > 0).map(f64::from)?;
        let latitude_deg = points.iter().map(|point| point.latitude_deg).sum::<f64>() / count;
        let longitude_deg = points.iter().map(|point| point.longitude_deg).sum::<f64>() / count;
        Some(Self { latitude_deg, longitude_deg })
    }
}

/// A range of latitudes and longitudes.
#[derive(Debug, Clone, Copy, PartialEq)]
#[expect(clippy::struct_field_names, reason = "the unit belongs to the name")]
pub(crate) struct Area {
    pub(crate) south_deg: f64,
    pub(crate) north_deg: f64,
    pub(crate) west_deg: f64,
    pub(crate) east_deg: f64,
}

impl Area {
    /// A box that holds every point within the radius.
    ///
    /// Where the box would cross the date line or reach a pole it takes all longitudes: slower there, never wrong.
    pub(crate) fn around(middle: Position, radius_m: f64) -> Self {
        let north = radius_m / DEGREE_M;
        let [south_deg, north_deg] = [middle.latitude_deg - north, middle.latitude_deg + north];
        let narrowest = south_deg.abs().max(north_deg.abs()).min(90.0).to_radians().cos();
        let east = north / narrowest.max(f64::EPSILON);
        let [west_deg, east_deg] = [middle.longitude_deg - east, middle.longitude_deg + east];
        if west_deg < -180.0 || east_deg > 180.0 {
            return Self { south_deg, north_deg, west_deg: -180.0, east_deg: 180.0 };
        }
        Self { south_deg, north_deg, west_deg, east_deg }
    }

    /// The smallest box that holds the points.
    pub(crate) fn of(points: &[Position]) -> Option<Self> {
        let mut points = points.iter();
        let first = points.next()?;
        let start = Self {
            south_deg: first.latitude_deg,
            north_deg: first.latitude_deg,
            west_deg: first.longitude_deg,
            east_deg: first.longitude_deg,
        };
        Some(points.fold(start, |area, point| Self {
            south_deg: area.south_deg.min(point.latitude_deg),
            north_deg: area.north_deg.max(point.latitude_deg),
            west_deg: area.west_deg.min(point.longitude_deg),
            east_deg: area.east_deg.max(point.longitude_deg),
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(latitude_deg: f64, longitude_deg: f64) -> Position {
        Position { latitude_deg, longitude_deg }
    }

    #[test]
    fn distances_agree_with_the_length_of_a_degree() {
        assert!((at(0.0, 0.0).distance_m(at(1.0, 0.0)) - 111_195.0).abs() < 1.0);
        assert!((at(60.0, 0.0).distance_m(at(60.0, 1.0)) - 55_597.0).abs() < 10.0);
        assert!((at(0.0, 179.9).distance_m(at(0.0, -179.9)) - 22_239.0).abs() < 1.0, "across the date line");
    }

    #[test]
    fn a_box_holds_every_point_within_its_radius() {
        for middle in [at(43.7, 7.4), at(-33.9, 151.2), at(69.6, 18.9), at(0.0, 179.99), at(89.99, 0.0)] {
            let area = Area::around(middle, 20_000.0);
            for bearing in 0..72 {
                let [sin, cos] = {
                    let a = f64::from(bearing * 5).to_radians();
                    [a.sin(), a.cos()]
                };
                let north = middle.latitude_deg + 0.1797 * cos;
                let east = middle.longitude_deg + 0.1797 * sin / north.to_radians().cos().max(0.01);
                let Some(point) = Position::new(north, east) else { continue };
                if point.distance_m(middle) <= 20_000.0 {
                    assert!((area.south_deg..=area.north_deg).contains(&point.latitude_deg), "{middle:?} {point:?}");
                    assert!((area.west_deg..=area.east_deg).contains(&point.longitude_deg), "{middle:?} {point:?}");
                }
            }
        }
    }

    #[test]
    fn what_is_not_on_earth_is_no_position() {
        assert_eq!(Position::new(91.0, 0.0), None);
        assert_eq!(Position::new(0.0, f64::NAN), None);
    }
}

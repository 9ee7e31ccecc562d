//! The loop that the car drives.

use jumpseat_osm::{Position, Street};

use crate::error::WorldError;

/// The corners of the loop, as nodes of `town.osm`: along the harbor, up to the castle and the university, past the
/// station to the sunset, through the forest, and back by the gardens and the mill.
pub(crate) const CORNERS: [i64; 12] = [1100, 1003, 1023, 1025, 1035, 1037, 1067, 1062, 1042, 1040, 1000, 1100];

/// Where a street has no sign.
const SPEED_LIMIT_KMH: u32 = 50;
/// How fast one turns at a corner.
const CORNER_KMH: f64 = 20.0;
/// A bend of less than this is no corner.
const CORNER_DEG_MIN: f64 = 40.0;

/// A loop along streets.
#[derive(Debug)]
pub(crate) struct Route {
    legs: Vec<Leg>,
    length_m: f64,
}

/// A straight piece of the loop, from one node to the next.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Leg {
    pub(crate) from: Position,
    pub(crate) to: Position,
    /// Its last node.
    pub(crate) to_node: i64,
    /// Where it begins, from the start of the loop.
    pub(crate) from_m: f64,
    /// Where it ends, from the start of the loop.
    pub(crate) to_m: f64,
    pub(crate) heading_deg: f64,
    pub(crate) street: Option<String>,
    pub(crate) speed_limit_kmh: u32,
}

impl Route {
    /// The loop through the corners, which are nodes of streets.
    pub(crate) fn through(corners: &[i64], streets: &[Street]) -> Result<Self, WorldError> {
        let mut route = Self { legs: Vec::new(), length_m: 0.0 };
        for (from, to) in corners.iter().zip(corners.iter().skip(1)) {
            let found = streets.iter().find_map(|street| Some((street, nodes_between(street, *from, *to)?)));
            let Some((street, nodes)) = found else { return Err(WorldError::NoStreet { from: *from, to: *to }) };
            for (start, end) in nodes.iter().zip(nodes.iter().skip(1)) {
                route.append(street, start.1, *end);
            }
        }
        Ok(route)
    }

    fn append(&mut self, street: &Street, from: Position, (to_node, to): (i64, Position)) {
        let from_m = self.length_m;
        self.length_m += from.distance_m(to);
        self.legs.push(Leg {
            from,
            to,
            to_node,
            from_m,
            to_m: self.length_m,
            heading_deg: heading_deg(from, to),
            street: street.names.local.clone(),
            speed_limit_kmh: street.speed_limit_kmh.unwrap_or(SPEED_LIMIT_KMH),
        });
    }

    pub(crate) fn length_m(&self) -> f64 {
        self.length_m
    }

    /// The piece at a distance from the start.
    pub(crate) fn leg_at(&self, distance_m: f64) -> Option<&Leg> {
        let index = self.legs.partition_point(|leg| leg.to_m <= distance_m);
        self.legs.get(index).or(self.legs.last())
    }

    /// The distance of a node from the start, if the loop passes it.
    pub(crate) fn distance_to_node(&self, node: i64) -> Option<f64> {
        self.legs.iter().find(|leg| leg.to_node == node).map(|leg| leg.to_m)
    }

    /// The lowest speed limit on a part of the loop, which may run past its end into the next lap.
    pub(crate) fn speed_limit_kmh(&self, from_m: f64, to_m: f64) -> Option<u32> {
        let within = |leg: &&Leg| leg.from_m < to_m && leg.to_m > from_m;
        let beyond = |leg: &&Leg| leg.from_m + self.length_m < to_m;
        self.legs.iter().filter(|leg| within(leg) || beyond(leg)).map(|leg| leg.speed_limit_kmh).min()
    }

    /// The ends of pieces at which the car must be slower than before, and how fast it may be there in m/s: corners,
    /// lower limits, and the end of the loop, where it stops.
    pub(crate) fn slow_points(&self) -> Vec<(f64, f64)> {
        let next = self.legs.iter().skip(1).map(Some).chain([None]);
        let slow = |(leg, next): (&Leg, Option<&Leg>)| match next {
            None => (leg.to_m, 0.0),
            Some(next) if turn_deg(leg, next) >= CORNER_DEG_MIN => (leg.to_m, CORNER_KMH / 3.6),
            Some(next) => (leg.to_m, f64::from(next.speed_limit_kmh) / 3.6),
        };
        self.legs.iter().zip(next).map(slow).collect()
    }
}

impl Leg {
    /// The point at a distance from the start of the loop.
    pub(crate) fn position_at(&self, distance_m: f64) -> Position {
        let share = ((distance_m - self.from_m) / (self.to_m - self.from_m).max(f64::EPSILON)).clamp(0.0, 1.0);
        let between = |from: f64, to: f64| from + (to - from) * share;
        Position {
            latitude_deg: between(self.from.latitude_deg, self.to.latitude_deg),
            longitude_deg: between(self.from.longitude_deg, self.to.longitude_deg),
        }
    }
}

/// The nodes of a street from one to another, in the direction of travel.
fn nodes_between(street: &Street, from: i64, to: i64) -> Option<Vec<(i64, Position)>> {
    let index_of = |wanted: i64| street.nodes.iter().position(|(node, _)| *node == wanted);
    let (start, end) = (index_of(from)?, index_of(to)?);
    if start <= end {
        return street.nodes.get(start..=end).map(<[_]>::to_vec);
    }
    let mut nodes = street.nodes.get(end..=start).filter(|_| !street.one_way)?.to_vec();
    nodes.reverse();
    Some(nodes)
}

/// Direction clockwise from north, 0 to below 360. The earth is flat between two nodes.
fn heading_deg(from: Position, to: Position) -> f64 {
    let north = to.latitude_deg - from.latitude_deg;
    let east = (to.longitude_deg - from.longitude_deg) * from.latitude_deg.to_radians().cos();
    east.atan2(north).to_degrees().rem_euclid(360.0)
}

fn turn_deg(leg: &Leg, next: &Leg) -> f64 {
    let turn = (next.heading_deg - leg.heading_deg).rem_euclid(360.0);
    turn.min(360.0 - turn)
}

#[cfg(test)]
mod tests {
    use jumpseat_osm::Names;

    use super::*;

    fn street(name: &str, one_way: bool, nodes: &[(i64, f64, f64)]) -> Street {
        let at = |(node, latitude_deg, longitude_deg): &(i64, f64, f64)| {
            (*node, Position { latitude_deg: *latitude_deg, longitude_deg: *longitude_deg })
        };
        Street {
            names: Names { local: Some(name.to_owned()), ..Names::default() },
            speed_limit_kmh: Some(50),
            one_way,
            nodes: nodes.iter().map(at).collect(),
        }
    }

    fn corner() -> [Street; 2] {
        let east = street("East", false, &[(1, 0.0, 0.0), (2, 0.0, 0.001), (3, 0.0, 0.002)]);
        let north = street("North", true, &[(3, 0.0, 0.002), (4, 0.001, 0.002)]);
        [east, north]
    }

    #[test]
    fn a_route_follows_the_streets_between_its_corners() {
        let route = Route::through(&[1, 3, 4], &corner()).unwrap();
        assert_eq!(route.legs.iter().map(|leg| leg.to_node).collect::<Vec<_>>(), [2, 3, 4]);
        assert!((route.length_m() - 333.6).abs() < 0.1, "{}", route.length_m());
        assert_eq!(route.leg_at(250.0).unwrap().street.as_deref(), Some("North"));
        assert!((route.leg_at(50.0).unwrap().heading_deg - 90.0).abs() < 0.01);
        let position = route.leg_at(166.8).unwrap().position_at(166.8);
        assert!((position.longitude_deg - 0.0015).abs() < 1e-6, "{position:?}");
    }

    #[test]
    fn a_one_way_street_is_not_driven_backwards() {
        assert!(Route::through(&[3, 1], &corner()).is_ok());
        assert!(matches!(Route::through(&[4, 3], &corner()), Err(WorldError::NoStreet { from: 4, to: 3 })));
    }

    #[test]
    fn corners_and_the_end_slow_down() {
        let route = Route::through(&[1, 3, 4], &corner()).unwrap();
        let kmh: Vec<f64> = route.slow_points().iter().map(|(_, speed)| (speed * 3.6).round()).collect();
        assert_eq!(kmh, [50.0, 20.0, 0.0]);
    }
}

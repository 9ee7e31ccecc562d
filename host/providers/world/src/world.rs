//! The world at a moment.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use jumpseat_clock::Moment;
use jumpseat_context::DrivingState;
use jumpseat_osm::{Names, OsmMap, Position};

use crate::{
    clock::SimulatedClock,
    drive::{CarState, RouteSignal, Timetable},
    error::WorldError,
    events::Announced,
    occupancy::Occupancy,
    phases::{Phases, Showing},
    route::{CORNERS, Leg, Route},
    vehicle::Controls,
};

const TOWN: &[u8] = include_bytes!("../town.osm");

/// The stop line lies so far before the middle of a crossing.
const STOP_LINE_M: f64 = 10.0;

/// The simulated town with its car, as a provider of every capability that tells about the world.
pub struct World {
    pub(crate) clock: SimulatedClock,
    pub(crate) map: OsmMap,
    pub(crate) occupancies: BTreeMap<String, Occupancy>,
    pub(crate) announced: Mutex<Announced>,
    pub(crate) controls: Mutex<Controls>,
    route: Route,
    signals: Vec<PassedSignal>,
    timetable: Timetable,
}

/// A signal that the loop passes.
struct PassedSignal {
    node: i64,
    names: Names,
    position: Position,
    on_route: RouteSignal,
}

impl World {
    /// A moment to start at: Wednesday, 13 May 2026, 12:15 in the town.
    pub const NOON: Moment = Moment { unix_ms: 1_778_667_300_000, utc_offset_min: 120 };

    /// The town at the time of the clock. Its start is the start of the drive.
    pub fn new(clock: SimulatedClock) -> Result<Self, WorldError> {
        let map = OsmMap::from_xml("the town", TOWN, Arc::new(clock.clone()))?;
        let route = Route::through(&CORNERS, &map.streets()?)?;
        let mut signals = Vec::new();
        for signal in map.signals()? {
            let Some(distance_m) = route.distance_to_node(signal.node) else { continue };
            let text = signal.phases.unwrap_or_default();
            let Some(phases) = Phases::parse(&text) else {
                return Err(WorldError::Phases { node: signal.node, phases: text });
            };
            let on_route = RouteSignal { stop_line_m: distance_m - STOP_LINE_M, phases };
            signals.push(PassedSignal { node: signal.node, names: signal.names, position: signal.position, on_route });
        }
        signals.sort_by(|one, other| one.on_route.stop_line_m.total_cmp(&other.on_route.stop_line_m));
        let on_route: Vec<&RouteSignal> = signals.iter().map(|signal| &signal.on_route).collect();
        let timetable = Timetable::of(&route, &on_route)?;
        let occupancies = map.car_park_occupancies()?.into_iter();
        let occupancies = occupancies.filter_map(|(id, text)| Some((id, Occupancy::parse(&text)?))).collect();
        Ok(Self {
            clock,
            map,
            occupancies,
            announced: Mutex::default(),
            controls: Mutex::default(),
            route,
            signals,
            timetable,
        })
    }

    /// The map of the town.
    pub fn map(&self) -> &OsmMap {
        &self.map
    }

    /// What the car does.
    pub fn driving_state(&self) -> DrivingState {
        self.car().driving_state
    }

    /// How fast the car is.
    #[expect(clippy::cast_possible_truncation, reason = "a speed needs no more digits")]
    pub fn speed_kmh(&self) -> f32 {
        (self.car().speed_mps * 3.6) as f32
    }

    /// The street that the car is on, in the local language.
    pub fn street(&self) -> Option<&str> {
        self.leg().and_then(|leg| leg.street.as_deref())
    }

    pub(crate) fn car(&self) -> CarState {
        self.timetable.at(self.clock.elapsed_ms())
    }

    /// How far the car has driven since the start.
    #[expect(clippy::cast_precision_loss, reason = "laps are counted from 0")]
    pub(crate) fn driven_m(&self) -> f64 {
        let car = self.car();
        car.lap as f64 * self.route.length_m() + car.distance_m
    }

    pub(crate) fn leg(&self) -> Option<&Leg> {
        self.route.leg_at(self.car().distance_m)
    }

    /// The signals of one lap, beginning with the next.
    pub(crate) fn ahead(&self) -> Vec<Ahead<'_>> {
        let elapsed_ms = self.clock.elapsed_ms();
        let car = self.timetable.at(elapsed_ms);
        let (passed, coming): (Vec<_>, Vec<_>) =
            self.signals.iter().enumerate().partition(|(_, signal)| signal.on_route.stop_line_m < car.distance_m);
        let this_lap = coming.into_iter().map(|signal| (car.lap, 0.0, signal));
        let next_lap = passed.into_iter().map(|signal| (car.lap + 1, self.route.length_m(), signal));
        let signals = this_lap.chain(next_lap).map(|(lap, lap_m, (index, signal))| {
            let at_m = signal.on_route.stop_line_m + lap_m;
            Ahead {
                lap,
                index,
                node: signal.node,
                names: &signal.names,
                position: signal.position,
                distance_m: at_m - car.distance_m,
                showing: signal.on_route.phases.at(elapsed_ms),
                speed_limit_kmh: self.route.speed_limit_kmh(car.distance_m, at_m),
            }
        });
        signals.collect()
    }
}

/// A signal on the way of the car.
pub(crate) struct Ahead<'a> {
    lap: u64,
    index: usize,
    node: i64,
    pub(crate) names: &'a Names,
    pub(crate) position: Position,
    /// Along the way to its stop line.
    pub(crate) distance_m: f64,
    pub(crate) showing: Showing,
    /// The lowest limit on the way.
    pub(crate) speed_limit_kmh: Option<u32>,
}

impl Ahead<'_> {
    pub(crate) fn id(&self) -> String {
        format!("n{}", self.node)
    }

    /// Tells one approach from the next.
    pub(crate) fn key(&self) -> (u64, usize) {
        (self.lap, self.index)
    }

    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "at most the length of the loop")]
    pub(crate) fn whole_metres(&self) -> u32 {
        self.distance_m.max(0.0).round() as u32
    }
}

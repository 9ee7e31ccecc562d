//! How the car drives the loop: where it is how fast, at every moment of a lap.
//!
//! One lap is simulated in advance, in small steps. Laps begin when all signals stand as at the start, so each lap
//! takes the same course, and the state at any time is looked up instead of computed from the beginning.

use jumpseat_context::DrivingState;
use jumpseat_traffic_signals::Color;

use crate::{
    error::WorldError,
    limits::{COMMON_CYCLE_MS_MAX, LAP_MS_MAX},
    phases::Phases,
    route::Route,
};

/// The car stands so long at the beginning of each lap.
const PARKED_MS: u64 = 20_000;
/// Length of a simulated step.
const STEP_MS: u64 = 100;
/// The same in seconds.
const STEP_S: f64 = 0.1;
/// How hard the car accelerates.
const ACCELERATION_MPS2: f64 = 1.8;
/// How hard it brakes when it sees the reason coming.
const BRAKING_MPS2: f64 = 2.2;
/// Below this speed it stands.
const STANDING_MPS: f64 = 0.2;
/// So near the end of the loop it has arrived.
const ARRIVED_M: f64 = 0.05;
/// It stops so far before a stop line.
const STOP_GAP_M: f64 = 1.0;

/// A signal on the loop.
#[derive(Debug)]
pub(crate) struct RouteSignal {
    pub(crate) stop_line_m: f64,
    pub(crate) phases: Phases,
}

/// Where the car is at a moment.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct CarState {
    /// Number of the lap, from 0.
    pub(crate) lap: u64,
    /// Distance from the start of the loop.
    pub(crate) distance_m: f64,
    pub(crate) speed_mps: f64,
    pub(crate) driving_state: DrivingState,
}

/// A lap in steps.
#[derive(Debug)]
pub(crate) struct Timetable {
    /// Distance and speed at the end of each step, after the car was parked.
    steps: Vec<(f64, f64)>,
    lap_ms: u64,
    length_m: f64,
}

impl Timetable {
    /// Drives one lap. `signals` are in the order in which the car passes them.
    pub(crate) fn of(route: &Route, signals: &[&RouteSignal]) -> Result<Self, WorldError> {
        let slow_points = route.slow_points();
        let endless = WorldError::EndlessLap { limit_ms: LAP_MS_MAX };
        let mut steps = vec![(0.0, 0.0)];
        let (mut distance_m, mut speed_mps) = (0.0_f64, 0.0_f64);
        let mut time_ms = PARKED_MS;
        while route.length_m() - distance_m > ARRIVED_M {
            if time_ms > LAP_MS_MAX {
                return Err(endless);
            }
            let limit_kmh = route.leg_at(distance_m).map_or(0, |leg| leg.speed_limit_kmh);
            let slow = slow_points.iter().filter(|(at_m, _)| *at_m > distance_m);
            let allowed = slow.map(|(at_m, target)| braking_speed(at_m - distance_m, *target));
            let allowed = allowed.fold(f64::from(limit_kmh) / 3.6, f64::min);
            let allowed = allowed.min(signal_speed(signals, distance_m, speed_mps, time_ms));
            speed_mps = allowed.min(speed_mps + ACCELERATION_MPS2 * STEP_S);
            if allowed < STANDING_MPS {
                speed_mps = 0.0;
            }
            distance_m += speed_mps * STEP_S;
            time_ms += STEP_MS;
            steps.push((distance_m, speed_mps));
        }
        steps.push((route.length_m(), 0.0));
        let cycle_ms = signals.iter().fold(1, |common, signal| least_common_multiple(common, signal.phases.cycle_ms()));
        if cycle_ms > COMMON_CYCLE_MS_MAX {
            return Err(endless);
        }
        let lap_ms = (time_ms + PARKED_MS).next_multiple_of(cycle_ms);
        Ok(Self { steps, lap_ms, length_m: route.length_m() })
    }

    /// The state so long after the start.
    pub(crate) fn at(&self, elapsed_ms: u64) -> CarState {
        let lap = elapsed_ms / self.lap_ms;
        let parked = |distance_m| CarState { lap, distance_m, speed_mps: 0.0, driving_state: DrivingState::Parked };
        let Some(driven_ms) = (elapsed_ms % self.lap_ms).checked_sub(PARKED_MS) else { return parked(0.0) };
        let index = usize::try_from(driven_ms / STEP_MS).unwrap_or(usize::MAX);
        let next = index.checked_add(1).and_then(|next| self.steps.get(next));
        let (Some((from_m, from_mps)), Some((to_m, to_mps))) = (self.steps.get(index), next) else {
            return parked(self.length_m);
        };
        let share = into_step(driven_ms);
        let speed_mps = from_mps + (to_mps - from_mps) * share;
        let driving_state = if speed_mps > STANDING_MPS { DrivingState::Moving } else { DrivingState::Idling };
        CarState { lap, distance_m: from_m + (to_m - from_m) * share, speed_mps, driving_state }
    }
}

/// Which part of a step has passed.
#[expect(clippy::cast_precision_loss, reason = "a hundred milliseconds at most")]
fn into_step(driven_ms: u64) -> f64 {
    (driven_ms % STEP_MS) as f64 / STEP_MS as f64
}

/// The speed from which the car can brake to another one within a distance, after it has driven one more step.
fn braking_speed(distance_m: f64, target_mps: f64) -> f64 {
    let in_one_step = BRAKING_MPS2 * STEP_S;
    let squared = target_mps * target_mps + in_one_step * in_one_step + 2.0 * BRAKING_MPS2 * distance_m.max(0.0);
    squared.sqrt() - in_one_step
}

/// How fast the car may be because of the next signal.
fn signal_speed(signals: &[&RouteSignal], distance_m: f64, speed_mps: f64, time_ms: u64) -> f64 {
    let Some(signal) = signals.iter().find(|signal| signal.stop_line_m >= distance_m) else { return f64::INFINITY };
    let room_m = signal.stop_line_m - STOP_GAP_M - distance_m;
    let must_stop = match signal.phases.at(time_ms).color {
        Color::Red | Color::RedAmber => true,
        // Amber is for those who can still stop.
        Color::Amber => speed_mps <= braking_speed(room_m, 0.0),
        Color::Green | Color::Dark => false,
    };
    if must_stop { braking_speed(room_m, 0.0) } else { f64::INFINITY }
}

fn least_common_multiple(one: u64, other: u64) -> u64 {
    let (mut divisor, mut rest) = (one, other);
    while rest != 0 {
        (divisor, rest) = (rest, divisor % rest);
    }
    (one / divisor.max(1)).saturating_mul(other)
}

#[cfg(test)]
mod tests {
    use jumpseat_osm::{Names, Position, Street};

    use super::*;

    /// A straight street of 600 m at 50 km/h.
    fn straight() -> Route {
        let at = |longitude_deg| Position { latitude_deg: 0.0, longitude_deg };
        let nodes = vec![(1, at(0.0)), (2, at(600.0 / 111_195.0))];
        let street = Street { names: Names::default(), speed_limit_kmh: Some(50), one_way: false, nodes };
        Route::through(&[1, 2], &[street]).unwrap()
    }

    fn signal(phases: &str) -> RouteSignal {
        RouteSignal { stop_line_m: 300.0, phases: Phases::parse(phases).unwrap() }
    }

    /// The states of a lap, a tenth of a second apart.
    fn lap(phases: &str) -> Vec<(u64, CarState)> {
        let timetable = Timetable::of(&straight(), &[&signal(phases)]).unwrap();
        (0..timetable.lap_ms).step_by(100).map(|time_ms| (time_ms, timetable.at(time_ms))).collect()
    }

    #[test]
    fn the_car_starts_and_ends_parked_and_drives_as_fast_as_it_may() {
        let lap = lap("dark");
        assert_eq!(lap.first().unwrap().1.driving_state, DrivingState::Parked);
        assert_eq!(lap.last().unwrap().1.driving_state, DrivingState::Parked);
        let fastest = lap.iter().map(|(_, car)| car.speed_mps).fold(0.0, f64::max);
        assert!((fastest - 50.0 / 3.6).abs() < 0.01, "{fastest}");
        assert!(lap.iter().zip(&lap[1..]).all(|((_, car), (_, next))| (next.speed_mps - car.speed_mps).abs() < 0.5));
    }

    #[test]
    fn the_car_waits_before_the_line_until_the_signal_is_green() {
        let phases = "red 80; red-amber 2; green 15; amber 3";
        let signal = signal(phases);
        let waits = lap(phases).into_iter().filter(|(_, car)| car.driving_state == DrivingState::Idling);
        let waits: Vec<_> = waits.filter(|(_, car)| car.distance_m > 1.0).collect();
        assert!(waits.len() > 100, "{}", waits.len());
        assert!(waits.iter().all(|(_, car)| (297.0..300.0).contains(&car.distance_m)));
        for (time_ms, car) in lap(phases) {
            let stops = matches!(signal.phases.at(time_ms).color, Color::Red | Color::RedAmber);
            let crosses = car.distance_m <= 300.0 && car.distance_m + car.speed_mps * STEP_S > 300.0;
            assert!(!(stops && crosses), "{time_ms} {car:?}");
        }
    }

    #[test]
    fn who_cannot_stop_at_amber_drives_on() {
        let crossing_ms = lap("dark").into_iter().find(|(_, car)| car.distance_m > 295.0).unwrap().0;
        let green_s = crossing_ms / 1_000;
        let lap = lap(&format!("green {green_s}; amber 4; red {}", 90 - green_s));
        assert!(lap.iter().all(|(_, car)| car.distance_m < 5.0 || car.driving_state != DrivingState::Idling));
    }

    #[test]
    fn laps_repeat_with_the_signals() {
        let signal = signal("green 20; red 43");
        let timetable = Timetable::of(&straight(), &[&signal]).unwrap();
        assert_eq!(timetable.lap_ms % signal.phases.cycle_ms(), 0);
        for time_ms in (0..timetable.lap_ms).step_by(777) {
            let later = timetable.at(time_ms + 5 * timetable.lap_ms);
            assert_eq!(CarState { lap: 0, ..later }, timetable.at(time_ms));
            assert_eq!(later.lap, 5);
        }
        assert_eq!(timetable.at(u64::MAX).lap, u64::MAX / timetable.lap_ms);
    }

    #[test]
    fn a_signal_that_never_turns_green_is_a_mistake() {
        let endless = Timetable::of(&straight(), &[&signal("red 60; amber 5")]);
        assert!(matches!(endless, Err(WorldError::EndlessLap { .. })));
    }
}

//! At which speed the light is green on arrival: arithmetic, no words.
//!
//! Distances are whole metres and times whole milliseconds, so a speed in km/h is `distance * 3600 / time`. The car is
//! taken to drive at the advised speed at once; [`MARGIN_MS`] makes up for that.

use jumpseat_sdk::traffic_signals::{Color, Signal, Window};

use crate::timing;

/// Slower than this holds up the traffic behind: better stop.
pub(crate) const SPEED_KMH_MIN: u32 = 20;
/// Arrival keeps this far away from the ends of the green window.
pub(crate) const MARGIN_MS: u32 = 1_000;
/// Green lasts at least this long once it starts. Guidelines demand 5 s and more of every signal.
pub(crate) const GREEN_MS_MIN: u32 = 5_000;
/// Speeds above this are no speeds of a car.
const SPEED_KMH_MAX: u16 = 400;
/// Speeds are said in steps of this, where that changes nothing.
const STEP_KMH: u32 = 5;

/// What to do to reach the light on green.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Advice {
    /// Drive at this speed, which is not above the limit: the light is green on arrival.
    Drive {
        /// The speed to drive at.
        kmh: u32,
        /// Whether the car does so already.
        keep: bool,
    },
    /// It turns green before the car can be there, but nobody knows for how long: drive as usual, within the limit.
    GreenBefore {
        /// When it turns green.
        green_in: Window,
        /// The speed limit.
        limit_kmh: u32,
    },
    /// The car will have to stop.
    Stop {
        /// When it turns green, if that is known.
        green_in: Option<Window>,
    },
    /// The light is off.
    Dark,
    /// When the light changes is not known.
    TimeUnknown,
    /// Neither the limit nor the speed of the car is known, so no speed can be advised.
    LimitUnknown,
}

/// The advice for a light, for a car with this speed if it is known.
pub(crate) fn advise(signal: &Signal, speed_kmh: Option<f32>) -> Advice {
    let speed_kmh = speed_kmh.and_then(whole_kmh);
    if signal.color == Color::Dark {
        return Advice::Dark;
    }
    // Without a limit nobody is advised to drive faster than now.
    let Some(limit_kmh) = signal.speed_limit_kmh.or(speed_kmh.filter(|kmh| *kmh >= SPEED_KMH_MIN)) else {
        return Advice::LimitUnknown;
    };
    match (timing::green_ends_in(signal), timing::green_in(signal)) {
        (Some(ends), _) => before_green_ends(signal.distance_m, ends, limit_kmh, speed_kmh),
        (None, Some(starts)) => when_green_starts(signal.distance_m, starts, limit_kmh, speed_kmh),
        (None, None) => Advice::TimeUnknown,
    }
}

/// The light is green: be there before it ends.
fn before_green_ends(distance_m: u32, ends: Window, limit_kmh: u32, speed_kmh: Option<u32>) -> Advice {
    let Some(slowest_kmh) = ends.min_ms.checked_sub(MARGIN_MS).and_then(|within_ms| slowest_kmh(distance_m, within_ms))
    else {
        return Advice::Stop { green_in: None };
    };
    let slowest_kmh = slowest_kmh.max(SPEED_KMH_MIN);
    if slowest_kmh > limit_kmh {
        return Advice::Stop { green_in: None };
    }
    match speed_kmh {
        Some(kmh) if (slowest_kmh..=limit_kmh).contains(&kmh) => Advice::Drive { kmh, keep: true },
        Some(kmh) if kmh > limit_kmh => Advice::Drive { kmh: limit_kmh, keep: false },
        _ => Advice::Drive { kmh: slowest_kmh.next_multiple_of(STEP_KMH).min(limit_kmh), keep: false },
    }
}

/// The light is not green yet: be there when it surely is.
fn when_green_starts(distance_m: u32, starts: Window, limit_kmh: u32, speed_kmh: Option<u32>) -> Advice {
    let not_before_ms = starts.max_ms.saturating_add(MARGIN_MS);
    let fastest_kmh = fastest_kmh(distance_m, not_before_ms).min(limit_kmh);
    if fastest_kmh < SPEED_KMH_MIN {
        return Advice::Stop { green_in: Some(starts) };
    }
    let not_after_ms = starts.max_ms.saturating_add(GREEN_MS_MIN);
    let fits = |kmh: &u32| {
        *kmh >= SPEED_KMH_MIN && slowest_kmh(distance_m, not_after_ms).is_some_and(|slowest| slowest <= *kmh)
    };
    if let Some(kmh) = speed_kmh.filter(|kmh| *kmh <= fastest_kmh).filter(fits) {
        return Advice::Drive { kmh, keep: true };
    }
    let round_kmh = fastest_kmh / STEP_KMH * STEP_KMH;
    match [round_kmh, fastest_kmh].into_iter().find(fits) {
        Some(kmh) => Advice::Drive { kmh, keep: false },
        None => Advice::GreenBefore { green_in: starts, limit_kmh },
    }
}

/// The smallest whole speed that covers the distance within the time; none if there is no time.
fn slowest_kmh(distance_m: u32, within_ms: u32) -> Option<u32> {
    let within_ms = u64::from(within_ms);
    if within_ms == 0 {
        return None;
    }
    u32::try_from((u64::from(distance_m) * 3_600).div_ceil(within_ms)).ok()
}

/// The greatest whole speed that does not cover the distance in less than the time.
fn fastest_kmh(distance_m: u32, not_before_ms: u32) -> u32 {
    u32::try_from(u64::from(distance_m) * 3_600 / u64::from(not_before_ms.max(1))).unwrap_or(u32::MAX)
}

/// The speed rounded down; none if it is no speed of a car.
fn whole_kmh(speed_kmh: f32) -> Option<u32> {
    (0..=SPEED_KMH_MAX).rev().find(|kmh| f32::from(*kmh) <= speed_kmh).map(u32::from)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::sample::{at, green, red, signal};

    #[test]
    fn a_red_light_is_reached_when_it_is_green() {
        // 300 m in 26 s are 41.5 km/h.
        assert_eq!(advise(&red(25_000), Some(50.0)), Advice::Drive { kmh: 40, keep: false });
        assert_eq!(advise(&red(25_000), Some(39.4)), Advice::Drive { kmh: 39, keep: true });
        assert_eq!(advise(&red(25_000), None), Advice::Drive { kmh: 40, keep: false });
    }

    #[test]
    fn a_green_light_is_reached_before_it_ends() {
        // 300 m in 24 s are 45 km/h.
        assert_eq!(advise(&green(25_000), Some(48.0)), Advice::Drive { kmh: 48, keep: true });
        assert_eq!(advise(&green(25_000), Some(30.0)), Advice::Drive { kmh: 45, keep: false });
        assert_eq!(advise(&green(25_000), Some(70.0)), Advice::Drive { kmh: 50, keep: false });
    }

    #[test]
    fn what_cannot_be_reached_means_to_stop() {
        assert_eq!(advise(&green(5_000), Some(50.0)), Advice::Stop { green_in: None });
        assert_eq!(advise(&green(0), Some(50.0)), Advice::Stop { green_in: None });
        assert_eq!(advise(&red(90_000), Some(50.0)), Advice::Stop { green_in: Some(at(90_000)) });
        let at_the_line = Signal { distance_m: 0, ..red(3_000) };
        assert_eq!(advise(&at_the_line, Some(0.0)), Advice::Stop { green_in: Some(at(3_000)) });
    }

    #[test]
    fn green_long_before_arrival_promises_nothing() {
        assert_eq!(
            advise(&Signal { distance_m: 900, ..red(5_000) }, Some(50.0)),
            Advice::GreenBefore { green_in: at(5_000), limit_kmh: 50 }
        );
    }

    #[test]
    fn what_is_not_known_gives_no_speed() {
        assert_eq!(advise(&signal(Color::Red), Some(50.0)), Advice::TimeUnknown);
        assert_eq!(advise(&signal(Color::Dark), Some(50.0)), Advice::Dark);
        let no_limit = Signal { speed_limit_kmh: None, ..red(25_000) };
        assert_eq!(advise(&no_limit, None), Advice::LimitUnknown);
        assert_eq!(advise(&no_limit, Some(f32::NAN)), Advice::LimitUnknown);
        // Never faster than now.
        assert_eq!(advise(&no_limit, Some(38.0)), Advice::Drive { kmh: 38, keep: true });
    }

    #[test]
    fn a_speed_that_is_no_number_is_not_known() {
        assert_eq!([f32::NAN, -1.0].map(whole_kmh), [None, None]);
        assert_eq!([0.0, 49.9, 1e9].map(whole_kmh), [Some(0), Some(49), Some(400)]);
    }

    fn times() -> impl Strategy<Value = Window> {
        (0_u32..120_000, 0_u32..20_000).prop_map(|(min_ms, wide)| Window { min_ms, max_ms: min_ms + wide })
    }

    proptest! {
        #[test]
        fn an_advised_speed_keeps_the_limit_and_arrives_on_green(
            distance_m in 1_u32..3_000,
            limit_kmh in 5_u32..130,
            speed_kmh in proptest::option::of(0.0_f32..200.0),
            window in times(),
            is_green in any::<bool>(),
        ) {
            let color = if is_green { Color::Green } else { Color::Red };
            let signal = Signal {
                distance_m,
                speed_limit_kmh: Some(limit_kmh),
                changes_in: is_green.then_some(window),
                green_in: (!is_green).then_some(window),
                ..signal(color)
            };
            if let Advice::Drive { kmh, .. } = advise(&signal, speed_kmh) {
                prop_assert!(kmh <= limit_kmh, "{kmh} km/h is above {limit_kmh}");
                prop_assert!(kmh >= SPEED_KMH_MIN);
                let arrival_ms = f64::from(distance_m) * 3_600.0 / f64::from(kmh);
                if is_green {
                    prop_assert!(arrival_ms <= f64::from(window.min_ms), "arrives after green");
                } else {
                    prop_assert!(arrival_ms >= f64::from(window.max_ms), "arrives before green");
                    prop_assert!(arrival_ms <= f64::from(window.max_ms + GREEN_MS_MIN), "arrives too late");
                }
            }
        }

        #[test]
        fn no_data_make_it_panic(
            distance_m in any::<u32>(),
            limit_kmh in proptest::option::of(any::<u32>()),
            speed_kmh in proptest::option::of(any::<f32>()),
            changes in proptest::option::of((any::<u32>(), any::<u32>())),
            greens in proptest::option::of((any::<u32>(), any::<u32>())),
            color in 0_usize..5,
        ) {
            let color = [Color::Red, Color::RedAmber, Color::Green, Color::Amber, Color::Dark][color];
            let window = |(min_ms, max_ms)| Window { min_ms, max_ms };
            let odd = Signal {
                distance_m,
                speed_limit_kmh: limit_kmh,
                changes_in: changes.map(window),
                green_in: greens.map(window),
                ..signal(color)
            };
            let advice = advise(&odd, speed_kmh);
            prop_assert!(advice == Advice::Dark || color != Color::Dark);
        }
    }
}

//! Signals for tests.

use jumpseat_sdk::traffic_signals::{Color, Signal, Window};

/// A window that is a point in time, in milliseconds from now.
pub(crate) fn at(ms: u32) -> Window {
    Window { min_ms: ms, max_ms: ms }
}

/// A signal 300 m ahead with a limit of 50 km/h, of which no time is known.
pub(crate) fn signal(color: Color) -> Signal {
    Signal {
        id: "signal/1".to_owned(),
        name: Some("Main Street / Mill Lane".to_owned()),
        distance_m: 300,
        color,
        changes_in: None,
        green_in: None,
        speed_limit_kmh: Some(50),
        latitude_deg: 48.7,
        longitude_deg: 9.1,
    }
}

/// A red signal that turns green after a time.
pub(crate) fn red(green_in_ms: u32) -> Signal {
    Signal { green_in: Some(at(green_in_ms)), ..signal(Color::Red) }
}

/// A green signal that ends after a time.
pub(crate) fn green(ends_in_ms: u32) -> Signal {
    Signal { changes_in: Some(at(ends_in_ms)), ..signal(Color::Green) }
}

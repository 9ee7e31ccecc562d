//! Car parks for tests.

use jumpseat_sdk::parking::CarPark;

/// A car park with everything known: 12 of 120 spaces free, 2.50 EUR an hour, 2.10 m high, under a roof, open.
pub(crate) fn car_park(name: &str, walk_m: u32) -> CarPark {
    CarPark {
        id: format!("way/{walk_m}"),
        name: name.to_owned(),
        latitude_deg: 48.7,
        longitude_deg: 9.1,
        walk_m,
        capacity: Some(120),
        free: Some(12),
        free_age_ms: Some(30_000),
        price_per_hour_cents: Some(250),
        currency: Some("EUR".to_owned()),
        height_cm_max: Some(210),
        covered: Some(true),
        open_now: Some(true),
    }
}

/// A car park of which nothing is known but where it is.
pub(crate) fn unknown_car_park(name: &str, walk_m: u32) -> CarPark {
    CarPark {
        capacity: None,
        free: None,
        free_age_ms: None,
        price_per_hour_cents: None,
        currency: None,
        height_cm_max: None,
        covered: None,
        open_now: None,
        ..car_park(name, walk_m)
    }
}

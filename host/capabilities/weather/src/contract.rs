//! What every provider keeps to. Providers call [`check`] in their own tests.

use crate::{HOUR_MS, Hour, Point, WeatherProvider, limits::POINTS_MAX};

/// The lowest and highest temperatures that were ever measured lie within.
const TEMPERATURES_DEG_C: std::ops::RangeInclusive<f32> = -90.0..=60.0;

/// Checks a provider at a place for which it knows at least the next six hours after a time.
///
/// # Panics
///
/// When a rule is broken; the message names the rule.
pub async fn check(provider: &dyn WeatherProvider, latitude_deg: f64, longitude_deg: f64, unix_ms: u64) {
    let point = |hours: u64| Point { latitude_deg, longitude_deg, unix_ms: unix_ms + hours * HOUR_MS };
    let next: Vec<Point> = (0..6).map(point).collect();
    let hours = provider.at(next.clone()).await.expect("the source of the forecast is there").hours;
    assert_eq!(hours.len(), next.len(), "each point has an answer");
    for (point, hour) in next.iter().zip(&hours) {
        check_hour(point, hour.as_ref().expect("the next hours are known"));
    }

    let unordered = vec![point(3), point(0), point(3)];
    let answered = provider.at(unordered).await.expect("the source of the forecast is there").hours;
    let expected: Vec<_> = [3, 0, 3].into_iter().map(|place| hours.get(place).copied().flatten()).collect();
    assert_eq!(answered, expected, "answers are in the order of the points");

    let far = vec![point(24 * 365), Point { latitude_deg, longitude_deg, unix_ms: 0 }];
    let far = provider.at(far).await.expect("the source of the forecast is there").hours;
    assert_eq!(far, [None, None], "what is a year away or long past is not forecast");

    let many = (0..POINTS_MAX as u64).map(point).collect();
    let many = provider.at(many).await.expect("as many points as there may be are answered").hours;
    assert_eq!(many.len(), POINTS_MAX, "each point has an answer");
}

fn check_hour(point: &Point, hour: &Hour) {
    let within = hour.starts_unix_ms..hour.starts_unix_ms + HOUR_MS;
    assert!(within.contains(&point.unix_ms), "the time lies in the hour: {point:?}, {hour:?}");
    assert!(TEMPERATURES_DEG_C.contains(&hour.temperature_deg_c), "the temperature is one: {hour:?}");
    assert!(hour.precipitation_mm.is_finite() && hour.precipitation_mm >= 0.0, "rain falls down: {hour:?}");
    assert!(hour.precipitation_percent.is_none_or(|percent| percent <= 100), "a percentage is one: {hour:?}");
    assert!(hour.wind_kmh.is_none_or(|wind| wind.is_finite() && wind >= 0.0), "the wind has a speed: {hour:?}");
}

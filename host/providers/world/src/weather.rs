//! The weather over the town: a sunny morning, and showers in the late afternoon.
//!
//! Like everything here, it is a function of the time. Every second day is colder and grey.

use async_trait::async_trait;
use jumpseat_clock::{ClockProvider, Moment};
use jumpseat_weather::{Error, HOUR_MS, Hour, Point, Report, Sky, WeatherProvider};

use crate::World;

/// Hours ahead that the forecast reaches.
const REACH_HOURS: u64 = 96;
const DAY_HOURS: u64 = 24;
/// How much colder the grey days are.
const GREY_DEG_C: f32 = 4.0;
/// Wind that is there at any time, and what showers bring on top.
const WIND_KMH: (f32, f32) = (9.0, 14.0);

/// The temperature in degrees Celsius at each hour of the town's day.
const TEMPERATURES_DEG_C: [f32; 24] = [
    12.0, 11.5, 11.0, 10.5, 10.0, 10.0, 11.0, 12.5, 14.5, 16.5, 18.5, 20.0, 21.0, 22.0, 22.5, 22.0, 19.0, 17.5, 17.0,
    16.0, 15.0, 14.0, 13.5, 12.5,
];

/// The showers of a day: the hour, how much falls, and how probable it is.
const SHOWERS: [(u64, f32, u8); 3] = [(16, 1.2, 60), (17, 2.8, 80), (18, 0.6, 45)];

#[async_trait]
impl WeatherProvider for World {
    async fn at(&self, points: Vec<Point>) -> Result<Report, Error> {
        let now = self.now();
        Ok(Report { age_ms: 0, hours: points.iter().map(|point| hour(point.unix_ms, &now)).collect() })
    }
}

/// The weather of the hour that a time lies in, which is the same all over the town.
fn hour(unix_ms: u64, now: &Moment) -> Option<Hour> {
    let current = now.unix_ms / HOUR_MS;
    let asked = unix_ms / HOUR_MS;
    if !(current..current + REACH_HOURS).contains(&asked) {
        return None;
    }
    // The clocks of the town are whole hours away from UTC.
    let local = asked.saturating_add_signed(i64::from(now.utc_offset_min / 60));
    let (day, hour) = (local / DAY_HOURS, local % DAY_HOURS);
    let is_grey = day % 2 == 1;
    let temperature = TEMPERATURES_DEG_C.get(usize::try_from(hour).ok()?)?;
    let shower = SHOWERS.iter().find(|(at, ..)| *at == hour);
    let sky = match (shower, is_grey, hour) {
        (Some(_), false, _) => Sky::Showers,
        (Some(_), true, _) => Sky::Rain,
        (None, true, _) => Sky::Overcast,
        (None, false, 6..=9 | 14..=15 | 19..=20) => Sky::PartlyCloudy,
        (None, false, _) => Sky::Clear,
    };
    Some(Hour {
        starts_unix_ms: asked * HOUR_MS,
        sky,
        temperature_deg_c: temperature - if is_grey { GREY_DEG_C } else { 0.0 },
        precipitation_mm: shower.map_or(0.0, |(_, millimetres, _)| *millimetres),
        precipitation_percent: Some(shower.map_or(5, |(.., percent)| *percent)),
        wind_kmh: Some(WIND_KMH.0 + if shower.is_some() { WIND_KMH.1 } else { 0.0 }),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Moment = Moment { unix_ms: 20_000 * DAY_HOURS * HOUR_MS + 12 * HOUR_MS + 1, utc_offset_min: 120 };

    #[test]
    fn a_day_has_sun_and_showers_and_the_next_one_is_grey() {
        let day = |days: u64| {
            let hours = (0..24).step_by(4).filter_map(|hours| hour(NOW.unix_ms + (days * 24 + hours) * HOUR_MS, &NOW));
            hours.map(|hour| format!("{:?} {} °C", hour.sky, hour.temperature_deg_c)).collect::<Vec<_>>().join(", ")
        };
        insta::assert_snapshot!(day(0), @"Sky::PartlyCloudy 22.5 °C, Sky::Showers 17 °C, Sky::Clear 13.5 °C, Sky::Overcast 7 °C, Sky::Overcast 7 °C, Sky::Overcast 14.5 °C");
        insta::assert_snapshot!(day(1), @"Sky::Overcast 18.5 °C, Sky::Rain 13 °C, Sky::Overcast 9.5 °C, Sky::Clear 11 °C, Sky::PartlyCloudy 11 °C, Sky::Clear 18.5 °C");
    }

    #[test]
    fn what_is_past_or_too_far_away_is_not_forecast() {
        assert!(hour(NOW.unix_ms, &NOW).is_some_and(|hour| hour.starts_unix_ms < NOW.unix_ms));
        assert_eq!(hour(NOW.unix_ms - HOUR_MS, &NOW), None);
        assert_eq!(hour(NOW.unix_ms + REACH_HOURS * HOUR_MS, &NOW), None);
        assert_eq!(hour(u64::MAX, &NOW), None);
    }
}

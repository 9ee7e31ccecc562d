//! The form of questions and answers.

use std::collections::BTreeMap;

use jumpseat_weather::{HOUR_MS, Hour};
use serde::Deserialize;
use url::Url;

use crate::{cell::Cell, limits::HOURS_MAX, sky};

/// The hours of a region, by their beginning in milliseconds since 1970.
pub(crate) type Hours = BTreeMap<u64, Hour>;

/// What is wanted of each hour, in the names of the form.
const WANTED: &str = "temperature_2m,precipitation,precipitation_probability,weather_code,wind_speed_10m";

/// Temperatures that thermometers have shown lie within.
const TEMPERATURES_DEG_C: std::ops::RangeInclusive<f32> = -90.0..=60.0;
/// More rain has not fallen in an hour anywhere: 305 mm were measured.
const PRECIPITATION_MM: std::ops::RangeInclusive<f32> = 0.0..=500.0;
/// Stronger wind has not blown anywhere: 408 km/h were measured.
const WIND_KMH: std::ops::RangeInclusive<f32> = 0.0..=500.0;

/// The answer is not of the form.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FormError {
    /// It is no JSON, or lacks what every answer has.
    #[error("the answer is not what is expected")]
    Json(#[from] serde_json::Error),
    /// It is about other places.
    #[error("the answer is about {answered} places, not {asked}")]
    Places {
        /// How many were asked about.
        asked: usize,
        /// How many came back.
        answered: usize,
    },
}

/// The question about some regions.
pub(crate) fn question(source: &Url, cells: &[Cell]) -> Url {
    let joined = |degrees: fn(Cell) -> f64| {
        let degrees: Vec<String> = cells.iter().map(|cell| format!("{:.1}", degrees(*cell))).collect();
        degrees.join(",")
    };
    let mut question = source.clone();
    question
        .query_pairs_mut()
        .append_pair("latitude", &joined(Cell::latitude_deg))
        .append_pair("longitude", &joined(Cell::longitude_deg))
        .append_pair("hourly", WANTED)
        .append_pair("forecast_hours", &HOURS_MAX.to_string())
        .append_pair("timeformat", "unixtime");
    question
}

/// What is known of each region, in their order. Hours whose numbers no weather has are left out.
pub(crate) fn answer(body: &[u8], asked: usize) -> Result<Vec<Hours>, FormError> {
    // About one place, the form has no list.
    let places: Vec<Place> =
        if asked == 1 { vec![serde_json::from_slice(body)?] } else { serde_json::from_slice(body)? };
    if places.len() != asked {
        return Err(FormError::Places { asked, answered: places.len() });
    }
    Ok(places.into_iter().map(|place| place.hourly.hours()).collect())
}

#[derive(Deserialize)]
struct Place {
    hourly: Lists,
}

/// The numbers of each hour, a list for each kind. A number that is not known is null.
#[derive(Deserialize)]
struct Lists {
    time: Vec<u64>,
    temperature_2m: Vec<Option<f32>>,
    #[serde(default)]
    precipitation: Vec<Option<f32>>,
    #[serde(default)]
    precipitation_probability: Vec<Option<f32>>,
    weather_code: Vec<Option<u8>>,
    #[serde(default)]
    wind_speed_10m: Vec<Option<f32>>,
}

impl Lists {
    fn hours(&self) -> Hours {
        let hours = self.time.iter().take(HOURS_MAX).enumerate().filter_map(|(place, seconds)| {
            let hour = self.hour(place, seconds.checked_mul(1_000)?)?;
            Some((hour.starts_unix_ms, hour))
        });
        hours.collect()
    }

    fn hour(&self, place: usize, starts_unix_ms: u64) -> Option<Hour> {
        let percent = number(&self.precipitation_probability, place).filter(|percent| (0.0..=100.0).contains(percent));
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it lies between 0 and 100")]
        let precipitation_percent = percent.map(|percent| percent.round() as u8);
        Some(Hour {
            starts_unix_ms: starts_unix_ms.is_multiple_of(HOUR_MS).then_some(starts_unix_ms)?,
            sky: sky::of_code(self.weather_code.get(place).copied().flatten()?)?,
            temperature_deg_c: number(&self.temperature_2m, place)
                .filter(|value| TEMPERATURES_DEG_C.contains(value))?,
            precipitation_mm: number(&self.precipitation, place).filter(|value| PRECIPITATION_MM.contains(value))?,
            precipitation_percent,
            wind_kmh: number(&self.wind_speed_10m, place).filter(|value| WIND_KMH.contains(value)),
        })
    }
}

fn number(list: &[Option<f32>], place: usize) -> Option<f32> {
    list.get(place).copied().flatten()
}

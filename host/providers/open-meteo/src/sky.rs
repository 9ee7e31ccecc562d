//! What the sky does, by the numbers of sources.

use jumpseat_weather::Sky;

/// The sky of a WMO code 4677, as Open-Meteo uses it; nothing for a number that it does not use.
pub(crate) fn of_code(code: u8) -> Option<Sky> {
    match code {
        0 | 1 => Some(Sky::Clear),
        2 => Some(Sky::PartlyCloudy),
        3 => Some(Sky::Overcast),
        45 | 48 => Some(Sky::Fog),
        51 | 53 | 55 => Some(Sky::Drizzle),
        56 | 57 | 66 | 67 => Some(Sky::FreezingRain),
        61 | 63 | 65 => Some(Sky::Rain),
        71 | 73 | 75 | 77 | 85 | 86 => Some(Sky::Snow),
        80..=82 => Some(Sky::Showers),
        95 | 96 | 99 => Some(Sky::Thunderstorm),
        _ => None,
    }
}

//! What the signals are at the start of the simulation, until somebody sets them.

use jumpseat_vehicle::{
    Value,
    catalogue::{Datatype, Signal},
};

/// Numbers that are not 0, by the ends of their paths.
const NUMBERS: &[(&str, f64)] = &[
    (".Exterior.AirTemperature", 18.5),
    (".Exterior.Humidity", 62.0),
    (".Exterior.LightIntensity", 80.0),
    (".Service.DistanceToService", 11_760.0),
    (".FuelSystem.RelativeLevel", 64.0),
    (".TractionBattery.NetCapacity", 20.0),
    (".Charging.ChargeLimit", 80.0),
    (".Axle.Row1.Wheel.Left.Tire.Pressure", 240.0),
    (".Axle.Row1.Wheel.Right.Tire.Pressure", 240.0),
    (".Axle.Row2.Wheel.Left.Tire.Pressure", 250.0),
    (".Axle.Row2.Wheel.Right.Tire.Pressure", 250.0),
    (".HVAC.AmbientAirTemperature", 22.0),
    (".Driver.Temperature", 21.0),
    (".Passenger.Temperature", 21.0),
    (".FanSpeed", 30.0),
    (".AmbientLight.Row1.DriverSide.Intensity", 40.0),
    (".AmbientLight.Row1.PassengerSide.Intensity", 40.0),
    (".AmbientLight.Row2.DriverSide.Intensity", 40.0),
    (".AmbientLight.Row2.PassengerSide.Intensity", 40.0),
    (".Media.Volume", 35.0),
    (".Navigation.Volume", 50.0),
    (".HMI.Brightness", 70.0),
];

/// What is true.
const TRUE: &[&str] = &[
    ".HVAC.IsAirConditioningActive",
    ".Seat.Row1.DriverSide.IsBelted",
    ".AmbientLight.Row1.DriverSide.IsLightOn",
    ".AmbientLight.Row1.PassengerSide.IsLightOn",
];

/// Texts that are not the first that VSS allows.
const TEXTS: &[(&str, &str)] = &[
    (".Powertrain.Type", "HYBRID"),
    (".Charging.StartStopCharging", "STOP"),
    (".Lights.LightSwitch", "AUTO"),
    (".Wiping.Mode", "RAIN_SENSOR"),
    (".AirDistribution", "MIDDLE"),
    (".Media.Action", "STOP"),
    (".Navigation.Mute", "UNMUTED"),
    (".HMI.DistanceUnit", "KILOMETERS"),
];

/// The color of lights.
const COLOR: &str = "#FFD7A0";

/// What a signal is before anybody sets it.
#[expect(clippy::cast_possible_truncation, reason = "the integers of the table are whole")]
pub(super) fn value(signal: &Signal) -> Value {
    let number = || find(NUMBERS, signal.path).unwrap_or_default();
    match signal.datatype {
        Datatype::Boolean => Value::Boolean(TRUE.iter().any(|end| signal.path.ends_with(end))),
        Datatype::Int8 | Datatype::Uint8 | Datatype::Uint16 | Datatype::Uint32 => Value::Integer(number() as i64),
        Datatype::Float => Value::Float(number()),
        Datatype::OneOf(texts) => {
            let text = find(TEXTS, signal.path).or_else(|| texts.first().copied());
            Value::Text(text.unwrap_or_default().to_owned())
        }
        Datatype::Color => Value::Text(COLOR.to_owned()),
    }
}

fn find<Found: Copy>(table: &[(&str, Found)], path: &str) -> Option<Found> {
    table.iter().find(|(end, _)| path.ends_with(end)).map(|(_, found)| *found)
}

#[cfg(test)]
mod tests {
    use jumpseat_vehicle::catalogue;

    use super::*;

    #[test]
    fn every_line_of_the_tables_is_of_use() {
        let ends = NUMBERS.iter().map(|(end, _)| end).chain(TRUE).chain(TEXTS.iter().map(|(end, _)| end));
        for end in ends {
            assert!(catalogue::signals().any(|signal| signal.path.ends_with(end)), "no signal ends with {end}");
        }
    }
}

//! The inside of the car, with its doors.

use super::{
    Datatype::{Boolean, Color, Float, Int8, OneOf, Uint8},
    Signal, actuator, sensor,
};

const CABIN: [Signal; 11] = [
    sensor("Vehicle.Cabin.Sunroof.Position", Int8).unit("percent").within(-100.0, 100.0),
    actuator(
        "Vehicle.Cabin.Sunroof.Switch",
        OneOf(&["INACTIVE", "CLOSE", "OPEN", "ONE_SHOT_CLOSE", "ONE_SHOT_OPEN", "TILT_UP", "TILT_DOWN"]),
    ),
    actuator("Vehicle.Cabin.Sunroof.Shade.Position", Uint8).percent(),
    actuator("Vehicle.Cabin.IsWindowChildLockEngaged", Boolean),
    sensor("Vehicle.Cabin.HVAC.AmbientAirTemperature", Float).unit("Celsius"),
    actuator("Vehicle.Cabin.HVAC.IsAirConditioningActive", Boolean),
    actuator("Vehicle.Cabin.HVAC.IsRecirculationActive", Boolean),
    actuator("Vehicle.Cabin.HVAC.IsFrontDefrosterActive", Boolean),
    actuator("Vehicle.Cabin.HVAC.IsRearDefrosterActive", Boolean),
    actuator("Vehicle.Cabin.Light.IsDomeOn", Boolean),
    actuator("Vehicle.Cabin.Light.IsGloveBoxOn", Boolean),
];

const INFOTAINMENT: [Signal; 8] = [
    actuator("Vehicle.Cabin.Infotainment.Media.Volume", Uint8).percent(),
    actuator(
        "Vehicle.Cabin.Infotainment.Media.Action",
        OneOf(&["UNKNOWN", "STOP", "PLAY", "FAST_FORWARD", "FAST_BACKWARD", "SKIP_FORWARD", "SKIP_BACKWARD"]),
    ),
    actuator("Vehicle.Cabin.Infotainment.Navigation.Volume", Uint8).percent(),
    actuator("Vehicle.Cabin.Infotainment.Navigation.Mute", OneOf(&["MUTED", "ALERT_ONLY", "UNMUTED"])),
    actuator("Vehicle.Cabin.Infotainment.HMI.Brightness", Float).percent(),
    actuator("Vehicle.Cabin.Infotainment.HMI.DayNightMode", OneOf(&["DAY", "NIGHT"])),
    actuator("Vehicle.Cabin.Infotainment.HMI.DistanceUnit", OneOf(&["MILES", "KILOMETERS"])),
    actuator("Vehicle.Cabin.Infotainment.HMI.TemperatureUnit", OneOf(&["C", "F"])),
];

/// The temperature has no limits in VSS: a policy that opens it should set some.
macro_rules! station {
    ($at:literal) => {
        [
            actuator(concat!("Vehicle.Cabin.HVAC.Station.", $at, ".Temperature"), Float).unit("Celsius"),
            actuator(concat!("Vehicle.Cabin.HVAC.Station.", $at, ".FanSpeed"), Uint8).percent(),
            actuator(concat!("Vehicle.Cabin.HVAC.Station.", $at, ".AirDistribution"), OneOf(&["UP", "MIDDLE", "DOWN"])),
        ]
    };
}

/// What doors, seats and lights are called by: the row and the side.
macro_rules! place {
    ($at:literal) => {
        [
            actuator(concat!("Vehicle.Cabin.Door.", $at, ".IsOpen"), Boolean),
            actuator(concat!("Vehicle.Cabin.Door.", $at, ".IsLocked"), Boolean),
            sensor(concat!("Vehicle.Cabin.Door.", $at, ".IsChildLockActive"), Boolean),
            actuator(concat!("Vehicle.Cabin.Door.", $at, ".Window.IsOpen"), Boolean),
            actuator(concat!("Vehicle.Cabin.Door.", $at, ".Window.Position"), Uint8).percent(),
            // Negative is cooling.
            actuator(concat!("Vehicle.Cabin.Seat.", $at, ".HeatingCooling"), Int8)
                .unit("percent")
                .within(-100.0, 100.0),
            actuator(concat!("Vehicle.Cabin.Seat.", $at, ".Massage.Level"), Uint8).percent(),
            sensor(concat!("Vehicle.Cabin.Seat.", $at, ".IsBelted"), Boolean),
            actuator(concat!("Vehicle.Cabin.Light.AmbientLight.", $at, ".IsLightOn"), Boolean),
            actuator(concat!("Vehicle.Cabin.Light.AmbientLight.", $at, ".Intensity"), Uint8)
                .unit("percent")
                .within(1.0, 100.0),
            actuator(concat!("Vehicle.Cabin.Light.AmbientLight.", $at, ".Color"), Color),
            actuator(concat!("Vehicle.Cabin.Light.Spotlight.", $at, ".IsLightOn"), Boolean),
        ]
    };
}

const STATIONS: [[Signal; 3]; 4] =
    [station!("Row1.Driver"), station!("Row1.Passenger"), station!("Row2.Driver"), station!("Row2.Passenger")];

const PLACES: [[Signal; 12]; 4] =
    [place!("Row1.DriverSide"), place!("Row1.PassengerSide"), place!("Row2.DriverSide"), place!("Row2.PassengerSide")];

pub(super) fn signals() -> impl Iterator<Item = Signal> {
    let repeated = STATIONS.into_iter().flatten().chain(PLACES.into_iter().flatten());
    CABIN.into_iter().chain(INFOTAINMENT).chain(repeated)
}

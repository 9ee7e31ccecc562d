//! The outside of the car: trunk, windshields, mirrors and lights.

use super::{
    Datatype::{Boolean, OneOf, Uint8},
    Signal, actuator, sensor,
};

const BODY: [Signal; 12] = [
    sensor("Vehicle.Body.Raindetection.Intensity", Uint8).percent(),
    actuator("Vehicle.Body.Trunk.Rear.IsOpen", Boolean),
    actuator("Vehicle.Body.Trunk.Rear.IsLocked", Boolean),
    actuator("Vehicle.Body.Windshield.Front.IsHeatingOn", Boolean),
    actuator("Vehicle.Body.Windshield.Rear.IsHeatingOn", Boolean),
    sensor("Vehicle.Body.Windshield.Front.WasherFluid.IsLevelLow", Boolean),
    actuator(
        "Vehicle.Body.Windshield.Front.Wiping.Mode",
        OneOf(&["OFF", "SLOW", "MEDIUM", "FAST", "INTERVAL", "RAIN_SENSOR"]),
    ),
    actuator("Vehicle.Body.Mirrors.DriverSide.IsFolded", Boolean),
    actuator("Vehicle.Body.Mirrors.DriverSide.IsHeatingOn", Boolean),
    actuator("Vehicle.Body.Mirrors.PassengerSide.IsFolded", Boolean),
    actuator("Vehicle.Body.Mirrors.PassengerSide.IsHeatingOn", Boolean),
    actuator("Vehicle.Body.Hood.IsOpen", Boolean),
];

/// Skills may read them.
const LIGHTS: [Signal; 3] = [
    actuator("Vehicle.Body.Lights.LightSwitch", OneOf(&["OFF", "POSITION", "DAYTIME_RUNNING_LIGHTS", "AUTO", "BEAM"])),
    actuator("Vehicle.Body.Lights.Beam.High.IsOn", Boolean),
    actuator("Vehicle.Body.Lights.Hazard.IsSignaling", Boolean),
];

pub(super) fn signals() -> impl Iterator<Item = Signal> {
    BODY.into_iter().chain(LIGHTS)
}

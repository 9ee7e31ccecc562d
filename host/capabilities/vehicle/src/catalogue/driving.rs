//! How the car drives, and what it drives on.

use super::{
    Datatype::{Boolean, Float, Int8, OneOf, Uint8, Uint16, Uint32},
    Kind, Signal, actuator, of, sensor,
};

const CAR: [Signal; 10] = [
    sensor("Vehicle.Speed", Float).unit("km/h"),
    sensor("Vehicle.IsMoving", Boolean),
    sensor("Vehicle.TraveledDistance", Uint32).unit("m"),
    sensor("Vehicle.TraveledDistanceSinceStart", Uint32).unit("m"),
    actuator("Vehicle.TripMeterReading", Uint32).unit("m"),
    sensor("Vehicle.Exterior.AirTemperature", Float).unit("Celsius"),
    sensor("Vehicle.Exterior.Humidity", Float).percent(),
    sensor("Vehicle.Exterior.LightIntensity", Float).percent(),
    sensor("Vehicle.Service.DistanceToService", Float).unit("km"),
    sensor("Vehicle.Service.IsServiceDue", Boolean),
];

const ENERGY: [Signal; 16] = [
    of("Vehicle.Powertrain.Type", Kind::Attribute, OneOf(&["COMBUSTION", "HYBRID", "ELECTRIC"])),
    sensor("Vehicle.Powertrain.Range", Uint32).unit("m"),
    sensor("Vehicle.Powertrain.FuelSystem.Range", Uint32).unit("m"),
    sensor("Vehicle.Powertrain.FuelSystem.RelativeLevel", Uint8).percent(),
    sensor("Vehicle.Powertrain.FuelSystem.IsFuelLevelLow", Boolean),
    sensor("Vehicle.Powertrain.TractionBattery.Range", Uint32).unit("m"),
    sensor("Vehicle.Powertrain.TractionBattery.NetCapacity", Uint16).unit("kWh"),
    sensor("Vehicle.Powertrain.TractionBattery.StateOfCharge.Current", Float).percent(),
    sensor("Vehicle.Powertrain.TractionBattery.StateOfCharge.Displayed", Float).percent(),
    actuator("Vehicle.Powertrain.TractionBattery.Charging.ChargeLimit", Uint8).percent(),
    actuator("Vehicle.Powertrain.TractionBattery.Charging.StartStopCharging", OneOf(&["START", "STOP"])),
    sensor("Vehicle.Powertrain.TractionBattery.Charging.IsCharging", Boolean),
    sensor("Vehicle.Powertrain.TractionBattery.Charging.TimeToComplete", Uint32).unit("s"),
    sensor("Vehicle.Powertrain.TractionBattery.Charging.ChargingPort.AnyPosition.IsChargingCableConnected", Boolean),
    actuator("Vehicle.Powertrain.TractionBattery.Charging.ChargingPort.AnyPosition.IsFlapOpen", Boolean),
    sensor("Vehicle.Powertrain.Transmission.CurrentGear", Int8),
];

/// The sides of a wheel are left and right whoever drives on which side, unlike those of doors and seats.
macro_rules! wheel {
    ($at:literal) => {
        [
            sensor(concat!("Vehicle.Chassis.Axle.", $at, ".Tire.Pressure"), Uint16).unit("kPa"),
            sensor(concat!("Vehicle.Chassis.Axle.", $at, ".Tire.IsPressureLow"), Boolean),
        ]
    };
}

const WHEELS: [[Signal; 2]; 4] =
    [wheel!("Row1.Wheel.Left"), wheel!("Row1.Wheel.Right"), wheel!("Row2.Wheel.Left"), wheel!("Row2.Wheel.Right")];

/// Actuators for the car's own controllers: skills may read them.
const CONTROLS: [Signal; 4] = [
    actuator("Vehicle.ADAS.CruiseControl.IsActive", Boolean),
    actuator("Vehicle.ADAS.CruiseControl.SpeedSet", Float).unit("km/h"),
    actuator("Vehicle.Chassis.ParkingBrake.IsEngaged", Boolean),
    actuator("Vehicle.Powertrain.Transmission.SelectedGear", Int8),
];

pub(super) fn signals() -> impl Iterator<Item = Signal> {
    CAR.into_iter().chain(ENERGY).chain(WHEELS.into_iter().flatten()).chain(CONTROLS)
}

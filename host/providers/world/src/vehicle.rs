//! The car's own signals: what follows from the drive, what was set, and what is as it was at the start.
//!
//! The car is a plug-in hybrid. Every lap begins with the same charge, as if the car had been charged where it was
//! parked; so the state at any time follows from the time alone. Windows and sunroof move at once.

mod start;
#[cfg(test)]
mod tests;

use std::{
    collections::BTreeMap,
    sync::{MutexGuard, PoisonError},
};

use async_trait::async_trait;
use jumpseat_context::DrivingState;
use jumpseat_vehicle::{
    Error, Value, VehicleProvider,
    catalogue::{self, Signal},
};

use crate::World;

/// What the car had driven before the start.
const ODOMETER_M: f64 = 18_240_000.0;
/// Charge of the battery at the beginning of a lap.
const CHARGE_PERCENT: f64 = 76.0;
/// What the battery holds.
const CAPACITY_KWH: f64 = 20.0;
/// What the car takes from it.
const KWH_PER_KM: f64 = 0.18;
/// What the fuel is good for.
const FUEL_RANGE_M: f64 = 420_000.0;
/// The gear lever, as VSS counts: 126 is park, 127 is drive.
const LEVER: (i64, i64) = (126, 127);

const TRIP_METER: &str = "Vehicle.TripMeterReading";
const SUNROOF_SWITCH: &str = "Vehicle.Cabin.Sunroof.Switch";
const SUNROOF_POSITION: &str = "Vehicle.Cabin.Sunroof.Position";

/// What was set in the car.
#[derive(Debug, Default)]
pub(crate) struct Controls {
    values: BTreeMap<&'static str, Value>,
    trip: Trip,
}

/// When the trip meter was set: to what, and how far the car had driven then.
#[derive(Debug, Clone, Copy, Default)]
struct Trip {
    reading_m: f64,
    driven_m: f64,
}

impl Controls {
    fn value(&self, signal: &Signal) -> Value {
        self.values.get(signal.path).cloned().unwrap_or_else(|| start::value(signal))
    }

    /// Sets a signal, and those that cannot be otherwise then.
    fn set(&mut self, path: &'static str, value: Value) {
        if let Some((follower, value)) = follower(path, &value) {
            self.values.insert(follower, value);
        }
        self.values.insert(path, value);
    }
}

/// The signal that follows from another one.
fn follower(path: &str, value: &Value) -> Option<(&'static str, Value)> {
    let sibling = |end: &str, other: &str| {
        let path = path.strip_suffix(end)?.to_owned() + other;
        Some(catalogue::readable(&path).ok()?.path)
    };
    match value {
        Value::Boolean(open) => {
            let position = if *open { 100 } else { 0 };
            Some((sibling(".Window.IsOpen", ".Window.Position")?, Value::Integer(position)))
        }
        Value::Integer(position) => {
            Some((sibling(".Window.Position", ".Window.IsOpen")?, Value::Boolean(*position > 0)))
        }
        Value::Text(switch) if path == SUNROOF_SWITCH => {
            let position = match switch.as_str() {
                "OPEN" | "ONE_SHOT_OPEN" => 100,
                "CLOSE" | "ONE_SHOT_CLOSE" | "TILT_DOWN" => 0,
                "TILT_UP" => -100,
                _ => return None,
            };
            Some((SUNROOF_POSITION, Value::Integer(position)))
        }
        Value::Float(_) | Value::Text(_) => None,
    }
}

impl World {
    fn controls(&self) -> MutexGuard<'_, Controls> {
        self.controls.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A signal that follows from the drive.
    fn driven(&self, path: &str) -> Option<Value> {
        let car = self.car();
        let is_parked = car.driving_state == DrivingState::Parked;
        let charge_percent = CHARGE_PERCENT - car.distance_m / 1_000.0 * KWH_PER_KM / CAPACITY_KWH * 100.0;
        let charge_percent = charge_percent.max(0.0);
        let electric_m = charge_percent / 100.0 * CAPACITY_KWH / KWH_PER_KM * 1_000.0;
        Some(match path {
            "Vehicle.Speed" => Value::Float(car.speed_mps * 3.6),
            "Vehicle.IsMoving" => Value::Boolean(car.driving_state == DrivingState::Moving),
            "Vehicle.TraveledDistance" => metres(ODOMETER_M + self.driven_m()),
            "Vehicle.TraveledDistanceSinceStart" => metres(car.distance_m),
            "Vehicle.Powertrain.Range" => metres(electric_m + FUEL_RANGE_M),
            "Vehicle.Powertrain.FuelSystem.Range" => metres(FUEL_RANGE_M),
            "Vehicle.Powertrain.TractionBattery.Range" => metres(electric_m),
            "Vehicle.Powertrain.TractionBattery.StateOfCharge.Current"
            | "Vehicle.Powertrain.TractionBattery.StateOfCharge.Displayed" => Value::Float(charge_percent),
            "Vehicle.Powertrain.Transmission.CurrentGear" => Value::Integer(i64::from(!is_parked)),
            "Vehicle.Powertrain.Transmission.SelectedGear" => Value::Integer(if is_parked { LEVER.0 } else { LEVER.1 }),
            "Vehicle.Chassis.ParkingBrake.IsEngaged" => Value::Boolean(is_parked),
            _ => return None,
        })
    }
}

/// Whole metres, as many as the datatype of VSS holds.
#[expect(clippy::cast_possible_truncation, reason = "clamped to what fits")]
fn metres(metres: f64) -> Value {
    Value::Integer(metres.round().clamp(0.0, f64::from(u32::MAX)) as i64)
}

/// No future here waits for anything: a call that is given up has either changed what it wanted before, or never will.
#[async_trait]
impl VehicleProvider for World {
    async fn get(&self, path: String) -> Result<Value, Error> {
        let signal = catalogue::readable(&path)?;
        if signal.path == TRIP_METER {
            let driven_m = self.driven_m();
            let Trip { reading_m, driven_m: driven_then_m } = self.controls().trip;
            return Ok(metres(reading_m + driven_m - driven_then_m));
        }
        Ok(self.driven(signal.path).unwrap_or_else(|| self.controls().value(signal)))
    }

    #[expect(clippy::cast_precision_loss, reason = "a reading of 32 bits")]
    async fn set(&self, path: String, value: Value) -> Result<(), Error> {
        let signal = catalogue::check_set(&path, &value)?;
        let driven_m = self.driven_m();
        let mut controls = self.controls();
        if let (TRIP_METER, Value::Integer(reading_m)) = (signal.path, &value) {
            controls.trip = Trip { reading_m: *reading_m as f64, driven_m };
        } else {
            controls.set(signal.path, value);
        }
        Ok(())
    }
}

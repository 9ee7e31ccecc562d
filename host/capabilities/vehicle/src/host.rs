//! The calls that a skill makes.

use std::sync::Arc;

use wasmtime::component::{HasData, Linker};

use crate::{
    Error, Value, VehicleProvider, Writable,
    bindings::{self, jumpseat::vehicle::signals::Host},
    catalogue, limits,
};

/// What one skill call holds of this capability.
pub struct VehicleCtx {
    provider: Arc<dyn VehicleProvider>,
    writable: Arc<Writable>,
    calls_left: u32,
}

impl VehicleCtx {
    /// The capability for one call, with a full budget and with what this call may set.
    pub fn new(provider: Arc<dyn VehicleProvider>, writable: Arc<Writable>) -> Self {
        Self { provider, writable, calls_left: limits::CALLS_MAX }
    }

    fn take_call(&mut self) -> Result<(), Error> {
        self.calls_left = self.calls_left.checked_sub(1).ok_or(Error::OverLimit)?;
        Ok(())
    }

    async fn read(&mut self, path: String) -> Result<Value, Error> {
        self.take_call()?;
        let signal = catalogue::readable(&path)?;
        let value = self.provider.get(path).await?;
        // Skills rely on the types and ranges of VSS. A vehicle that breaks them has no value to give.
        if signal.check(&value).is_ok() { Ok(value) } else { Err(Error::Unavailable) }
    }

    async fn write(&mut self, path: String, value: Value) -> Result<(), Error> {
        self.take_call()?;
        let signal = catalogue::settable(&path)?;
        let range = self.writable.range(signal).ok_or(Error::NotAllowed)?;
        signal.check_within(&value, range)?;
        self.provider.set(path, value).await
    }
}

/// Implemented by the state of a store that offers this capability.
pub trait VehicleView {
    /// The context of the running call.
    fn vehicle(&mut self) -> &mut VehicleCtx;
}

/// Names the capability to the linker.
pub struct Vehicle;

impl HasData for Vehicle {
    type Data<'a> = &'a mut VehicleCtx;
}

/// Links the capability.
pub fn add_to_linker<T: VehicleView + Send + 'static>(linker: &mut Linker<T>) -> wasmtime::Result<()> {
    bindings::Imports::add_to_linker::<T, Vehicle>(linker, T::vehicle)
}

impl Host for VehicleCtx {
    async fn get(&mut self, path: String) -> wasmtime::Result<Result<Value, Error>> {
        Ok(self.read(path).await)
    }

    async fn set(&mut self, path: String, value: Value) -> wasmtime::Result<Result<(), Error>> {
        Ok(self.write(path, value).await)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use async_trait::async_trait;

    use super::*;
    use crate::Range;

    const TEMPERATURE: &str = "Vehicle.Cabin.HVAC.Station.Row1.Driver.Temperature";

    /// Remembers what it was asked, and answers every question with the same value.
    struct Asked {
        answer: Value,
        set: Mutex<Vec<String>>,
    }

    #[async_trait]
    impl VehicleProvider for Asked {
        async fn get(&self, _path: String) -> Result<Value, Error> {
            Ok(self.answer.clone())
        }

        async fn set(&self, path: String, _value: Value) -> Result<(), Error> {
            self.set.lock().unwrap().push(path);
            Ok(())
        }
    }

    fn vehicle(rules: &[&str], answer: Value) -> (VehicleCtx, Arc<Asked>) {
        let provider = Arc::new(Asked { answer, set: Mutex::default() });
        let writable = Writable::parse(rules.iter().copied()).unwrap();
        (VehicleCtx::new(provider.clone(), Arc::new(writable)), provider)
    }

    async fn set(vehicle: &mut VehicleCtx, path: &str, value: Value) -> Result<(), Error> {
        Host::set(vehicle, path.to_owned(), value).await.unwrap()
    }

    async fn get(vehicle: &mut VehicleCtx, path: &str) -> Result<Value, Error> {
        Host::get(vehicle, path.to_owned()).await.unwrap()
    }

    #[tokio::test]
    async fn without_permission_nothing_is_set() {
        let (mut vehicle, provider) = vehicle(&[], Value::Boolean(true));
        for signal in catalogue::signals().take(30) {
            assert!(set(&mut vehicle, signal.path, Value::Boolean(true)).await.is_err(), "{}", signal.path);
        }
        assert_eq!(set(&mut vehicle, TEMPERATURE, Value::Float(21.0)).await, Err(Error::NotAllowed));
        assert!(provider.set.lock().unwrap().is_empty());
    }

    #[tokio::test]
    async fn what_is_permitted_is_set_within_the_narrower_range() {
        let (mut vehicle, provider) =
            vehicle(&["Vehicle.Cabin.HVAC.Station.*.*.Temperature 16..28"], Value::Float(0.0));
        assert_eq!(set(&mut vehicle, TEMPERATURE, Value::Float(28.0)).await, Ok(()));
        let narrower = Error::OutOfRange(Range { min: 16.0, max: 28.0 });
        assert_eq!(set(&mut vehicle, TEMPERATURE, Value::Float(28.5)).await, Err(narrower));
        assert_eq!(set(&mut vehicle, TEMPERATURE, Value::Integer(20)).await, Err(Error::WrongType));
        let other = "Vehicle.Cabin.HVAC.IsAirConditioningActive";
        assert_eq!(set(&mut vehicle, other, Value::Boolean(true)).await, Err(Error::NotAllowed));
        assert_eq!(*provider.set.lock().unwrap(), [TEMPERATURE]);
    }

    #[tokio::test]
    async fn what_is_forbidden_is_refused_before_permissions_are_asked() {
        let (mut vehicle, provider) = vehicle(&["Vehicle.Cabin.**"], Value::Boolean(true));
        for path in ["Vehicle.Chassis.ParkingBrake.IsEngaged", "Vehicle.ADAS.Unheard.Of"] {
            assert_eq!(set(&mut vehicle, path, Value::Boolean(false)).await, Err(Error::NotAllowed), "{path}");
        }
        assert!(provider.set.lock().unwrap().is_empty());
    }

    #[tokio::test]
    async fn a_value_that_does_not_fit_its_signal_is_no_answer() {
        let (mut fits, _) = vehicle(&[], Value::Float(50.0));
        assert_eq!(get(&mut fits, "Vehicle.Speed").await, Ok(Value::Float(50.0)));
        let (mut wrong, _) = vehicle(&[], Value::Float(f64::NAN));
        assert_eq!(get(&mut wrong, "Vehicle.Speed").await, Err(Error::Unavailable));
        assert_eq!(get(&mut wrong, "Vehicle.IsMoving").await, Err(Error::Unavailable));
    }

    #[tokio::test]
    async fn paths_that_may_not_be_read_never_reach_the_vehicle() {
        let (mut vehicle, _) = vehicle(&[], Value::Float(50.0));
        assert_eq!(get(&mut vehicle, "Vehicle.CurrentLocation.Latitude").await, Err(Error::NotReadable));
        assert_eq!(get(&mut vehicle, "Vehicle.Speed.Of.Light").await, Err(Error::UnknownPath));
    }

    #[tokio::test]
    async fn reading_and_setting_share_the_calls_of_a_turn() {
        let (mut vehicle, provider) = vehicle(&["Vehicle.TripMeterReading"], Value::Float(50.0));
        for _ in 0..limits::CALLS_MAX {
            assert!(get(&mut vehicle, "Vehicle.Speed").await.is_ok());
        }
        assert_eq!(get(&mut vehicle, "Vehicle.Speed").await, Err(Error::OverLimit));
        assert_eq!(set(&mut vehicle, "Vehicle.TripMeterReading", Value::Integer(0)).await, Err(Error::OverLimit));
        assert!(provider.set.lock().unwrap().is_empty());
    }
}

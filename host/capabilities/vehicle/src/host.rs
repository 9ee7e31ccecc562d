//! The calls that a skill makes.

use std::sync::Arc;

use wasmtime::component::{HasData, Linker};

use crate::{
    Act, Answer, Approval, Error, Overseer, Value, VehicleProvider, Writable,
    bindings::{self, jumpseat::vehicle::signals::Host},
    catalogue, limits,
};

/// What one skill call holds of this capability.
pub struct VehicleCtx {
    provider: Arc<dyn VehicleProvider>,
    writable: Arc<Writable>,
    overseer: Arc<dyn Overseer>,
    calls_left: u32,
    questions_left: u32,
}

impl VehicleCtx {
    /// The capability for one call, with a full budget, with what this call may set, and with who oversees that.
    pub fn new(provider: Arc<dyn VehicleProvider>, writable: Arc<Writable>, overseer: Arc<dyn Overseer>) -> Self {
        Self { provider, writable, overseer, calls_left: limits::CALLS_MAX, questions_left: limits::QUESTIONS_MAX }
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
        let opening = self.writable.opening(signal).ok_or(Error::NotAllowed)?;
        signal.check_within(&value, opening.range)?;
        let act = Act { path, value };
        let approval = if opening.confirm { self.confirmed(&act).await? } else { Approval::Policy };
        self.overseer.begin(act.clone(), approval).await?;
        let done = self.provider.set(act.path.clone(), act.value.clone()).await;
        self.overseer.end(act, approval, done.clone()).await;
        done
    }

    async fn confirmed(&mut self, act: &Act) -> Result<Approval, Error> {
        self.questions_left = self.questions_left.checked_sub(1).ok_or(Error::OverLimit)?;
        match self.overseer.confirm(act.clone()).await {
            Answer::Yes => Ok(Approval::Driver),
            Answer::No => Err(Error::NotAllowed),
        }
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

jumpseat_relay::relay! {
    Host for VehicleCtx {
        get(path: String) -> Result<Value, Error>;
        set(path: String, value: Value) -> Result<(), Error>;
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use async_trait::async_trait;

    use super::*;
    use crate::{Range, Rule};

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

    /// Answers with the same word each time, lets everything begin or nothing, and keeps what it heard.
    struct Overseeing {
        answer: Answer,
        begins: Result<(), Error>,
        heard: Mutex<Vec<String>>,
    }

    impl Overseeing {
        fn hears(&self, what: String) {
            self.heard.lock().unwrap().push(what);
        }
    }

    #[async_trait]
    impl Overseer for Overseeing {
        async fn confirm(&self, act: Act) -> Answer {
            self.hears(format!("asks {:?}", act.value));
            self.answer
        }

        async fn begin(&self, act: Act, approval: Approval) -> Result<(), Error> {
            self.hears(format!("begins {:?} by {approval:?}", act.value));
            self.begins.clone()
        }

        async fn end(&self, act: Act, _approval: Approval, done: Result<(), Error>) {
            self.hears(format!("ends {:?} {done:?}", act.value));
        }
    }

    /// A vehicle with one rule for temperatures, and who oversees it.
    fn overseen(confirm: bool, answer: Answer, begins: Result<(), Error>) -> (VehicleCtx, Arc<Asked>, Arc<Overseeing>) {
        let provider = Arc::new(Asked { answer: Value::Boolean(true), set: Mutex::default() });
        let rule = Rule { text: "Vehicle.Cabin.HVAC.Station.*.*.Temperature 16..28", confirm };
        let overseer = Arc::new(Overseeing { answer, begins, heard: Mutex::default() });
        let writable = Arc::new(Writable::parse([rule]).unwrap());
        (VehicleCtx::new(provider.clone(), writable, overseer.clone()), provider, overseer)
    }

    fn vehicle(rules: &[&str], answer: Value) -> (VehicleCtx, Arc<Asked>) {
        let provider = Arc::new(Asked { answer, set: Mutex::default() });
        let writable = Writable::parse(rules.iter().copied()).unwrap();
        let overseer = Overseeing { answer: Answer::Yes, begins: Ok(()), heard: Mutex::default() };
        (VehicleCtx::new(provider.clone(), Arc::new(writable), Arc::new(overseer)), provider)
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
    async fn the_driver_is_asked_before_the_vehicle_and_the_act_is_put_down_around_it() {
        let (mut vehicle, provider, overseer) = overseen(true, Answer::Yes, Ok(()));
        assert_eq!(set(&mut vehicle, TEMPERATURE, Value::Float(21.0)).await, Ok(()));
        assert_eq!(*provider.set.lock().unwrap(), [TEMPERATURE]);
        let expected =
            ["asks Value::Float(21.0)", "begins Value::Float(21.0) by Driver", "ends Value::Float(21.0) Ok(())"];
        assert_eq!(*overseer.heard.lock().unwrap(), expected);
    }

    #[tokio::test]
    async fn after_a_no_nothing_is_set_and_the_skill_goes_on() {
        let (mut vehicle, provider, overseer) = overseen(true, Answer::No, Ok(()));
        assert_eq!(set(&mut vehicle, TEMPERATURE, Value::Float(21.0)).await, Err(Error::NotAllowed));
        assert!(provider.set.lock().unwrap().is_empty());
        assert_eq!(*overseer.heard.lock().unwrap(), ["asks Value::Float(21.0)"]);
        assert_eq!(get(&mut vehicle, "Vehicle.IsMoving").await, Ok(Value::Boolean(true)));
    }

    #[tokio::test]
    async fn nobody_is_asked_about_a_value_that_cannot_be_set() {
        let (mut vehicle, _, overseer) = overseen(true, Answer::Yes, Ok(()));
        assert!(set(&mut vehicle, TEMPERATURE, Value::Float(40.0)).await.is_err());
        assert!(set(&mut vehicle, "Vehicle.Cabin.Light.IsDomeOn", Value::Boolean(true)).await.is_err());
        assert!(overseer.heard.lock().unwrap().is_empty());
    }

    #[tokio::test]
    async fn who_need_not_ask_still_waits_for_the_last_word() {
        let (mut vehicle, provider, overseer) = overseen(false, Answer::No, Err(Error::NotAllowed));
        assert_eq!(set(&mut vehicle, TEMPERATURE, Value::Float(21.0)).await, Err(Error::NotAllowed));
        assert!(provider.set.lock().unwrap().is_empty());
        assert_eq!(*overseer.heard.lock().unwrap(), ["begins Value::Float(21.0) by Policy"]);
    }

    #[tokio::test]
    async fn the_driver_is_not_asked_without_end() {
        let (mut vehicle, _, overseer) = overseen(true, Answer::No, Ok(()));
        for _ in 0..limits::QUESTIONS_MAX {
            assert_eq!(set(&mut vehicle, TEMPERATURE, Value::Float(21.0)).await, Err(Error::NotAllowed));
        }
        assert_eq!(set(&mut vehicle, TEMPERATURE, Value::Float(21.0)).await, Err(Error::OverLimit));
        assert_eq!(overseer.heard.lock().unwrap().len(), limits::QUESTIONS_MAX as usize);
    }

    #[tokio::test]
    async fn where_nobody_oversees_acts_none_is_done() {
        for confirm in [true, false] {
            let (VehicleCtx { writable, .. }, provider, _) = overseen(confirm, Answer::Yes, Ok(()));
            let mut vehicle = VehicleCtx::new(provider.clone(), writable, Arc::new(crate::Nobody));
            assert_eq!(set(&mut vehicle, TEMPERATURE, Value::Float(21.0)).await, Err(Error::NotAllowed));
            assert!(provider.set.lock().unwrap().is_empty());
        }
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

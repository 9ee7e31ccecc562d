//! What every provider keeps to. Providers call [`check`] in their own tests.

use crate::{
    Error, Value, VehicleProvider,
    catalogue::{self, Datatype, Kind, Signal},
    forbidden::forbidden,
};

/// Checks a provider that has the speed of the vehicle and at least one actuator. It may lack any other signal. All
/// actuators that it has are set, so no real vehicle should stand behind it.
///
/// # Panics
///
/// When a rule is broken; the message names the rule.
pub async fn check(provider: &dyn VehicleProvider) {
    every_signal_fits_the_catalogue_or_is_unavailable(provider).await;
    what_the_catalogue_refuses_is_refused(provider).await;
    what_nobody_waits_for_changes_nothing(provider).await;
    what_was_set_is_read(provider).await;
}

async fn every_signal_fits_the_catalogue_or_is_unavailable(provider: &dyn VehicleProvider) {
    for signal in catalogue::signals() {
        match get(provider, signal).await {
            Ok(value) => assert_eq!(signal.check(&value), Ok(()), "{} fits the catalogue: {value:?}", signal.path),
            Err(error) => assert_eq!(error, Error::Unavailable, "{} is there or unavailable", signal.path),
        }
    }
    assert!(provider.get("Vehicle.Speed".to_owned()).await.is_ok(), "the speed of the vehicle is known");
}

async fn what_the_catalogue_refuses_is_refused(provider: &dyn VehicleProvider) {
    let set = |path: &str, value| provider.set(path.to_owned(), value);
    let unknown = "Vehicle.Cabin.NobodyKnows";
    assert_eq!(provider.get(unknown.to_owned()).await, Err(Error::UnknownPath), "unknown paths are not read");
    assert_eq!(set(unknown, Value::Integer(1)).await, Err(Error::UnknownPath), "unknown paths are not set");
    assert_eq!(set("Vehicle.Speed", Value::Float(1.0)).await, Err(Error::NotWritable), "sensors are not set");
    for signal in catalogue::signals().filter(|signal| forbidden(signal.path).is_some()) {
        for value in samples(signal) {
            assert_ne!(set(signal.path, value).await, Ok(()), "{} is never set", signal.path);
        }
    }
    for signal in actuators() {
        let wrong = if signal.datatype == Datatype::Boolean { Value::Float(0.5) } else { Value::Boolean(true) };
        assert_eq!(set(signal.path, wrong).await, Err(Error::WrongType), "{} keeps its type", signal.path);
    }
}

async fn what_nobody_waits_for_changes_nothing(provider: &dyn VehicleProvider) {
    for signal in actuators() {
        let before = get(provider, signal).await;
        for value in samples(signal) {
            drop(provider.set(signal.path.to_owned(), value));
        }
        assert_eq!(get(provider, signal).await, before, "{} is not set by a call that was given up", signal.path);
    }
}

async fn what_was_set_is_read(provider: &dyn VehicleProvider) {
    let mut set = 0;
    for signal in actuators() {
        if get(provider, signal).await == Err(Error::Unavailable) {
            continue;
        }
        for value in samples(signal) {
            let answer = provider.set(signal.path.to_owned(), value.clone()).await;
            assert_eq!(answer, Ok(()), "{} takes {value:?}", signal.path);
            assert_eq!(get(provider, signal).await, Ok(value), "{} is what it was set to", signal.path);
            set += 1;
        }
    }
    assert!(set > 0, "something can be set");
}

async fn get(provider: &dyn VehicleProvider, signal: &Signal) -> Result<Value, Error> {
    provider.get(signal.path.to_owned()).await
}

/// Actuators that somebody may set.
fn actuators() -> impl Iterator<Item = &'static Signal> {
    catalogue::signals().filter(|signal| signal.kind == Kind::Actuator && forbidden(signal.path).is_none())
}

/// Two values that a signal can have, far from each other.
#[expect(clippy::cast_possible_truncation, reason = "ends of ranges of integers are integers")]
fn samples(signal: &Signal) -> [Value; 2] {
    let range = signal.range();
    let text = |text: &str| Value::Text(text.to_owned());
    match signal.datatype {
        Datatype::Boolean => [Value::Boolean(true), Value::Boolean(false)],
        Datatype::Int8 | Datatype::Uint8 | Datatype::Uint16 | Datatype::Uint32 => {
            [range.max, range.min].map(|number| Value::Integer(number as i64))
        }
        Datatype::Float => [Value::Float(range.max.min(22.5)), Value::Float(range.min.max(20.0))],
        Datatype::OneOf(texts) => {
            [text(texts.last().copied().unwrap_or_default()), text(texts.first().copied().unwrap_or_default())]
        }
        Datatype::Color => [text("#FFD700"), text("#000000")],
    }
}

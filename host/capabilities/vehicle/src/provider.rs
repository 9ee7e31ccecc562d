//! Who reaches the vehicle.

use async_trait::async_trait;

use crate::{Error, Value};

/// Reaches the vehicle. The host has checked paths and values against the [`catalogue`](crate::catalogue), and whether
/// the skill may set the signal, before they arrive here; a provider checks again what the catalogue says
/// ([`check_set`](crate::catalogue::check_set)), whoever checked before.
///
/// A future that is dropped is no longer wanted: after the deadline of a call nothing of it may act. A provider that
/// hands a change to a thread or to another program makes sure of that as the last thing before the change.
#[async_trait]
pub trait VehicleProvider: Send + Sync {
    /// What a signal is now. A signal that this vehicle does not have is unavailable.
    async fn get(&self, path: String) -> Result<Value, Error>;

    /// Sets an actuator. All of the change is made, or nothing of it.
    async fn set(&self, path: String, value: Value) -> Result<(), Error>;
}

/// Stands in where there is no vehicle to reach, or where an optional capability is denied.
#[derive(Debug, Clone, Copy, Default)]
pub struct Unavailable;

#[async_trait]
impl VehicleProvider for Unavailable {
    async fn get(&self, _path: String) -> Result<Value, Error> {
        Err(Error::Unavailable)
    }

    async fn set(&self, _path: String, _value: Value) -> Result<(), Error> {
        Err(Error::Unavailable)
    }
}

//! Who keeps preferences.

use async_trait::async_trait;

use crate::Error;

/// Keeps the driver's preferences. The host has checked names and values against [`crate::limits`]; how many there
/// may be is for the provider to check.
#[async_trait]
pub trait PreferencesProvider: Send + Sync {
    /// The value, or nothing.
    async fn get(&self, name: String) -> Result<Option<String>, Error>;

    /// Sets the value.
    async fn set(&self, name: String, value: String) -> Result<(), Error>;
}

/// Stands in where nothing keeps preferences, or where an optional capability is denied.
#[derive(Debug, Clone, Copy, Default)]
pub struct Unavailable;

#[async_trait]
impl PreferencesProvider for Unavailable {
    async fn get(&self, _name: String) -> Result<Option<String>, Error> {
        Err(Error::Unavailable)
    }

    async fn set(&self, _name: String, _value: String) -> Result<(), Error> {
        Err(Error::Unavailable)
    }
}

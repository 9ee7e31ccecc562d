//! Who keeps the values of skills.

use async_trait::async_trait;

use crate::{Error, limits::Quota};

/// Keeps values by skill and key. The host has checked keys and values against [`crate::limits`]; how much a skill
/// keeps in sum is for the provider to check, against the quota that comes with each value.
#[async_trait]
pub trait StorageProvider: Send + Sync {
    /// The value, or nothing.
    async fn get(&self, skill: String, key: String) -> Result<Option<Vec<u8>>, Error>;

    /// Sets the value, if the skill then keeps no more than its quota. Either the old or the new one survives a power cut.
    async fn set(&self, skill: String, key: String, value: Vec<u8>, quota: Quota) -> Result<(), Error>;

    /// Removes the value. Removing what is not there is no error.
    async fn delete(&self, skill: String, key: String) -> Result<(), Error>;

    /// All keys of the skill, sorted.
    async fn keys(&self, skill: String) -> Result<Vec<String>, Error>;
}

/// Stands in where nothing keeps values, or where an optional capability is denied.
#[derive(Debug, Clone, Copy, Default)]
pub struct Unavailable;

#[async_trait]
impl StorageProvider for Unavailable {
    async fn get(&self, _skill: String, _key: String) -> Result<Option<Vec<u8>>, Error> {
        Err(Error::Unavailable)
    }

    async fn set(&self, _skill: String, _key: String, _value: Vec<u8>, _quota: Quota) -> Result<(), Error> {
        Err(Error::Unavailable)
    }

    async fn delete(&self, _skill: String, _key: String) -> Result<(), Error> {
        Err(Error::Unavailable)
    }

    async fn keys(&self, _skill: String) -> Result<Vec<String>, Error> {
        Err(Error::Unavailable)
    }
}

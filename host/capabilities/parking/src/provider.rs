//! Who knows car parks.

use async_trait::async_trait;

use crate::{CarPark, Error, Query};

/// A source of car parks. The host has checked the query against [`crate::limits`] before it arrives here.
#[async_trait]
pub trait ParkingProvider: Send + Sync {
    /// The nearest car parks, nearest first.
    async fn nearby(&self, query: Query) -> Result<Vec<CarPark>, Error>;
}

/// Stands in where nothing knows car parks, or where an optional capability is denied.
#[derive(Debug, Clone, Copy, Default)]
pub struct Unavailable;

#[async_trait]
impl ParkingProvider for Unavailable {
    async fn nearby(&self, _query: Query) -> Result<Vec<CarPark>, Error> {
        Err(Error::Unavailable)
    }
}

//! Who knows places.

use async_trait::async_trait;

use crate::{Error, Place, Query};

/// A source of places. The host has checked what it passes against [`crate::limits`].
#[async_trait]
pub trait PlacesProvider: Send + Sync {
    /// The nearest places that match, nearest first.
    async fn find(&self, query: Query) -> Result<Vec<Place>, Error>;

    /// One place by its id, or nothing. Distances are from the position given.
    async fn get(
        &self,
        id: String,
        latitude_deg: f64,
        longitude_deg: f64,
        language: String,
    ) -> Result<Option<Place>, Error>;
}

/// Stands in where nothing knows places, or where an optional capability is denied.
#[derive(Debug, Clone, Copy, Default)]
pub struct Unavailable;

#[async_trait]
impl PlacesProvider for Unavailable {
    async fn find(&self, _query: Query) -> Result<Vec<Place>, Error> {
        Err(Error::Unavailable)
    }

    async fn get(
        &self,
        _id: String,
        _latitude_deg: f64,
        _longitude_deg: f64,
        _language: String,
    ) -> Result<Option<Place>, Error> {
        Err(Error::Unavailable)
    }
}

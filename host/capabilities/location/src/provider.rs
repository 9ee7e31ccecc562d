//! Who knows the position of the car.

use async_trait::async_trait;

use crate::{Error, Position};

/// A source of positions.
#[async_trait]
pub trait LocationProvider: Send + Sync {
    /// Where the car is now.
    async fn current(&self) -> Result<Position, Error>;
}

/// Stands in where nothing knows the position, or where an optional capability is denied.
#[derive(Debug, Clone, Copy, Default)]
pub struct Unavailable;

#[async_trait]
impl LocationProvider for Unavailable {
    async fn current(&self) -> Result<Position, Error> {
        Err(Error::Unavailable)
    }
}

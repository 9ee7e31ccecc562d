//! Who knows traffic signals.

use async_trait::async_trait;

use crate::{Error, Signal};

/// A source of signals. The host has checked what it passes against [`crate::limits`].
#[async_trait]
pub trait SignalProvider: Send + Sync {
    /// The next signals on the way of the car, nearest first.
    async fn upcoming(&self, count_max: u32, language: String) -> Result<Vec<Signal>, Error>;
}

/// Stands in where nothing knows signals, or where an optional capability is denied.
#[derive(Debug, Clone, Copy, Default)]
pub struct Unavailable;

#[async_trait]
impl SignalProvider for Unavailable {
    async fn upcoming(&self, _count_max: u32, _language: String) -> Result<Vec<Signal>, Error> {
        Err(Error::Unavailable)
    }
}

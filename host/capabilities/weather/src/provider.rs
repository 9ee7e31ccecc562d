//! Who forecasts the weather.

use async_trait::async_trait;

use crate::{Error, Point, Report};

/// A source of forecasts. The host has checked the points against [`crate::limits`] before they arrive here.
#[async_trait]
pub trait WeatherProvider: Send + Sync {
    /// What is known of each point, in their order.
    async fn at(&self, points: Vec<Point>) -> Result<Report, Error>;
}

/// Stands in where nobody forecasts the weather, or where an optional capability is denied.
#[derive(Debug, Clone, Copy, Default)]
pub struct Unavailable;

#[async_trait]
impl WeatherProvider for Unavailable {
    async fn at(&self, _points: Vec<Point>) -> Result<Report, Error> {
        Err(Error::Unavailable)
    }
}

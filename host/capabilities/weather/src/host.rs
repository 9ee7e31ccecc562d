//! The calls that a skill makes.

use std::sync::Arc;

use wasmtime::component::{HasData, Linker};

use crate::{
    Error, Point, Report, WeatherProvider,
    bindings::{self, jumpseat::weather::forecast::Host},
    limits,
};

/// What one skill call holds of this capability.
pub struct WeatherCtx {
    provider: Arc<dyn WeatherProvider>,
    calls_left: u32,
}

impl WeatherCtx {
    /// The capability for one call, with a full budget.
    pub fn new(provider: Arc<dyn WeatherProvider>) -> Self {
        Self { provider, calls_left: limits::CALLS_MAX }
    }

    fn take_call(&mut self) -> Result<(), Error> {
        self.calls_left = self.calls_left.checked_sub(1).ok_or(Error::OverLimit)?;
        Ok(())
    }

    async fn forecast(&mut self, points: Vec<Point>) -> Result<Report, Error> {
        self.take_call()?;
        limits::check(&points)?;
        self.provider.at(points).await
    }
}

/// Implemented by the state of a store that offers this capability.
pub trait WeatherView {
    /// The context of the running call.
    fn weather(&mut self) -> &mut WeatherCtx;
}

/// Names the capability to the linker.
pub struct Weather;

impl HasData for Weather {
    type Data<'a> = &'a mut WeatherCtx;
}

/// Links the capability.
pub fn add_to_linker<T: WeatherView + Send + 'static>(linker: &mut Linker<T>) -> wasmtime::Result<()> {
    bindings::Imports::add_to_linker::<T, Weather>(linker, T::weather)
}

impl Host for WeatherCtx {
    async fn at(&mut self, points: Vec<Point>) -> wasmtime::Result<Result<Report, Error>> {
        Ok(self.forecast(points).await)
    }
}

jumpseat_relay::relay! {
    Host for WeatherCtx {
        at(points: Vec<Point>) -> Result<Report, Error>;
    }
}

#[cfg(test)]
mod tests {
    use async_trait::async_trait;

    use super::*;

    /// Knows nothing, and proves by answering `Ok` that it was asked.
    struct Asked;

    #[async_trait]
    impl WeatherProvider for Asked {
        async fn at(&self, points: Vec<Point>) -> Result<Report, Error> {
            Ok(Report { age_ms: 0, hours: vec![None; points.len()] })
        }
    }

    const POINT: Point = Point { latitude_deg: 90.0, longitude_deg: -180.0, unix_ms: u64::MAX };

    #[tokio::test]
    async fn points_outside_their_limits_never_reach_the_provider() {
        let mut weather = WeatherCtx::new(Arc::new(Asked));
        assert_eq!(weather.at(vec![POINT; 72]).await.unwrap().unwrap().hours.len(), 72);
        for wrong in [
            vec![],
            vec![POINT; 73],
            vec![POINT, Point { latitude_deg: -90.1, ..POINT }],
            vec![Point { longitude_deg: f64::NAN, ..POINT }],
        ] {
            assert_eq!(weather.at(wrong.clone()).await.unwrap(), Err(Error::OverLimit), "{wrong:?}");
        }
    }

    #[tokio::test]
    async fn a_turn_has_a_number_of_calls_and_no_more() {
        let mut weather = WeatherCtx::new(Arc::new(Asked));
        for _ in 0..limits::CALLS_MAX {
            assert!(weather.at(vec![POINT]).await.unwrap().is_ok());
        }
        assert_eq!(weather.at(vec![POINT]).await.unwrap(), Err(Error::OverLimit));
    }
}

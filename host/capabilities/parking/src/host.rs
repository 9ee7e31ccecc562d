//! The calls that a skill makes.

use std::sync::Arc;

use wasmtime::component::{HasData, Linker};

use crate::{
    CarPark, Error, ParkingProvider, Query,
    bindings::{self, jumpseat::parking::availability::Host},
    limits,
};

/// What one skill call holds of this capability.
pub struct ParkingCtx {
    provider: Arc<dyn ParkingProvider>,
    calls_left: u32,
}

impl ParkingCtx {
    /// The capability for one call, with a full budget.
    pub fn new(provider: Arc<dyn ParkingProvider>) -> Self {
        Self { provider, calls_left: limits::CALLS_MAX }
    }

    fn take_call(&mut self) -> Result<(), Error> {
        self.calls_left = self.calls_left.checked_sub(1).ok_or(Error::OverLimit)?;
        Ok(())
    }

    async fn search(&mut self, query: Query) -> Result<Vec<CarPark>, Error> {
        self.take_call()?;
        limits::check(&query)?;
        self.provider.nearby(query).await
    }
}

/// Implemented by the state of a store that offers this capability.
pub trait ParkingView {
    /// The context of the running call.
    fn parking(&mut self) -> &mut ParkingCtx;
}

/// Names the capability to the linker.
pub struct Parking;

impl HasData for Parking {
    type Data<'a> = &'a mut ParkingCtx;
}

/// Links the capability.
pub fn add_to_linker<T: ParkingView + Send + 'static>(linker: &mut Linker<T>) -> wasmtime::Result<()> {
    bindings::Imports::add_to_linker::<T, Parking>(linker, T::parking)
}

impl Host for ParkingCtx {
    async fn nearby(&mut self, query: Query) -> wasmtime::Result<Result<Vec<CarPark>, Error>> {
        Ok(self.search(query).await)
    }
}

jumpseat_relay::relay! {
    Host for ParkingCtx {
        nearby(query: Query) -> Result<Vec<CarPark>, Error>;
    }
}

#[cfg(test)]
mod tests {
    use async_trait::async_trait;

    use super::*;

    /// Knows no car park, and proves by answering `Ok` that it was asked.
    struct Asked;

    #[async_trait]
    impl ParkingProvider for Asked {
        async fn nearby(&self, _query: Query) -> Result<Vec<CarPark>, Error> {
            Ok(Vec::new())
        }
    }

    fn query() -> Query {
        Query { latitude_deg: 90.0, longitude_deg: -180.0, radius_m: 20_000, language: "en".to_owned(), count_max: 50 }
    }

    #[tokio::test]
    async fn a_query_outside_its_limits_never_reaches_the_provider() {
        let mut parking = ParkingCtx::new(Arc::new(Asked));
        assert_eq!(parking.nearby(query()).await.unwrap(), Ok(Vec::new()));
        for wrong in [
            Query { latitude_deg: 90.1, ..query() },
            Query { latitude_deg: f64::NAN, ..query() },
            Query { longitude_deg: f64::INFINITY, ..query() },
            Query { radius_m: 0, ..query() },
            Query { radius_m: 20_001, ..query() },
            Query { count_max: 0, ..query() },
            Query { count_max: 51, ..query() },
            Query { language: "x".repeat(36), ..query() },
        ] {
            assert_eq!(parking.nearby(wrong.clone()).await.unwrap(), Err(Error::OverLimit), "{wrong:?}");
        }
    }

    #[tokio::test]
    async fn a_turn_has_a_number_of_calls_and_no_more() {
        let mut parking = ParkingCtx::new(Arc::new(Asked));
        for _ in 0..limits::CALLS_MAX {
            assert_eq!(parking.nearby(query()).await.unwrap(), Ok(Vec::new()));
        }
        assert_eq!(parking.nearby(query()).await.unwrap(), Err(Error::OverLimit));
    }
}

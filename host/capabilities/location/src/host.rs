//! The calls that a skill makes.

use std::sync::Arc;

use wasmtime::component::{HasData, Linker};

use crate::{
    Error, LocationProvider, Position, Precision,
    bindings::{self, jumpseat::location::position::Host},
    limits,
};

/// What one skill call holds of this capability.
pub struct LocationCtx {
    provider: Arc<dyn LocationProvider>,
    precision: Precision,
    calls_left: u32,
}

impl LocationCtx {
    /// The capability for one call that may know the position so precisely, with a full budget.
    pub fn new(provider: Arc<dyn LocationProvider>, precision: Precision) -> Self {
        Self { provider, precision, calls_left: limits::CALLS_MAX }
    }

    fn take_call(&mut self) -> Result<(), Error> {
        self.calls_left = self.calls_left.checked_sub(1).ok_or(Error::OverLimit)?;
        Ok(())
    }

    async fn locate(&mut self) -> Result<Position, Error> {
        self.take_call()?;
        Ok(self.precision.of(self.provider.current().await?))
    }
}

/// Implemented by the state of a store that offers this capability.
pub trait LocationView {
    /// The context of the running call.
    fn location(&mut self) -> &mut LocationCtx;
}

/// Names the capability to the linker.
pub struct Location;

impl HasData for Location {
    type Data<'a> = &'a mut LocationCtx;
}

/// Links the capability.
pub fn add_to_linker<T: LocationView + Send + 'static>(linker: &mut Linker<T>) -> wasmtime::Result<()> {
    bindings::Imports::add_to_linker::<T, Location>(linker, T::location)
}

impl Host for LocationCtx {
    async fn current(&mut self) -> wasmtime::Result<Result<Position, Error>> {
        Ok(self.locate().await)
    }
}

jumpseat_relay::relay! {
    Host for LocationCtx {
        current() -> Result<Position, Error>;
    }
}

#[cfg(test)]
mod tests {
    use async_trait::async_trait;

    use super::*;
    use crate::Unavailable;

    /// A car in a street.
    struct Street;

    #[async_trait]
    impl LocationProvider for Street {
        async fn current(&self) -> Result<Position, Error> {
            Ok(Position {
                latitude_deg: 47.3779,
                longitude_deg: 8.5403,
                heading_deg: Some(90.0),
                accuracy_m: 5.0,
                age_ms: 0,
                street: Some("Bahnhofstraße".to_owned()),
            })
        }
    }

    #[tokio::test]
    async fn a_skill_that_may_know_it_only_coarsely_never_hears_the_street() {
        let mut precise = LocationCtx::new(Arc::new(Street), Precision::Precise);
        assert_eq!(precise.current().await.unwrap(), Street.current().await);
        let mut coarse = LocationCtx::new(Arc::new(Street), Precision::Coarse);
        let heard = coarse.current().await.unwrap().unwrap();
        assert_eq!(heard, Precision::Coarse.of(Street.current().await.unwrap()));
        assert_eq!((heard.street, heard.heading_deg), (None, None));
    }

    #[tokio::test]
    async fn a_turn_has_a_number_of_calls_and_no_more() {
        let mut location = LocationCtx::new(Arc::new(Unavailable), Precision::Precise);
        for _ in 0..limits::CALLS_MAX {
            assert_eq!(location.current().await.unwrap(), Err(Error::Unavailable));
        }
        assert_eq!(location.current().await.unwrap(), Err(Error::OverLimit));
    }
}

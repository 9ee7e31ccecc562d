//! The calls that a skill makes.

use std::sync::Arc;

use wasmtime::component::{HasData, Linker};

use crate::{
    Error, LocationProvider, Position,
    bindings::{self, jumpseat::location::position::Host},
    limits,
};

/// What one skill call holds of this capability.
pub struct LocationCtx {
    provider: Arc<dyn LocationProvider>,
    calls_left: u32,
}

impl LocationCtx {
    /// The capability for one call, with a full budget.
    pub fn new(provider: Arc<dyn LocationProvider>) -> Self {
        Self { provider, calls_left: limits::CALLS_MAX }
    }

    fn take_call(&mut self) -> Result<(), Error> {
        self.calls_left = self.calls_left.checked_sub(1).ok_or(Error::OverLimit)?;
        Ok(())
    }

    async fn locate(&mut self) -> Result<Position, Error> {
        self.take_call()?;
        self.provider.current().await
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Unavailable;

    #[tokio::test]
    async fn a_turn_has_a_number_of_calls_and_no_more() {
        let mut location = LocationCtx::new(Arc::new(Unavailable));
        for _ in 0..limits::CALLS_MAX {
            assert_eq!(location.current().await.unwrap(), Err(Error::Unavailable));
        }
        assert_eq!(location.current().await.unwrap(), Err(Error::OverLimit));
    }
}

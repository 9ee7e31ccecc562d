//! The calls that a skill makes.

use std::sync::Arc;

use wasmtime::component::{HasData, Linker};

use crate::{
    Error, Signal, SignalProvider,
    bindings::{self, jumpseat::traffic_signals::ahead::Host},
    limits,
};

/// What one skill call holds of this capability.
pub struct TrafficSignalsCtx {
    provider: Arc<dyn SignalProvider>,
    calls_left: u32,
}

impl TrafficSignalsCtx {
    /// The capability for one call, with a full budget.
    pub fn new(provider: Arc<dyn SignalProvider>) -> Self {
        Self { provider, calls_left: limits::CALLS_MAX }
    }

    fn take_call(&mut self) -> Result<(), Error> {
        self.calls_left = self.calls_left.checked_sub(1).ok_or(Error::OverLimit)?;
        Ok(())
    }

    async fn look_ahead(&mut self, count_max: u32, language: String) -> Result<Vec<Signal>, Error> {
        self.take_call()?;
        limits::check(count_max, &language)?;
        self.provider.upcoming(count_max, language).await
    }
}

/// Implemented by the state of a store that offers this capability.
pub trait TrafficSignalsView {
    /// The context of the running call.
    fn traffic_signals(&mut self) -> &mut TrafficSignalsCtx;
}

/// Names the capability to the linker.
pub struct TrafficSignals;

impl HasData for TrafficSignals {
    type Data<'a> = &'a mut TrafficSignalsCtx;
}

/// Links the capability.
pub fn add_to_linker<T: TrafficSignalsView + Send + 'static>(linker: &mut Linker<T>) -> wasmtime::Result<()> {
    bindings::Imports::add_to_linker::<T, TrafficSignals>(linker, T::traffic_signals)
}

impl Host for TrafficSignalsCtx {
    async fn upcoming(&mut self, count_max: u32, language: String) -> wasmtime::Result<Result<Vec<Signal>, Error>> {
        Ok(self.look_ahead(count_max, language).await)
    }
}

jumpseat_relay::relay! {
    Host for TrafficSignalsCtx {
        upcoming(count_max: u32, language: String) -> Result<Vec<Signal>, Error>;
    }
}

#[cfg(test)]
mod tests {
    use async_trait::async_trait;

    use super::*;

    /// Knows no signal, and proves by answering `Ok` that it was asked.
    struct Asked;

    #[async_trait]
    impl SignalProvider for Asked {
        async fn upcoming(&self, _count_max: u32, _language: String) -> Result<Vec<Signal>, Error> {
            Ok(Vec::new())
        }
    }

    #[tokio::test]
    async fn a_query_outside_its_limits_never_reaches_the_provider() {
        let mut signals = TrafficSignalsCtx::new(Arc::new(Asked));
        assert_eq!(signals.upcoming(10, "en".to_owned()).await.unwrap(), Ok(Vec::new()));
        for (count_max, language) in [(0, "en".to_owned()), (11, "en".to_owned()), (1, "x".repeat(36))] {
            assert_eq!(signals.upcoming(count_max, language).await.unwrap(), Err(Error::OverLimit));
        }
    }

    #[tokio::test]
    async fn a_turn_has_a_number_of_calls_and_no_more() {
        let mut signals = TrafficSignalsCtx::new(Arc::new(Asked));
        for _ in 0..limits::CALLS_MAX {
            assert_eq!(signals.upcoming(1, "en".to_owned()).await.unwrap(), Ok(Vec::new()));
        }
        assert_eq!(signals.upcoming(1, "en".to_owned()).await.unwrap(), Err(Error::OverLimit));
    }
}

//! The calls that a skill makes.

use wasmtime::component::{HasData, Linker};

use crate::{
    Moment,
    bindings::{self, jumpseat::clock::wall::Host},
};

/// What one skill call holds of this capability.
pub struct ClockCtx {
    moment: Moment,
}

impl ClockCtx {
    /// The capability for one call that started at this moment.
    pub fn new(moment: Moment) -> Self {
        Self { moment }
    }

    /// What every question for the time is answered during this call.
    pub fn moment(&self) -> Moment {
        self.moment
    }
}

/// Implemented by the state of a store that offers this capability.
pub trait ClockView {
    /// The context of the running call.
    fn clock(&mut self) -> &mut ClockCtx;
}

/// Names the capability to the linker.
pub struct Clock;

impl HasData for Clock {
    type Data<'a> = &'a mut ClockCtx;
}

/// Links the capability.
pub fn add_to_linker<T: ClockView + Send + 'static>(linker: &mut Linker<T>) -> wasmtime::Result<()> {
    bindings::Imports::add_to_linker::<T, Clock>(linker, T::clock)
}

impl Host for ClockCtx {
    async fn now(&mut self) -> wasmtime::Result<Moment> {
        Ok(self.moment)
    }
}

jumpseat_relay::relay! {
    Host for ClockCtx {
        now() -> Moment;
    }
}

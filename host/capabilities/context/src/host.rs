//! The calls that a skill makes.

use wasmtime::component::{HasData, Linker};

use crate::{
    Context,
    bindings::{self, jumpseat::context::turn::Host},
};

/// What one skill call holds of this capability.
pub struct ContextCtx {
    context: Context,
}

impl ContextCtx {
    /// The capability for one call.
    pub fn new(context: Context) -> Self {
        Self { context }
    }

    /// What every question for the circumstances is answered during this call.
    pub fn context(&self) -> &Context {
        &self.context
    }
}

/// Implemented by the state of a store that offers this capability.
pub trait ContextView {
    /// The context of the running call.
    fn context(&mut self) -> &mut ContextCtx;
}

/// Names the capability to the linker.
pub struct Turn;

impl HasData for Turn {
    type Data<'a> = &'a mut ContextCtx;
}

/// Links the capability.
pub fn add_to_linker<T: ContextView + Send + 'static>(linker: &mut Linker<T>) -> wasmtime::Result<()> {
    bindings::Imports::add_to_linker::<T, Turn>(linker, T::context)
}

impl Host for ContextCtx {
    async fn current(&mut self) -> wasmtime::Result<Context> {
        Ok(self.context.clone())
    }
}

jumpseat_relay::relay! {
    Host for ContextCtx {
        current() -> Context;
    }
}

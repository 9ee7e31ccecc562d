//! The clock that interrupts skills which compute without end.

use std::{io, thread, time::Duration};

use crate::limits::TICK_MS;

/// Starts the clock. It has a thread of its own, because tasks of an executor can be starved by the very loops that
/// it has to stop, and it holds the engine weakly, so that it ends with it.
pub(super) fn start(engine: &wasmtime::Engine) -> io::Result<()> {
    let engine = engine.weak();
    let tick = move || {
        while let Some(engine) = engine.upgrade() {
            engine.increment_epoch();
            drop(engine);
            wait();
        }
    };
    thread::Builder::new().name("skill-deadlines".to_owned()).spawn(tick).map(drop)
}

#[expect(clippy::disallowed_methods, reason = "deadlines of skills are in real time")]
fn wait() {
    thread::sleep(Duration::from_millis(TICK_MS));
}

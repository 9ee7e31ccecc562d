//! Disks block: all work on files runs on threads that may.

use std::{
    error::Error,
    io,
    sync::{Arc, Weak},
};

use tokio::task::spawn_blocking;

/// Whoever waits for the work. A thread cannot be stopped from outside, so work that changes something asks, as the last
/// thing before the change, whether it is still wanted: after a call's deadline nothing of it may act any more.
pub(crate) struct Waiter(Weak<()>);

impl Waiter {
    /// An error once nobody waits any more.
    pub(crate) fn check(&self) -> io::Result<()> {
        if self.0.strong_count() > 0 { Ok(()) } else { Err(io::Error::other("nobody waits for it any more")) }
    }
}

/// Runs work that blocks. What goes wrong is logged as `what` and ends here: a skill learns nothing about disks.
pub(crate) async fn run<T: Send + 'static>(
    what: &'static str,
    work: impl FnOnce(&Waiter) -> io::Result<T> + Send + 'static,
) -> Option<T> {
    // It lives as long as this future: until the work is done, or until whoever waits is gone.
    let waiting = Arc::new(());
    let waiter = Waiter(Arc::downgrade(&waiting));
    match spawn_blocking(move || work(&waiter)).await {
        Ok(Ok(value)) => Some(value),
        Ok(Err(error)) => {
            tracing::warn!(error = &error as &dyn Error, "{what} failed");
            None
        }
        Err(error) => {
            tracing::warn!(error = &error as &dyn Error, "{what} did not end");
            None
        }
    }
}

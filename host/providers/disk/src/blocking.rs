//! Disks block: all work on files runs on threads that may.

use std::{error::Error, io};

use tokio::task::spawn_blocking;

/// Runs work that blocks. What goes wrong is logged as `what` and ends here: a skill learns nothing about disks.
pub(crate) async fn run<T: Send + 'static>(
    what: &'static str,
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> Option<T> {
    match spawn_blocking(work).await {
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

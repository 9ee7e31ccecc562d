//! When to stop working on a request.

use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::{Duration, Instant},
};

use crate::protocol::{Failure, RequestId};

/// Which requests the host took back: this one and all before it. Requests are numbered from 1.
#[derive(Debug, Default)]
pub(crate) struct Cancellations(AtomicU64);

impl Cancellations {
    /// Takes back a request and those before it.
    pub(crate) fn cancel(&self, id: RequestId) {
        self.0.fetch_max(id, Ordering::Relaxed);
    }

    /// Takes back everything, for ever.
    pub(crate) fn cancel_all(&self) {
        self.cancel(RequestId::MAX);
    }

    fn covers(&self, id: RequestId) -> bool {
        self.0.load(Ordering::Relaxed) >= id
    }
}

/// Looked at between two steps of a request.
pub(crate) struct Watch<'a>(Box<dyn Fn() -> Result<(), Failure> + 'a>);

impl<'a> Watch<'a> {
    /// The watch of a request that came now.
    pub(crate) fn new(id: RequestId, deadline_ms: u64, cancellations: &'a Cancellations) -> Self {
        let deadline = Instant::now() + Duration::from_millis(deadline_ms);
        Self::of(move || {
            if cancellations.covers(id) {
                Err(Failure::Cancelled)
            } else if Instant::now() >= deadline {
                Err(Failure::DeadlinePassed)
            } else {
                Ok(())
            }
        })
    }

    /// A watch that asks this.
    pub(crate) fn of(check: impl Fn() -> Result<(), Failure> + 'a) -> Self {
        Self(Box::new(check))
    }

    /// Fails if the request is over.
    pub(crate) fn check(&self) -> Result<(), Failure> {
        (self.0)()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cancellation_hits_its_request_and_none_after_it() {
        let cancellations = Cancellations::default();
        let watch = |id| Watch::new(id, 60_000, &cancellations).check();
        assert_eq!(watch(1), Ok(()));
        cancellations.cancel(2);
        assert_eq!(watch(2), Err(Failure::Cancelled));
        assert_eq!(watch(3), Ok(()));
        cancellations.cancel_all();
        assert_eq!(watch(1_000_000), Err(Failure::Cancelled));
    }

    #[test]
    fn no_time_left_is_a_passed_deadline() {
        assert_eq!(Watch::new(1, 0, &Cancellations::default()).check(), Err(Failure::DeadlinePassed));
    }
}

//! Who knows the time.

use crate::Moment;

/// A source of time. The host reads it when a call starts and does not wait for it.
///
/// There is no provider that answers "unavailable": the WIT has no such answer, and a wrong time would be worse. A
/// skill that is denied the clock is not loaded.
pub trait ClockProvider: Send + Sync {
    /// The time now.
    fn now(&self) -> Moment;
}

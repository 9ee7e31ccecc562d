//! What the car does.

/// What the car does, as far as it decides what is allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DrivingState {
    /// Standing and left standing.
    Parked,
    /// Standing for the moment.
    Idling,
    /// Driving, or not known.
    Moving,
}

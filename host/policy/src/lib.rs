//! What skills may do, and the record of what they did.
//!
//! It knows skills by their ids alone. It deliberately knows no clock: whoever asks or records says what time it is.

pub mod audit;
pub mod limits;

//! The engines themselves: what one program says, another hears.
//!
//! All sound is made when the tests run. Where a program is missing the tests say so and pass, except where the
//! variable `CI` promises it.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stderr,
    reason = "a test that cannot go on has failed, and says why it was skipped"
)]

mod gate;
mod sentences;
mod speaking;
mod voices;

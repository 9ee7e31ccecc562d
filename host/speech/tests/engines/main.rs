//! The engines themselves: what one program says, another hears.
//!
//! All sound is made when the tests run. Where a program is missing the tests say so and pass, except where the
//! variable `CI` promises it.

mod gate;
mod sentences;
mod speaking;
mod voices;

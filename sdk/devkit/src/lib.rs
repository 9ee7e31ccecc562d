//! What turns a skill's folder into the one file that a car installs.
//!
//! [`build`] compiles a Rust skill and packs it; [`pack`] packs a component that another toolchain made. Both read the
//! same folder:
//!
//! ```text
//! skill.toml         who the skill is and why it needs each capability
//! wit/               its package; wit/deps holds the contract
//! phrases/en.yaml    what drivers say, one file per language
//! Cargo.toml, src/   for build
//! ```
//!
//! Packing is also where a skill is checked: what its author can still mend is refused here, with a hint, and not in
//! the car. It deliberately knows nothing of the host: the car checks again what it must rely on.

mod build;
mod component;
mod description;
#[cfg(test)]
mod fixture;
pub mod limits;
mod pack;

pub use build::{BuildError, Built, build};
pub use description::DescriptionError;
pub use pack::{PackError, Packed, pack};

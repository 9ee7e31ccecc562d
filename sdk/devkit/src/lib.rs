//! From a skill's folder to its one file.
//!
//! [`build`] compiles a skill written in Rust and packs it; [`pack`] packs a component that another toolchain made.
//! Packing puts the manifest, the doc comments of the WIT and the phrases into the component, after checking that
//! they fit it: what is wrong is told to the author now, not to a driver later.
//!
//! It deliberately knows nothing of the host, which checks everything again when a skill is installed.

mod build;
mod component;
mod documentation;
mod folder;
pub mod limits;
mod pack;

pub use build::{BuildError, Built, build};
pub use component::ComponentError;
pub use documentation::DocumentationError;
pub use folder::FolderError;
pub use pack::{PackError, Packed, pack};

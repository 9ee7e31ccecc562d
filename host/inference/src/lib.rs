//! The language model on llama.cpp, in a process of its own.
//!
//! [`LlamaModel`] answers what the router asks. Behind it the program starts itself a second time as an inference
//! process ([`worker_main`]), because llama.cpp can end its process on bad files and unforeseen states, and that must
//! cost one turn, not the cockpit. Answers are bound by a grammar made from the tools of the request; what the grammar
//! leaves no choice about is read in one go, not sampled.
//!
//! It is the only crate that links llama.cpp. It deliberately knows no skill and no policy: what it returns is a
//! proposal over the tools that it was given.

pub mod bench;
mod decision;
mod error;
mod gguf;
pub mod limits;
mod model;
mod prompt;
mod protocol;
#[cfg(test)]
#[path = "../tests/support/sample_tools.rs"]
mod sample_tools;
mod starter;
#[cfg(test)]
#[path = "../tests/support/tiny_gguf.rs"]
mod tiny_gguf;
mod worker;

pub use error::LoadError;
pub use gguf::ModelFile;
pub use model::{LastError, LlamaModel, ModelConfig, State, Status, WorkerCommand};
pub use protocol::Figures;
pub use starter::starter_model;
pub use worker::worker_main;

//! The same skills as in `../skills`, in processes of their own: whatever is true of them there is true here.
//!
//! What needs a clock that stands is not here: a clock that is moved by hand does not wait for another process.

#![cfg(test)]
#![cfg(unix)]

#[path = "../skills/caching.rs"]
mod caching;
#[path = "../skills/capabilities.rs"]
mod capabilities;
mod captured;
#[path = "../skills/car.rs"]
mod car;
#[path = "../skills/components.rs"]
mod components;
#[path = "../skills/core_modules.rs"]
mod core_modules;
#[path = "../skills/echo.rs"]
mod echo;
#[path = "../skills/hostile.rs"]
mod hostile;
#[path = "../skills/loading.rs"]
mod loading;
mod runners;

/// The program that runs skills.
const RUNNER: Option<&str> = Some(env!("CARGO_BIN_EXE_skill-runner"));

//! What reads the bytes and texts of strangers, each as a function that takes any bytes.
//!
//! A target hands the bytes to the code that reads them in the car and asserts what must hold whatever they are: no
//! panic, nothing over a limit, and what was accepted is accepted again in the form that we write it in.
//!
//! Each target is driven twice. The tests here run it over its seeds and over some thousands of changed ones, the same in
//! every run, with the compiler that builds everything else. The crate in `libfuzzer/` runs it under libFuzzer, which watches
//! which branches an input takes: `cargo xtask fuzz`. That crate is a workspace of its own, because everything in it is
//! compiled once more with instrumentation, by a nightly compiler.
//!
//! Seeds are made by code, so that no file of bytes lies in the tree.

mod choices;
pub mod mutate;
mod seeds;
mod targets;
mod tools;

pub use targets::{TARGETS, Target};

/// Hands any bytes to the target with a name.
///
/// # Panics
///
/// If something does not hold, or if there is no such target.
pub fn run(name: &str, data: &[u8]) {
    let target = Target::named(name);
    assert!(target.is_some(), "there is no target {name:?}");
    if let Some(target) = target {
        (target.run)(data);
    }
}

#[cfg(test)]
mod tests;

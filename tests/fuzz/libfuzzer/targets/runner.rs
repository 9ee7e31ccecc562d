//! The process of a skill that says anything.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| fuzz::run("runner", data));

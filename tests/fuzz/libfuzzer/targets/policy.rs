//! The car maker's policy file.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| fuzz::run("policy", data));

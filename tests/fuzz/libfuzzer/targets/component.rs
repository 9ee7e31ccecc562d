//! A component from anybody.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| fuzz::run("component", data));

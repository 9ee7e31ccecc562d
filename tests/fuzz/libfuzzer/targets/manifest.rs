//! What a skill says of itself.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| fuzz::run("manifest", data));

//! JSON that a model wrote.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| fuzz::run("arguments", data));

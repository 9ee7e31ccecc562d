//! An audit log that anybody wrote.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| fuzz::run("audit", data));

//! A phrase file and a sentence.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| fuzz::run("phrases", data));

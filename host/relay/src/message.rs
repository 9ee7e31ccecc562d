//! Values as bytes.

use serde::{Deserialize, Serialize};

/// The bytes of a value.
pub fn encode<T: Serialize>(value: &T) -> wasmtime::Result<Vec<u8>> {
    postcard::to_stdvec(value).map_err(wasmtime::Error::new)
}

/// The value of some bytes, all of which it must take.
pub fn decode<'a, T: Deserialize<'a>>(bytes: &'a [u8]) -> wasmtime::Result<T> {
    match postcard::take_from_bytes(bytes).map_err(wasmtime::Error::new)? {
        (value, []) => Ok(value),
        (_, rest) => Err(wasmtime::format_err!("{} bytes more than the call has", rest.len())),
    }
}

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_comes_back_and_nothing_more_or_less_is_taken() {
        let bytes = encode(&("path", 21.5)).unwrap();
        assert_eq!(decode::<(String, f64)>(&bytes).unwrap(), ("path".to_owned(), 21.5));
        let (_, short) = bytes.split_last().unwrap();
        assert!(decode::<(String, f64)>(short).is_err());
        let long = [bytes.as_slice(), &[0, 0]].concat();
        let error = decode::<(String, f64)>(&long).unwrap_err();
        assert_eq!(error.to_string(), "2 bytes more than the call has");
    }
}

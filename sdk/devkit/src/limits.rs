//! How much of a skill's folder is read.

use jumpseat_package::limits::{MANIFEST_BYTES_MAX, PHRASES_BYTES_MAX};

/// Bytes of a text file of a skill's folder. The parsers state smaller limits for each kind of file.
pub const FILE_BYTES_MAX: usize = 1024 * 1024;

const _: () = assert!(MANIFEST_BYTES_MAX <= FILE_BYTES_MAX && PHRASES_BYTES_MAX <= FILE_BYTES_MAX);

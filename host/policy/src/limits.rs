//! How large policies and consents may be.

/// Bytes of a policy file.
pub const POLICY_BYTES_MAX: usize = 256 * 1024;
/// Bytes of the file of consents. One takes about 250.
pub const CONSENTS_BYTES_MAX: u64 = 1024 * 1024;
/// Consents that are kept. A car has a few hundred skills at most, and each asks for a few capabilities.
pub const CONSENTS_MAX: usize = 4_000;

const _: () = assert!(CONSENTS_MAX as u64 * 250 <= CONSENTS_BYTES_MAX);

//! How much a skill may send and receive. The WIT states these numbers to skill authors.

/// Requests in one call of a skill.
pub const CALLS_MAX: u32 = 8;
/// Bytes of a URL, as it is sent. What servers usually take.
pub const URL_BYTES_MAX: usize = 2_048;
/// Headers of a request.
pub const HEADERS_MAX: usize = 32;
/// Bytes of all headers of a request together, names and values.
pub const HEADERS_BYTES_MAX: usize = 8 * 1024;
/// Bytes of a request's body.
pub const REQUEST_BYTES_MAX: usize = 256 * 1024;
/// Headers of a response, before those are left out that skills do not see.
pub const RESPONSE_HEADERS_MAX: usize = 64;
/// Bytes of all headers of a response together.
pub const RESPONSE_HEADERS_BYTES_MAX: usize = 16 * 1024;
/// Bytes of a response's body. Answers for a driver are short; a map tile or a picture has some hundred kilobytes.
pub const RESPONSE_BYTES_MAX: usize = 1024 * 1024;
/// Redirections that are followed. Browsers follow 20, but services that mean to be called need one or two.
pub const REDIRECTS_MAX: usize = 5;
/// Time from the request to the last byte of its response, over all redirections. Less than the call of a skill takes at
/// most, so that the skill can still tell the driver that nobody answered.
pub const TIME_MS_MAX: u64 = 800;

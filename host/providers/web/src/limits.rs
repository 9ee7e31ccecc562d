//! How much of the network requests may use. What a response may hold, the capability says.

/// Requests of all skills that are sent at one time; further ones wait, and their waiting counts against their time.
pub const REQUESTS_AT_ONCE_MAX: usize = 16;
/// Names that are looked up at one time. A lookup cannot be stopped, so this bounds the threads that hang in one.
pub const LOOKUPS_AT_ONCE_MAX: usize = 8;
/// Addresses of a host that are tried, one after the other.
pub const ADDRESSES_MAX: usize = 4;
/// Time for one address to accept a connection, so that there is some left for the next one.
pub const CONNECT_MS_MAX: u64 = 300;
/// Characters of a secret at least. A response is searched for secrets, and shorter ones are found by chance.
pub const SECRET_CHARS_MIN: usize = 8;
/// Characters of a secret at most: the largest tokens have some thousand.
pub const SECRET_CHARS_MAX: usize = 4_096;

const _: () = assert!(CONNECT_MS_MAX < jumpseat_http::limits::TIME_MS_MAX);
const _: () = assert!(ADDRESSES_MAX > 1 && LOOKUPS_AT_ONCE_MAX <= REQUESTS_AT_ONCE_MAX);

//! How large an extract, an element and a text may be. What is over a limit is refused or cut, never kept whole.

/// Largest file that is read: a large country as `.osm.pbf`.
pub const SOURCE_BYTES_MAX: u64 = 8 * 1024 * 1024 * 1024;
/// Largest XML text, after unpacking: XML is for towns and regions.
pub const XML_BYTES_MAX: u64 = 8 * 1024 * 1024 * 1024;
/// Longest single XML tag or comment.
pub const XML_EVENT_BYTES_MAX: u64 = 256 * 1024;
/// Most tags of one element.
pub const ELEMENT_TAGS_MAX: usize = 1_000;
/// Longest key or value of a tag. OpenStreetMap itself allows 255 characters, of at most four bytes each.
pub const TAG_BYTES_MAX: usize = 4_096;
/// Most nodes of one way. OpenStreetMap itself allows 2,000.
pub const WAY_NODES_MAX: usize = 10_000;
/// Most nodes that the kept ways may consist of; 16 bytes of memory each while importing.
pub const NODES_MAX: usize = 100_000_000;
/// Most places, car parks, streets or signals, each.
pub const ROWS_MAX: u64 = 20_000_000;

/// Longest name, street or house number.
pub const NAME_CHARS_MAX: usize = 120;
/// Longest text of further names, which are searched and never shown.
pub const OTHER_NAMES_CHARS_MAX: usize = 400;
/// Longest opening hours; OpenStreetMap allows 255.
pub const OPENING_HOURS_CHARS_MAX: usize = 255;
/// Longest telephone number.
pub const PHONE_CHARS_MAX: usize = 32;
/// Most cuisines of a place.
pub const CUISINES_MAX: usize = 10;
/// Longest name of a cuisine.
pub const CUISINE_CHARS_MAX: usize = 40;
/// Longest value of a tag that is meant for a simulation.
pub const SIMULATION_CHARS_MAX: usize = 255;

/// An entrance belongs to a car park if it lies in the box around its outline, or at most this far outside.
pub const ENTRANCE_M_MAX: f64 = 25.0;
/// Largest plausible car park.
pub const CAPACITY_MAX: u32 = 100_000;
/// Largest plausible price of an hour.
pub const PRICE_PER_HOUR_CENTS_MAX: u32 = 100_000;
/// Heights outside this are mistakes.
pub const HEIGHT_CM_RANGE: std::ops::RangeInclusive<u32> = 100..=1_000;
/// Speed limits outside this are mistakes.
pub const SPEED_LIMIT_KMH_RANGE: std::ops::RangeInclusive<u32> = 3..=200;

/// Most words of a name that are looked for; further ones are ignored.
pub const SEARCH_WORDS_MAX: usize = 16;
/// Most names in one list for a speech recogniser.
pub const NAMES_MAX: usize = 10_000;

const _: () = assert!(OTHER_NAMES_CHARS_MAX > NAME_CHARS_MAX);
const _: () = assert!(WAY_NODES_MAX < NODES_MAX);

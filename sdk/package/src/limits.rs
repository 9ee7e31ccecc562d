//! How large the parts of a skill file may be.
//!
//! All of it is text from outside: the build checks it to help the author, the host checks it again to protect
//! the car.

/// Characters of a skill id or publisher. Both become file names and parts of tool names.
pub const ID_CHARS_MAX: usize = 48;

/// Bytes of a `skill.toml`.
pub const MANIFEST_BYTES_MAX: usize = 64 * 1024;
/// Characters of a skill's name in one language.
pub const NAME_CHARS_MAX: usize = 40;
/// Characters of the reason for a capability in one language. The driver hears it.
pub const WHY_CHARS_MAX: usize = 200;
/// Capabilities that one skill may ask for.
pub const CAPABILITIES_MAX: usize = 32;
/// Hosts that one skill may ask to reach. The driver reads all of them.
pub const HOSTS_MAX: usize = 16;
/// Characters of a host's name with its port. RFC 1035 allows no longer names.
pub const HOST_NAME_CHARS_MAX: usize = 253;
/// Characters between two dots of a host's name, by RFC 1035.
pub const HOST_NAME_LABEL_CHARS_MAX: usize = 63;
/// Kinds of event that may wake one skill.
pub const EVENTS_MAX: usize = 32;

/// Bytes of one phrase file.
pub const PHRASES_BYTES_MAX: usize = 512 * 1024;
/// Sentences of one phrase file, over all tools.
pub const SENTENCES_MAX: usize = 2_000;
/// Rules of one phrase file.
pub const RULES_MAX: usize = 200;
/// Rules that may stand inside each other.
pub const RULE_DEPTH_MAX: usize = 8;
/// Words of one phrase file, over all types and cases.
pub const WORDS_MAX: usize = 4_000;
/// Characters of one way to say an enum case.
pub const WORD_CHARS_MAX: usize = 80;

/// Characters of a template, as written.
pub const TEMPLATE_CHARS_MAX: usize = 500;
/// Brackets that may stand inside each other in a template, as written.
pub const TEMPLATE_DEPTH_MAX: usize = 8;
/// Parts of a template after its rules were put in: texts, fields, groups and branches.
pub const TEMPLATE_PARTS_MAX: usize = 1_000;
/// Parts of one permutation. Four parts stand in 24 orders.
pub const PERMUTATION_PARTS_MAX: usize = 4;
/// Parts of all templates of one phrase file, after their rules were put in.
pub const PHRASES_PARTS_MAX: usize = 100_000;
/// Characters of a field's or rule's name.
pub const FIELD_CHARS_MAX: usize = 64;

/// Bytes of the custom section.
pub const SECTION_BYTES_MAX: usize = 2 * 1024 * 1024;
/// Bytes of a component. Components that carry a Python interpreter have about 20 MB.
pub const COMPONENT_BYTES_MAX: usize = 64 * 1024 * 1024;

const _: () = assert!(SECTION_BYTES_MAX < COMPONENT_BYTES_MAX);
const _: () = assert!(PHRASES_BYTES_MAX < SECTION_BYTES_MAX);
const _: () = assert!(TEMPLATE_PARTS_MAX <= PHRASES_PARTS_MAX);

//! How much a skill may write. The WIT states the length of a line to skill authors.

/// Characters of a line; longer lines are cut.
pub const LINE_CHARS_MAX: usize = 1_000;
/// Lines of one call of a skill, unless the host allows fewer; further lines are counted and dropped.
pub const LINES_MAX: u32 = 100;

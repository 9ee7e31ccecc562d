//! How long the parts of an answer may be, as `wit/skill/types.wit` states it.
//!
//! The builders cut to these lengths, so that an odd name in the data never makes an answer invalid.

/// Characters of what is spoken.
pub const SPEECH_CHARS_MAX: usize = 400;
/// Characters of a failure's detail for the log.
pub const DETAIL_CHARS_MAX: usize = 1_000;
/// Characters of a title, of a row or marker, and of a choice's label.
pub const TITLE_CHARS_MAX: usize = 80;
/// Characters of a second line, and of what is counted down to.
pub const SUBTITLE_CHARS_MAX: usize = 120;
/// Characters of the text at the end of a row.
pub const TRAILING_CHARS_MAX: usize = 20;
/// Characters of the label of a status value.
pub const STATUS_LABEL_CHARS_MAX: usize = 40;
/// Characters of a status value.
pub const STATUS_VALUE_CHARS_MAX: usize = 60;
/// Characters of the text of a message card.
pub const MESSAGE_CHARS_MAX: usize = 400;
/// Characters of what a tool receives when a choice is picked.
pub const CHOICE_VALUE_CHARS_MAX: usize = 200;

/// Rows of a list.
pub const ROWS_MAX: usize = 10;
/// Places on a map.
pub const MARKERS_MAX: usize = 10;
/// Values of a status card.
pub const STATUS_VALUES_MAX: usize = 8;
/// Choices of a question.
pub const CHOICES_MAX: usize = 10;

/// Characters of the name that `jumpseat:places/search` looks for.
pub const PLACE_NAME_CHARS_MAX: usize = 120;

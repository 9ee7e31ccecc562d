//! How long the car waits, speaks and shows. The WIT states the lengths of texts to skill authors.

use jumpseat_router::limits::{CALLS_MAX, HISTORY_EXCHANGES_MAX};

/// Time that the model has to decide, where the configuration says nothing else.
pub const MODEL_DEADLINE_MS: u64 = 5_000;
/// Time after its deadline until a model that does not keep it is given up.
pub const MODEL_GRACE_MS: u64 = 250;
/// Time until a skill host that does not stop a call by itself is given up. Far above the deadline of any skill.
pub const CALL_MS_MAX: u64 = 30_000;
/// Time until a recogniser that does not answer is given up.
pub const HEAR_MS_MAX: u64 = 30_000;
/// Time until a synthesiser that does not answer is given up.
pub const SPEAK_MS_MAX: u64 = 30_000;

/// Exchanges that are kept. More than the model is shown are of no use to anybody.
pub const EXCHANGES_MAX: usize = HISTORY_EXCHANGES_MAX;
/// Characters of a transcript that is too long to be a sentence and yet part of the turn's report.
pub const TRANSCRIPT_CHARS_MAX: usize = 500;

/// Characters of what one call says.
pub const SPEECH_CHARS_MAX: usize = 400;
/// Words of what one call says while the car moves.
pub const SPEECH_WORDS_MOVING_MAX: usize = 25;
/// Han characters of what one call says while the car moves: about as long as the words.
pub const SPEECH_IDEOGRAPHS_MOVING_MAX: usize = 60;
/// Characters of what is written to the log or report about a failure.
pub const DETAIL_CHARS_MAX: usize = 1_000;

/// Characters of a title of a card, row or marker.
pub const TITLE_CHARS_MAX: usize = 80;
/// Characters of a second line, or of the text of a countdown.
pub const SUBTITLE_CHARS_MAX: usize = 120;
/// Characters at the end of a row.
pub const TRAILING_CHARS_MAX: usize = 20;
/// Rows of a list.
pub const ROWS_MAX: usize = 10;
/// Rows of a list while the car moves.
pub const ROWS_MOVING_MAX: usize = 5;
/// Places on a map. A map is looked at as a whole, so driving does not change their number.
pub const MARKERS_MAX: usize = 10;
/// Values of a status card.
pub const VALUES_MAX: usize = 8;
/// Characters of the name of a value.
pub const VALUE_LABEL_CHARS_MAX: usize = 40;
/// Characters of a value with its unit.
pub const VALUE_CHARS_MAX: usize = 60;
/// Characters of a message.
pub const MESSAGE_CHARS_MAX: usize = 400;
/// Characters of a message while the car moves.
pub const MESSAGE_CHARS_MOVING_MAX: usize = 120;

/// Time that a plan waits for the driver's consent. Whoever says "yes" later means something else.
pub const CONSENT_WAIT_MS_MAX: u64 = 60_000;

/// Choices of a question.
pub const CHOICES_MAX: usize = 10;
/// Characters of the label of a choice.
pub const CHOICE_LABEL_CHARS_MAX: usize = 80;
/// Characters of the value of a choice.
pub const CHOICE_VALUE_CHARS_MAX: usize = 200;

const _: () = assert!(ROWS_MOVING_MAX <= ROWS_MAX && MESSAGE_CHARS_MOVING_MAX <= MESSAGE_CHARS_MAX);
const _: () = assert!(CALLS_MAX >= 1 && EXCHANGES_MAX >= 1);

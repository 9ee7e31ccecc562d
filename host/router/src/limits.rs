//! How long sentences, histories, templates and shortlists may be.

/// Bytes of a sentence as it arrives. It bounds the work before anything is known about the text.
pub const SENTENCE_BYTES_MAX: usize = 4_096;
/// Characters of a sentence once control characters are gone. A spoken sentence of half a minute has fewer.
pub const SENTENCE_CHARS_MAX: usize = 500;

/// Words (or Han characters) of a sentence that is compared with templates. Longer ones go to the model.
pub const PHRASE_TOKENS_MAX: usize = 96;
/// Words that a text field takes in an English template.
pub const WILDCARD_WORDS_MAX: usize = 8;
/// Characters that a text field takes in a Chinese template.
pub const WILDCARD_CHARS_MAX: usize = 16;
/// Digits of a number written in digits. Fifteen fit a JSON number without loss.
pub const NUMBER_DIGITS_MAX: usize = 15;

/// Parts inside each other in one template. It bounds the recursion of the compiler.
pub const TEMPLATE_DEPTH_MAX: usize = 128;
/// Ways in which the words to the right of a place in a template may begin.
pub const TEMPLATE_TAILS_MAX: usize = 512;
/// Steps that compiling one template may take. Permutations inside each other grow fast.
pub const TEMPLATE_STEPS_MAX: usize = 100_000;
/// Parts of a permutation: each adds a factor to the number of orders.
pub const PERMUTATION_PARTS_MAX: usize = 5;
/// Steps of the automaton that the templates of one skill may take in one language.
pub const SKILL_EDGES_MAX: usize = 200_000;
/// Ways of saying the values of one field.
pub const FIELD_WORDS_MAX: usize = 2_000;
/// Places of the automaton that one sentence may visit for the phrases of one skill. A skill that needs more does not
/// match the sentence; the others do.
pub const MATCH_VISITS_MAX: usize = 50_000;
/// Readings of one sentence by the phrases of one skill. A skill that has more does not match the sentence.
pub const MATCH_READINGS_MAX: usize = 512;
/// Steps that each of the two searches for conflicts between skills may take, over all skills and one language.
pub const CONFLICT_STEPS_MAX: usize = 400_000;
/// Conflicts that are told.
pub const CONFLICTS_MAX: usize = 100;

/// Tools that the model chooses among, besides those of the last exchange.
pub const SHORTLIST_TOOLS_MAX: usize = 8;
/// Calls in one plan.
pub const CALLS_MAX: usize = 3;
/// Exchanges that the model is shown. The starter model is trained with as many: its recipe states the same number.
pub const HISTORY_EXCHANGES_MAX: usize = 2;
/// Words of a name that answers an open question at once, without asking the model: "near the city museum".
pub const PLACED_NAME_WORDS_MAX: usize = 3;
/// Characters of such a name in Chinese.
pub const PLACED_NAME_CHARS_MAX: usize = 8;
/// Values inside each other that are read from a tool's documentation.
pub const TYPE_DEPTH_MAX: usize = 8;

/// A decision of a model below this confidence is not acted on: the plan is [`crate::Plan::Unsure`].
///
/// At zero it is off: no confidence is below it, and only one that is no number at all makes a plan unsure. No
/// threshold has been measured yet; the confidence of every answer is exposed, so that one can be.
pub const CONFIDENCE_MIN: f32 = 0.0;

const _: () = assert!(SENTENCE_CHARS_MAX <= SENTENCE_BYTES_MAX);
const _: () = assert!(PLACED_NAME_WORDS_MAX <= WILDCARD_WORDS_MAX && PLACED_NAME_CHARS_MAX <= WILDCARD_CHARS_MAX);
const _: () = assert!(WILDCARD_WORDS_MAX < PHRASE_TOKENS_MAX && WILDCARD_CHARS_MAX < PHRASE_TOKENS_MAX);

//! How much sound, text and time hearing and speaking take.

/// Samples per second of everything that is recognised.
pub const SAMPLE_RATE_HZ: u32 = 16_000;

/// Bytes of a WAV file: a minute of stereo at the highest rate, and then some.
pub const WAV_BYTES_MAX: u64 = 128 * 1024 * 1024;
/// Seconds of sound in a WAV file.
pub const WAV_SECONDS_MAX: u32 = 60;
/// The lowest sample rate of a WAV file, in hertz: that of a telephone.
pub const WAV_RATE_HZ_MIN: u32 = 8_000;
/// The highest sample rate of a WAV file, in hertz.
pub const WAV_RATE_HZ_MAX: u32 = 192_000;
/// Channels of a WAV file.
pub const WAV_CHANNELS_MAX: u16 = 16;
/// Chunks of a WAV file that are looked at for the sound.
pub const WAV_CHUNKS_MAX: usize = 1_000;

/// Milliseconds of one utterance. The longest sentence that a router reads takes less.
pub const UTTERANCE_MS_MAX: u32 = 20_000;
/// Milliseconds of silence that end an utterance: long enough for "near … uh", short enough for an answer in time.
pub const SILENCE_MS_END: u32 = 300;
/// Milliseconds of sound kept before the voice is certain, so that the first consonant is not lost.
pub const PRE_ROLL_MS: u32 = 300;
/// Milliseconds of unbroken voice that begin an utterance. A click is shorter, a "no" is longer.
pub const ONSET_MS: u32 = 64;
/// Milliseconds that a microphone waits for somebody to speak.
pub const WAIT_FOR_VOICE_MS_MAX: u32 = 15_000;
/// Milliseconds without a sample after which a recorder counts as stalled while somebody speaks.
pub const RECORDER_STALLS_MS_MAX: u64 = 2_000;

/// Names of places that the recogniser knows.
pub const NAMES_MAX: usize = 2_000;
/// Words of one name: as many as a text field of a sentence takes.
pub const NAME_WORDS_MAX: usize = 8;
/// Steps between words that are built on the way to a grammar. It bounds memory: a step takes eight bytes.
pub const GRAPH_STEPS_MAX: usize = 4_000_000;
/// Steps between words in a grammar. It bounds the time that a search takes.
pub const GRAMMAR_STEPS_MAX: usize = 60_000;
/// Ways in which the words to the right of a place in a template may begin.
pub const TEMPLATE_TAILS_MAX: usize = 512;
/// Steps that compiling one template may take. Permutations inside each other grow fast.
pub const TEMPLATE_STEPS_MAX: usize = 100_000;
/// Bytes of a pronunciation dictionary. The one for English has 3 million.
pub const DICTIONARY_BYTES_MAX: u64 = 64 * 1024 * 1024;

/// Time until a recogniser that does not answer is stopped. One that has a core for itself takes a tenth of a second
/// for a second of sound.
pub const HEAR_MS_MAX: u64 = 25_000;
/// Bytes that a recogniser may answer: a line for each utterance.
pub const HEARD_BYTES_MAX: usize = 256 * 1024;

/// Characters that are spoken at once: three answers of the longest kind.
pub const SPEAK_CHARS_MAX: usize = 2_000;
/// Time until a synthesiser that does not answer is stopped.
pub const SPEAK_MS_MAX: u64 = 15_000;
/// Seconds of sound that a synthesiser may answer: its longest text, read slowly.
pub const SPOKEN_SECONDS_MAX: u32 = 400;
/// Bytes of sound that a synthesiser may answer.
pub const SPOKEN_BYTES_MAX: usize = 64 * 1024 * 1024;

/// Time until a process that says which walls stand around it is stopped.
pub const WALLS_MS_MAX: u64 = 5_000;
/// Bytes that it may say.
pub const WALLS_BYTES_MAX: usize = 4_096;

/// Bytes at the end of what a program says about its failure that are kept for the log.
pub const COMPLAINT_BYTES_MAX: usize = 2_048;
/// Time that a player gets beyond the length of the sound.
pub const PLAY_MS_SPARE: u64 = 10_000;

const _: () = assert!(UTTERANCE_MS_MAX < WAV_SECONDS_MAX * 1_000);
const _: () = assert!(ONSET_MS <= PRE_ROLL_MS && SILENCE_MS_END < UTTERANCE_MS_MAX);

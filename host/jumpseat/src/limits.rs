//! How much the command line reads, and how long it waits.

/// Bytes of a sentence on the command line or standard input that are passed on. The router states its own,
/// smaller limit to the driver; this one bounds memory.
pub(crate) const SENTENCE_BYTES_MAX: usize = 64 * 1024;

/// Bytes of a configuration file.
pub(crate) const CONFIG_BYTES_MAX: u64 = 64 * 1024;

/// Bytes of a skill file.
pub(crate) const SKILL_FILE_BYTES_MAX: u64 = 64 * 1024 * 1024;

/// Bytes of the list of installed skills.
pub(crate) const INSTALLED_LIST_BYTES_MAX: u64 = 1024 * 1024;

/// Bytes of a list about skills, such as those that are quarantined: an entry has at most 2 kB, and there are no more of
/// them than skills.
pub(crate) const SKILL_LIST_BYTES_MAX: u64 = 1024 * 1024;

/// Time that a command waits for another one which changes the list of skills. That one deletes what a skill keeps meanwhile,
/// which takes a slow disk some time.
pub(crate) const STATE_LOCK_WAIT_MS_MAX: u64 = 5_000;

/// Skills that can be installed at the same time.
pub(crate) const INSTALLED_SKILLS_MAX: usize = 256;

/// Time for one skill call, if the configuration says nothing else.
pub(crate) const SKILL_DEADLINE_MS_DEFAULT: u64 = 1_000;

/// Time for one skill call at most: the runtime lets none run longer.
pub(crate) const SKILL_DEADLINE_MS_MAX: u64 = jumpseat_runtime::Limits::MAX.deadline_ms;

/// Time for one answer of the language model, if the configuration says nothing else. A 0.6B model on two cores
/// needs about a second; a larger one more.
pub(crate) const MODEL_DEADLINE_MS_DEFAULT: u64 = 8_000;

/// Time for one answer of the language model at most. Nobody waits longer for an answer.
pub(crate) const MODEL_DEADLINE_MS_MAX: u64 = 60_000;

/// Time that a sentence waits for the language model to be loaded and to read the tools, on top of the time for its
/// answer. A file of the shape of Qwen3-0.6B read 1,800 tokens in that time on one busy processor. What it read is kept
/// on disk, and the next sentence, or the next start, goes on from there.
pub(crate) const MODEL_LOAD_MS_MAX: u64 = 60_000;
/// Time that the end of a dialogue waits for the model to keep what it read.
pub(crate) const MODEL_FINISH_MS_MAX: u64 = 5_000;
/// Time after which somebody who waits for the model is told why.
pub(crate) const MODEL_PATIENCE_MS: u64 = 2_000;

/// Time that a program which is done waits to hear whether its language model can be used. A file that is missing or
/// damaged is known at once; nobody waits for a large one that was not needed.
pub(crate) const MODEL_REPORT_MS_MAX: u64 = 1_000;

/// Time that work which cannot be stopped, such as reading from a disk that does not answer, may hold up the end of
/// the program.
pub(crate) const SHUTDOWN_MS_MAX: u64 = 1_000;

/// Seconds that one `:wait` of a drive may last.
pub(crate) const WAIT_SECONDS_MAX: u32 = 3_600;

/// Records of the audit log that `--last` keeps in memory.
pub(crate) const AUDIT_LAST_MAX: u32 = 10_000;

/// Names that the recogniser's grammar lists for fields of free text. More make it slower and less sure.
pub(crate) const RECOGNISER_NAMES_MAX: usize = 400;

const _: () = assert!(SKILL_DEADLINE_MS_DEFAULT <= SKILL_DEADLINE_MS_MAX);
const _: () = assert!(MODEL_DEADLINE_MS_DEFAULT <= MODEL_DEADLINE_MS_MAX);
const _: () = assert!(
    jumpseat_http::limits::TIME_MS_MAX < SKILL_DEADLINE_MS_DEFAULT,
    "a skill can still say that nobody answered"
);

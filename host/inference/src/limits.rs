//! How large models, prompts, answers and caches may be, and how long the worker may take.

use std::time::Duration;

/// Tokens that a context holds at most, whatever the model could read: enough for the tools of a car, and it bounds
/// the memory of the key-value cache.
pub const CONTEXT_TOKENS_MAX: u32 = 4096;
/// A model that reads fewer tokens than this cannot hold a sentence and its answer.
pub const CONTEXT_TOKENS_MIN: u32 = 128;
/// Tokens of one answer. Three calls of shipped tools take about a hundred.
pub const ANSWER_TOKENS_MAX: usize = 256;
/// Tokens that are fed to the model between two looks at the deadline.
pub const BATCH_TOKENS_MAX: usize = 128;

/// Bytes of sentence and history in one request. Longer text is refused before it is tokenised: at
/// [`TOKEN_BYTES_MAX`] it could not fit the largest context.
pub const UNTRUSTED_BYTES_MAX: usize = CONTEXT_TOKENS_MAX as usize * TOKEN_BYTES_MAX;
/// Bytes that one token stands for at most. The longest of the vocabularies that Qwen models share are runs of 128
/// spaces.
pub const TOKEN_BYTES_MAX: usize = 128;

/// Bytes of one message between host and worker. The largest holds the tools of a request, twice: once as text for
/// the prompt, once as a grammar.
pub const MESSAGE_BYTES_MAX: usize = 4 << 20;
/// Messages that wait in the worker. The host sends one request at a time; the rest is cancellations.
pub const WORKER_QUEUE_MAX: usize = 8;
/// Requests that wait in the host. More than one is a driver who does not wait for the answer.
pub const REQUEST_QUEUE_MAX: usize = 4;

/// Grammars that are kept compiled. Each is bound to one set of tools.
pub const GRAMMARS_MAX: usize = 8;
/// States of one compiled grammar, about 1.5 kB each. A grammar that grows past it is compiled anew.
pub const GRAMMAR_STATES_MAX: usize = 50_000;
/// Prefixes (system text and tools) that are kept ready in the context.
pub const PREFIXES_MAX: usize = 3;
/// Shorter prefixes are not kept on disk: reading them back costs as much as computing them.
pub const PREFIX_FILE_TOKENS_MIN: usize = 256;
/// Prefixes that are kept on disk, all models together.
pub const PREFIX_FILES_MAX: usize = 4;
/// Bytes of one prefix on disk. Qwen3-0.6B takes 112 KiB per token, so 4,096 tokens of it fit.
pub const PREFIX_FILE_BYTES_MAX: u64 = 512 << 20;

/// Metadata entries of a model file. Published Qwen files have about 40.
pub const MODEL_ENTRIES_MAX: u64 = 4096;
/// Tensors of a model file. A dense Qwen3 has 11 per block and 3 more.
pub const MODEL_TENSORS_MAX: u64 = 65_536;
/// Elements of one metadata array, which are mostly tokens and merges.
pub const MODEL_ARRAY_MAX: u64 = 4 << 20;
/// Tokens of a vocabulary. Qwen3.5 has 248,320.
pub const MODEL_VOCABULARY_MAX: u64 = 1 << 20;
/// Bytes of one string in a model file. The longest are chat templates of some 10 kB.
pub const MODEL_STRING_BYTES_MAX: u64 = 1 << 20;
/// Bytes of a key or of a tensor's name in a model file.
pub const MODEL_NAME_BYTES_MAX: u64 = 256;
/// Blocks (layers) of a model.
pub const MODEL_BLOCKS_MAX: u64 = 512;

/// Bytes of a model file that counts as small.
pub const SMALL_MODEL_BYTES_MAX: u64 = 64 << 20;
/// Threads for a small model. On two busy cores a second thread made an answer three hundred times slower: each step
/// ends with the threads waiting for each other.
pub const SMALL_MODEL_THREADS_MAX: u16 = 1;

/// Time for the worker to load a model. A cold 4 GB file from a slow disk takes most of it.
pub const LOAD_DURATION_MAX: Duration = Duration::from_mins(2);
/// Time for the worker to obey a cancellation: two batches of a large model on a slow machine. After it the worker
/// is killed.
pub const CANCEL_DURATION_MAX: Duration = Duration::from_secs(3);
/// Time for the worker to take a message from its pipe. It reads while it computes, so only one that was stopped, or is
/// broken, needs longer. After it the worker is killed.
pub const SEND_DURATION_MAX: Duration = Duration::from_secs(3);
/// Time for a killed worker to be gone. One that waits for a broken disk may take for ever.
pub const END_DURATION_MAX: Duration = Duration::from_secs(2);
/// Time for preparing tools before the first request.
pub const PREPARE_DURATION_MAX: Duration = Duration::from_mins(2);
/// Wait before the first restart of a worker that died. It doubles with every death without an answer in between.
pub const RESTART_DELAY_MIN: Duration = Duration::from_millis(50);
/// Longest wait before a restart.
pub const RESTART_DELAY_MAX: Duration = Duration::from_secs(30);
/// Deaths of the worker within [`STORM_WINDOW`] after which it is not started again for [`STORM_PAUSE`]. The waits
/// between restarts let pass as many in six seconds if it never answers; one that answers in between dies even faster.
pub const STORM_DEATHS: usize = 6;
/// The time in which deaths are counted together.
pub const STORM_WINDOW: Duration = Duration::from_mins(2);
/// Time for which a car has no language model after a storm of restarts: each start costs the machine more than an
/// answer, and what makes it die so often seldom passes within minutes.
pub const STORM_PAUSE: Duration = Duration::from_mins(10);
/// Deaths of the worker while it loads a file, after which the file is not tried again until it changes.
pub const LOAD_DEATHS_MAX: u32 = 2;
/// Bytes of the worker's last words that are kept for the log.
pub const LAST_WORDS_BYTES_MAX: usize = 2048;
/// Time to read the last words of a worker that is gone.
pub const LAST_WORDS_DURATION_MAX: Duration = Duration::from_millis(200);

const _: () = assert!(ANSWER_TOKENS_MAX < CONTEXT_TOKENS_MAX as usize);
const _: () = assert!(CONTEXT_TOKENS_MIN <= CONTEXT_TOKENS_MAX);
const _: () = assert!(UNTRUSTED_BYTES_MAX < MESSAGE_BYTES_MAX);
const _: () = assert!(RESTART_DELAY_MIN.as_millis() < RESTART_DELAY_MAX.as_millis());
const _: () = assert!(LOAD_DEATHS_MAX > 0);
const _: () = assert!(LOAD_DEATHS_MAX as usize <= STORM_DEATHS, "a file is blamed before the machine is");

/// Tokens that an answer may take in a context of this size: at most half of it.
pub(crate) fn answer_tokens_max(context_tokens: usize) -> usize {
    ANSWER_TOKENS_MAX.min(context_tokens / 2)
}

//! What one call of a skill may use, and where each limit of a skill stands.
//!
//! A car maker's policy lowers what has a name here, for all skills or one, and never raises it ([`Limits`]):
//!
//! | name | what | at most | why so much |
//! |---|---|---|---|
//! | `memory_bytes` | memory, all memories of a skill together | 64 MiB | a Python interpreter starts at 12 MiB, a JavaScript one at 9 MiB |
//! | `table_elements` | elements of all tables together | 20,000 | Python and JavaScript need 5,000 to 10,000 |
//! | `instances` | core instances | 64 | Python needs 38 |
//! | `tables`, `memories` | tables, memories | 8, 4 | interpreters need 3 of each |
//! | `handles` | handles of resources | 1,024 | tools pass values; handles stay inside a skill |
//! | `transfer_bytes` | bytes passed to the host at once, an answer too | 1 MiB | 16 times the largest value that storage takes |
//! | `deadline_ms` | time of a call, computing or waiting | 2 s | a driver does not wait longer for an answer |
//! | `capability_calls` | calls of capabilities | 256 | each capability has a smaller number of its own |
//! | `log_lines` | log lines | 100 | further ones are counted and dropped |
//! | `storage_bytes`, `storage_keys` | what a skill keeps, over all calls; a key is a file | 1 MiB, 256 | settings and a list of favourites, not a database |
//!
//! Time of a processor has no limit of its own: a call computes on one thread at a time, so it takes no more of it than its
//! deadline. The process of a skill is ended then. In the host's own process, a skill that computes is interrupted at every
//! tick, and the time in which it then makes room for others counts like the time in which it waits: nothing that happens
//! stretches a deadline.
//!
//! The others hold for every skill alike:
//!
//! | what | value | where |
//! |---|---|---|
//! | calls at one time | 32 | [`CALLS_AT_ONCE_MAX`] |
//! | stack | 512 KiB | [`STACK_BYTES_MAX`] |
//! | memory of a skill's process, all of it | 256 MiB | [`RUNNER_MEMORY_BYTES_MAX`] |
//! | one message from or to it | 4 MiB | [`RUNNER_MESSAGE_BYTES_MAX`] |
//! | time that it computes for a call if no host is left to end it | 5 s | [`RUNNER_COMPUTE_S_MAX`] |
//! | time for which it is kept between two calls | 1 min | [`RUNNER_IDLE_DURATION_MAX`] |
//! | compiling one component | 60 s, 120 s of processor time, 2 GiB | [`COMPILE_DURATION_MAX`], [`COMPILE_COMPUTE_S_MAX`], [`COMPILE_MEMORY_BYTES_MAX`] |
//! | strikes until a rest, and until quarantine | 3, 10 | [`REST_STRIKES`], [`QUARANTINE_STRIKES`] |
//! | bytes of a component, of its manifest, docs and phrases | | `limits` of `sdk/package` |
//! | tools, types, imports; values in arguments | | `limits` of `host/tool` |
//! | cards, spoken sentences, choices | | `limits` of `host/assistant` |
//! | calls, queries and values of one capability | | `limits` of `host/capabilities/*` |
//! | phrases and their automaton | | `limits` of `host/router` |

use std::time::Duration;

pub use jumpseat_policy::Limits;

/// Calls of skills that run at one time; further ones wait, and their waiting counts against their deadline.
pub const CALLS_AT_ONCE_MAX: u32 = 32;
/// Bytes of stack that a skill may use. Not a part of [`Limits`], because it is compiled into the code.
pub const STACK_BYTES_MAX: usize = 512 * 1024;
/// Bytes of the stack that a skill and the capabilities that it calls use together.
pub(crate) const FIBER_STACK_BYTES: usize = 2 * 1024 * 1024;
/// How often skills that compute are looked at: a call ends at most this long after its deadline.
pub const TICK_MS: u64 = 10;
/// Frames of a crash that are written to the log.
pub(crate) const BACKTRACE_FRAMES_MAX: usize = 8;
/// Characters of a crash's description, which holds names that the skill chose.
pub const DETAIL_CHARS_MAX: usize = 1_000;
/// Bytes of what a process says before it ends that are kept. A character takes four at most.
pub(crate) const LAST_WORDS_BYTES_MAX: u64 = 4 * DETAIL_CHARS_MAX as u64;
/// Bytes of one entry of the cache. Compiled code of a Python skill has about 35 MB.
pub(crate) const CACHE_ENTRY_BYTES_MAX: u64 = 256 * 1024 * 1024;
/// The longest that a process waits for the next call of its skill. A driver who asks again does so within a minute; the start
/// of another process costs less than what is heard.
pub const RUNNER_IDLE_DURATION_MAX: Duration = Duration::from_mins(1);
/// Seconds that the process of a skill computes for one call at most, if nobody ends it before: more than any deadline.
pub const RUNNER_COMPUTE_S_MAX: u64 = 5;
/// Bytes of memory that the process of a skill may take: its memories, tables and stack, code that could not be mapped, and
/// the engine. Memory that is shared with nobody counts, and it can make no other.
pub const RUNNER_MEMORY_BYTES_MAX: u64 = 256 * 1024 * 1024;
/// Bytes of one message between the host and the process of a skill. What a skill passes at once is [`Limits`]'
/// `transfer_bytes` at most; names of fields come on top.
pub const RUNNER_MESSAGE_BYTES_MAX: usize = 4 * 1024 * 1024;
/// The longest wait for a process that is asked which walls stand around it. For a call, the deadline ends that.
pub(crate) const RUNNER_BEGIN_DURATION_MAX: Duration = Duration::from_secs(5);
/// The longest wait for a process that was killed.
pub(crate) const RUNNER_END_DURATION_MAX: Duration = Duration::from_millis(500);
/// Values inside each other in what a skill answers. The contract has fewer than ten.
pub(crate) const ANSWER_DEPTH_MAX: usize = 16;
/// Parts of one answer of a skill's process, each a value or what holds values. In memory a part takes up to forty times what
/// it takes in a message. No answer within `transfer_bytes` has as many: a part of the contract's cards has five bytes and more.
pub(crate) const ANSWER_PARTS_MAX: usize = Limits::MAX.transfer_bytes / 4;
/// Processes that compile at one time.
pub(crate) const COMPILERS_MAX: usize = 2;
/// The longest that compiling one component may take: five times what the largest ones known take, which hold a JavaScript
/// engine and take 12 s on two cores.
pub const COMPILE_DURATION_MAX: Duration = Duration::from_mins(1);
/// Seconds that the threads of one compiler may compute together: those of [`COMPILE_DURATION_MAX`] on two cores.
pub const COMPILE_COMPUTE_S_MAX: u64 = 120;
/// Bytes of memory that compiling one component may take.
pub const COMPILE_MEMORY_BYTES_MAX: u64 = 2 * 1024 * 1024 * 1024;
/// Strikes after which a skill rests. One break is bad luck and two may be; whoever asks a third time hears the same
/// apology again, and nothing is gained by running the skill for it.
pub const REST_STRIKES: u32 = 3;
/// The first rest: long enough for a source of data to come back, short enough to be tried again on the same drive. Each
/// further strike doubles it.
pub const REST_DURATION_MIN: Duration = Duration::from_secs(5);
/// The longest rest. A driver who waits longer does not expect anything any more.
pub const REST_DURATION_MAX: Duration = Duration::from_mins(5);
/// Strikes after which a skill is quarantined. The rests before it take ten minutes together, so that no outage that
/// passes costs a skill its place.
pub const QUARANTINE_STRIKES: u32 = 10;
/// Characters of what a skill did, as its quarantine tells it.
pub const QUARANTINE_REASON_CHARS_MAX: usize = 300;

const _: () = assert!(0 < REST_STRIKES && REST_STRIKES < QUARANTINE_STRIKES, "a skill rests before it is given up");
const _: () = assert!(REST_DURATION_MIN.as_millis() < REST_DURATION_MAX.as_millis());
const _: () = assert!(STACK_BYTES_MAX + 1024 * 1024 <= FIBER_STACK_BYTES, "capabilities run on the rest of the stack");

//! The audit log: what skills asked for, were allowed and did, in a form in which later changes show.
//!
//! # Format
//!
//! A folder holds segments, `000000000001.jsonl` and so on, and the file `lock`. A segment holds one record per line:
//!
//! ```json
//! {"sequence":2,"time_unix_ms":1767225600000,"previous":"5b0f…","event":{"call":{"skill":"parking","tool":"find","outcome":"reply","arguments":"[redacted]"}},"hash":"c1d2…"}
//! ```
//!
//! | key | value |
//! |---|---|
//! | `sequence` | 1 for the first record that was ever written, then one more each time, over all segments |
//! | `time_unix_ms` | what the caller said that the time is |
//! | `previous` | `hash` of the record before; of the very first, 64 zeros |
//! | `event` | what happened in the car: an [`Event`] |
//! | `log` | in place of `event`: what happened to the log itself, an [`Upkeep`] |
//! | `hash` | BLAKE3 of the line up to the comma before this key |
//!
//! Every segment begins with `segment-begun`, which names the segment and the oldest one that is kept. A segment that
//! is full is followed by the next, and the oldest goes. What went is provable: the oldest segment begins with the
//! sequence number and the hash that it continues from, and a later record says that what lies before it may be missing.
//!
//! # What a power cut costs
//!
//! A record is one `write`. A process that is killed leaves at most the beginning of one line, which is cut off when
//! the log is opened next; a record of its own says so. Acts, consent and changes of skills are on the disk when
//! [`AuditLog::append`] returns. Other records follow in the background, within
//! [`AUDIT_SYNC_INTERVAL_MS`](crate::limits::AUDIT_SYNC_INTERVAL_MS): a record costs 5 µs, one that waits for the disk
//! 0.1 to 8 ms on a busy machine, which can be longer than a whole turn; and a cut that loses the last half second of
//! calls loses nothing that the car did to the world. A full segment is on the disk before the next one begins, so that
//! no cut breaks the chain. That holds on file systems which write data before the length of a file, as ext4 does; on
//! others a cut can look like damage.
//!
//! What does not verify is left as it is: the log goes on in a new segment, which continues from the last record that
//! can be read and says what was found. [`verify`] keeps reporting it until the segment goes.
//!
//! # What a chain proves, and what not
//!
//! A line that was changed, removed, moved or inserted shows. The chain has no key: who may write the folder can cut
//! records off the end, or write the whole log anew. Against them helps the hash of the last record, kept elsewhere.
//!
//! The module deliberately knows no clock, no policy and no vehicle.
//!
//! ```
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use jumpseat_policy::audit::{self, AuditLog, Event, Private, Settings, UnixMs};
//!
//! # let folder = tempfile::tempdir()?;
//! # let folder = folder.path();
//! let log = AuditLog::open(folder, Settings::default(), UnixMs(1_767_225_600_000))?;
//! let transcript = Event::Transcript { text: Private::new("find parking near my home".to_owned()) };
//! log.append(UnixMs(1_767_225_600_001), transcript)?;
//!
//! let report = audit::verify(folder)?;
//! assert!(report.is_sound() && report.records == 2);
//! # Ok(())
//! # }
//! ```

mod error;
mod event;
mod fault;
mod log;
mod private;
mod reader;
mod record;
mod segment;
mod syncer;
mod verify;
mod walk;
mod writer;

pub use error::AuditError;
pub use event::{ActOutcome, Approver, Event, RequestOutcome, Scope, Upkeep};
pub use fault::{Fault, FaultKind};
pub use log::{AuditLog, Bounds, Settings};
pub use private::{Privacy, Private, Redaction};
pub use reader::{Records, records};
pub use record::{Content, Digest, Link, Record, UnixMs};
pub use segment::SegmentNumber;
pub use verify::{Report, verify};
pub use walk::Found;

#[cfg(test)]
mod tests;

//! How large policies, consents and the audit log may be, and how long somebody waits for the log.

/// Bytes of a policy file.
pub const POLICY_BYTES_MAX: usize = 256 * 1024;
/// Bytes of the file of consents. One takes about 250, and less than 450 with the longest names.
pub const CONSENTS_BYTES_MAX: u64 = 2 * 1024 * 1024;
/// Consents that are kept. A car has a few hundred skills at most, and each asks for a few capabilities.
pub const CONSENTS_MAX: usize = 4_000;

const _: () = assert!(CONSENTS_MAX as u64 * 450 <= CONSENTS_BYTES_MAX);

/// Bytes of one record. The texts of records are short; what the driver said is bounded by the router.
pub const AUDIT_RECORD_BYTES_MAX: usize = 16 * 1024;
/// Bytes of one segment. About a thousand records: few enough to be checked within milliseconds when the log is opened.
pub const AUDIT_SEGMENT_BYTES_MAX: u64 = 256 * 1024;
/// Segments that are kept: with full ones 16 MiB, some sixty thousand records.
pub const AUDIT_SEGMENTS_MAX: u64 = 64;
/// Segments of a folder that are looked at. Nothing that this crate writes leaves as many.
pub const AUDIT_SEGMENTS_LISTED_MAX: usize = 4_096;
/// Time that a writer waits for another one. That one holds the lock for one write: microseconds, or as long as the disk
/// takes.
pub const LOCK_WAIT_MS_MAX: u64 = 1_000;
/// Time after which a writer that waits looks again.
pub const LOCK_RETRY_MS: u64 = 2;
/// Time between two writes to the disk in the background. A power cut loses no ordinary record that is older, but for
/// the time of the write itself.
pub const AUDIT_SYNC_INTERVAL_MS: u64 = 500;
/// Faults that a report names; those beyond are counted.
pub const AUDIT_FAULTS_TOLD_MAX: usize = 100;

const _: () = assert!(AUDIT_RECORD_BYTES_MAX as u64 * 4 <= AUDIT_SEGMENT_BYTES_MAX);
const _: () = assert!(AUDIT_SEGMENTS_MAX >= 2 && AUDIT_SEGMENTS_MAX < AUDIT_SEGMENTS_LISTED_MAX as u64);
const _: () = assert!(LOCK_RETRY_MS < LOCK_WAIT_MS_MAX);

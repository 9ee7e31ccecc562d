//! One writer at a time.

use std::{
    fs::{File, OpenOptions, TryLockError},
    path::Path,
    thread,
    time::{Duration, Instant},
};

use super::AuditError;
use crate::limits::AUDIT_LOCK_RETRY_MS;

/// Takes the lock of a log; dropping the file gives it back, and so does the end of the process. The system has no lock
/// that is waited for up to a time, so a taken one is looked at again and again.
pub(super) fn take(folder: &Path, wait_ms_max: u64) -> Result<File, AuditError> {
    let path = folder.join("lock");
    let failed = |source| AuditError::Write { path: path.clone(), source };
    let file = OpenOptions::new().write(true).create(true).truncate(false).open(&path).map_err(failed)?;
    let began = Instant::now();
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::Error(error)) => return Err(failed(error)),
            Err(TryLockError::WouldBlock) if began.elapsed() >= Duration::from_millis(wait_ms_max) => {
                return Err(AuditError::Busy { folder: folder.to_owned(), waited_ms: wait_ms_max });
            }
            Err(TryLockError::WouldBlock) => pause(),
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "another process holds the lock, and nothing tells when it lets go")]
fn pause() {
    thread::sleep(Duration::from_millis(AUDIT_LOCK_RETRY_MS));
}

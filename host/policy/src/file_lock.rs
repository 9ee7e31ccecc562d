//! One writer at a time, over processes.

use std::{
    fs::{File, OpenOptions, TryLockError},
    io,
    path::Path,
    thread,
    time::{Duration, Instant},
};

use crate::limits::LOCK_RETRY_MS;

/// Why a lock was not taken.
#[derive(Debug)]
pub enum LockError {
    /// Its file cannot be made.
    Unusable(io::Error),
    /// Somebody else held it for all the time.
    Busy,
}

/// Takes the lock that is a file; dropping the answer gives it back, and so does the end of the process. The system has
/// no lock that is waited for up to a time, so a taken one is looked at again and again.
pub fn take(path: &Path, wait_ms_max: u64) -> Result<File, LockError> {
    let open = OpenOptions::new().write(true).create(true).truncate(false).open(path);
    let file = open.map_err(LockError::Unusable)?;
    let began = Instant::now();
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::Error(error)) => return Err(LockError::Unusable(error)),
            Err(TryLockError::WouldBlock) if began.elapsed() >= Duration::from_millis(wait_ms_max) => {
                return Err(LockError::Busy);
            }
            Err(TryLockError::WouldBlock) => pause(),
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "another process holds the lock, and nothing tells when it lets go")]
fn pause() {
    thread::sleep(Duration::from_millis(LOCK_RETRY_MS));
}

//! The log as its users see it: open it, append to it.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
};

use super::{AuditError, Event, Fault, Privacy, UnixMs, syncer::Syncer, writer::Writer};
use crate::{
    file_lock::{self, LockError},
    limits::{AUDIT_SEGMENT_BYTES_MAX, AUDIT_SEGMENTS_MAX, LOCK_WAIT_MS_MAX},
};

/// A log that is appended to.
///
/// Several processes, and several threads of one, may append to the same log: each append takes the lock for itself,
/// and goes on where the last one ended, whoever made it.
pub struct AuditLog {
    folder: PathBuf,
    settings: Settings,
    writer: Mutex<Writer>,
    syncer: Syncer,
}

/// How a log is kept.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Settings {
    /// What is left out.
    pub privacy: Privacy,
    /// How large it gets.
    pub bounds: Bounds,
}

/// How large a log gets, and how long a writer waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// Bytes of a segment.
    pub segment_bytes_max: u64,
    /// Segments that are kept.
    pub segments_max: u64,
    /// Time that a writer waits for another one.
    pub lock_wait_ms_max: u64,
}

impl Default for Bounds {
    fn default() -> Self {
        Self {
            segment_bytes_max: AUDIT_SEGMENT_BYTES_MAX,
            segments_max: AUDIT_SEGMENTS_MAX,
            lock_wait_ms_max: LOCK_WAIT_MS_MAX,
        }
    }
}

impl AuditLog {
    /// Opens the log of a folder, which is made if need be. The newest segment is checked: what a write left that did
    /// not end is cut off, and after damage the log goes on in a new segment. See [`AuditLog::take_fault`].
    pub fn open(folder: &Path, settings: Settings, now: UnixMs) -> Result<Self, AuditError> {
        let failed = |source| AuditError::Write { path: folder.to_owned(), source };
        fs::create_dir_all(folder).map_err(failed)?;
        let mut writer = Writer::new(folder, settings.bounds);
        let lock = lock(folder, settings.bounds.lock_wait_ms_max)?;
        writer.resume(now)?;
        drop(lock);
        let syncer = Syncer::start().map_err(failed)?;
        Ok(Self { folder: folder.to_owned(), settings, writer: Mutex::new(writer), syncer })
    }

    /// Appends a record. When this returns, the record outlives this process; what changes the car, or what skills may
    /// do, outlives a power cut as well.
    pub fn append(&self, now: UnixMs, event: Event) -> Result<(), AuditError> {
        let is_durable_at_once = event.is_durable_at_once();
        let event = event.redacted(self.settings.privacy);
        let mut writer = self.writer();
        let _lock = lock(&self.folder, self.settings.bounds.lock_wait_ms_max)?;
        let file = writer.append(now, event)?;
        if is_durable_at_once {
            file.sync_data().map_err(|source| AuditError::Write { path: self.folder.clone(), source })
        } else {
            self.syncer.wake(file);
            Ok(())
        }
    }

    /// What was found damaged when the log was opened or gone on with, once.
    pub fn take_fault(&self) -> Option<Fault> {
        self.writer().take_fault()
    }

    fn writer(&self) -> MutexGuard<'_, Writer> {
        // A writer that was interrupted in the middle has forgotten its place, and looks for it anew.
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Takes the lock of a log.
fn lock(folder: &Path, wait_ms_max: u64) -> Result<fs::File, AuditError> {
    let path = folder.join("lock");
    file_lock::take(&path, wait_ms_max).map_err(|error| match error {
        LockError::Unusable(source) => AuditError::Write { path, source },
        LockError::Busy => AuditError::Busy { folder: folder.to_owned(), waited_ms: wait_ms_max },
    })
}

//! Files of the state folder: replaced whole, and changed by one process at a time.

use std::{
    fs::{self, File},
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use jumpseat_policy::file_lock;

use crate::limits::STATE_LOCK_WAIT_MS_MAX;

/// Why the lock of a part of the state folder was not taken.
#[derive(Debug, thiserror::Error)]
pub(crate) enum LockError {
    /// Its file cannot be made or locked.
    #[error("cannot lock {}", path.display())]
    Unusable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        #[source]
        source: io::Error,
    },
    /// Another process did not let go of it in time.
    #[error("another process has held {} for {waited_ms} ms", path.display())]
    Busy {
        /// The file.
        path: PathBuf,
        /// How long it was waited for.
        waited_ms: u64,
    },
}

impl LockError {
    /// What a person can do next.
    pub(crate) fn hint(&self) -> String {
        let hint = match self {
            Self::Unusable { .. } => "check that the folder may be read and written",
            Self::Busy { .. } => "wait until no other command changes skills, or end the process that holds the file",
        };
        hint.to_owned()
    }
}

/// Writes or replaces a file: beside its place first, so that a power cut leaves either the old content or the new one.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().unwrap_or_else(|| Path::new("."));
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(path)?;
    Ok(())
}

/// Keeps other processes that ask for the same lock from changing something at the same time; dropping the file ends it.
pub(crate) fn lock(path: &Path) -> Result<File, LockError> {
    lock_within(path, STATE_LOCK_WAIT_MS_MAX)
}

fn lock_within(path: &Path, wait_ms_max: u64) -> Result<File, LockError> {
    let unusable = |source| LockError::Unusable { path: path.to_owned(), source };
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(unusable)?;
    }
    file_lock::take(path, wait_ms_max).map_err(|error| match error {
        file_lock::LockError::Unusable(source) => unusable(source),
        file_lock::LockError::Busy => LockError::Busy { path: path.to_owned(), waited_ms: wait_ms_max },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lock_that_another_command_holds_is_waited_for_no_longer_than_said() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("skills/lock");
        let held = lock(&path).unwrap();
        let error = lock_within(&path, 0).unwrap_err();
        assert!(error.to_string().ends_with("lock for 0 ms") && error.hint().starts_with("wait"), "{error}");
        drop(held);
        lock_within(&path, 0).unwrap();
    }
}

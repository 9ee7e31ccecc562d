//! Files that are there whole or not at all.

use std::{
    fs::{File, TryLockError},
    io::{self, Read, Write},
    thread,
    time::{Duration, Instant},
};

use cap_std::fs::{Dir, Metadata, OpenOptions};

use crate::limits::{LOCK_RETRY_MS, LOCK_WAIT_MS_MAX};

/// What the names of unfinished files start with. No key and no id starts so.
pub(crate) const UNFINISHED: char = '.';

/// The file that processes lock before they change a folder. No unfinished file has this name, because keys have no dot.
pub const LOCK: &str = "..lock";

/// Writes or replaces a file, if it is still wanted then. After a power cut it has its old content or the new one. The
/// caller holds the folder's lock: two that write the same file at once would disturb each other.
pub(crate) fn replace(
    folder: &Dir,
    name: &str,
    content: &[u8],
    is_wanted: impl FnOnce() -> io::Result<()>,
) -> io::Result<()> {
    let unfinished = format!("{UNFINISHED}{name}");
    let write = || {
        // Whatever lies there was left by a power cut, or planted. Opening a planted pipe would wait for ever.
        remove_if_there(folder, &unfinished)?;
        let mut file = folder.open_with(&unfinished, OpenOptions::new().write(true).create_new(true))?;
        file.write_all(content)?;
        file.sync_all()?;
        drop(file);
        is_wanted()?;
        folder.rename(&unfinished, folder, name)
    };
    if let Err(error) = write() {
        // What is left of it takes up room that nobody counts.
        drop(folder.remove_file(&unfinished));
        return Err(error);
    }
    make_durable(folder)
}

/// Removes a file. Removing what is not there is no error.
pub(crate) fn remove(folder: &Dir, name: &str) -> io::Result<()> {
    if remove_if_there(folder, name)? { make_durable(folder) } else { Ok(()) }
}

/// Whether there was such a file.
fn remove_if_there(folder: &Dir, name: &str) -> io::Result<bool> {
    match folder.remove_file(name) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

/// The content of a file, or nothing if there is none. What is no plain file (a link, a pipe, a device) is an error and
/// is not opened: a pipe to which nobody writes would be waited for without end. A larger file than expected is an error,
/// not a long read.
pub(crate) fn read(folder: &Dir, name: &str, bytes_max: u64) -> io::Result<Option<Vec<u8>>> {
    let Some(found) = look(folder, name)? else { return Ok(None) };
    if !found.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "it is no plain file"));
    }
    let file = folder.open(name)?;
    let mut content = Vec::new();
    let length = file.take(bytes_max + 1).read_to_end(&mut content)?;
    if length as u64 > bytes_max { Err(io::ErrorKind::FileTooLarge.into()) } else { Ok(Some(content)) }
}

/// What lies under a name, if anything does. A link is looked at and not followed.
pub(crate) fn look(folder: &Dir, name: &str) -> io::Result<Option<Metadata>> {
    match folder.symlink_metadata(name) {
        Ok(found) => Ok(Some(found)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Keeps every other process and thread that asks for it from changing a folder; dropping the file ends it. Held while
/// something is written, not for as long as a car runs. Who holds it for too long makes an error of kind
/// [`io::ErrorKind::TimedOut`].
pub(crate) fn lock(folder: &Dir) -> io::Result<File> {
    lock_within(folder, LOCK_WAIT_MS_MAX)
}

/// The system has no lock that is waited for up to a time, so a taken one is looked at again and again.
fn lock_within(folder: &Dir, wait_ms_max: u64) -> io::Result<File> {
    if look(folder, LOCK)?.is_some_and(|found| !found.is_file()) {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "the lock is no plain file"));
    }
    let file = folder.open_with(LOCK, OpenOptions::new().write(true).create(true))?.into_std();
    let began = Instant::now();
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::Error(error)) => return Err(error),
            Err(TryLockError::WouldBlock) if began.elapsed() >= Duration::from_millis(wait_ms_max) => {
                let held = format!("another process has held the file {LOCK:?} for {wait_ms_max} ms");
                return Err(io::Error::new(io::ErrorKind::TimedOut, held));
            }
            Err(TryLockError::WouldBlock) => pause(),
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "another process holds the lock, and nothing tells when it lets go")]
fn pause() {
    thread::sleep(Duration::from_millis(LOCK_RETRY_MS));
}

/// Waits until the names in a folder are on the disk. Windows does so by itself.
#[cfg(unix)]
fn make_durable(folder: &Dir) -> io::Result<()> {
    folder.open(".")?.sync_all()
}

#[cfg(not(unix))]
fn make_durable(_folder: &Dir) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use cap_std::ambient_authority;

    use super::*;

    #[expect(clippy::unnecessary_wraps, reason = "it stands for a check that can fail")]
    fn wanted() -> io::Result<()> {
        Ok(())
    }

    #[test]
    fn a_file_is_replaced_whole_and_leaves_nothing_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let dir = Dir::open_ambient_dir(folder.path(), ambient_authority()).unwrap();
        assert_eq!(read(&dir, "a", 10).unwrap(), None);
        replace(&dir, "a", b"old", wanted).unwrap();
        replace(&dir, "a", b"new", wanted).unwrap();
        replace(&dir, "a", b"late", || Err(io::ErrorKind::Other.into())).unwrap_err();
        assert_eq!(read(&dir, "a", 3).unwrap().unwrap(), b"new");
        assert_eq!(dir.entries().unwrap().count(), 1);
        remove(&dir, "a").unwrap();
        remove(&dir, "a").unwrap();
        assert_eq!(read(&dir, "a", 10).unwrap(), None);
    }

    #[test]
    fn a_file_that_is_too_large_is_not_read() {
        let folder = tempfile::tempdir().unwrap();
        let dir = Dir::open_ambient_dir(folder.path(), ambient_authority()).unwrap();
        replace(&dir, "a", b"four", wanted).unwrap();
        assert_eq!(read(&dir, "a", 3).unwrap_err().kind(), io::ErrorKind::FileTooLarge);
    }

    #[test]
    fn a_lock_that_is_held_is_waited_for_no_longer_than_said_and_the_hint_names_it() {
        let folder = tempfile::tempdir().unwrap();
        let dir = Dir::open_ambient_dir(folder.path(), ambient_authority()).unwrap();
        let held = lock(&dir).unwrap();
        let error = lock_within(&dir, 0).unwrap_err();
        assert_eq!(error.to_string(), "another process has held the file \"..lock\" for 0 ms");
        let error = crate::DiskError::Remove { path: "preferences".into(), source: error };
        assert_eq!(error.hint().unwrap(), "find the process that holds the file \"..lock\" there, and end it");
        drop(held);
        lock_within(&dir, 0).unwrap();
    }

    #[cfg(unix)]
    #[test]
    fn a_link_out_of_the_folder_is_not_followed() {
        let outside = tempfile::NamedTempFile::new().unwrap();
        let folder = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink(outside.path(), folder.path().join("a")).unwrap();
        let dir = Dir::open_ambient_dir(folder.path(), ambient_authority()).unwrap();
        assert!(read(&dir, "a", 10).is_err());
    }
}

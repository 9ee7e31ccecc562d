//! Files of the state folder: replaced whole, and changed by one process at a time.

use std::{
    fs::{self, File},
    io::{self, Write as _},
    path::Path,
};

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
pub(crate) fn lock(path: &Path) -> io::Result<File> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let file = File::create(path)?;
    file.lock()?;
    Ok(file)
}

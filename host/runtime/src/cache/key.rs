//! The key of this device's cache.

use std::{
    fs, io,
    io::{Read, Write},
    path::Path,
};

/// The file that holds the key, in the folder of the cache.
pub(super) const FILE_NAME: &str = "key";

/// Authenticates what this device wrote. Neither shown nor logged.
pub(super) struct Key([u8; blake3::KEY_LEN]);

impl Key {
    /// Reads the key of a folder, and makes one if there is none yet, or none that others cannot read.
    pub(super) fn open(folder: &Path) -> io::Result<Self> {
        let path = folder.join(FILE_NAME);
        match Self::read(&path) {
            Ok(Some(key)) => return Ok(key),
            Ok(None) => {
                tracing::warn!("the key of the cache is damaged or readable for others; making a new one");
                fs::remove_file(&path)?;
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
        let mut bytes = [0; blake3::KEY_LEN];
        getrandom::fill(&mut bytes).map_err(io::Error::other)?;
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        file.write_all(&bytes)?;
        match file.persist_noclobber(&path) {
            Ok(_) => Ok(Self(bytes)),
            // Another process of the host was faster.
            Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => {
                Self::read(&path)?.ok_or_else(|| io::Error::new(io::ErrorKind::InvalidData, "its key is damaged"))
            }
            Err(error) => Err(error.error),
        }
    }

    /// The authentication code of an entry. The name is part of it, so that no entry passes for another.
    pub(super) fn authenticate(&self, name: &str, content: &[u8]) -> blake3::Hash {
        let mut hasher = blake3::Hasher::new_keyed(&self.0);
        hasher.update(&(name.len() as u64).to_le_bytes());
        hasher.update(name.as_bytes());
        hasher.update(content);
        hasher.finalize()
    }

    /// The key in a file, or nothing if the file is no key of ours.
    fn read(path: &Path) -> io::Result<Option<Self>> {
        let file = fs::File::open(path)?;
        if is_readable_for_others(&file.metadata()?) {
            return Ok(None);
        }
        let mut bytes = Vec::new();
        file.take(blake3::KEY_LEN as u64 + 1).read_to_end(&mut bytes)?;
        Ok(bytes.try_into().ok().map(Self))
    }
}

#[cfg(unix)]
fn is_readable_for_others(metadata: &fs::Metadata) -> bool {
    use std::os::unix::fs::PermissionsExt;
    metadata.permissions().mode() & 0o077 != 0
}

#[cfg(not(unix))]
fn is_readable_for_others(_metadata: &fs::Metadata) -> bool {
    false
}

//! What was derived from a component before: its compiled code, and the description of its tools.
//!
//! Compiled code is native code: whoever writes it into this folder runs it in the host. So every entry carries an
//! authentication code made with a key that only this device has, and an entry that does not authenticate is made
//! anew. The folder must be writable for the host alone; the key keeps out copies from elsewhere, damaged files and
//! entries under another's name.
//!
//! An entry's name is derived from everything that its content depends on. Nothing here knows what the content is.

mod key;

use std::{
    collections::BTreeSet,
    fs, io,
    io::{Read, Write},
    path::{Path, PathBuf},
};

use self::key::Key;
use crate::limits::CACHE_ENTRY_BYTES_MAX;

/// A folder of derived things.
pub struct Cache(Option<Folder>);

struct Folder {
    path: PathBuf,
    key: Key,
}

/// The folder of the cache cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("cannot use the folder {path} as a cache")]
pub struct CacheError {
    /// The folder.
    pub path: PathBuf,
    /// Why.
    #[source]
    pub source: io::Error,
}

impl CacheError {
    /// What a person can do about it.
    pub fn hint(&self) -> Option<String> {
        Some(format!("make {} a folder that this program may write to, or name another one", self.path.display()))
    }
}

/// The name of an entry: made from everything that its content depends on.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Entry(String);

impl Entry {
    /// An entry of a kind, by a digest of what its content depends on.
    pub(crate) fn new(kind: &str, digest: &blake3::Hash) -> Self {
        Self(format!("{}.{kind}", digest.to_hex()))
    }
}

impl Cache {
    /// Opens the folder, and makes it if it is not there. On first use, a key is made in it.
    pub fn open(path: &Path) -> Result<Self, CacheError> {
        let open = || {
            make_private_folder(path)?;
            Ok(Folder { path: path.to_owned(), key: Key::open(path)? })
        };
        open().map(|folder| Self(Some(folder))).map_err(|source| CacheError { path: path.to_owned(), source })
    }

    /// A cache that keeps nothing.
    pub fn none() -> Self {
        Self(None)
    }

    /// The content of an entry, if it is there and this device wrote it.
    pub(crate) fn read(&self, entry: &Entry) -> Option<Vec<u8>> {
        let folder = self.0.as_ref()?;
        match folder.read(entry) {
            Ok(content) => Some(content),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => {
                unusable(entry, &error);
                None
            }
        }
    }

    /// The file of an entry, if it is there and this device wrote it. It begins with the content.
    pub(crate) fn open_entry(&self, entry: &Entry) -> Option<fs::File> {
        let folder = self.0.as_ref()?;
        let file = fs::File::open(folder.path.join(&entry.0)).ok()?;
        match folder.content(entry, &file) {
            Ok(_) => Some(file),
            Err(error) => {
                unusable(entry, &error);
                None
            }
        }
    }

    /// Whether there is such an entry. Whether this device wrote it shows when it is read.
    pub(crate) fn holds(&self, entry: &Entry) -> bool {
        self.0.as_ref().is_some_and(|folder| folder.path.join(&entry.0).is_file())
    }

    /// Writes an entry, in place of any that is there. A cache that cannot be written costs time and nothing else.
    pub(crate) fn write(&self, entry: &Entry, content: &[u8]) {
        let Some(folder) = &self.0 else { return };
        if let Err(error) = folder.write(entry, content) {
            tracing::warn!(entry = entry.0, %error, "cannot write an entry of the cache");
        }
    }

    /// Removes all entries but these.
    pub(crate) fn retain(&self, entries: &BTreeSet<Entry>) -> io::Result<()> {
        let Some(folder) = &self.0 else { return Ok(()) };
        for file in fs::read_dir(&folder.path)? {
            let file = file?;
            let name = file.file_name().into_string().map(Entry);
            let is_kept = name.is_ok_and(|entry| entry.0 == key::FILE_NAME || entries.contains(&entry));
            if !is_kept {
                fs::remove_file(file.path())?;
            }
        }
        Ok(())
    }
}

impl Folder {
    fn read(&self, entry: &Entry) -> io::Result<Vec<u8>> {
        self.content(entry, &fs::File::open(self.path.join(&entry.0))?)
    }

    /// Reads a file, which ends with its authentication code.
    fn content(&self, entry: &Entry, file: &fs::File) -> io::Result<Vec<u8>> {
        let mut content = Vec::new();
        file.take(CACHE_ENTRY_BYTES_MAX).read_to_end(&mut content)?;
        let wrong = || io::Error::new(io::ErrorKind::InvalidData, "it was not written by this device, or is damaged");
        let code = *content.last_chunk::<{ blake3::OUT_LEN }>().ok_or_else(wrong)?;
        content.truncate(content.len().saturating_sub(blake3::OUT_LEN));
        // Comparing two of these hashes takes the same time whether they differ early or late.
        let is_ours = self.key.authenticate(&entry.0, &content) == blake3::Hash::from_bytes(code);
        if is_ours { Ok(content) } else { Err(wrong()) }
    }

    /// Writes beside the entry and renames, so that a reader sees the old file or the new one and never a part.
    fn write(&self, entry: &Entry, content: &[u8]) -> io::Result<()> {
        if content.len() as u64 + blake3::OUT_LEN as u64 > CACHE_ENTRY_BYTES_MAX {
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, "it is larger than the cache takes"));
        }
        let mut file = tempfile::NamedTempFile::new_in(&self.path)?;
        file.write_all(content)?;
        file.write_all(self.key.authenticate(&entry.0, content).as_bytes())?;
        file.persist(self.path.join(&entry.0))?;
        Ok(())
    }
}

fn unusable(entry: &Entry, error: &io::Error) {
    tracing::warn!(entry = entry.0, %error, "an entry of the cache is not usable and is made anew");
}

#[cfg(unix)]
fn make_private_folder(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    fs::DirBuilder::new().recursive(true).mode(0o700).create(path)
}

#[cfg(not(unix))]
fn make_private_folder(path: &Path) -> io::Result<()> {
    fs::create_dir_all(path)
}

#[cfg(test)]
mod tests;

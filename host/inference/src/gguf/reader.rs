//! Numbers and strings from a file whose every length may be a lie.

use std::{io::Read, path::Path};

use crate::LoadError;

/// Reads forward, never past the length that the file has, and hashes what it reads.
pub(super) struct Reader<'a, R> {
    source: R,
    path: &'a Path,
    position: u64,
    file_bytes: u64,
    digest: blake3::Hasher,
}

impl<'a, R: Read> Reader<'a, R> {
    pub(super) fn new(source: R, path: &'a Path, file_bytes: u64) -> Self {
        Self { source, path, position: 0, file_bytes, digest: blake3::Hasher::new() }
    }

    /// Bytes read so far.
    pub(super) fn position(&self) -> u64 {
        self.position
    }

    /// The hash of the bytes read so far.
    pub(super) fn digest(&self) -> blake3::Hash {
        self.digest.finalize()
    }

    /// Fails unless this many bytes follow.
    pub(super) fn expect(&self, what: &str, bytes: u64) -> Result<(), LoadError> {
        self.expect_within(what, self.position.saturating_add(bytes))
    }

    /// Fails unless the file reaches to this byte.
    pub(super) fn expect_within(&self, what: &str, end: u64) -> Result<(), LoadError> {
        if end <= self.file_bytes {
            return Ok(());
        }
        Err(LoadError::Truncated {
            path: self.path.to_owned(),
            what: what.to_owned(),
            needed_bytes: end,
            file_bytes: self.file_bytes,
        })
    }

    pub(super) fn u32(&mut self, what: &str) -> Result<u32, LoadError> {
        Ok(u32::from_le_bytes(self.array(what)?))
    }

    pub(super) fn u64(&mut self, what: &str) -> Result<u64, LoadError> {
        Ok(u64::from_le_bytes(self.array(what)?))
    }

    /// A count that was checked against its limit.
    pub(super) fn count(&mut self, what: &'static str, limit: u64) -> Result<u64, LoadError> {
        let value = self.u64(what)?;
        self.within(what, value, limit)
    }

    /// The value, if it is within its limit.
    pub(super) fn within(&self, what: &'static str, value: u64, limit: u64) -> Result<u64, LoadError> {
        if value <= limit {
            return Ok(value);
        }
        Err(LoadError::OverLimit { path: self.path.to_owned(), what, value, limit })
    }

    /// A string of at most this many bytes, which need not be UTF-8.
    pub(super) fn bytes(&mut self, what: &str, limit: u64) -> Result<Vec<u8>, LoadError> {
        let length = self.count("the length of a string in bytes", limit)?;
        self.expect(what, length)?;
        let length = usize::try_from(length).map_err(|_too_long| self.damaged(format!("{what} is too long")))?;
        let mut bytes = vec![0; length];
        self.fill(what, &mut bytes)?;
        Ok(bytes)
    }

    /// A string of at most this many bytes.
    pub(super) fn string(&mut self, what: &str, limit: u64) -> Result<String, LoadError> {
        String::from_utf8(self.bytes(what, limit)?).map_err(|_invalid| self.damaged(format!("{what} is not UTF-8")))
    }

    /// Reads past bytes that nobody needs.
    pub(super) fn skip(&mut self, what: &str, bytes: u64) -> Result<(), LoadError> {
        self.expect(what, bytes)?;
        let mut left = bytes;
        let mut buffer = [0; 4096];
        while left > 0 {
            let length = usize::try_from(left).unwrap_or(usize::MAX).min(buffer.len());
            let Some(part) = buffer.get_mut(..length) else { break };
            self.fill(what, part)?;
            left -= length as u64;
        }
        Ok(())
    }

    pub(super) fn array<const N: usize>(&mut self, what: &str) -> Result<[u8; N], LoadError> {
        let mut bytes = [0; N];
        self.fill(what, &mut bytes)?;
        Ok(bytes)
    }

    pub(super) fn damaged(&self, detail: impl Into<String>) -> LoadError {
        LoadError::Damaged { path: self.path.to_owned(), detail: detail.into() }
    }

    pub(super) fn unsupported(&self, what: impl Into<String>) -> LoadError {
        LoadError::Unsupported { path: self.path.to_owned(), what: what.into() }
    }

    pub(super) fn not_gguf(&self) -> LoadError {
        LoadError::NotGguf { path: self.path.to_owned() }
    }

    fn fill(&mut self, what: &str, bytes: &mut [u8]) -> Result<(), LoadError> {
        self.expect(what, bytes.len() as u64)?;
        // An end that comes early means that the file became shorter while it was read.
        self.source
            .read_exact(bytes)
            .map_err(|error| LoadError::Inaccessible { path: self.path.to_owned(), detail: error.to_string() })?;
        self.position += bytes.len() as u64;
        self.digest.update(bytes);
        Ok(())
    }
}

//! Files that are read up to a limit and no further, whatever they say of their length.

use std::{
    fs::File,
    io::{self, Read as _},
    path::{Path, PathBuf},
};

/// Why a file was not read.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ReadError {
    /// It is not there, or may not be read.
    #[error("cannot read {}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        #[source]
        source: io::Error,
    },
    /// It is larger than it may be.
    #[error("{} has at least {bytes} bytes, the limit is {bytes_max}", path.display())]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// Its size, as far as it was looked at.
        bytes: u64,
        /// The limit.
        bytes_max: u64,
    },
}

impl ReadError {
    /// Whether there is no such file.
    pub(crate) fn is_missing(&self) -> bool {
        matches!(self, Self::Unreadable { source, .. } if source.kind() == io::ErrorKind::NotFound)
    }
}

/// Reads a file that may have at most this many bytes.
pub(crate) fn read(path: &Path, bytes_max: u64) -> Result<Vec<u8>, ReadError> {
    let unreadable = |source| ReadError::Unreadable { path: path.to_owned(), source };
    let file = File::open(path).map_err(unreadable)?;
    let announced = file.metadata().map_err(unreadable)?.len();
    let mut content = Vec::new();
    if announced <= bytes_max {
        // A device or a growing file has no honest length: read one byte more than allowed and no further.
        file.take(bytes_max.saturating_add(1)).read_to_end(&mut content).map_err(unreadable)?;
    }
    let bytes = announced.max(u64::try_from(content.len()).unwrap_or(u64::MAX));
    if bytes > bytes_max {
        return Err(ReadError::TooLarge { path: path.to_owned(), bytes, bytes_max });
    }
    Ok(content)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_up_to_its_limit() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("four");
        std::fs::write(&path, "four").unwrap();
        assert_eq!(read(&path, 4).unwrap(), b"four");
        let error = read(&path, 3).unwrap_err().to_string();
        assert!(error.ends_with("has at least 4 bytes, the limit is 3"), "{error}");
    }

    #[cfg(unix)]
    #[test]
    fn a_device_without_end_is_read_no_further_than_the_limit() {
        let error = read(Path::new("/dev/zero"), 1_000).unwrap_err().to_string();
        assert_eq!(error, "/dev/zero has at least 1001 bytes, the limit is 1000");
    }

    #[test]
    fn a_file_that_is_not_there_is_told_from_one_that_cannot_be_read() {
        let folder = tempfile::tempdir().unwrap();
        assert!(read(&folder.path().join("ghost"), 1).unwrap_err().is_missing());
        assert!(!read(folder.path(), u64::MAX).unwrap_err().is_missing());
    }
}

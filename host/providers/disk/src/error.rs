//! Why a folder cannot be used.

use std::{io, path::PathBuf};

use crate::file::LOCK;

/// Why a folder cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum DiskError {
    /// The folder cannot be made or opened.
    #[error("cannot open the folder {path}")]
    Folder {
        /// The folder.
        path: PathBuf,
        /// Why not.
        #[source]
        source: io::Error,
    },
    /// A file in it cannot be read.
    #[error("cannot read {path}")]
    Read {
        /// The file.
        path: PathBuf,
        /// Why not.
        #[source]
        source: io::Error,
    },
    /// Something in it cannot be deleted.
    #[error("cannot delete what {path} holds")]
    Remove {
        /// The folder.
        path: PathBuf,
        /// Why not.
        #[source]
        source: io::Error,
    },
    /// A file in it does not hold what it should.
    #[error("{path} is damaged: {detail}")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        detail: String,
    },
}

impl DiskError {
    /// What a person can do about it.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Folder { source, .. } | Self::Read { source, .. } | Self::Remove { source, .. }
                if source.kind() == io::ErrorKind::TimedOut =>
            {
                Some(format!("find the process that holds the file {LOCK:?} there, and end it"))
            }
            Self::Folder { .. } | Self::Read { .. } | Self::Remove { .. } => {
                Some("check that the folder may be read and written".to_owned())
            }
            Self::Damaged { path, .. } => Some(format!("correct or remove {}", path.display())),
        }
    }
}

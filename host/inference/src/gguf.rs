//! A look at a model file before llama.cpp sees it.
//!
//! llama.cpp ends its process on some bad files and says nothing useful about others. This reader refuses what is
//! known to do that, with an error that a person can act on, and finds what the host has to know about a model: how
//! it wants its prompt. It reads the header only, with bounded memory, and trusts no number in it.
//!
//! It deliberately knows nothing of weights: a file that passes may still be refused, or may still make llama.cpp
//! end its process. That costs the worker, not the host.

mod header;
mod reader;
mod tensor;
#[cfg(test)]
mod tests;

use std::{
    fs::File,
    io::{self, BufReader},
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use crate::{
    LoadError,
    limits::{CONTEXT_TOKENS_MAX, CONTEXT_TOKENS_MIN},
};
use header::Header;

/// What a model file says about itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModelFile {
    /// Where it is.
    pub path: PathBuf,
    /// The name of the model, if it has one.
    pub name: Option<String>,
    /// The architecture, as llama.cpp names it: "qwen2", "qwen3" and the like.
    pub architecture: String,
    /// Tokens that the context holds: what the model reads, at most [`CONTEXT_TOKENS_MAX`].
    pub context_tokens: u32,
    /// Tokens in the vocabulary.
    pub vocabulary_tokens: u64,
    /// Its length.
    pub file_bytes: u64,
    /// The chat template in Jinja.
    pub(crate) chat_template: Option<String>,
    /// The value of `jumpseat.prompt`.
    pub(crate) prompt_form: Option<String>,
    /// Differs between any two files that could behave differently.
    pub(crate) identity: [u8; 32],
}

/// What tells that a file has changed, at the price of one system call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stamp {
    bytes: u64,
    modified: Option<Duration>,
}

impl Stamp {
    /// The stamp of a file, or nothing if it is not there.
    pub(crate) fn of(path: &Path) -> Option<Self> {
        Some(Self::of_metadata(&path.metadata().ok()?))
    }

    fn of_metadata(metadata: &std::fs::Metadata) -> Self {
        let modified = metadata.modified().ok().and_then(|time| time.duration_since(SystemTime::UNIX_EPOCH).ok());
        Self { bytes: metadata.len(), modified }
    }
}

impl ModelFile {
    /// Reads and checks the header of a file.
    pub fn read(path: &Path) -> Result<Self, LoadError> {
        let inaccessible = |error: io::Error| {
            if error.kind() == io::ErrorKind::NotFound {
                LoadError::Missing { path: path.to_owned() }
            } else {
                LoadError::Inaccessible { path: path.to_owned(), detail: error.to_string() }
            }
        };
        // Looked at before it is opened: opening a pipe would wait for whoever writes to it.
        let metadata = path.metadata().map_err(inaccessible)?;
        if !metadata.is_file() {
            return Err(LoadError::NotGguf { path: path.to_owned() });
        }
        let file = File::open(path).map_err(inaccessible)?;
        let header = Header::read(BufReader::new(file), path, metadata.len())?;
        Self::from_header(path, header, Stamp::of_metadata(&metadata))
    }

    fn from_header(path: &Path, header: Header, stamp: Stamp) -> Result<Self, LoadError> {
        if header.context_tokens < u64::from(CONTEXT_TOKENS_MIN) {
            return Err(LoadError::context_too_small(path.to_owned(), header.context_tokens));
        }
        let context_tokens = u32::try_from(header.context_tokens).unwrap_or(CONTEXT_TOKENS_MAX).min(CONTEXT_TOKENS_MAX);
        // The weights are not hashed, that would take seconds: length and time of change stand for them.
        let mut identity = blake3::Hasher::new();
        identity.update(header.digest.as_bytes()).update(&stamp.bytes.to_le_bytes());
        identity.update(&stamp.modified.unwrap_or_default().as_nanos().to_le_bytes());
        Ok(Self {
            path: path.to_owned(),
            name: header.name,
            architecture: header.architecture,
            context_tokens,
            vocabulary_tokens: header.vocabulary_tokens,
            file_bytes: stamp.bytes,
            chat_template: header.chat_template,
            prompt_form: header.prompt_form,
            identity: *identity.finalize().as_bytes(),
        })
    }
}

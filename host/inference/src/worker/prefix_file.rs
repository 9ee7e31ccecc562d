//! Prefixes on disk, so that a restart does not compute them anew.
//!
//! The file of a prefix holds what was read of it: all, or its beginning where the reading was cut short, so that a
//! machine that is too slow to read it before one deadline reads it over several starts.
//!
//! llama.cpp ends its process on a damaged state file, so each one has a seal beside it: a hash of its bytes under a
//! key that holds everything the state depends on. What is not sealed, or not with this key, is never shown to
//! llama.cpp; it is removed and written again.

use std::{
    fs::{self, File},
    io,
    path::{Path, PathBuf},
    time::SystemTime,
};

use toktrie::TokenId;

use super::context::{Context, Sequence};
use crate::limits::{PREFIX_FILE_BYTES_MAX, PREFIX_FILE_TOKENS_MIN, PREFIX_FILES_MAX};

/// What besides model, tokens and context decides the bytes of a state: the engine and the types of the cache.
pub(crate) const ENGINE: &str = "llama-cpp-sys-2 =0.1.161, f16 keys and values";

/// The folder of prefixes of one model.
pub(crate) struct PrefixFiles {
    folder: PathBuf,
    /// The hash of all that decides the bytes of a state, but for the tokens.
    key: blake3::Hash,
}

impl PrefixFiles {
    /// The prefixes of a model in a context of this size.
    pub(crate) fn new(folder: PathBuf, model: &[u8; 32], context_tokens: u32) -> Self {
        let mut key = blake3::Hasher::new();
        key.update(model).update(&context_tokens.to_le_bytes());
        key.update(env!("CARGO_PKG_VERSION").as_bytes()).update(ENGINE.as_bytes());
        Self { folder, key: key.finalize() }
    }

    /// Whether so many tokens are worth a file.
    pub(crate) fn holds(tokens: &[TokenId]) -> bool {
        tokens.len() >= PREFIX_FILE_TOKENS_MIN
    }

    /// Fills a sequence from disk with what was read of a prefix, if it is there and undamaged. How many tokens.
    pub(crate) fn restore(&self, context: &mut Context<'_>, sequence: Sequence, prefix: &[TokenId]) -> Option<usize> {
        let key = self.key_of(prefix);
        let path = self.path_of(&key);
        let seal = fs::read(seal_of(&path)).ok()?;
        let undamaged = seal_for(&path, &key).is_ok_and(|expected| seal == expected.as_bytes());
        let restored = if undamaged { context.restore(sequence, prefix, &path).ok() } else { None };
        if restored.is_none() {
            remove(&path);
        }
        restored
    }

    /// Writes what was read of a prefix to disk. Failing costs nothing but time later.
    pub(crate) fn save(
        &self,
        context: &Context<'_>,
        sequence: Sequence,
        prefix: &[TokenId],
        read: &[TokenId],
    ) -> io::Result<()> {
        fs::create_dir_all(&self.folder)?;
        let key = self.key_of(prefix);
        let path = self.path_of(&key);
        let unfinished = path.with_extension("unfinished");
        // A crash in between leaves a state without its seal, which is as good as no state.
        fs::remove_file(seal_of(&path)).ok();
        context.save(sequence, read, &unfinished).map_err(io::Error::other)?;
        if unfinished.metadata()?.len() > PREFIX_FILE_BYTES_MAX {
            return fs::remove_file(&unfinished);
        }
        let seal = seal_for(&unfinished, &key)?;
        fs::rename(&unfinished, &path)?;
        fs::write(seal_of(&path), seal.as_bytes())?;
        self.remove_oldest()
    }

    fn key_of(&self, tokens: &[TokenId]) -> blake3::Hash {
        let mut hasher = blake3::Hasher::new_keyed(self.key.as_bytes());
        for token in tokens {
            hasher.update(&token.to_le_bytes());
        }
        hasher.finalize()
    }

    fn path_of(&self, key: &blake3::Hash) -> PathBuf {
        self.folder.join(format!("{}.state", key.to_hex()))
    }

    fn remove_oldest(&self) -> io::Result<()> {
        let mut states = Vec::new();
        for entry in fs::read_dir(&self.folder)? {
            let entry = entry?;
            // Unfinished ones are what a process left behind that died while it wrote.
            if entry.path().extension().is_some_and(|extension| extension == "state" || extension == "unfinished") {
                let modified = entry.metadata()?.modified().unwrap_or(SystemTime::UNIX_EPOCH);
                states.push((modified, entry.path()));
            }
        }
        states.sort();
        let excess = states.len().saturating_sub(PREFIX_FILES_MAX);
        states.iter().take(excess).for_each(|(_, path)| remove(path));
        Ok(())
    }
}

fn seal_of(state: &Path) -> PathBuf {
    state.with_extension("seal")
}

/// The hash of a file's bytes under a key.
fn seal_for(path: &Path, key: &blake3::Hash) -> io::Result<blake3::Hash> {
    let mut hasher = blake3::Hasher::new_keyed(key.as_bytes());
    hasher.update_reader(File::open(path)?)?;
    Ok(hasher.finalize())
}

fn remove(state: &Path) {
    fs::remove_file(seal_of(state)).ok();
    fs::remove_file(state).ok();
}

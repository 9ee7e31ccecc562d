//! The header of a GGUF file: metadata and the places of the tensors.

use std::{
    collections::{HashMap, HashSet},
    hash::{BuildHasher, RandomState},
    io::Read,
    path::Path,
};

use super::{
    reader::Reader,
    tensor::{self, NoSize},
};
use crate::{
    LoadError,
    limits::{
        MODEL_ARRAY_MAX, MODEL_BLOCKS_MAX, MODEL_ENTRIES_MAX, MODEL_NAME_BYTES_MAX, MODEL_STRING_BYTES_MAX,
        MODEL_TENSORS_MAX, MODEL_VOCABULARY_MAX,
    },
};

/// Architectures that answer in the forms that [`crate::prompt`] knows and keep a plain key-value cache.
const ARCHITECTURES: [&str; 4] = ["qwen2", "qwen2moe", "qwen3", "qwen3moe"];

const MAGIC: [u8; 4] = *b"GGUF";
const VERSIONS: [u32; 2] = [2, 3];
const ALIGNMENT_DEFAULT: u64 = 32;
const ALIGNMENT_MAX: u64 = 1 << 16;
const DIMENSIONS_MAX: u64 = 4;

/// The types of metadata values, by their number in the file.
const STRING: u32 = 8;
const ARRAY: u32 = 9;

/// What the header says, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Header {
    pub(super) architecture: String,
    pub(super) name: Option<String>,
    pub(super) chat_template: Option<String>,
    pub(super) prompt_form: Option<String>,
    pub(super) context_tokens: u64,
    pub(super) vocabulary_tokens: u64,
    pub(super) digest: blake3::Hash,
}

/// The entries that matter.
#[derive(Default)]
struct Entries {
    strings: HashMap<String, String>,
    numbers: HashMap<String, u64>,
    vocabulary_tokens: Option<u64>,
}

impl Header {
    /// Reads a header from the start of a file of this length.
    pub(super) fn read(source: impl Read, path: &Path, file_bytes: u64) -> Result<Self, LoadError> {
        let mut reader = Reader::new(source, path, file_bytes);
        match reader.array("the magic") {
            Ok(MAGIC) => {}
            Err(error @ LoadError::Inaccessible { .. }) => return Err(error),
            // A file without four bytes is something else, not a model that was cut short.
            Ok(_) | Err(_) => return Err(reader.not_gguf()),
        }
        let version = reader.u32("the version")?;
        if !VERSIONS.contains(&version) {
            return Err(reader.unsupported(format!("it is of GGUF version {version}, known are 2 and 3")));
        }
        let tensor_count = reader.count("the number of tensors", MODEL_TENSORS_MAX)?;
        let entry_count = reader.count("the number of metadata entries", MODEL_ENTRIES_MAX)?;
        let entries = read_entries(&mut reader, entry_count)?;
        let mut header = Self::from_entries(&reader, &entries)?;
        check_tensors(&mut reader, tensor_count, entries.alignment())?;
        header.digest = reader.digest();
        Ok(header)
    }

    fn from_entries<R: Read>(reader: &Reader<'_, R>, entries: &Entries) -> Result<Self, LoadError> {
        let string = |key: &str| entries.strings.get(key).cloned();
        let architecture =
            string("general.architecture").ok_or_else(|| reader.damaged("it does not name its architecture"))?;
        if !ARCHITECTURES.contains(&architecture.as_str()) {
            return Err(reader.unsupported(format!("its architecture is {architecture:?}")));
        }
        let number = |what: &str| {
            let key = format!("{architecture}.{what}");
            entries.numbers.get(&key).copied().ok_or_else(|| reader.damaged(format!("it does not state {key:?}")))
        };
        let blocks = reader.within("the number of blocks", number("block_count")?, MODEL_BLOCKS_MAX)?;
        if blocks == 0 {
            return Err(reader.damaged("it has no blocks"));
        }
        let vocabulary_tokens =
            entries.vocabulary_tokens.ok_or_else(|| reader.damaged("it does not list its tokens"))?;
        Ok(Self {
            context_tokens: number("context_length")?,
            name: string("general.name"),
            chat_template: string("tokenizer.chat_template"),
            prompt_form: string("jumpseat.prompt"),
            vocabulary_tokens,
            architecture,
            digest: reader.digest(),
        })
    }
}

impl Entries {
    fn alignment(&self) -> u64 {
        self.numbers.get("general.alignment").copied().unwrap_or(ALIGNMENT_DEFAULT)
    }
}

fn read_entries<R: Read>(reader: &mut Reader<'_, R>, count: u64) -> Result<Entries, LoadError> {
    let mut entries = Entries::default();
    let mut keys = HashSet::new();
    for _ in 0..count {
        let key = reader.string("a key", MODEL_NAME_BYTES_MAX)?;
        if key.is_empty() || !keys.insert(key.clone()) {
            return Err(reader.damaged(format!("the key {key:?} is empty or stands there twice")));
        }
        match reader.u32("the type of an entry")? {
            STRING if is_wanted(&key) => {
                let value = reader.string(&key, MODEL_STRING_BYTES_MAX)?;
                entries.strings.insert(key, value);
            }
            STRING => skip_string(reader)?,
            ARRAY if key == "tokenizer.ggml.tokens" => entries.vocabulary_tokens = Some(read_tokens(reader)?),
            ARRAY => skip_array(reader)?,
            scalar => {
                if let Some(value) = read_scalar(reader, scalar, &key)? {
                    entries.numbers.insert(key, value);
                }
            }
        }
    }
    Ok(entries)
}

fn is_wanted(key: &str) -> bool {
    ["general.architecture", "general.name", "tokenizer.chat_template", "jumpseat.prompt"].contains(&key)
}

/// The bytes of a scalar of this type.
fn scalar_bytes(kind: u32) -> Option<u64> {
    match kind {
        0 | 1 | 7 => Some(1), // u8, i8, bool
        2 | 3 => Some(2),     // u16, i16
        4..=6 => Some(4),     // u32, i32, f32
        10..=12 => Some(8),   // u64, i64, f64
        _ => None,
    }
}

/// Reads a scalar; unsigned numbers are returned, the rest is passed over.
fn read_scalar<R: Read>(reader: &mut Reader<'_, R>, kind: u32, key: &str) -> Result<Option<u64>, LoadError> {
    match kind {
        4 => Ok(Some(u64::from(reader.u32(key)?))),
        10 => Ok(Some(reader.u64(key)?)),
        other => {
            let bytes = scalar_bytes(other)
                .ok_or_else(|| reader.damaged(format!("the entry {key:?} is of the unknown type {other}")))?;
            reader.skip(key, bytes)?;
            Ok(None)
        }
    }
}

/// Counts the tokens, which must all differ: llama.cpp ends its process on two equal ones.
fn read_tokens<R: Read>(reader: &mut Reader<'_, R>) -> Result<u64, LoadError> {
    let kind = reader.u32("the type of the tokens")?;
    if kind != STRING {
        return Err(reader.damaged("its tokens are not strings"));
    }
    let count = reader.count("the number of tokens", MODEL_VOCABULARY_MAX)?;
    // Only hashes are kept. That two of a million different tokens share one is less likely than a disk that lies.
    let hasher = RandomState::new();
    let mut seen = HashSet::new();
    for index in 0..count {
        let mut token = reader.bytes("a token", MODEL_STRING_BYTES_MAX)?;
        if token.is_empty() {
            token = format!("[EMPTY_{index}]").into_bytes(); // llama.cpp renames it so.
        }
        if !seen.insert(hasher.hash_one(&token)) {
            let token = String::from_utf8_lossy(&token).into_owned();
            return Err(reader.damaged(format!("the token {token:?} stands there twice")));
        }
    }
    Ok(count)
}

fn skip_string<R: Read>(reader: &mut Reader<'_, R>) -> Result<(), LoadError> {
    reader.bytes("a string", MODEL_STRING_BYTES_MAX).map(drop)
}

fn skip_array<R: Read>(reader: &mut Reader<'_, R>) -> Result<(), LoadError> {
    let kind = reader.u32("the type of an array")?;
    let count = reader.count("the length of an array", MODEL_ARRAY_MAX)?;
    if kind == STRING {
        return (0..count).try_for_each(|_| skip_string(reader));
    }
    let bytes = scalar_bytes(kind).ok_or_else(|| reader.damaged(format!("it has an array of type {kind}")))?;
    reader.skip("an array", count * bytes)
}

/// Checks that every tensor lies within the file.
fn check_tensors<R: Read>(reader: &mut Reader<'_, R>, count: u64, alignment: u64) -> Result<(), LoadError> {
    if !alignment.is_power_of_two() || alignment > ALIGNMENT_MAX {
        return Err(reader.damaged(format!("its tensors are aligned to {alignment} bytes")));
    }
    let mut ends = Vec::new();
    let mut names = HashSet::new();
    for _ in 0..count {
        let name = reader.string("the name of a tensor", MODEL_NAME_BYTES_MAX)?;
        let dimensions = u64::from(reader.u32("the dimensions of a tensor")?);
        reader.within("the number of dimensions of a tensor", dimensions, DIMENSIONS_MAX)?;
        let shape = (0..dimensions).map(|_| reader.u64("the shape of a tensor")).collect::<Result<Vec<_>, _>>()?;
        let kind = reader.u32("the type of a tensor")?;
        let offset = reader.u64("the place of a tensor")?;
        let bytes = tensor::bytes(kind, &shape).map_err(|problem| match problem {
            NoSize::UnknownType => reader.unsupported(format!("its tensor {name:?} is of the unknown type {kind}")),
            NoSize::Shape => reader.damaged(format!("its tensor {name:?} has the shape {shape:?}")),
        })?;
        if !offset.is_multiple_of(alignment) {
            return Err(reader.damaged(format!("its tensor {name:?} is not aligned")));
        }
        ends.push((offset.saturating_add(bytes), name.clone()));
        if !names.insert(name) {
            return Err(reader.damaged("two of its tensors have one name"));
        }
    }
    let data = reader.position().next_multiple_of(alignment);
    for (end, name) in ends {
        reader.expect_within(&format!("tensor {name:?}"), data.saturating_add(end))?;
    }
    Ok(())
}

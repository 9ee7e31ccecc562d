//! What a skill's folder says about the skill: manifest, WIT and phrases, each checked against the others.

mod error;
mod wit;

use std::{
    fs::{self, File},
    io::Read as _,
    path::{Path, PathBuf},
};

use jumpseat_package::{Language, Manifest, Package, Phrases};

pub use self::error::DescriptionError;
pub(crate) use self::wit::{Interface, Wit};
use crate::limits::FILE_BYTES_MAX;

/// A skill's folder, read and checked as far as it can be without the component.
pub(crate) struct Description {
    pub(crate) package: Package,
    pub(crate) wit: Wit,
}

impl Description {
    pub(crate) fn read(dir: &Path) -> Result<Self, DescriptionError> {
        let path = dir.join("skill.toml");
        let manifest = Manifest::parse(&read(&path)?)
            .map_err(|source| DescriptionError::Manifest { path, source: Box::new(source) })?;
        let wit = Wit::read(&dir.join("wit"))?;
        let tools = wit.tools();
        let undocumented = tools.undocumented();
        if !undocumented.is_empty() {
            return Err(DescriptionError::Undocumented { items: undocumented });
        }
        let phrases = read_phrases(&dir.join("phrases"))?;
        for phrases in &phrases {
            phrases.check(&tools.shapes()).map_err(Box::new)?;
            check_texts(&manifest, phrases.language)?;
        }
        check_events(&manifest, &wit)?;
        let docs = tools.docs();
        Ok(Self { package: Package { manifest, docs, phrases }, wit })
    }
}

fn read(path: &Path) -> Result<String, DescriptionError> {
    let mut text = String::new();
    let mut read = || File::open(path)?.take(FILE_BYTES_MAX as u64 + 1).read_to_string(&mut text);
    read().map_err(|source| DescriptionError::Read { path: path.to_owned(), source })?;
    if text.len() > FILE_BYTES_MAX {
        return Err(DescriptionError::TooLarge { path: path.to_owned() });
    }
    Ok(text)
}

/// Reads `phrases/<language>.yaml`, in the order of the languages. A skill without phrases is left to the model.
fn read_phrases(dir: &Path) -> Result<Vec<Phrases>, DescriptionError> {
    if !dir.is_dir() {
        return Ok(Vec::new());
    }
    let mut phrases = Vec::new();
    for path in files(dir)? {
        let language = path.file_name().and_then(|name| name.to_str()).and_then(|name| name.strip_suffix(".yaml"));
        let Some(language) = language.and_then(|tag| tag.parse::<Language>().ok()) else {
            return Err(DescriptionError::NoPhraseFile { path });
        };
        let parsed = match Phrases::parse(&read(&path)?) {
            Ok(parsed) => parsed,
            Err(source) => return Err(DescriptionError::Phrases { path, source: Box::new(source) }),
        };
        if parsed.language != language {
            return Err(DescriptionError::OtherLanguage { path, language: parsed.language });
        }
        phrases.push(parsed);
    }
    Ok(phrases)
}

/// The files of a folder in the order of their names, without hidden ones.
fn files(dir: &Path) -> Result<Vec<PathBuf>, DescriptionError> {
    let list = || -> std::io::Result<Vec<PathBuf>> {
        let mut files = Vec::new();
        for entry in fs::read_dir(dir)? {
            let entry = entry?;
            if !entry.file_name().as_encoded_bytes().starts_with(b".") {
                files.push(entry.path());
            }
        }
        files.sort();
        Ok(files)
    };
    list().map_err(|source| DescriptionError::Read { path: dir.to_owned(), source })
}

/// Whoever speaks a language hears the skill's name and its reasons in it.
fn check_texts(manifest: &Manifest, language: Language) -> Result<(), DescriptionError> {
    if !manifest.name.contains_key(&language) {
        return Err(DescriptionError::MissingText { key: "name".to_owned(), language });
    }
    match manifest.capabilities.iter().find(|(_, request)| !request.why.contains_key(&language)) {
        None => Ok(()),
        Some((name, _)) => Err(DescriptionError::MissingText { key: format!("capabilities.{name}.why"), language }),
    }
}

fn check_events(manifest: &Manifest, wit: &Wit) -> Result<(), DescriptionError> {
    let Some(known) = wit.event_kinds() else { return Ok(()) };
    match manifest.events.iter().find(|kind| !known.contains(kind)) {
        None => Ok(()),
        Some(kind) => Err(DescriptionError::UnknownEvent { kind: kind.clone(), known }),
    }
}

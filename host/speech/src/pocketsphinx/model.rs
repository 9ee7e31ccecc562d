//! Where the English model of pocketsphinx is kept.

use std::{collections::BTreeSet, fs::File, path::PathBuf};

use crate::grammar::Dictionary;

/// Folders of models, as packages install them: Debian, from source, Homebrew on two processors.
const FOLDERS: [&str; 4] = [
    "/usr/share/pocketsphinx/model/en-us",
    "/usr/local/share/pocketsphinx/model/en-us",
    "/opt/homebrew/share/pocketsphinx/model/en-us",
    "/home/linuxbrew/.linuxbrew/share/pocketsphinx/model/en-us",
];

/// The files of the model that are used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Model {
    /// How phones sound.
    pub(crate) acoustic: PathBuf,
    /// Which phones follow each other.
    pub(crate) phones: PathBuf,
    /// Which phones words have.
    dictionary: PathBuf,
}

impl Model {
    /// The installed model, if it is complete.
    pub(crate) fn find() -> Option<Self> {
        FOLDERS.iter().map(PathBuf::from).find_map(|folder| {
            let model = Self {
                acoustic: folder.join("en-us"),
                phones: folder.join("en-us-phone.lm.bin"),
                dictionary: folder.join("cmudict-en-us.dict"),
            };
            let is_complete =
                model.acoustic.join("mdef").is_file() && model.phones.is_file() && model.dictionary.is_file();
            is_complete.then_some(model)
        })
    }

    /// The pronunciations of some words.
    pub(crate) fn dictionary(&self, words: &BTreeSet<&str>) -> std::io::Result<Dictionary> {
        Dictionary::read(File::open(&self.dictionary)?, words)
    }
}

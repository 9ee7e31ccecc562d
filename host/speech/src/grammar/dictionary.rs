//! How words are pronounced: the recogniser's own dictionary, as far as it is needed.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{BufRead, BufReader, Read},
};

use crate::limits::DICTIONARY_BYTES_MAX;

/// The pronunciations of some words, in the dictionary's own lines.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Dictionary {
    lines: BTreeMap<String, Vec<String>>,
}

impl Dictionary {
    /// Reads the lines of these words: `tomato T AH M EY T OW`, further ways as `tomato(2) …`.
    pub(crate) fn read(dictionary: impl Read, words: &BTreeSet<&str>) -> std::io::Result<Self> {
        let mut lines: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for line in BufReader::new(dictionary.take(DICTIONARY_BYTES_MAX)).lines() {
            let line = line?;
            let Some((head, phones)) = line.split_once(char::is_whitespace) else { continue };
            let word = head.split_once('(').map_or(head, |(word, _)| word);
            if words.contains(word) && !phones.trim().is_empty() {
                lines.entry(word.to_owned()).or_default().push(line);
            }
        }
        Ok(Self { lines })
    }

    /// Whether the word can be pronounced.
    pub(crate) fn knows(&self, word: &str) -> bool {
        self.lines.contains_key(word)
    }

    /// The file of these pronunciations.
    pub(crate) fn to_text(&self) -> String {
        self.lines.values().flatten().flat_map(|line| [line, "\n"]).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_ways_to_pronounce_a_needed_word_are_kept() {
        let all = "a AH\na(2) EY\ncafe K AH F EY\ncafe(2) K AE F EY\nhotel HH OW T EH L\nbroken\n";
        let dictionary = Dictionary::read(all.as_bytes(), &BTreeSet::from(["cafe", "a", "ramen", "broken"])).unwrap();
        assert_eq!(dictionary.to_text(), "a AH\na(2) EY\ncafe K AH F EY\ncafe(2) K AE F EY\n");
        assert!(dictionary.knows("cafe") && !dictionary.knows("ramen") && !dictionary.knows("broken"));
    }
}

//! The words of an automaton, looked up by their text.

use std::collections::HashMap;

use super::builder::number;

/// All words in one text, sorted.
#[derive(Debug, Default)]
pub(super) struct Words {
    text: Box<str>,
    /// Where each word ends in the text, and its number.
    words: Box<[(u32, u32)]>,
}

impl Words {
    pub(super) fn of(vocabulary: &HashMap<String, u32>) -> Self {
        let mut sorted: Vec<(&String, &u32)> = vocabulary.iter().collect();
        sorted.sort_unstable();
        let mut text = String::with_capacity(sorted.iter().map(|(word, _)| word.len()).sum());
        let mut words = Vec::with_capacity(sorted.len());
        for (word, assigned) in sorted {
            text.push_str(word);
            words.push((number(text.len()), *assigned));
        }
        Self { text: text.into(), words: words.into() }
    }

    /// The number of a word.
    pub(super) fn number(&self, word: &str) -> Option<u32> {
        let (mut from, mut to) = (0, self.words.len());
        while from < to {
            let middle = usize::midpoint(from, to);
            match self.at(middle)?.cmp(word) {
                std::cmp::Ordering::Less => from = middle + 1,
                std::cmp::Ordering::Greater => to = middle,
                std::cmp::Ordering::Equal => return self.words.get(middle).map(|(_, number)| *number),
            }
        }
        None
    }

    /// The word at a place of the sorted list.
    fn at(&self, at: usize) -> Option<&str> {
        let end = |at: usize| self.words.get(at).and_then(|(end, _)| usize::try_from(*end).ok());
        let start = match at.checked_sub(1) {
            Some(before) => end(before)?,
            None => 0,
        };
        self.text.get(start..end(at)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_found_and_no_other() {
        let words = ["parking", "park", "a", "餐厅", "near", "café"];
        let vocabulary: HashMap<String, u32> = words.iter().map(|word| (*word).to_owned()).zip(0..).collect();
        let packed = Words::of(&vocabulary);
        for (word, number) in words.iter().zip(0..) {
            assert_eq!(packed.number(word), Some(number), "{word}");
        }
        for unknown in ["", "par", "parkings", "zoo", "餐", "0"] {
            assert_eq!(packed.number(unknown), None, "{unknown}");
        }
        assert_eq!(Words::of(&HashMap::new()).number("park"), None);
    }
}

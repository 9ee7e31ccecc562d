//! What can stand for a field in a sentence.

use jumpseat_package::Language;
use serde_json::Value;

use crate::{
    limits::{WILDCARD_CHARS_MAX, WILDCARD_WORDS_MAX},
    numbers,
    tokens::Tokens,
};

/// Words that stand for something said before. A phrase knows nothing of what was said before: such a sentence is for the
/// model, which is shown it.
const POINTING: [&str; 18] = [
    "it",
    "there",
    "that",
    "this",
    "them",
    "those",
    "that one",
    "this one",
    "that place",
    "它",
    "那里",
    "那儿",
    "那边",
    "那个",
    "这个",
    "那家",
    "这家",
    "那家店",
];

/// The values of a field, as they are said.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Slot {
    /// One of some ways of saying, sorted by their words; each stands for a value.
    Said(Vec<Saying>),
    /// A whole number in this range.
    Integer {
        /// The smallest.
        min: i128,
        /// The largest.
        max: i128,
    },
    /// Any words.
    Text,
}

/// A way of saying a value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Saying {
    /// Its words, as the automaton numbers them.
    pub(crate) words: Vec<u32>,
    /// The value in the form of the tool's schema.
    pub(crate) value: Value,
}

/// A field that a part of the sentence fills.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Fill {
    /// The field.
    pub(crate) slot: u32,
    /// Its first word.
    pub(crate) from: usize,
    /// The word after its last.
    pub(crate) to: usize,
    /// Which value: a saying, or an integer.
    pub(crate) value: i128,
}

impl Slot {
    /// All parts of the sentence from a word on that can fill the field. `words` are the words as numbers.
    pub(super) fn fills(
        &self,
        slot: u32,
        from: usize,
        words: &[Option<u32>],
        sentence: &Tokens,
        language: Language,
    ) -> Vec<Fill> {
        let fill = |to, value| Fill { slot, from, to, value };
        match self {
            Self::Said(sayings) => {
                let rest = words.get(from..).unwrap_or(&[]);
                let Some(Some(first)) = rest.first() else { return Vec::new() };
                let begin = sayings.partition_point(|saying| saying.words.first() < Some(first));
                let candidates = sayings.iter().enumerate().skip(begin);
                candidates
                    .take_while(|(_, saying)| saying.words.first() == Some(first))
                    .filter(|(_, saying)| starts_with(rest, &saying.words))
                    .map(|(at, saying)| fill(from + saying.words.len(), i128::try_from(at).unwrap_or(-1)))
                    .collect()
            }
            Self::Integer { min, max } => integers(sentence, from, language)
                .into_iter()
                .filter(|(_, value)| (min..=max).contains(&value))
                .map(|(to, value)| fill(to, value))
                .collect(),
            Self::Text => (from + 1..=sentence.len())
                .take_while(|to| is_short(sentence, from, *to, language) && sentence.is_clause(from, *to, language))
                .filter(|to| !POINTING.contains(&sentence.slice(from, *to).to_lowercase().as_str()))
                .map(|to| fill(to, 0))
                .collect(),
        }
    }

    /// The value of a part of the sentence, in the form of the tool's schema.
    pub(crate) fn value(&self, fill: &Fill, sentence: &Tokens) -> Value {
        match self {
            Self::Said(sayings) => {
                let saying = usize::try_from(fill.value).ok().and_then(|at| sayings.get(at));
                saying.map_or(Value::Null, |saying| saying.value.clone())
            }
            Self::Integer { .. } => i64::try_from(fill.value).map_or(Value::Null, Value::from),
            Self::Text => Value::from(sentence.slice(fill.from, fill.to)),
        }
    }

    /// Characters that the part takes without saying what they are.
    pub(super) fn wildcard_chars(&self, fill: &Fill, sentence: &Tokens) -> usize {
        match self {
            Self::Said(_) | Self::Integer { .. } => 0,
            Self::Text => sentence.slice(fill.from, fill.to).chars().count(),
        }
    }
}

/// Whether a part of a sentence is short enough for a text field.
pub(crate) fn is_short(sentence: &Tokens, from: usize, to: usize, language: Language) -> bool {
    match language {
        Language::English => to - from <= WILDCARD_WORDS_MAX,
        Language::Chinese => sentence.slice(from, to).chars().count() <= WILDCARD_CHARS_MAX,
    }
}

fn starts_with(sentence: &[Option<u32>], words: &[u32]) -> bool {
    sentence.len() >= words.len() && words.iter().zip(sentence).all(|(word, said)| *said == Some(*word))
}

fn integers(sentence: &Tokens, from: usize, language: Language) -> Vec<(usize, i128)> {
    let words: Vec<&str> = sentence.from(from).iter().map(|token| token.word.as_str()).collect();
    let minus = matches!(words.first(), Some(&"minus" | &"负"));
    let (rest, skipped, sign) = if minus { (words.get(1..).unwrap_or(&[]), 1, -1) } else { (words.as_slice(), 0, 1) };
    let readings = numbers::read(rest, language).into_iter();
    readings.map(|reading| (from + skipped + reading.words, sign * i128::from(reading.value))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_stand_for_something_said_before_are_no_text() {
        let accepted = |said: &str, language| {
            let sentence = Tokens::of(said);
            let fills = Slot::Text.fills(0, 0, &vec![None; sentence.len()], &sentence, language);
            fills.iter().any(|fill| fill.to == sentence.len())
        };
        for pointing in ["it", "There", "that one"] {
            assert!(!accepted(pointing, Language::English), "{pointing}");
        }
        assert!(!accepted("那家店", Language::Chinese));
        assert!(accepted("it works cafe", Language::English));
        assert!(accepted("那家小馆", Language::Chinese));
    }
}

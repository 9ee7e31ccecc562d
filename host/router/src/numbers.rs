//! Numbers as people say them, in both languages.
//!
//! Reading is exact: a text is a number or it is none, and where it can be read to more than one length, as
//! "five hundred" can, all readings are given. This deliberately knows nothing of the type that a number is for.

mod chinese;
mod english;

use jumpseat_package::Language;

use crate::limits::NUMBER_DIGITS_MAX;

/// The largest number that is said in words, by language.
pub const fn words_max(language: Language) -> u64 {
    match language {
        Language::English => english::VALUE_MAX,
        Language::Chinese => chinese::VALUE_MAX,
    }
}

/// A number as words, or nothing for one that is too large: "one hundred twenty", "一百二十".
pub fn to_words(value: u64, language: Language) -> Option<String> {
    (value <= words_max(language)).then(|| match language {
        Language::English => english::to_words(value),
        Language::Chinese => chinese::to_words(value),
    })
}

/// A number at the start of some words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Reading {
    /// How many words it takes.
    pub(crate) words: usize,
    /// The number.
    pub(crate) value: u64,
}

/// All numbers at the start of some words. Every Chinese character is a word of its own here.
pub(crate) fn read(words: &[&str], language: Language) -> Vec<Reading> {
    let mut readings = match language {
        Language::English => english::read(words),
        Language::Chinese => chinese::read(words),
    };
    readings.extend(digits(words));
    readings.sort_unstable();
    readings.dedup();
    readings
}

/// "1500", "1 500" (that is how "1,500" arrives), "2 thousand", "3万".
fn digits(words: &[&str]) -> Vec<Reading> {
    let Some(value) = words.first().and_then(|word| plain(word)) else { return Vec::new() };
    let mut readings = vec![Reading { words: 1, value }];
    let is_group = |word: &&&str| word.len() == 3 && word.bytes().all(|b| b.is_ascii_digit());
    if (1..=999).contains(&value) {
        let groups = words.iter().skip(1).take_while(is_group).take(3);
        let mut total = value;
        for (count, group) in groups.enumerate() {
            total = total * 1_000 + plain(group).unwrap_or(0);
            readings.push(Reading { words: count + 2, value: total });
        }
    }
    if let Some(unit) = words.get(1).and_then(|word| multiplier(word))
        && let Some(value) = value.checked_mul(unit)
    {
        readings.push(Reading { words: 2, value });
    }
    readings
}

fn plain(word: &str) -> Option<u64> {
    let fits = (1..=NUMBER_DIGITS_MAX).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_digit());
    if fits { word.parse().ok() } else { None }
}

fn multiplier(word: &str) -> Option<u64> {
    Some(match word {
        "hundred" | "百" => 100,
        "thousand" | "千" => 1_000,
        "万" => 10_000,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::tokens::Tokens;

    /// The value of a text that is a number from its first to its last word.
    fn value(text: &str, language: Language) -> Option<u64> {
        let tokens = Tokens::of(text);
        let words: Vec<&str> = tokens.words().collect();
        let whole: Vec<u64> = read(&words, language)
            .iter()
            .filter(|reading| reading.words == words.len())
            .map(|reading| reading.value)
            .collect();
        assert!(whole.len() <= 1, "{text:?} is read in two ways: {whole:?}");
        whole.first().copied()
    }

    #[test]
    fn english_numbers_are_read() {
        for (text, expected) in [
            ("zero", Some(0)),
            ("seven", Some(7)),
            ("nineteen", Some(19)),
            ("twenty-five", Some(25)),
            ("a hundred", Some(100)),
            ("one hundred and five", Some(105)),
            ("fifteen hundred", Some(1_500)),
            ("a thousand", Some(1_000)),
            ("two thousand five hundred", Some(2_500)),
            ("two thousand and three", Some(2_003)),
            ("nine hundred ninety nine thousand nine hundred ninety nine", Some(999_999)),
            ("1,500", Some(1_500)),
            ("2 thousand", Some(2_000)),
            ("200", Some(200)),
            ("five five", None),
            ("twenty eleven", None),
            ("hundred", None),
            ("and five", None),
            ("a", None),
            ("1234567890123456", None),
        ] {
            assert_eq!(value(text, Language::English), expected, "{text:?}");
        }
    }

    #[test]
    fn chinese_numbers_are_read() {
        for (text, expected) in [
            ("零", Some(0)),
            ("两", Some(2)),
            ("十", Some(10)),
            ("十五", Some(15)),
            ("二十", Some(20)),
            ("一百零五", Some(105)),
            ("一百二", Some(120)),
            ("一百一十", Some(110)),
            ("两千五", Some(2_500)),
            ("一千零五十", Some(1_050)),
            ("三万五", Some(35_000)),
            ("三万零五", Some(30_005)),
            ("两万三千", Some(23_000)),
            ("一千二百三十四万五千六百七十八", Some(12_345_678)),
            ("2千", Some(2_000)),
            ("3万", Some(30_000)),
            ("２００", Some(200)),
            ("一一", None),
            ("百", None),
            ("十百", None),
            ("一百千", None),
            ("一百零", None),
        ] {
            assert_eq!(value(text, Language::Chinese), expected, "{text:?}");
        }
    }

    #[test]
    fn a_number_inside_a_sentence_has_every_length_that_it_can_have() {
        let readings = read(&["five", "hundred", "metres"], Language::English);
        assert_eq!(readings, [Reading { words: 1, value: 5 }, Reading { words: 2, value: 500 }]);
    }

    proptest! {
        #[test]
        fn english_words_round_trip(number in 0..=english::VALUE_MAX) {
            let words = to_words(number, Language::English).unwrap();
            prop_assert_eq!(value(&words, Language::English), Some(number), "{}", words);
        }

        #[test]
        fn chinese_words_round_trip(number in 0..=chinese::VALUE_MAX) {
            let words = to_words(number, Language::Chinese).unwrap();
            prop_assert_eq!(value(&words, Language::Chinese), Some(number), "{}", words);
        }

        #[test]
        fn no_words_make_the_reader_fail(words in proptest::collection::vec("[a-z]{1,5}|hundred|thousand|five|and|[一十百千万零两0-9]", 0..12)) {
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            for language in Language::ALL {
                for reading in read(&words, language) {
                    prop_assert!(reading.words >= 1 && reading.words <= words.len());
                }
            }
        }
    }
}

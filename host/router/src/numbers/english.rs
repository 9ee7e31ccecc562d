//! English number words up to 999,999.

use super::Reading;

pub(super) const VALUE_MAX: u64 = 999_999;

const SMALL: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: [&str; 8] = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

/// All numbers at the start of some words.
pub(super) fn read(words: &[&str]) -> Vec<Reading> {
    let mut readings = below_thousand(words);
    if words.first() == Some(&"zero") {
        readings.push(Reading { words: 1, value: 0 });
    }
    for thousands in with_article(words, below_thousand(words)) {
        if thousands.value > 999 || words.get(thousands.words) != Some(&"thousand") {
            continue;
        }
        let head = Reading { words: thousands.words + 1, value: thousands.value * 1_000 };
        readings.push(head);
        readings.extend(after(words, head, |rest| {
            below_thousand(rest).into_iter().filter(|tail| tail.value <= 999).collect()
        }));
    }
    readings
}

/// A number as words. The caller has checked that it is at most [`VALUE_MAX`].
pub(super) fn to_words(value: u64) -> String {
    let mut words = Vec::new();
    if value >= 1_000 {
        hundreds_to_words(value / 1_000, &mut words);
        words.push("thousand");
    }
    if value < 1_000 || !value.is_multiple_of(1_000) {
        hundreds_to_words(value % 1_000, &mut words);
    }
    words.join(" ")
}

fn hundreds_to_words(value: u64, words: &mut Vec<&'static str>) {
    if value >= 100 {
        words.extend(named(&SMALL, value / 100));
        words.push("hundred");
        if value.is_multiple_of(100) {
            return;
        }
    }
    let rest = value % 100;
    if rest < 20 {
        words.extend(named(&SMALL, rest));
    } else {
        words.extend(named(&TENS, rest / 10 - 2));
        if !rest.is_multiple_of(10) {
            words.extend(named(&SMALL, rest % 10));
        }
    }
}

fn named(names: &[&'static str], at: u64) -> Option<&'static str> {
    usize::try_from(at).ok().and_then(|at| names.get(at)).copied()
}

/// 1 to 999, and "fifteen hundred".
fn below_thousand(words: &[&str]) -> Vec<Reading> {
    let small = below_hundred(words);
    let mut readings = small.clone();
    for hundreds in with_article(words, small) {
        if words.get(hundreds.words) != Some(&"hundred") {
            continue;
        }
        let head = Reading { words: hundreds.words + 1, value: hundreds.value * 100 };
        readings.push(head);
        readings.extend(after(words, head, below_hundred));
    }
    readings
}

/// 1 to 99.
fn below_hundred(words: &[&str]) -> Vec<Reading> {
    let at =
        |index: usize, names: &[&str]| words.get(index).and_then(|word| names.iter().position(|name| name == word));
    let as_value = |position: usize| u64::try_from(position).unwrap_or(0);
    if let Some(small) = at(0, &SMALL).filter(|small| *small > 0) {
        return vec![Reading { words: 1, value: as_value(small) }];
    }
    let Some(tens) = at(0, &TENS) else { return Vec::new() };
    let value = (as_value(tens) + 2) * 10;
    let mut readings = vec![Reading { words: 1, value }];
    if let Some(unit) = at(1, &SMALL).filter(|unit| (1..=9).contains(unit)) {
        readings.push(Reading { words: 2, value: value + as_value(unit) });
    }
    readings
}

/// "a" counts one before "hundred" and "thousand".
fn with_article(words: &[&str], mut readings: Vec<Reading>) -> Vec<Reading> {
    if words.first() == Some(&"a") {
        readings.push(Reading { words: 1, value: 1 });
    }
    readings
}

/// What follows "… hundred" or "… thousand", with or without "and".
fn after(words: &[&str], head: Reading, read: impl Fn(&[&str]) -> Vec<Reading>) -> Vec<Reading> {
    let gap = usize::from(words.get(head.words) == Some(&"and"));
    let rest = words.get(head.words + gap..).unwrap_or(&[]);
    let join = |tail: Reading| Reading { words: head.words + gap + tail.words, value: head.value + tail.value };
    read(rest).into_iter().map(join).collect()
}

//! How the values of a field are said.

use std::collections::BTreeMap;

use jumpseat_package::{Language, Phrases};
use jumpseat_router::numbers;
use jumpseat_tool::{Field, Type};
use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};

use super::graph::{BudgetSpent, Graph, Node};
use crate::limits::NAME_WORDS_MAX;

/// Integers up to here are all in the grammar; above stand round ones only. Nobody asks for 1,317 metres.
const EVERY_INTEGER_MAX: u64 = 999;
/// From [`EVERY_INTEGER_MAX`] up to here stand the multiples of a hundred.
const HUNDREDS_MAX: u64 = 20_000;
/// From [`HUNDREDS_MAX`] up to here stand the multiples of a thousand.
const THOUSANDS_MAX: u64 = 100_000;

/// The values of a field; nothing where a value cannot be said.
pub(super) fn of_field(graph: &mut Graph, field: &Field, phrases: &Phrases, names: Node) -> Result<Node, BudgetSpent> {
    let ty = field.given_type();
    if let Some((min, max)) = ty.integer_range() {
        return integers(graph, min, max);
    }
    match ty {
        Type::String => Ok(names),
        Type::Bool => sayings(graph, &booleans(phrases.words.get(&field.name))),
        Type::Enum(name, cases) => {
            let words = phrases.words.get(name);
            let listed = |case: &str| words.and_then(|words| words.get(case)).filter(|listed| !listed.is_empty());
            let said =
                cases.iter().flat_map(|case| listed(&case.name).cloned().unwrap_or_else(|| vec![case.name.clone()]));
            sayings(graph, &said.collect::<Vec<_>>())
        }
        // Integers were told by their range.
        Type::S8
        | Type::U8
        | Type::S16
        | Type::U16
        | Type::S32
        | Type::U32
        | Type::S64
        | Type::U64
        | Type::F32
        | Type::F64
        | Type::Char
        | Type::List(_)
        | Type::Tuple(_)
        | Type::Record(_)
        | Type::Variant(..)
        | Type::Option(_)
        | Type::Result(..)
        | Type::Flags(..) => Ok(Graph::NOTHING),
    }
}

/// How a boolean is said: as listed, else as the router understands it.
fn booleans(words: Option<&BTreeMap<String, Vec<String>>>) -> Vec<String> {
    let usual = [("true", ["true", "yes", "on"]), ("false", ["false", "no", "off"])];
    let said = usual.into_iter().flat_map(|(value, usual)| {
        let listed = words.and_then(|words| words.get(value)).filter(|listed| !listed.is_empty());
        listed.cloned().unwrap_or_else(|| usual.map(str::to_owned).to_vec())
    });
    said.collect()
}

/// Ways of saying, each words as they are written.
fn sayings(graph: &mut Graph, said: &[String]) -> Result<Node, BudgetSpent> {
    let mut nodes = Vec::with_capacity(said.len());
    for saying in said {
        let plain: String = saying.nfkc().flat_map(char::to_lowercase).map(in_word).collect();
        let words: Vec<String> = plain.split_whitespace().map(str::to_owned).collect();
        if !words.is_empty() {
            nodes.push(graph.words(&words, Graph::END)?);
        }
    }
    graph.union_of(nodes)
}

/// Whole numbers within a range, as far as people say them.
fn integers(graph: &mut Graph, min: i128, max: i128) -> Result<Node, BudgetSpent> {
    let every = 0..=EVERY_INTEGER_MAX;
    let hundreds = (EVERY_INTEGER_MAX + 1..=HUNDREDS_MAX).filter(|value| value.is_multiple_of(100));
    let thousands = (HUNDREDS_MAX + 1..=THOUSANDS_MAX).filter(|value| value.is_multiple_of(1_000));
    let mut nodes = Vec::new();
    for value in every.chain(hundreds).chain(thousands) {
        if (min..=max).contains(&i128::from(value)) {
            for words in integer(value) {
                nodes.push(graph.words(&words, Graph::END)?);
            }
        }
    }
    graph.union_of(nodes)
}

/// The ways to say a number: "two hundred ten", "two hundred and ten", "fifteen hundred", "a hundred".
fn integer(value: u64) -> Vec<Vec<String>> {
    let words = |value: u64| -> Vec<String> {
        let words = numbers::to_words(value, Language::English).unwrap_or_default();
        words.split_whitespace().map(str::to_owned).collect()
    };
    let joined = |head: u64, rest: &[&str], tail: u64| -> Vec<String> {
        words(head).into_iter().chain(rest.iter().map(|word| (*word).to_owned())).chain(words(tail)).collect()
    };
    let (hundreds, rest) = (value / 100, value % 100);
    let mut ways = Vec::new();
    // "Five hundred two" is said, but "five hundred t…" begins so much else that hearing it does more harm.
    if value < 100 || rest == 0 || rest >= 10 {
        ways.push(words(value));
    }
    if (1..10).contains(&hundreds) && rest > 0 {
        ways.push(joined(hundreds, &["hundred", "and"], rest));
    }
    if (11..100).contains(&hundreds) && rest == 0 && hundreds % 10 != 0 {
        ways.push([words(hundreds), vec!["hundred".to_owned()]].concat());
    }
    if value == 100 || value == 1_000 {
        let unit = if value == 100 { "hundred" } else { "thousand" };
        ways.push(vec!["a".to_owned(), unit.to_owned()]);
    }
    ways
}

/// A name as it is said: "Café 9" is "cafe nine". Nothing for a name without words, or with too many.
pub(super) fn name(name: &str) -> Option<Vec<String>> {
    // An accent has no pronunciation of its own, and dictionaries are written without.
    let plain: String = name.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect();
    let plain: String = plain.replace('&', " and ").chars().map(in_word).collect();
    let mut words = Vec::new();
    for word in plain.split_whitespace() {
        match word.parse::<u64>().ok().and_then(|value| numbers::to_words(value, Language::English)) {
            Some(number) => words.extend(number.split_whitespace().map(str::to_owned)),
            None => words.push(word.to_owned()),
        }
    }
    (1..=NAME_WORDS_MAX).contains(&words.len()).then_some(words)
}

/// The character inside of a word, or a space for one that ends it.
fn in_word(c: char) -> char {
    match c {
        '\'' | '\u{2019}' | '\u{2bc}' => '\'',
        c if c.is_alphanumeric() => c,
        _ => ' ',
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_said_in_words() {
        let said = |text: &str| name(text).map(|words| words.join(" "));
        assert_eq!(said("Café 9").as_deref(), Some("cafe nine"));
        assert_eq!(said("St. Mary’s Church (North-West)").as_deref(), Some("st mary's church north west"));
        assert_eq!(said("Fish & Chips").as_deref(), Some("fish and chips"));
        assert_eq!(said("– —"), None);
        assert_eq!(said("a b c d e f g h i"), None);
    }

    #[test]
    fn numbers_are_said_in_the_usual_ways() {
        let said = |value| integer(value).iter().map(|words| words.join(" ")).collect::<Vec<_>>();
        assert_eq!(said(7), ["seven"]);
        assert_eq!(said(100), ["one hundred", "a hundred"]);
        assert_eq!(said(105), ["one hundred and five"]);
        assert_eq!(said(210), ["two hundred ten", "two hundred and ten"]);
        assert_eq!(said(1_500), ["one thousand five hundred", "fifteen hundred"]);
        assert_eq!(said(2_000), ["two thousand"]);
    }

    #[test]
    fn numbers_keep_to_the_range_of_their_type() {
        let mut graph = Graph::new();
        let bytes = integers(&mut graph, 0, 255).unwrap();
        let says = |graph: &Graph, text: &str| graph.says(bytes, text.split_whitespace());
        assert!(says(&graph, "zero") && says(&graph, "two hundred and fifty five"));
        assert!(!says(&graph, "two hundred and fifty six") && !says(&graph, "one thousand"));
        let none = integers(&mut graph, -128, -1).unwrap();
        assert_eq!(none, Graph::NOTHING);
    }
}

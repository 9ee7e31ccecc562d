//! What the next sentence says about a pending question: "the second one", a choice by its label, a missing value,
//! or that the driver does not want it any more.
//!
//! The fixed answers are sentence templates like those of skills, so that a recogniser can put them into its
//! grammar. This deliberately knows nothing of tools: it says what is answered, not what is called.

mod templates;

use std::collections::HashMap;

use jumpseat_package::{Language, Template};

pub use self::templates::answer_templates;
use self::templates::fixed_answers;
use crate::{
    Choice, Question,
    limits::{PLACED_NAME_CHARS_MAX, PLACED_NAME_WORDS_MAX, SKILL_EDGES_MAX},
    matcher::{Automaton, Builder, compile, is_short, search},
    tokens::Tokens,
};

/// What a sentence says about a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Answer {
    /// This value.
    Value(String),
    /// A choice that there is not.
    NoSuchChoice,
    /// Nothing: the driver takes the request back.
    Cancel,
}

/// What a fixed answer means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    /// The choice at this place, counted from zero.
    Nth(usize),
    /// The last choice.
    Last,
    /// None of them.
    Cancel,
}

/// The fixed answers of all languages, ready to match.
#[derive(Debug)]
pub(crate) struct Answers {
    english: FixedAnswers,
    chinese: FixedAnswers,
}

#[derive(Debug, Default)]
struct FixedAnswers {
    automaton: Automaton,
    meanings: Vec<Meaning>,
}

impl Answers {
    pub(crate) fn new() -> Self {
        Self {
            english: FixedAnswers::new(fixed_answers(Language::English)),
            chinese: FixedAnswers::new(fixed_answers(Language::Chinese)),
        }
    }

    /// An answer that no phrase of a skill can mean better: a fixed one, or a label as it stands.
    pub(crate) fn certain(&self, sentence: &Tokens, language: Language, question: &Question) -> Option<Answer> {
        let fixed = match language {
            Language::English => &self.english,
            Language::Chinese => &self.chinese,
        };
        let pick = |at: Option<usize>| {
            let choice = at.and_then(|at| question.choices.get(at));
            choice.map_or(Answer::NoSuchChoice, |choice| Answer::Value(choice.value.clone()))
        };
        match fixed.meaning(sentence, language) {
            Some(Meaning::Cancel) => return Some(Answer::Cancel),
            Some(Meaning::Nth(at)) if !question.choices.is_empty() => return Some(pick(Some(at))),
            Some(Meaning::Last) if !question.choices.is_empty() => {
                return Some(pick(question.choices.len().checked_sub(1)));
            }
            Some(Meaning::Nth(_) | Meaning::Last) | None => {}
        }
        let said: Vec<&str> = sentence.words().collect();
        let named = said_plainly(&said, language);
        let same = |label: &[&str]| label == said || label == named;
        only_choice(&question.choices, same).map(Answer::Value)
    }
}

/// An answer that holds where no phrase of a skill matched: a part of one label, or a name with the word before or
/// after it that makes it a place. "Near the city museum" asks for nothing new.
pub(crate) fn likely(sentence: &Tokens, language: Language, question: &Question) -> Option<Answer> {
    let said: Vec<&str> = sentence.words().collect();
    let named = said_plainly(&said, language);
    if question.choices.is_empty() {
        return (is_place(&said, language) && is_brief(sentence, language))
            .then(|| value(sentence, language))
            .flatten();
    }
    if !says_enough(named) {
        return None;
    }
    let holds = |label: &[&str]| label.windows(named.len()).any(|part| part == named);
    only_choice(&question.choices, holds).map(Answer::Value)
}

/// The answer to a question without choices that a sentence is if it is no request of its own: its text. Whether it
/// is one, the sentence alone does not tell: "turn on the radio" is as short as a name.
pub(crate) fn free_text(sentence: &Tokens, language: Language, question: &Question) -> Option<Answer> {
    question.choices.is_empty().then(|| value(sentence, language)).flatten()
}

/// Whether a text is what a sentence names, with or without the words around the name.
pub(crate) fn is_named_by(text: &str, sentence: &Tokens, language: Language) -> bool {
    let text = Tokens::of(text);
    let (text, said): (Vec<&str>, Vec<&str>) = (text.words().collect(), sentence.words().collect());
    said_plainly(&text, language) == said_plainly(&said, language)
}

/// What a sentence names, if it is short enough for a name.
fn value(sentence: &Tokens, language: Language) -> Option<Answer> {
    let said: Vec<&str> = sentence.words().collect();
    let named = said_plainly(&said, language);
    let from = position(&said, named);
    let fits = is_short(sentence, 0, sentence.len(), language);
    fits.then(|| Answer::Value(sentence.slice(from, from + named.len()).to_owned()))
}

/// Whether a sentence begins or ends with a word that makes the rest a place.
fn is_place(said: &[&str], language: Language) -> bool {
    let (before, after): (&[&str], &[&str]) = match language {
        Language::English => (&["near", "around", "at", "by", "close to", "next to"], &[]),
        Language::Chinese => (&[], &["附近", "旁边", "那里", "那边"]),
    };
    let begins = |word: &&str| said.starts_with(&words(word).iter().map(String::as_str).collect::<Vec<_>>());
    let ends = |word: &&str| said.ends_with(&words(word).iter().map(String::as_str).collect::<Vec<_>>());
    before.iter().any(begins) || after.iter().any(ends)
}

/// Whether what a sentence names is short enough to be nothing else than a name.
pub(crate) fn is_brief(sentence: &Tokens, language: Language) -> bool {
    let said: Vec<&str> = sentence.words().collect();
    let named = said_plainly(&said, language);
    match language {
        Language::English => named.len() <= PLACED_NAME_WORDS_MAX,
        Language::Chinese => named.iter().map(|word| word.chars().count()).sum::<usize>() <= PLACED_NAME_CHARS_MAX,
    }
}

fn words(text: &str) -> Vec<String> {
    Tokens::of(text).words().map(str::to_owned).collect()
}

impl FixedAnswers {
    fn new(answers: Vec<(Template, Meaning)>) -> Self {
        let mut builder = Builder::default();
        builder.allow(SKILL_EDGES_MAX);
        let mut starts = Vec::new();
        let mut meanings = Vec::new();
        for ((template, meaning), accepts) in answers.into_iter().zip(0..) {
            // The templates are ours and a test compiles them all; one that did not would only never match.
            starts.extend(compile(&mut builder, &template.expression(), &HashMap::new(), accepts));
            meanings.push(meaning);
        }
        Self { automaton: builder.finish(&[starts]), meanings }
    }

    fn meaning(&self, sentence: &Tokens, language: Language) -> Option<Meaning> {
        let start = *self.automaton.starts().first()?;
        let readings = search(&self.automaton, start, |_| None, sentence, language)?;
        let mut meanings = readings
            .iter()
            .filter_map(|reading| usize::try_from(reading.accepts).ok().and_then(|at| self.meanings.get(at)));
        let meaning = meanings.next()?;
        meanings.all(|other| other == meaning).then_some(*meaning)
    }
}

/// The value of the only choice whose label is meant. Choices with one value are one.
fn only_choice(choices: &[Choice], meant: impl Fn(&[&str]) -> bool) -> Option<String> {
    let mut values = choices.iter().filter_map(|choice| {
        let label = Tokens::of(&choice.label);
        let label: Vec<&str> = label.words().collect();
        (!label.is_empty() && meant(&label)).then_some(&choice.value)
    });
    let value = values.next()?;
    values.all(|other| other == value).then(|| value.clone())
}

/// What is said around a name: "take …, please".
fn fillers(language: Language) -> (&'static [&'static str], &'static [&'static str]) {
    match language {
        Language::English => (
            &[
                "a", "about", "an", "around", "at", "by", "choose", "give", "go", "how", "i", "id", "ill", "in",
                "lets", "like", "me", "near", "okay", "on", "open", "pick", "please", "select", "show", "take", "the",
                "to", "uh", "um", "want", "well", "what", "with", "would",
            ],
            &["one", "please", "thanks", "then"],
        ),
        Language::Chinese => (
            &[
                "我",
                "要",
                "想",
                "去",
                "到",
                "在",
                "就",
                "选",
                "看",
                "看看",
                "带我去",
                "导航到",
                "那个",
                "那家",
                "这个",
                "这家",
                "那就",
                "好",
                "嗯",
                "给我",
            ],
            &["吧", "好了", "啊", "呢", "谢谢", "附近", "旁边", "那里", "那边", "那家", "这家", "怎么样"],
        ),
    }
}

/// What is left of an answer without the words around the name.
fn said_plainly<'a, 'b>(said: &'a [&'b str], language: Language) -> &'a [&'b str] {
    let (before, after) = fillers(language);
    let before: Vec<Vec<String>> = before.iter().map(|filler| words(filler)).collect();
    let after: Vec<Vec<String>> = after.iter().map(|filler| words(filler)).collect();
    let mut rest = said;
    loop {
        let shorter = before
            .iter()
            .filter(|filler| rest.len() > filler.len() && rest.iter().zip(*filler).all(|(word, part)| word == part))
            .filter_map(|filler| rest.get(filler.len()..))
            .chain(after.iter().filter_map(|filler| {
                let from = rest.len().checked_sub(filler.len()).filter(|from| *from > 0)?;
                let (head, tail) = rest.split_at(from);
                tail.iter().zip(filler).all(|(word, part)| word == part).then_some(head)
            }))
            .min_by_key(|shorter| shorter.len());
        let Some(shorter) = shorter else { return rest };
        rest = shorter;
    }
}

/// Whether a part of a name is enough to mean it: "of" is in many labels.
fn says_enough(named: &[&str]) -> bool {
    let chars: usize = named.iter().map(|word| word.chars().count()).sum();
    let ideographs = named.iter().any(|word| !word.is_ascii());
    chars >= if ideographs { 2 } else { 4 }
}

/// Where a part of the words begins.
fn position(words: &[&str], part: &[&str]) -> usize {
    (0..words.len()).find(|from| words.get(*from..*from + part.len()) == Some(part)).unwrap_or(0)
}

#[cfg(test)]
mod tests;

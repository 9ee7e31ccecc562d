//! What the next sentence says about a pending question: "the second one", a choice by its label, a missing value,
//! or that the driver does not want it any more.
//!
//! The fixed answers are sentence templates like those of skills, so that a recogniser can put them into its
//! grammar. This deliberately knows nothing of tools: it says what is answered, not what is called.

mod consent;
mod fixed;
mod names;
mod permissions;
mod templates;

use jumpseat_package::Language;

pub(crate) use self::consent::ConsentAnswers;
pub(crate) use self::names::{is_brief, is_only_name};
pub use self::{
    consent::ConsentAnswer,
    permissions::{PermissionSentences, PermissionWish, SkillNames, permission_templates},
    templates::answer_templates,
};
use self::{
    fixed::FixedAnswers,
    names::{is_place, said_plainly, says_enough},
    templates::fixed_answers,
};
use crate::{Choice, Question, matcher::is_short, tokens::Tokens};

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
    english: FixedAnswers<Meaning>,
    chinese: FixedAnswers<Meaning>,
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
        let is_place = is_place(&said, language) && is_brief(sentence, language);
        return if is_place { value(sentence, language) } else { None };
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

/// What a sentence names, if it is short enough for a name.
fn value(sentence: &Tokens, language: Language) -> Option<Answer> {
    let said: Vec<&str> = sentence.words().collect();
    let named = said_plainly(&said, language);
    let from = (0..said.len()).find(|from| said.get(*from..*from + named.len()) == Some(named))?;
    let fits = is_short(sentence, 0, sentence.len(), language);
    fits.then(|| Answer::Value(sentence.slice(from, from + named.len()).to_owned()))
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

#[cfg(test)]
mod tests;

//! Sentence templates in the syntax of Home Assistant's hassil.
//!
//! | written | accepts |
//! |---|---|
//! | `find parking` | these words |
//! | `[a]`, `[a\|b]` | nothing, or one of these |
//! | `(a\|b)` | one of these |
//! | `(a;b)` | all of these, in any order |
//! | `{near}` | the value of the field `near` of the tool's request |
//! | `<find>` | what the rule `find` accepts |
//!
//! A template is checked when it is parsed, and its rules are put in when its parts are asked for, so that nobody else
//! has to know rules, and a car that only lists its skills does not pay for them. Everything about a template is
//! bounded, because installed skills bring them.
//!
//! This deliberately knows nothing of a field's type, and nothing of how a sentence is matched.

mod rules;
mod samples;
mod syntax;

use std::{collections::BTreeSet, sync::Arc};

pub use rules::Rules;
pub use samples::Part;
use syntax::Syntax;

use crate::limits::{
    PERMUTATION_PARTS_MAX, RULE_DEPTH_MAX, TEMPLATE_CHARS_MAX, TEMPLATE_DEPTH_MAX, TEMPLATE_PARTS_MAX,
};

/// A parsed sentence template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// The template as it was written.
    pub source: String,
    /// Shared by the copies of a template: it is many times larger than its source.
    syntax: Arc<Syntax>,
    rules: Rules,
    fields: BTreeSet<String>,
    parts: usize,
}

/// A part of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expression {
    /// Text as written, with its spaces; never empty, and a run of spaces is one space. A word may go on in the next
    /// part: `light[s]` is the text `light` followed by an alternative of `s` and nothing.
    Text(String),
    /// These, one after the other.
    Sequence(Vec<Self>),
    /// One of these: `(a|b)`. An optional part `[a]` is an alternative whose last branch is an empty sequence.
    Alternative(Vec<Self>),
    /// All of these, in any order: `(a;b)`. A space separates them even where none is written.
    Permutation(Vec<Self>),
    /// The value of a field of the tool's request: `{field}`.
    Field(String),
}

/// Why a template was not accepted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("template {template:?} is not well formed")]
pub struct TemplateError {
    /// The template.
    pub template: String,
    /// What is wrong with it.
    #[source]
    pub fault: TemplateFault,
}

/// What is wrong with a template.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TemplateFault {
    /// A bracket is not closed, or closes nothing.
    #[error("unbalanced {bracket:?} at character {at}")]
    Unbalanced {
        /// The bracket.
        bracket: char,
        /// Where, counted from 1.
        at: usize,
    },
    /// A character that no sentence holds.
    #[error("unexpected {character:?} at character {at}")]
    Character {
        /// The character.
        character: char,
        /// Where, counted from 1.
        at: usize,
    },
    /// `|` or `;` outside of brackets.
    #[error("{separator:?} outside of brackets at character {at}")]
    FreeSeparator {
        /// The separator.
        separator: char,
        /// Where, counted from 1.
        at: usize,
    },
    /// `|` and `;` in one group.
    #[error("\"|\" and \";\" in one group at character {at}")]
    MixedSeparators {
        /// Where, counted from 1.
        at: usize,
    },
    /// The name of a field or rule is not kebab case.
    #[error("{name:?} is not the name of a field or rule")]
    Name {
        /// The name.
        name: String,
    },
    /// No rule has this name.
    #[error("there is no rule {rule:?}")]
    UnknownRule {
        /// The name.
        rule: String,
        /// The rules that there are.
        known: Vec<String>,
    },
    /// A rule names itself, by itself or by others.
    #[error("rule {rule:?} contains itself")]
    RecursiveRule {
        /// The rule.
        rule: String,
    },
    /// A sentence could hold the same field twice.
    #[error("field {field:?} can stand twice in one sentence")]
    RepeatedField {
        /// The field.
        field: String,
    },
    /// A sentence could be empty.
    #[error("it accepts a sentence without words")]
    Empty,
    /// Too many characters.
    #[error("it has {chars} characters, at most {TEMPLATE_CHARS_MAX} are allowed")]
    TooLong {
        /// Characters.
        chars: usize,
    },
    /// Too many brackets inside each other.
    #[error("its brackets stand more than {TEMPLATE_DEPTH_MAX} deep")]
    TooDeep,
    /// Too many rules inside each other.
    #[error("its rules stand more than {RULE_DEPTH_MAX} deep")]
    RulesTooDeep,
    /// Too many parts once the rules are put in.
    #[error("with its rules it has more than {TEMPLATE_PARTS_MAX} parts")]
    TooLarge,
    /// Too many parts in a permutation.
    #[error("a permutation has {parts} parts, at most {PERMUTATION_PARTS_MAX} are allowed")]
    PermutationTooLarge {
        /// Parts.
        parts: usize,
    },
}

impl TemplateFault {
    /// What the author can do about it.
    pub fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::FreeSeparator { separator, .. } => format!("put the parts into brackets: (a{separator}b)"),
            Self::MixedSeparators { .. } => "give one of them brackets of its own: ((a|b);c)".to_owned(),
            Self::Name { .. } => "names are lower case words joined by \"-\", for example {price-max}".to_owned(),
            Self::UnknownRule { rule, known } => crate::spelling::hint(rule, known.iter().map(String::as_str)),
            Self::RepeatedField { .. } => "write two sentences".to_owned(),
            Self::Empty => "make at least one word or field required".to_owned(),
            Self::TooLong { .. } | Self::TooLarge => "split it into several sentences".to_owned(),
            Self::Unbalanced { .. }
            | Self::Character { .. }
            | Self::RecursiveRule { .. }
            | Self::TooDeep
            | Self::RulesTooDeep
            | Self::PermutationTooLarge { .. } => return None,
        };
        Some(hint)
    }
}

impl Template {
    /// Parses a template and checks it together with the rules that it names.
    pub fn parse(source: &str, rules: &Rules) -> Result<Self, TemplateError> {
        let parse = || {
            let syntax = Arc::new(syntax::parse(source)?);
            let survey = rules.survey(&syntax)?;
            if survey.can_be_empty {
                return Err(TemplateFault::Empty);
            }
            let fields = survey.fields.into_iter().map(str::to_owned).collect();
            let parts = survey.parts;
            Ok(Self { source: source.to_owned(), syntax, rules: rules.clone(), fields, parts })
        };
        parse().map_err(|fault| TemplateError::new(source, fault))
    }

    /// What it accepts. Rules are put in: no [`Expression`] names one. Made anew each time, because it is many times
    /// larger than the template and is needed only to compile it.
    pub fn expression(&self) -> Expression {
        self.rules.expand(&self.syntax)
    }

    /// The fields that its sentences can hold.
    pub fn fields(&self) -> BTreeSet<&str> {
        self.fields.iter().map(String::as_str).collect()
    }

    /// The fields that every one of its sentences holds.
    pub fn fields_always_said(&self) -> BTreeSet<&str> {
        self.rules.fields_always_said(&self.syntax)
    }

    /// The texts in it and in its rules, each once for each place. Cheaper than its [`Template::expression`].
    pub fn texts(&self) -> Vec<&str> {
        let mut texts = Vec::new();
        self.rules.gather_texts(&self.syntax, &mut texts);
        texts
    }

    /// At most so many parts has its [`Template::expression`].
    pub fn parts(&self) -> usize {
        self.parts
    }
}

impl TemplateError {
    fn new(template: &str, fault: TemplateFault) -> Self {
        let template = template.chars().take(TEMPLATE_CHARS_MAX).collect();
        Self { template, fault }
    }
}

impl Expression {
    /// Calls a function with this part and every part inside it.
    pub fn visit<'a>(&'a self, function: &mut impl FnMut(&'a Self)) {
        function(self);
        for part in self.parts() {
            part.visit(function);
        }
    }

    /// The parts directly inside it.
    fn parts(&self) -> &[Self] {
        match self {
            Self::Text(_) | Self::Field(_) => &[],
            Self::Sequence(parts) | Self::Alternative(parts) | Self::Permutation(parts) => parts,
        }
    }

    /// Parts one after the other. Sequences in it are opened and texts joined, so that one sentence has one form.
    fn sequence(parts: Vec<Self>) -> Self {
        let mut flat = Vec::with_capacity(parts.len());
        for part in parts {
            match part {
                Self::Sequence(inner) => inner.into_iter().for_each(|part| Self::append(&mut flat, part)),
                Self::Text(_) | Self::Alternative(_) | Self::Permutation(_) | Self::Field(_) => {
                    Self::append(&mut flat, part);
                }
            }
        }
        if flat.len() == 1 { flat.remove(0) } else { Self::Sequence(flat) }
    }

    fn append(parts: &mut Vec<Self>, part: Self) {
        if let (Some(Self::Text(before)), Self::Text(after)) = (parts.last_mut(), &part) {
            before.push_str(if before.ends_with(' ') { after.trim_start() } else { after });
        } else {
            parts.push(part);
        }
    }

    /// One of several parts. An alternative in it is opened.
    fn alternative(branches: Vec<Self>) -> Self {
        let mut flat = Vec::with_capacity(branches.len());
        for branch in branches {
            match branch {
                Self::Alternative(inner) => flat.extend(inner),
                Self::Text(_) | Self::Sequence(_) | Self::Permutation(_) | Self::Field(_) => flat.push(branch),
            }
        }
        if flat.len() == 1 { flat.remove(0) } else { Self::Alternative(flat) }
    }
}

#[cfg(test)]
mod tests;

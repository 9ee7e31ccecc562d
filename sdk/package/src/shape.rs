//! Whether phrases fit the tools that they are for.
//!
//! The build asks this of the WIT and the car asks it of the component, each with its own view of types. So the
//! question is put to what both can give: the fields of each tool's request, as far as a sentence cares.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::{Language, Phrases, Sentence, spelling};

/// A field of a tool's request, as far as a sentence cares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldShape {
    /// Its name, in kebab case.
    pub name: String,
    /// Whether a call must give it.
    pub required: bool,
    /// What it takes.
    pub kind: FieldKind,
}

/// What a field takes, as far as a sentence cares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldKind {
    /// A case of an enum; said by the words of the case.
    Enum {
        /// The name of the type.
        name: String,
        /// The names of its cases.
        cases: Vec<String>,
    },
    /// True or false; said by the words under the field's own name.
    Bool,
    /// A whole number; said by digits or number words.
    Integer {
        /// The smallest.
        min: i128,
        /// The largest.
        max: i128,
    },
    /// A number; cannot be said in a template.
    Number,
    /// Any text; said by any words.
    Text,
    /// Something that cannot be said in a template. What a sentence sets for it is not checked here.
    Other,
}

/// Why phrases do not fit the tools.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the phrases in \"{language}\" do not fit the tools")]
pub struct Misfit {
    /// The language of the phrases.
    pub language: Language,
    /// What does not fit.
    #[source]
    pub fault: MisfitFault,
}

/// What does not fit.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MisfitFault {
    /// Sentences for a tool that does not exist.
    #[error("there is no tool {tool:?}")]
    UnknownTool {
        /// The tool.
        tool: String,
        /// The tools that there are.
        known: Vec<String>,
    },
    /// A sentence says or sets a field that the tool does not have.
    #[error("sentence {sentence:?}: tool {tool:?} has no field {field:?}")]
    UnknownField {
        /// The tool.
        tool: String,
        /// The sentence.
        sentence: String,
        /// The field.
        field: String,
        /// The fields that the tool has.
        known: Vec<String>,
    },
    /// A sentence says a field whose type has no words.
    #[error("sentence {sentence:?}: the field {field:?} of tool {tool:?} cannot be said")]
    NotSayable {
        /// The tool.
        tool: String,
        /// The sentence.
        sentence: String,
        /// The field.
        field: String,
    },
    /// A sentence leaves a field open that a call must give.
    #[error("sentence {sentence:?} can be said without the required field {field:?} of tool {tool:?}")]
    MissingField {
        /// The tool.
        tool: String,
        /// The sentence.
        sentence: String,
        /// The field.
        field: String,
    },
    /// A sentence sets a field to a value that it cannot take.
    #[error("sentence {sentence:?}: {value} is no value for the field {field:?} of tool {tool:?}")]
    Value {
        /// The tool.
        tool: String,
        /// The sentence.
        sentence: String,
        /// The field.
        field: String,
        /// The value, as JSON.
        value: String,
    },
    /// Words for a type that no field has.
    #[error("there is no enum and no boolean field {ty:?} to have words")]
    UnknownType {
        /// The type.
        ty: String,
        /// The types and fields that can have words.
        known: Vec<String>,
    },
    /// Words for a case that the type does not have.
    #[error("{ty:?} has no case {case:?} to have words")]
    UnknownCase {
        /// The type.
        ty: String,
        /// The case.
        case: String,
        /// The cases that it has.
        known: Vec<String>,
    },
    /// A sentence says a field of a type for whose case there are no words.
    #[error("a sentence says {ty:?}, but there are no words for its case {case:?}")]
    NoWords {
        /// The type.
        ty: String,
        /// The case.
        case: String,
    },
}

impl MisfitFault {
    /// What the author can do about it.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::UnknownTool { tool: word, known }
            | Self::UnknownField { field: word, known, .. }
            | Self::UnknownType { ty: word, known }
            | Self::UnknownCase { case: word, known, .. } => {
                Some(spelling::hint(word, known.iter().map(String::as_str)))
            }
            Self::NotSayable { .. } => Some("only enums, booleans, integers and strings can be said".to_owned()),
            Self::MissingField { field, .. } => Some(format!("say {{{field}}} outside of [ ], or set it")),
            Self::NoWords { ty, case } => Some(format!("add words.{ty}.{case}: […]")),
            Self::Value { .. } => None,
        }
    }
}

impl Phrases {
    /// Checks that the phrases fit the tools: every tool, field, type and case exists, every required field is given,
    /// every case that can be said has words, and what sentences set is of the field's type.
    pub fn check(&self, tools: &BTreeMap<String, Vec<FieldShape>>) -> Result<(), Misfit> {
        let check = || {
            let worded = worded_types(tools);
            self.check_words(&worded)?;
            for (tool, sentences) in &self.tools {
                let fields = tools.get(tool).ok_or_else(|| MisfitFault::UnknownTool {
                    tool: tool.clone(),
                    known: tools.keys().cloned().collect(),
                })?;
                for sentence in sentences {
                    Fitting { tool, fields, sentence }.check(self)?;
                }
            }
            Ok(())
        };
        check().map_err(|fault| Misfit { language: self.language, fault })
    }

    fn check_words(&self, worded: &BTreeMap<&str, BTreeSet<&str>>) -> Result<(), MisfitFault> {
        for (ty, words) in &self.words {
            let cases = worded.get(ty.as_str()).ok_or_else(|| MisfitFault::UnknownType {
                ty: ty.clone(),
                known: worded.keys().map(|&name| name.to_owned()).collect(),
            })?;
            if let Some(case) = words.keys().find(|case| !cases.contains(case.as_str())) {
                let known = cases.iter().map(|&name| name.to_owned()).collect();
                return Err(MisfitFault::UnknownCase { ty: ty.clone(), case: case.clone(), known });
            }
        }
        Ok(())
    }

    fn has_words(&self, ty: &str, case: &str) -> bool {
        self.words.get(ty).and_then(|cases| cases.get(case)).is_some_and(|words| !words.is_empty())
    }
}

/// The types and boolean fields that can have words, with their cases.
fn worded_types(tools: &BTreeMap<String, Vec<FieldShape>>) -> BTreeMap<&str, BTreeSet<&str>> {
    let mut worded: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for field in tools.values().flatten() {
        match &field.kind {
            FieldKind::Enum { name, cases } => {
                worded.entry(name).or_default().extend(cases.iter().map(String::as_str));
            }
            FieldKind::Bool => worded.entry(&field.name).or_default().extend(["true", "false"]),
            FieldKind::Integer { .. } | FieldKind::Number | FieldKind::Text | FieldKind::Other => {}
        }
    }
    worded
}

/// One sentence beside the tool that it is for.
struct Fitting<'a> {
    tool: &'a str,
    fields: &'a [FieldShape],
    sentence: &'a Sentence,
}

impl Fitting<'_> {
    fn check(&self, phrases: &Phrases) -> Result<(), MisfitFault> {
        for name in self.sentence.template.fields() {
            self.check_said(self.field(name)?, phrases)?;
        }
        for (name, value) in &self.sentence.set {
            let field = self.field(name)?;
            if !field.kind.takes(value) {
                let (tool, sentence, field, value) =
                    (self.tool(), self.source(), name.clone(), value.to_string().chars().take(80).collect());
                return Err(MisfitFault::Value { tool, sentence, field, value });
            }
        }
        let always = self.sentence.template.fields_always_said();
        let is_given = |name: &str| always.contains(name) || self.sentence.set.contains_key(name);
        match self.fields.iter().find(|field| field.required && !is_given(&field.name)) {
            None => Ok(()),
            Some(field) => {
                let (tool, sentence, field) = (self.tool(), self.source(), field.name.clone());
                Err(MisfitFault::MissingField { tool, sentence, field })
            }
        }
    }

    fn check_said(&self, field: &FieldShape, phrases: &Phrases) -> Result<(), MisfitFault> {
        let no_words = |ty: &str, case: &str| MisfitFault::NoWords { ty: ty.to_owned(), case: case.to_owned() };
        match &field.kind {
            FieldKind::Integer { .. } | FieldKind::Text => Ok(()),
            FieldKind::Enum { name, cases } => match cases.iter().find(|case| !phrases.has_words(name, case)) {
                Some(case) => Err(no_words(name, case)),
                None => Ok(()),
            },
            FieldKind::Bool if ["true", "false"].iter().any(|case| phrases.has_words(&field.name, case)) => Ok(()),
            FieldKind::Bool => Err(no_words(&field.name, "true")),
            FieldKind::Number | FieldKind::Other => {
                let (tool, sentence, field) = (self.tool(), self.source(), field.name.clone());
                Err(MisfitFault::NotSayable { tool, sentence, field })
            }
        }
    }

    fn field(&self, name: &str) -> Result<&FieldShape, MisfitFault> {
        self.fields.iter().find(|field| field.name == name).ok_or_else(|| MisfitFault::UnknownField {
            tool: self.tool(),
            sentence: self.source(),
            field: name.to_owned(),
            known: self.fields.iter().map(|field| field.name.clone()).collect(),
        })
    }

    fn tool(&self) -> String {
        self.tool.to_owned()
    }

    fn source(&self) -> String {
        self.sentence.template.source.clone()
    }
}

impl FieldKind {
    /// Whether a value, as JSON in the form of the tool's schema, is one of these.
    fn takes(&self, value: &Value) -> bool {
        match self {
            Self::Enum { cases, .. } => value.as_str().is_some_and(|case| cases.iter().any(|known| known == case)),
            Self::Bool => value.is_boolean(),
            Self::Integer { min, max } => {
                let number = value.as_i64().map(i128::from).or_else(|| value.as_u64().map(i128::from));
                let number = number.or_else(|| value.as_str().and_then(|digits| digits.parse().ok()));
                number.is_some_and(|number| (*min..=*max).contains(&number))
            }
            Self::Number => value.is_number(),
            Self::Text => value.is_string(),
            Self::Other => true,
        }
    }
}

#[cfg(test)]
mod tests;

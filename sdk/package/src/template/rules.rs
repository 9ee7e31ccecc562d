//! Named parts of templates.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::{
    Expression, TemplateError, TemplateFault,
    syntax::{self, Syntax},
};
use crate::limits::{RULE_DEPTH_MAX, TEMPLATE_PARTS_MAX};

/// The named parts that templates share, checked and ready to be put in. Cheap to clone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rules(Arc<BTreeMap<String, Rule>>);

#[derive(Debug, PartialEq, Eq)]
struct Rule {
    syntax: Syntax,
    fields: Vec<String>,
    can_be_empty: bool,
    parts: usize,
}

/// What is known of a part of a template without putting the rules in.
pub(super) struct Survey<'a> {
    /// The fields that it can hold.
    pub(super) fields: Vec<&'a str>,
    /// Whether it accepts a sentence without words.
    pub(super) can_be_empty: bool,
    /// At most so many parts it has with its rules.
    pub(super) parts: usize,
}

impl Rules {
    /// Parses rules, which may name each other but never themselves.
    ///
    /// A rule that can be empty is fine, as long as no sentence can.
    pub fn parse(sources: &BTreeMap<String, String>) -> Result<Self, TemplateError> {
        let mut open = BTreeMap::new();
        for (name, source) in sources {
            let rule = syntax::parse(source).map_err(|fault| TemplateError::new(source, fault))?;
            open.insert(name.as_str(), rule);
        }
        let mut definition = Definition { sources, open, rules: Self::default(), path: Vec::new() };
        for (name, source) in sources {
            definition.define(name).map_err(|fault| TemplateError::new(source, fault))?;
        }
        Ok(definition.rules)
    }

    /// Checks a parsed template together with its rules. Nothing is copied, so rules that multiply each other cost
    /// nothing before they are refused.
    pub(super) fn survey<'a>(&'a self, syntax: &'a Syntax) -> Result<Survey<'a>, TemplateFault> {
        let (parts, in_one_sentence) = match syntax {
            // What has one part is that part: this is how it is put together, too.
            Syntax::Sequence(parts) | Syntax::Alternative(parts) if let [part] = parts.as_slice() => {
                return self.survey(part);
            }
            Syntax::Text(text) => {
                return Ok(Survey { fields: Vec::new(), can_be_empty: text.trim().is_empty(), parts: 1 });
            }
            Syntax::Field(name) => return Ok(Survey { fields: vec![name], can_be_empty: false, parts: 1 }),
            Syntax::Rule(name) => return self.get(name).map(Rule::survey),
            Syntax::Sequence(parts) | Syntax::Permutation(parts) => (parts, true),
            Syntax::Alternative(parts) => (parts, false),
        };
        let mut all = Survey { fields: Vec::new(), can_be_empty: in_one_sentence, parts: 1 };
        for part in parts {
            let part = self.survey(part)?;
            all.parts += part.parts;
            if all.parts > TEMPLATE_PARTS_MAX {
                return Err(TemplateFault::TooLarge);
            }
            all.can_be_empty = if in_one_sentence {
                all.can_be_empty && part.can_be_empty
            } else {
                all.can_be_empty || part.can_be_empty
            };
            for field in part.fields {
                if !all.fields.contains(&field) {
                    all.fields.push(field);
                } else if in_one_sentence {
                    return Err(TemplateFault::RepeatedField { field: field.to_owned() });
                }
            }
        }
        Ok(all)
    }

    /// Puts the rules into a template that was surveyed with them.
    pub(super) fn expand(&self, syntax: &Syntax) -> Expression {
        let expand_all = |parts: &[Syntax]| parts.iter().map(|part| self.expand(part)).collect();
        match syntax {
            Syntax::Text(text) => Expression::Text(text.clone()),
            Syntax::Field(name) => Expression::Field(name.clone()),
            // The survey has found every rule.
            Syntax::Rule(name) => {
                self.get(name).map_or_else(|_| Expression::Sequence(Vec::new()), |rule| self.expand(&rule.syntax))
            }
            Syntax::Sequence(parts) => Expression::sequence(expand_all(parts)),
            Syntax::Alternative(parts) => Expression::alternative(expand_all(parts)),
            Syntax::Permutation(parts) => Expression::Permutation(expand_all(parts)),
        }
    }

    /// The fields that every sentence of a surveyed template holds.
    pub(super) fn fields_always_said<'a>(&'a self, syntax: &'a Syntax) -> BTreeSet<&'a str> {
        let of = |part| self.fields_always_said(part);
        match syntax {
            Syntax::Text(_) => BTreeSet::new(),
            Syntax::Field(name) => BTreeSet::from([name.as_str()]),
            Syntax::Rule(name) => self.get(name).map(|rule| of(&rule.syntax)).unwrap_or_default(),
            Syntax::Sequence(parts) | Syntax::Permutation(parts) => parts.iter().flat_map(of).collect(),
            Syntax::Alternative(branches) => {
                let mut branches = branches.iter().map(of);
                let first = branches.next().unwrap_or_default();
                branches.fold(first, |common, branch| &common & &branch)
            }
        }
    }

    /// The texts of a surveyed template and of its rules.
    pub(super) fn gather_texts<'a>(&'a self, syntax: &'a Syntax, texts: &mut Vec<&'a str>) {
        match syntax {
            Syntax::Text(text) => texts.push(text),
            Syntax::Field(_) => {}
            Syntax::Rule(name) => {
                if let Ok(rule) = self.get(name) {
                    self.gather_texts(&rule.syntax, texts);
                }
            }
            Syntax::Sequence(parts) | Syntax::Permutation(parts) | Syntax::Alternative(parts) => {
                for part in parts {
                    self.gather_texts(part, texts);
                }
            }
        }
    }

    fn get(&self, name: &str) -> Result<&Rule, TemplateFault> {
        self.0.get(name).ok_or_else(|| unknown(name, self.0.keys().map(String::as_str)))
    }
}

impl Rule {
    fn survey(&self) -> Survey<'_> {
        let Self { syntax: _, fields, can_be_empty, parts } = self;
        Survey { fields: fields.iter().map(String::as_str).collect(), can_be_empty: *can_be_empty, parts: *parts }
    }
}

/// Rules that are being defined.
struct Definition<'a> {
    sources: &'a BTreeMap<String, String>,
    /// Rules that are parsed and not defined yet.
    open: BTreeMap<&'a str, Syntax>,
    rules: Rules,
    /// The rules that led to the one that is being defined.
    path: Vec<String>,
}

impl Definition<'_> {
    /// Defines a rule, and first the rules that it names.
    fn define(&mut self, name: &str) -> Result<(), TemplateFault> {
        if self.rules.0.contains_key(name) {
            return Ok(());
        }
        if self.path.iter().any(|open| open == name) {
            return Err(TemplateFault::RecursiveRule { rule: name.to_owned() });
        }
        if self.path.len() >= RULE_DEPTH_MAX {
            return Err(TemplateFault::RulesTooDeep);
        }
        let Some(syntax) = self.open.remove(name) else {
            return Err(unknown(name, self.sources.keys().map(String::as_str)));
        };
        self.path.push(name.to_owned());
        for named in syntax.rules() {
            self.define(named)?;
        }
        self.path.pop();
        let Survey { fields, can_be_empty, parts } = self.rules.survey(&syntax)?;
        let fields = fields.into_iter().map(str::to_owned).collect();
        // Nobody else holds the rules yet, so they are changed in place.
        Arc::get_mut(&mut self.rules.0)
            .map(|rules| rules.insert(name.to_owned(), Rule { syntax, fields, can_be_empty, parts }));
        Ok(())
    }
}

fn unknown<'a>(rule: &str, known: impl Iterator<Item = &'a str>) -> TemplateFault {
    TemplateFault::UnknownRule { rule: rule.to_owned(), known: known.map(str::to_owned).collect() }
}

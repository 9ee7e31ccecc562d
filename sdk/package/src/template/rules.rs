//! Named parts of templates.

use std::collections::BTreeMap;

use super::{
    Expression, TemplateError, TemplateFault,
    syntax::{self, Syntax},
};
use crate::limits::{RULE_DEPTH_MAX, TEMPLATE_PARTS_MAX};

/// The named parts that templates share, ready to be put in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rules(BTreeMap<String, Expression>);

impl Rules {
    /// Parses rules, which may name each other but never themselves.
    ///
    /// A rule that can be empty is fine, as long as no sentence can.
    pub fn parse(sources: &BTreeMap<String, String>) -> Result<Self, TemplateError> {
        let mut parsed = BTreeMap::new();
        for (name, source) in sources {
            let rule = syntax::parse(source).map_err(|fault| TemplateError::new(source, fault))?;
            parsed.insert(name.as_str(), rule);
        }
        let mut rules = Self::default();
        for (name, source) in sources {
            rules.define(name, &parsed, &mut Vec::new()).map_err(|fault| TemplateError::new(source, fault))?;
        }
        Ok(rules)
    }

    /// Defines a rule, and first the rules that it names. `open` are the rules that led here.
    fn define<'a>(
        &mut self,
        name: &'a str,
        parsed: &'a BTreeMap<&str, Syntax>,
        open: &mut Vec<&'a str>,
    ) -> Result<(), TemplateFault> {
        if self.0.contains_key(name) {
            return Ok(());
        }
        if open.contains(&name) {
            return Err(TemplateFault::RecursiveRule { rule: name.to_owned() });
        }
        if open.len() >= RULE_DEPTH_MAX {
            return Err(TemplateFault::RulesTooDeep);
        }
        let Some(rule) = parsed.get(name) else {
            let known = parsed.keys().map(|name| (*name).to_owned()).collect();
            return Err(TemplateFault::UnknownRule { rule: name.to_owned(), known });
        };
        open.push(name);
        for named in named_rules(rule) {
            self.define(named, parsed, open)?;
        }
        open.pop();
        let expression = self.expand(rule)?;
        self.0.insert(name.to_owned(), expression);
        Ok(())
    }

    /// Puts the rules into a parsed template.
    pub(super) fn expand(&self, syntax: &Syntax) -> Result<Expression, TemplateFault> {
        let mut parts_left = TEMPLATE_PARTS_MAX;
        self.expand_within(syntax, &mut parts_left)
    }

    fn expand_within(&self, syntax: &Syntax, parts_left: &mut usize) -> Result<Expression, TemplateFault> {
        // A rule that is named often grows fast: count before anything is copied.
        let size = if let Syntax::Rule(name) = syntax { self.get(name)?.size() } else { 1 };
        *parts_left = parts_left.checked_sub(size).ok_or(TemplateFault::TooLarge)?;
        let mut expand_all = |parts: &[Syntax]| -> Result<Vec<Expression>, TemplateFault> {
            parts.iter().map(|part| self.expand_within(part, parts_left)).collect()
        };
        Ok(match syntax {
            Syntax::Text(text) => Expression::Text(text.clone()),
            Syntax::Field(name) => Expression::Field(name.clone()),
            Syntax::Rule(name) => self.get(name)?.clone(),
            Syntax::Sequence(parts) => Expression::sequence(expand_all(parts)?),
            Syntax::Alternative(parts) => Expression::alternative(expand_all(parts)?),
            Syntax::Permutation(parts) => Expression::Permutation(expand_all(parts)?),
        })
    }

    fn get(&self, name: &str) -> Result<&Expression, TemplateFault> {
        self.0.get(name).ok_or_else(|| {
            let known = self.0.keys().cloned().collect();
            TemplateFault::UnknownRule { rule: name.to_owned(), known }
        })
    }
}

fn named_rules(syntax: &Syntax) -> Vec<&str> {
    match syntax {
        Syntax::Text(_) | Syntax::Field(_) => Vec::new(),
        Syntax::Rule(name) => vec![name],
        Syntax::Sequence(parts) | Syntax::Alternative(parts) | Syntax::Permutation(parts) => {
            parts.iter().flat_map(named_rules).collect()
        }
    }
}

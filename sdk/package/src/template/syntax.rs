//! From the text of a template to its parts, rules still by name.

use std::{iter::Peekable, str::Chars};

use super::TemplateFault;
use crate::{
    ids::is_kebab_case,
    limits::{FIELD_CHARS_MAX, PERMUTATION_PARTS_MAX, TEMPLATE_CHARS_MAX, TEMPLATE_DEPTH_MAX},
    text::is_hidden,
};

/// A part of a template as written. Groups keep their branches; nothing is simplified yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Syntax {
    Text(String),
    Sequence(Vec<Self>),
    Alternative(Vec<Self>),
    Permutation(Vec<Self>),
    Field(String),
    Rule(String),
}

impl Syntax {
    /// The rules that it names.
    pub(super) fn rules(&self) -> Vec<&str> {
        match self {
            Self::Text(_) | Self::Field(_) => Vec::new(),
            Self::Rule(name) => vec![name],
            Self::Sequence(parts) | Self::Alternative(parts) | Self::Permutation(parts) => {
                parts.iter().flat_map(Self::rules).collect()
            }
        }
    }
}

/// Room for a text to begin with: most are a word or two, and growing is slow.
const TEXT_BYTES_USUAL: usize = 24;

pub(super) fn parse(source: &str) -> Result<Syntax, TemplateFault> {
    let chars = source.chars().count();
    if chars > TEMPLATE_CHARS_MAX {
        return Err(TemplateFault::TooLong { chars });
    }
    let mut parser = Parser { characters: source.chars().peekable(), at: 0 };
    let sequence = parser.sequence(0)?;
    match parser.next() {
        None => Ok(sequence),
        Some(separator @ ('|' | ';')) => Err(TemplateFault::FreeSeparator { separator, at: parser.at }),
        Some(bracket) => Err(TemplateFault::Unbalanced { bracket, at: parser.at }),
    }
}

struct Parser<'a> {
    characters: Peekable<Chars<'a>>,
    /// Characters read so far, which is where the last one stands, counted from 1.
    at: usize,
}

impl Parser<'_> {
    fn next(&mut self) -> Option<char> {
        let character = self.characters.next();
        self.at += usize::from(character.is_some());
        character
    }

    /// Reads up to the end or to a character that ends a branch, which it leaves unread.
    fn sequence(&mut self, depth: usize) -> Result<Syntax, TemplateFault> {
        let mut parts = Vec::new();
        while let Some(&character) = self.characters.peek() {
            let part = match character {
                '|' | ';' | ')' | ']' => break,
                '(' | '[' => self.group(depth + 1)?,
                '{' => Syntax::Field(self.name('}')?),
                '<' => Syntax::Rule(self.name('>')?),
                _ => Syntax::Text(self.text()?),
            };
            parts.push(part);
        }
        Ok(Syntax::Sequence(parts))
    }

    fn text(&mut self) -> Result<String, TemplateFault> {
        let mut text = String::with_capacity(TEXT_BYTES_USUAL);
        while let Some(character) = self.characters.next_if(|c| !"|;()[]{<".contains(*c)) {
            self.at += 1;
            if matches!(character, '}' | '>') {
                return Err(TemplateFault::Unbalanced { bracket: character, at: self.at });
            }
            if character == '\\' || (is_hidden(character) && !character.is_whitespace()) {
                return Err(TemplateFault::Character { character, at: self.at });
            }
            if !character.is_whitespace() {
                text.push(character);
            } else if !text.ends_with(' ') {
                text.push(' ');
            }
        }
        Ok(text)
    }

    /// Reads `(…)` or `[…]`, starting at the bracket.
    fn group(&mut self, depth: usize) -> Result<Syntax, TemplateFault> {
        if depth > TEMPLATE_DEPTH_MAX {
            return Err(TemplateFault::TooDeep);
        }
        let optional = self.next() == Some('[');
        let opened_at = self.at;
        let mut branches = Vec::new();
        let mut separator = None;
        loop {
            branches.push(self.sequence(depth)?);
            match self.next() {
                Some(next @ ('|' | ';')) => {
                    if separator.replace(next).is_some_and(|before| before != next) {
                        return Err(TemplateFault::MixedSeparators { at: self.at });
                    }
                }
                Some(']') if optional => break,
                Some(')') if !optional => break,
                Some(bracket) => return Err(TemplateFault::Unbalanced { bracket, at: self.at }),
                None => {
                    let bracket = if optional { '[' } else { '(' };
                    return Err(TemplateFault::Unbalanced { bracket, at: opened_at });
                }
            }
        }
        if separator == Some(';') {
            let parts = branches.len();
            if parts > PERMUTATION_PARTS_MAX {
                return Err(TemplateFault::PermutationTooLarge { parts });
            }
            branches = vec![Syntax::Permutation(branches)];
        }
        if optional {
            branches.push(Syntax::Sequence(Vec::new()));
        }
        Ok(Syntax::Alternative(branches))
    }

    /// Reads `{name}` or `<name>`, starting at the bracket.
    fn name(&mut self, close: char) -> Result<String, TemplateFault> {
        let bracket = self.next().unwrap_or_default();
        let opened_at = self.at;
        let mut name = String::new();
        loop {
            match self.next() {
                Some(character) if character == close => break,
                Some(character) => name.push(character),
                None => return Err(TemplateFault::Unbalanced { bracket, at: opened_at }),
            }
        }
        let name = name.trim().to_owned();
        if name.chars().count() <= FIELD_CHARS_MAX && is_kebab_case(&name) {
            Ok(name)
        } else {
            Err(TemplateFault::Name { name })
        }
    }
}

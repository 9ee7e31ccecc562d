//! The few tools that a sentence could mean.
//!
//! A model that chooses among few tools chooses better. Tools are ranked by BM25 over what is written about them:
//! names, documentation and the words of their phrases. English counts by words, Chinese by pairs of characters,
//! because it has no spaces. Whatever is ranked, the tools come in the order of installation, so that the prompt
//! that lists them changes as seldom as possible. This deliberately knows nothing of meaning.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

use jumpseat_package::Phrases;
use jumpseat_tool::{Case, Record, Tool, ToolName, Type};

use crate::{
    limits::{SHORTLIST_TOOLS_MAX, TYPE_DEPTH_MAX},
    tokens::{Class, Tokens},
};

/// How fast repeated terms stop counting. The usual value.
const SATURATION: f32 = 1.2;
/// How much long documents are held back. The usual value.
const LENGTH_WEIGHT: f32 = 0.75;

/// All tools and the terms that speak for them.
#[derive(Debug)]
pub(crate) struct Shortlist {
    tools: Vec<Arc<Tool>>,
    /// For each term, the tools that it speaks for and how strongly.
    weights: HashMap<Box<str>, Box<[(u32, f32)]>>,
}

impl Shortlist {
    pub(crate) fn new(tools: Vec<(Arc<Tool>, Document)>) -> Self {
        let (tools, documents): (Vec<_>, Vec<_>) = tools.into_iter().unzip();
        Self { tools, weights: weigh(&documents) }
    }

    /// The tools that the sentence could mean, and those named in `also`, in the order of installation.
    pub(crate) fn pick(&self, sentence: &str, also: &BTreeSet<&ToolName>) -> Vec<Arc<Tool>> {
        let mut scores = vec![0.0; self.tools.len()];
        for term in terms(sentence).collect::<BTreeSet<String>>() {
            for (tool, weight) in self.weights.get(term.as_str()).into_iter().flatten() {
                if let Some(score) = scores.get_mut(*tool as usize) {
                    *score += weight;
                }
            }
        }
        let mut ranked: Vec<(usize, f32)> = scores.into_iter().enumerate().collect();
        // Equal scores stay in the order of installation.
        ranked.sort_by(|(_, a), (_, b)| b.total_cmp(a));
        let picked: BTreeSet<usize> = ranked.iter().take(SHORTLIST_TOOLS_MAX).map(|(tool, _)| *tool).collect();
        let keep = |at: &usize, tool: &Arc<Tool>| picked.contains(at) || also.contains(&tool.name);
        self.tools.iter().enumerate().filter(|(at, tool)| keep(at, tool)).map(|(_, tool)| Arc::clone(tool)).collect()
    }
}

/// How strongly each term speaks for each document (BM25).
fn weigh(documents: &[Document]) -> HashMap<Box<str>, Box<[(u32, f32)]>> {
    let lengths: Vec<f32> =
        documents.iter().map(|document| document.terms.values().copied().map(count).sum()).collect();
    let average = (lengths.iter().sum::<f32>() / count(documents.len()).max(1.0)).max(1.0);
    let mut frequencies: BTreeMap<&str, Vec<(u32, f32)>> = BTreeMap::new();
    for (document, at) in documents.iter().zip(0..) {
        for (term, times) in &document.terms {
            frequencies.entry(term).or_default().push((at, count(*times)));
        }
    }
    let weight = |(term, tools): (&str, Vec<(u32, f32)>)| {
        let holding = count(tools.len());
        let rarity = (1.0 + (count(documents.len()) - holding + 0.5) / (holding + 0.5)).ln();
        let tools = tools.into_iter().zip(std::iter::repeat(rarity)).map(|((at, frequency), rarity)| {
            let length = lengths.get(at as usize).copied().unwrap_or(average) / average;
            let damped = frequency + SATURATION * (1.0 - LENGTH_WEIGHT + LENGTH_WEIGHT * length);
            (at, rarity * frequency * (SATURATION + 1.0) / damped)
        });
        (term.into(), tools.collect())
    };
    frequencies.into_iter().map(weight).collect()
}

/// Counts here are far below the numbers that `f32` holds exactly.
fn count(number: usize) -> f32 {
    u16::try_from(number).map_or(f32::from(u16::MAX), f32::from)
}

/// What is written about a tool.
#[derive(Debug)]
pub(crate) struct Document {
    /// Its terms, and how often each stands in it.
    terms: BTreeMap<String, usize>,
}

impl Document {
    /// Everything about a tool of a skill that has these phrases.
    pub(crate) fn of(tool: &Tool, phrases: &[Phrases]) -> Self {
        let mut counted: BTreeMap<String, usize> = BTreeMap::new();
        for term in written(tool, phrases) {
            *counted.entry(term).or_default() += 1;
        }
        Self { terms: counted }
    }
}

/// The terms of what is written about a tool. A text that stands in many of its phrases counts once.
fn written(tool: &Tool, phrases: &[Phrases]) -> Vec<String> {
    let mut texts = vec![tool.name.skill.as_str(), &tool.name.function, &tool.docs];
    let mut types = BTreeSet::new();
    if let Some(request) = &tool.request {
        read_record(request, &mut texts, &mut types, 0);
    }
    let mut said = BTreeSet::new();
    for phrases in phrases {
        for sentence in phrases.tools.get(&tool.name.function).into_iter().flatten() {
            said.extend(sentence.template.texts());
        }
        let spoken = phrases.words.iter().filter(|(ty, _)| types.contains(ty.as_str()));
        said.extend(spoken.flat_map(|(_, cases)| cases.values().flatten().map(String::as_str)));
    }
    texts.into_iter().chain(said).flat_map(terms).collect()
}

fn read_record<'a>(record: &'a Record, texts: &mut Vec<&'a str>, types: &mut BTreeSet<&'a str>, depth: usize) {
    texts.push(&record.docs);
    for field in &record.fields {
        types.insert(&field.name);
        texts.extend([field.name.as_str(), &field.docs]);
        read_type(&field.ty, texts, types, depth + 1);
    }
}

fn read_type<'a>(ty: &'a Type, texts: &mut Vec<&'a str>, types: &mut BTreeSet<&'a str>, depth: usize) {
    if depth > TYPE_DEPTH_MAX {
        return;
    }
    match ty {
        Type::List(inner) | Type::Option(inner) => read_type(inner, texts, types, depth + 1),
        Type::Tuple(inner) => inner.iter().for_each(|inner| read_type(inner, texts, types, depth + 1)),
        Type::Record(record) => read_record(record, texts, types, depth),
        Type::Variant(name, cases) | Type::Enum(name, cases) | Type::Flags(name, cases) => {
            types.insert(name);
            for Case { name, docs, payload } in cases {
                texts.extend([name.as_str(), docs]);
                if let Some(payload) = payload {
                    read_type(payload, texts, types, depth + 1);
                }
            }
        }
        Type::Result(ok, error) => {
            ok.iter().chain(error).for_each(|inner| read_type(inner, texts, types, depth + 1));
        }
        Type::Bool
        | Type::S8
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
        | Type::String => {}
    }
}

/// Words without a plural "s", and pairs of neighbouring ideographs.
fn terms(text: &str) -> impl Iterator<Item = String> + use<> {
    let tokens = Tokens::of(text);
    let words: Vec<String> = tokens.words().map(str::to_owned).collect();
    let ideograph = |word: &str| word.chars().all(|c| Class::of(c) == Class::Ideograph);
    let mut terms = Vec::with_capacity(words.len());
    for (at, word) in words.iter().enumerate() {
        if !ideograph(word) {
            terms.push(singular(word).to_owned());
            continue;
        }
        let next = words.get(at + 1).filter(|next| ideograph(next));
        let before = at.checked_sub(1).and_then(|at| words.get(at)).is_some_and(|before| ideograph(before));
        match next {
            Some(next) => terms.push(format!("{word}{next}")),
            None if !before => terms.push(word.clone()),
            None => {}
        }
    }
    terms.into_iter()
}

fn singular(word: &str) -> &str {
    let stem = word.strip_suffix('s').filter(|stem| stem.len() >= 3 && !stem.ends_with('s'));
    stem.unwrap_or(word)
}

#[cfg(test)]
mod tests;

//! What can be said to the car: the recogniser's grammar, derived from what the installed skills say of themselves.
//!
//! One source, two outputs: the same templates that the router matches are what the recogniser listens for, so there
//! is no second list of commands that could drift. A text field becomes the names of the places that the car knows,
//! an integer becomes number words, an enum the words of its cases.
//!
//! The grammar is written as the finite-state graph that pocketsphinx itself makes of a JSGF grammar. Written as JSGF,
//! every mention of a rule is copied when it is loaded; the graph that is made here is the smallest one. The same
//! sentences are recognised in three quarters of the time.
//!
//! Words that the dictionary cannot pronounce are left out, and what is lost by that is told. This deliberately
//! knows no sound, no file and no process.

mod dictionary;
mod graph;
mod template;
mod values;

use std::{
    collections::{BTreeSet, HashMap},
    fmt::Write as _,
};

use jumpseat_package::{Language, Phrases, Rules, SkillId, Template};
use jumpseat_router::Surface;

pub(crate) use self::dictionary::Dictionary;
pub use self::template::Unusable;
use self::{
    graph::{BudgetSpent, Graph, Node},
    template::compile,
};
use crate::limits::{GRAMMAR_STEPS_MAX, NAMES_MAX};

/// How a place is named when the car has asked which one is meant.
const NAME_ALONE: &str = "[the] {name} [please]";

/// What a driver may say.
#[derive(Debug, Clone, Copy)]
pub struct Sentences<'a> {
    /// The installed skills, in the order of their installation.
    pub surfaces: &'a [Surface],
    /// Answers to questions: "the second one", "never mind".
    pub answers: &'a [Template],
    /// Names that text fields take: the places that the car knows.
    pub names: &'a [String],
}

/// What cannot be heard.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// Words without a known pronunciation, sorted.
    pub words: Vec<String>,
    /// Names with such a word, and names beyond the limit.
    pub names: Vec<String>,
    /// Templates of which no sentence is left.
    pub sentences: Vec<LeftOutSentence>,
}

/// A template of which no sentence can be heard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOutSentence {
    /// The skill; nothing for an answer.
    pub skill: Option<SkillId>,
    /// The template as it was written.
    pub template: String,
    /// Why.
    pub because: Unusable,
}

/// Sentences on the way to a grammar: everything is there, pronounceable or not.
pub(crate) struct Draft {
    graph: Graph,
    /// The answers, and then the sentences of each skill in the order of installation: where there is no more room, those
    /// that were installed later lose theirs.
    groups: Vec<Vec<DraftSentence>>,
    names: Vec<(String, Option<Vec<String>>)>,
    left_out: LeftOut,
}

struct DraftSentence {
    skill: Option<SkillId>,
    template: String,
    node: Node,
}

/// What is listened for.
pub(crate) struct Grammar {
    graph: Graph,
    start: Node,
}

impl Draft {
    /// Puts the sentences together.
    pub(crate) fn new(sentences: &Sentences<'_>) -> Self {
        let mut draft =
            Self { graph: Graph::new(), groups: Vec::new(), names: Vec::new(), left_out: LeftOut::default() };
        let names = draft.add_names(sentences.names).unwrap_or(Graph::NOTHING);
        // Answers come first, so that no skill can use up the room for "the second one" and "never mind".
        draft.add_answers(sentences.answers, names);
        for surface in sentences.surfaces {
            let mut group = Vec::new();
            for phrases in surface.phrases.iter().filter(|phrases| phrases.language == Language::English) {
                draft.add_skill(surface, phrases, names, &mut group);
            }
            draft.groups.push(group);
        }
        draft
    }

    /// All words, pronounceable or not.
    pub(crate) fn words(&self) -> BTreeSet<&str> {
        self.graph.vocabulary().collect()
    }

    /// What can be pronounced of it, and what that leaves out.
    pub(crate) fn finish(mut self, dictionary: &Dictionary) -> (Grammar, LeftOut) {
        let is_known = |word: &str| dictionary.knows(word);
        let mut left_out = std::mem::take(&mut self.left_out);
        left_out.words = self.words().into_iter().filter(|word| !is_known(word)).map(str::to_owned).collect();
        let unsaid = self.names.iter().filter(|(_, words)| !words.iter().flatten().all(|word| is_known(word)));
        left_out.names.extend(unsaid.map(|(name, _)| name.clone()));
        let mut done = HashMap::new();
        let mut start = Graph::NOTHING;
        for group in self.groups {
            let mut nodes = Vec::with_capacity(group.len());
            let mut unusable = Vec::new();
            for sentence in group {
                let restricted = self.graph.restrict(sentence.node, &is_known, &mut done);
                match restricted.map_err(Unusable::from) {
                    Ok(Graph::NOTHING) => unusable.push((sentence, Unusable::Unpronounceable)),
                    Ok(node) => nodes.push((sentence, node)),
                    Err(because) => unusable.push((sentence, because)),
                }
            }
            match together(&mut self.graph, start, nodes.iter().map(|(_, node)| *node).collect()) {
                Ok(more) => start = more,
                Err(BudgetSpent) => {
                    unusable.extend(nodes.into_iter().map(|(sentence, _)| (sentence, Unusable::TooLarge)));
                }
            }
            left_out.sentences.extend(
                unusable.into_iter().map(|(DraftSentence { skill, template, .. }, because)| LeftOutSentence {
                    skill,
                    template,
                    because,
                }),
            );
        }
        (Grammar { graph: self.graph, start }, left_out)
    }

    fn add_names(&mut self, names: &[String]) -> Result<Node, BudgetSpent> {
        let mut nodes = Vec::new();
        for name in names.iter().take(NAMES_MAX) {
            let words = values::name(name);
            match &words {
                Some(words) => nodes.push(self.graph.words(words, Graph::END)?),
                None => self.left_out.names.push(name.clone()),
            }
            self.names.push((name.clone(), words));
        }
        self.left_out.names.extend(names.iter().skip(NAMES_MAX).cloned());
        self.graph.union_of(nodes)
    }

    fn add_answers(&mut self, answers: &[Template], names: Node) {
        let mut group = Vec::new();
        let name_alone = Template::parse(NAME_ALONE, &Rules::default()).ok().filter(|_| names != Graph::NOTHING);
        let fields = HashMap::from([("name", names)]);
        for template in answers.iter().chain(&name_alone) {
            let node = compile(&mut self.graph, template, &fields);
            self.keep(None, template, node, &mut group);
        }
        self.groups.push(group);
    }

    fn add_skill(&mut self, surface: &Surface, phrases: &Phrases, names: Node, group: &mut Vec<DraftSentence>) {
        for (function, sentences) in &phrases.tools {
            // Sentences for a tool that is not there are the router's to complain about.
            let Some(tool) = surface.tools.iter().find(|tool| tool.name.function == *function) else { continue };
            let mut fields = HashMap::new();
            for field in tool.fields() {
                let node = values::of_field(&mut self.graph, field, phrases, names).unwrap_or(Graph::NOTHING);
                fields.insert(field.name.as_str(), node);
            }
            for sentence in sentences {
                let node = compile(&mut self.graph, &sentence.template, &fields);
                self.keep(Some(&surface.skill), &sentence.template, node, group);
            }
        }
    }

    fn keep(
        &mut self,
        skill: Option<&SkillId>,
        template: &Template,
        node: Result<Node, Unusable>,
        group: &mut Vec<DraftSentence>,
    ) {
        let (skill, template) = (skill.cloned(), template.source.clone());
        match node {
            Ok(node) => group.push(DraftSentence { skill, template, node }),
            Err(because) => self.left_out.sentences.push(LeftOutSentence { skill, template, because }),
        }
    }
}

/// The sentences of one more skill with those that are already there, if all of them can be searched in time.
fn together(graph: &mut Graph, start: Node, mut nodes: Vec<Node>) -> Result<Node, BudgetSpent> {
    nodes.push(start);
    let all = graph.union_of(nodes)?;
    let steps: usize = graph.walk(all).iter().map(|(_, _, steps)| steps.len()).sum();
    if steps > GRAMMAR_STEPS_MAX { Err(BudgetSpent) } else { Ok(all) }
}

impl Grammar {
    /// Whether there is nothing to listen for.
    pub(crate) fn is_empty(&self) -> bool {
        self.start == Graph::NOTHING
    }

    /// Whether these words are one of its sentences.
    pub(crate) fn says(&self, sentence: &str) -> bool {
        self.graph.says(self.start, sentence.split_whitespace())
    }

    /// The grammar in the format of the Sphinx recognisers.
    pub(crate) fn to_fsg(&self) -> String {
        let walk = self.graph.walk(self.start);
        let numbers: HashMap<Node, usize> = walk.iter().enumerate().map(|(at, (node, ..))| (*node, at)).collect();
        let last = walk.len();
        let mut text = format!("FSG_BEGIN sentences\nNUM_STATES {}\nSTART_STATE 0\nFINAL_STATE {last}\n", last + 1);
        let mut line = |from: usize, to: usize, word: &str| {
            // Writing to a string cannot fail.
            writeln!(text, "TRANSITION {from} {to} 1.0 {word}").unwrap_or_default();
        };
        for (at, (_, ends, steps)) in walk.iter().enumerate() {
            for (word, next) in steps {
                line(at, numbers.get(next).copied().unwrap_or(last), word);
            }
            if *ends {
                line(at, last, "");
            }
        }
        text.push_str("FSG_END\n");
        text
    }
}

#[cfg(test)]
mod tests;

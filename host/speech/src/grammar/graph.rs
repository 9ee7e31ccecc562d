//! Sets of sentences as one graph of words without loops.
//!
//! A node *is* a set of sentences: those that can be said from it on. Equal sets are one node, and no node has two
//! steps with the same word, so the graph is always the smallest one, however it was put together. That keeps the
//! recogniser's search small: templates of many skills that begin or end alike are searched once.
//!
//! This deliberately knows nothing of templates and of pronunciation.

use std::collections::{BTreeSet, HashMap};

use crate::limits::GRAPH_STEPS_MAX;

/// A set of sentences.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Node(u32);

/// A word of the vocabulary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Word(u32);

/// The budget of steps is spent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct BudgetSpent;

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Content {
    /// Whether a sentence may end here.
    ends: bool,
    /// What may be said next, sorted by word.
    steps: Box<[(Word, Node)]>,
}

/// A growing graph.
#[derive(Debug)]
pub(super) struct Graph {
    nodes: Vec<Content>,
    known: HashMap<Content, Node>,
    vocabulary: Vec<String>,
    words: HashMap<String, Word>,
    unions: HashMap<(Node, Node), Node>,
    chains: HashMap<(Node, Node), Node>,
    steps: usize,
}

impl Graph {
    /// No sentence at all.
    pub(super) const NOTHING: Node = Node(0);
    /// The empty sentence.
    pub(super) const END: Node = Node(1);

    pub(super) fn new() -> Self {
        let nothing = Content { ends: false, steps: Box::default() };
        let end = Content { ends: true, steps: Box::default() };
        Self {
            known: HashMap::from([(nothing.clone(), Self::NOTHING), (end.clone(), Self::END)]),
            nodes: vec![nothing, end],
            vocabulary: Vec::new(),
            words: HashMap::new(),
            unions: HashMap::new(),
            chains: HashMap::new(),
            steps: 0,
        }
    }

    /// A word, and then what the node says.
    pub(super) fn word(&mut self, word: &str, next: Node) -> Result<Node, BudgetSpent> {
        let word = if let Some(known) = self.words.get(word) {
            *known
        } else {
            let new = Word(number(self.vocabulary.len()));
            self.vocabulary.push(word.to_owned());
            self.words.insert(word.to_owned(), new);
            new
        };
        self.node(false, vec![(word, next)])
    }

    /// These words, and then what the node says.
    pub(super) fn words(&mut self, words: &[String], next: Node) -> Result<Node, BudgetSpent> {
        words.iter().rev().try_fold(next, |next, word| self.word(word, next))
    }

    /// What any of the nodes says. Merged in pairs, so that a large set is not copied for every small one added.
    pub(super) fn union_of(&mut self, mut nodes: Vec<Node>) -> Result<Node, BudgetSpent> {
        while nodes.len() > 1 {
            let mut merged = Vec::with_capacity(nodes.len().div_ceil(2));
            for pair in nodes.chunks(2) {
                merged.push(match pair {
                    [a, b] => self.union(*a, *b)?,
                    pair => pair.first().copied().unwrap_or(Self::NOTHING),
                });
            }
            nodes = merged;
        }
        Ok(nodes.first().copied().unwrap_or(Self::NOTHING))
    }

    /// What either node says.
    pub(super) fn union(&mut self, a: Node, b: Node) -> Result<Node, BudgetSpent> {
        let (a, b) = (a.min(b), a.max(b));
        if a == b || a == Self::NOTHING {
            return Ok(b);
        }
        if let Some(known) = self.unions.get(&(a, b)) {
            return Ok(*known);
        }
        let (left, right) = (self.content(a), self.content(b));
        let ends = left.ends || right.ends;
        let mut both: Vec<(Word, Node)> = left.steps.iter().chain(&right.steps).copied().collect();
        both.sort_unstable();
        let mut steps: Vec<(Word, Node)> = Vec::with_capacity(both.len());
        for same in both.chunk_by(|(word, _), (other, _)| word == other) {
            match same {
                [(word, one), (_, other)] => steps.push((*word, self.union(*one, *other)?)),
                one => steps.extend_from_slice(one),
            }
        }
        let union = self.node(ends, steps)?;
        self.unions.insert((a, b), union);
        Ok(union)
    }

    /// What the first node says, and then what the second says.
    pub(super) fn chain(&mut self, first: Node, second: Node) -> Result<Node, BudgetSpent> {
        if first == Self::NOTHING || second == Self::NOTHING {
            return Ok(Self::NOTHING);
        }
        if first == Self::END || second == Self::END {
            return Ok(first.max(second));
        }
        if let Some(known) = self.chains.get(&(first, second)) {
            return Ok(*known);
        }
        let Content { ends, steps } = self.content(first);
        let mut longer = Vec::with_capacity(steps.len());
        for (word, next) in steps {
            longer.push((word, self.chain(next, second)?));
        }
        let mut chain = self.node(false, longer)?;
        if ends {
            chain = self.union(chain, second)?;
        }
        self.chains.insert((first, second), chain);
        Ok(chain)
    }

    /// What the node says without the words that are not known. Sentences that need one of them are gone.
    pub(super) fn restrict(
        &mut self,
        node: Node,
        is_known: &impl Fn(&str) -> bool,
        done: &mut HashMap<Node, Node>,
    ) -> Result<Node, BudgetSpent> {
        if let Some(known) = done.get(&node) {
            return Ok(*known);
        }
        let Content { ends, steps } = self.content(node);
        let mut left = Vec::with_capacity(steps.len());
        for (word, next) in steps {
            if is_known(self.spelling(word)) {
                left.push((word, self.restrict(next, is_known, done)?));
            }
        }
        let restricted = self.node(ends, left)?;
        done.insert(node, restricted);
        Ok(restricted)
    }

    /// All words that stand anywhere in the graph.
    pub(super) fn vocabulary(&self) -> impl Iterator<Item = &str> {
        self.vocabulary.iter().map(String::as_str)
    }

    /// The nodes that can be reached, each with whether a sentence may end there and its steps by spelling. The
    /// given node is the first.
    #[expect(clippy::type_complexity, reason = "three facts of a node, taken apart where it is written")]
    pub(super) fn walk(&self, from: Node) -> Vec<(Node, bool, Vec<(&str, Node)>)> {
        let mut seen = BTreeSet::from([from]);
        let mut waiting = vec![from];
        let mut walk = Vec::new();
        while let Some(node) = waiting.pop() {
            let Some(content) = self.nodes.get(index(node.0)) else { continue };
            let steps: Vec<_> = content.steps.iter().map(|(word, next)| (self.spelling(*word), *next)).collect();
            waiting.extend(steps.iter().map(|(_, next)| *next).filter(|next| seen.insert(*next)));
            walk.push((node, content.ends, steps));
        }
        walk
    }

    /// Whether the node says exactly these words.
    pub(super) fn says<'a>(&self, from: Node, words: impl IntoIterator<Item = &'a str>) -> bool {
        let mut node = from;
        for word in words {
            let step = self.words.get(word).and_then(|word| {
                let steps = &self.nodes.get(index(node.0))?.steps;
                let at = steps.binary_search_by_key(word, |(step, _)| *step).ok()?;
                steps.get(at)
            });
            let Some((_, next)) = step else { return false };
            node = *next;
        }
        self.nodes.get(index(node.0)).is_some_and(|content| content.ends)
    }

    fn node(&mut self, ends: bool, mut steps: Vec<(Word, Node)>) -> Result<Node, BudgetSpent> {
        steps.retain(|(_, next)| *next != Self::NOTHING);
        let content = Content { ends, steps: steps.into() };
        if let Some(node) = self.known.get(&content) {
            return Ok(*node);
        }
        self.steps += content.steps.len() + 1;
        if self.steps > GRAPH_STEPS_MAX {
            return Err(BudgetSpent);
        }
        let node = Node(number(self.nodes.len()));
        self.nodes.push(content.clone());
        self.known.insert(content, node);
        Ok(node)
    }

    fn content(&self, node: Node) -> Content {
        self.nodes.get(index(node.0)).cloned().unwrap_or(Content { ends: false, steps: Box::default() })
    }

    fn spelling(&self, word: Word) -> &str {
        self.vocabulary.get(index(word.0)).map_or("", String::as_str)
    }
}

fn index(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// Nodes and words are fewer than `u32::MAX`, because the number of steps is limited.
fn number(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sentence(graph: &mut Graph, text: &str) -> Node {
        let words: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
        graph.words(&words, Graph::END).unwrap()
    }

    fn set(graph: &mut Graph, sentences: &[&str]) -> Node {
        let nodes = sentences.iter().map(|text| sentence(graph, text)).collect();
        graph.union_of(nodes).unwrap()
    }

    fn sentences(graph: &Graph, node: Node) -> Vec<String> {
        let walk: HashMap<Node, _> =
            graph.walk(node).into_iter().map(|(node, ends, steps)| (node, (ends, steps))).collect();
        let mut waiting = vec![(String::new(), node)];
        let mut found = Vec::new();
        while let Some((said, node)) = waiting.pop() {
            let (ends, steps) = &walk[&node];
            waiting.extend(steps.iter().map(|(word, next)| (format!("{said} {word}"), *next)));
            if *ends {
                found.push(said.trim().to_owned());
            }
        }
        found.sort();
        found
    }

    #[test]
    fn equal_sets_are_one_node() {
        let mut graph = Graph::new();
        let one = set(&mut graph, &["find parking", "show parking", "find food"]);
        let other = set(&mut graph, &["show parking", "find food", "find parking", "find food"]);
        assert_eq!(one, other);
        assert_eq!(sentences(&graph, one), ["find food", "find parking", "show parking"]);
        // The two that end in "parking" share the node before it.
        assert_eq!(graph.walk(one).len(), 4);
    }

    #[test]
    fn a_chain_says_all_pairs_and_keeps_what_ends_early() {
        let mut graph = Graph::new();
        let first = set(&mut graph, &["hot", "hot pot"]);
        let second = set(&mut graph, &["pot", "please"]);
        let chain = graph.chain(first, second).unwrap();
        assert_eq!(sentences(&graph, chain), ["hot please", "hot pot", "hot pot please", "hot pot pot"]);
        assert_eq!(graph.chain(first, Graph::END), Ok(first));
        assert_eq!(graph.chain(Graph::NOTHING, first), Ok(Graph::NOTHING));
    }

    #[test]
    fn unknown_words_take_their_sentences_with_them() {
        let mut graph = Graph::new();
        let all = set(&mut graph, &["find ramen", "find pizza", "eat udon"]);
        let known = |word: &str| !["ramen", "udon"].contains(&word);
        let left = graph.restrict(all, &known, &mut HashMap::new()).unwrap();
        assert_eq!(sentences(&graph, left), ["find pizza"]);
        assert!(graph.says(left, ["find", "pizza"]));
        assert!(!graph.says(left, ["find"]) && !graph.says(left, ["find", "ramen"]) && !graph.says(left, []));
    }
}

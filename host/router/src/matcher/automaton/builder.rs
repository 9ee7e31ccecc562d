//! The graph while it grows: every node with its edges in a list of its own, equal nodes found by their edges.

use std::collections::{HashMap, HashSet, VecDeque};

use super::{Automaton, Edge, Label, packed, words::Words};

/// The budget of edges is spent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct BudgetSpent;

/// A graph that grows.
#[derive(Debug, Default)]
pub(crate) struct Builder {
    nodes: Vec<Box<[Edge]>>,
    interned: HashMap<Box<[Edge]>, u32>,
    vocabulary: HashMap<String, u32>,
    edges: usize,
    edges_max: usize,
}

impl Builder {
    /// Allows so many more edges from now on, and forgets what was left of earlier ones.
    pub(crate) fn allow(&mut self, edges: usize) {
        self.edges_max = self.edges.saturating_add(edges);
    }

    /// The node with these edges.
    pub(crate) fn node(&mut self, mut edges: Vec<Edge>) -> Result<u32, BudgetSpent> {
        edges.sort_unstable();
        edges.dedup();
        if let Some(node) = self.interned.get(edges.as_slice()) {
            return Ok(*node);
        }
        if self.edges + edges.len() > self.edges_max {
            return Err(BudgetSpent);
        }
        self.edges += edges.len();
        let node = self.push(edges.clone().into());
        self.interned.insert(edges.into(), node);
        Ok(node)
    }

    /// The number of nodes. An edge leads to a node with a smaller number than the one that it starts at.
    pub(crate) fn count(&self) -> u32 {
        number(self.nodes.len())
    }

    /// The edges of a node, sorted.
    pub(crate) fn edges(&self, node: u32) -> &[Edge] {
        usize::try_from(node).ok().and_then(|at| self.nodes.get(at)).map_or(&[], |edges| edges)
    }

    /// The number of a word.
    pub(crate) fn word(&mut self, word: &str) -> u32 {
        if let Some(number) = self.vocabulary.get(word) {
            return *number;
        }
        let number = number(self.vocabulary.len());
        self.vocabulary.insert(word.to_owned(), number);
        number
    }

    /// All words by their numbers.
    pub(crate) fn words(&self) -> HashMap<u32, &str> {
        self.vocabulary.iter().map(|(word, number)| (*number, word.as_str())).collect()
    }

    fn push(&mut self, edges: Box<[Edge]>) -> u32 {
        self.nodes.push(edges);
        number(self.nodes.len() - 1)
    }

    /// The automaton that accepts what any of these nodes accepts.
    pub(crate) fn finish(mut self, starts: &[u32]) -> Automaton {
        let start = self.merge(starts);
        let (nodes, start) = packed::pack(&self, start);
        Automaton { nodes, start, words: Words::of(&self.vocabulary) }
    }

    /// Adds nodes for the sets of nodes that the same words reach, nearest to the start first. The number of
    /// such sets can explode; once as many edges were added as the nodes lead to, the rest stays as it is, which is
    /// slower to walk and matches the same.
    fn merge(&mut self, starts: &[u32]) -> u32 {
        let edges_max = self.edges + self.edges_from(starts);
        let mut merged: HashMap<Vec<u32>, u32> = HashMap::new();
        let mut waiting: VecDeque<(Vec<u32>, u32)> = VecDeque::new();
        let start = self.push(Box::default());
        waiting.push_back((starts.to_vec(), start));
        while let Some((set, node)) = waiting.pop_front() {
            let mut edges: Vec<Edge> = set.iter().flat_map(|member| self.edges(*member)).copied().collect();
            edges.sort_unstable();
            edges.dedup();
            if self.edges < edges_max {
                edges = self.merge_targets(&edges, &mut merged, &mut waiting);
            }
            self.edges += edges.len();
            if let Some(slot) = usize::try_from(node).ok().and_then(|at| self.nodes.get_mut(at)) {
                *slot = edges.into();
            }
        }
        start
    }

    /// How many edges these nodes lead to.
    fn edges_from(&self, starts: &[u32]) -> usize {
        let mut seen: HashSet<u32> = starts.iter().copied().collect();
        let mut waiting: Vec<u32> = seen.iter().copied().collect();
        let mut count = 0;
        while let Some(node) = waiting.pop() {
            let edges = self.edges(node);
            count += edges.len();
            let next = edges.iter().filter(|edge| edge.label != Label::Accept).map(|edge| edge.target);
            waiting.extend(next.filter(|target| seen.insert(*target)));
        }
        count
    }

    fn merge_targets(
        &mut self,
        edges: &[Edge],
        merged: &mut HashMap<Vec<u32>, u32>,
        waiting: &mut VecDeque<(Vec<u32>, u32)>,
    ) -> Vec<Edge> {
        let mut one_each = Vec::with_capacity(edges.len());
        for same in edges.chunk_by(|a, b| a.label == b.label) {
            let Some(first) = same.first() else { continue };
            if same.len() == 1 || first.label == Label::Accept {
                one_each.extend_from_slice(same);
                continue;
            }
            let targets: Vec<u32> = same.iter().map(|edge| edge.target).collect();
            let target = if let Some(known) = merged.get(&targets) {
                *known
            } else {
                let target = self.push(Box::default());
                merged.insert(targets.clone(), target);
                waiting.push_back((targets, target));
                target
            };
            one_each.push(Edge { label: first.label, target });
        }
        one_each
    }
}

/// Nodes, edges and words are far fewer than `u32::MAX`, because their number is limited per skill.
pub(crate) fn number(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

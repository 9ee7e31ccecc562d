//! A graph as bytes, about four for an edge.
//!
//! A node is known by the place at which its bytes begin. They are whole numbers: how many edges it has, then for each
//! edge what it takes and where it leads. What it takes is the number of the word or field times three, plus 0 for a
//! word, 1 for a field and 2 for the end. Where it leads is how far back that node begins, because a node is written
//! after those that it leads to; for the end of a sentence, it is the number of the template. Numbers are written
//! in groups of seven bits, the lowest first, each byte but the last with its highest bit set (LEB128).

use super::{
    Edge, Label,
    builder::{Builder, number},
};

/// Bits of a number in one byte.
const GROUP_BITS: u32 = 7;
/// Set where another byte follows.
const MORE: u8 = 1 << GROUP_BITS;

/// The nodes that one of them leads to, and where that one begins.
pub(super) fn pack(graph: &Builder, start: u32) -> (Box<[u8]>, u32) {
    let mut bytes = Vec::new();
    // By number of the node: where it begins.
    let mut begins: Vec<Option<u32>> = vec![None; graph.count() as usize];
    let begin = |begins: &[Option<u32>], node: u32| begins.get(node as usize).copied().flatten();
    let mut open = vec![start];
    while let Some(node) = open.last().copied() {
        let edges = graph.edges(node);
        let waiting = open.len();
        let targets = edges.iter().filter(|edge| edge.label != Label::Accept).map(|edge| edge.target);
        open.extend(targets.filter(|target| begin(&begins, *target).is_none()));
        if open.len() > waiting {
            continue;
        }
        open.pop();
        // Several nodes may have waited for it.
        if begin(&begins, node).is_some() {
            continue;
        }
        let at = number(bytes.len());
        write(&mut bytes, number(edges.len()));
        for Edge { label, target } in edges {
            let back = at.saturating_sub(begin(&begins, *target).unwrap_or(at));
            let (label, target) = match label {
                Label::Word(word) => (word * 3, back),
                Label::Slot(slot) => (slot * 3 + 1, back),
                Label::Accept => (2, *target),
            };
            write(&mut bytes, label);
            write(&mut bytes, target);
        }
        if let Some(begins) = begins.get_mut(node as usize) {
            *begins = Some(at);
        }
    }
    let start = begin(&begins, start).unwrap_or_default();
    (bytes.into(), start)
}

/// The edges of a node, read one after the other.
#[derive(Debug, Clone)]
pub(crate) struct Edges<'a> {
    node: u32,
    left: u32,
    rest: &'a [u8],
}

impl<'a> Edges<'a> {
    pub(super) fn of(bytes: &'a [u8], node: u32) -> Self {
        let mut rest = bytes.get(node as usize..).unwrap_or(&[]);
        let left = read(&mut rest).unwrap_or(0);
        Self { node, left, rest }
    }
}

impl Iterator for Edges<'_> {
    type Item = Edge;

    fn next(&mut self) -> Option<Edge> {
        self.left = self.left.checked_sub(1)?;
        let (label, target) = (read(&mut self.rest)?, read(&mut self.rest)?);
        Some(match label % 3 {
            0 => Edge { label: Label::Word(label / 3), target: self.node.checked_sub(target)? },
            1 => Edge { label: Label::Slot(label / 3), target: self.node.checked_sub(target)? },
            _ => Edge { label: Label::Accept, target },
        })
    }
}

fn write(bytes: &mut Vec<u8>, mut number: u32) {
    loop {
        let [group, ..] = number.to_le_bytes();
        number >>= GROUP_BITS;
        if number == 0 {
            bytes.push(group);
            return;
        }
        bytes.push(group | MORE);
    }
}

fn read(bytes: &mut &[u8]) -> Option<u32> {
    let mut number = 0;
    for shift in (0..u32::BITS).step_by(GROUP_BITS as usize) {
        let (byte, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u32::from(byte & !MORE) << shift;
        if byte & MORE == 0 {
            return Some(number);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_number_is_read_as_it_was_written(numbers: Vec<u32>) {
            let mut bytes = Vec::new();
            for number in &numbers {
                write(&mut bytes, *number);
            }
            let mut rest = bytes.as_slice();
            for number in numbers {
                prop_assert_eq!(read(&mut rest), Some(number));
            }
            prop_assert!(rest.is_empty());
        }

        #[test]
        fn a_graph_is_read_as_it_was_built(lists in proptest::collection::vec(
            proptest::collection::vec((any::<u8>(), 0_usize..3, 0_u32..100_000_000, any::<u32>()), 0..5), 1..40,
        )) {
            let mut graph = Builder::default();
            graph.allow(usize::MAX);
            let mut nodes = Vec::new();
            for list in lists {
                let edge = |(pick, kind, value, accepts): (u8, usize, u32, u32)| match (kind, nodes.len()) {
                    (0, 1..) => Edge { label: Label::Word(value), target: nodes[usize::from(pick) % nodes.len()] },
                    (1, 1..) => Edge { label: Label::Slot(value), target: nodes[usize::from(pick) % nodes.len()] },
                    _ => Edge { label: Label::Accept, target: accepts },
                };
                let node = graph.node(list.into_iter().map(edge).collect()).unwrap();
                nodes.push(node);
            }
            let start = *nodes.last().unwrap();
            let (bytes, packed) = pack(&graph, start);
            let mut waiting = vec![(start, packed)];
            while let Some((built, read)) = waiting.pop() {
                let (built, read) = (graph.edges(built), Edges::of(&bytes, read).collect::<Vec<_>>());
                prop_assert_eq!(built.len(), read.len());
                for (built, read) in built.iter().zip(read) {
                    prop_assert_eq!(built.label, read.label);
                    match built.label {
                        Label::Accept => prop_assert_eq!(built.target, read.target),
                        Label::Word(_) | Label::Slot(_) if waiting.len() < 1_000 => waiting.push((built.target, read.target)),
                        Label::Word(_) | Label::Slot(_) => {}
                    }
                }
            }
        }
    }
}

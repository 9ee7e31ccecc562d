//! The positions of the nodes that ways run through.

use crate::{error::ImportError, geography::Position, limits::NODES_MAX};

/// Positions by node: first the nodes are named, then they are placed, then ways are located.
///
/// Two sorted lists instead of a map: half the memory, and extracts are large.
#[derive(Debug, Default)]
pub(super) struct Course {
    nodes: Vec<i64>,
    steps: Vec<[i32; 2]>,
}

/// Where a node is that is not placed yet: nowhere on the earth.
const NOWHERE: [i32; 2] = [i32::MIN; 2];

/// So many names are gathered before the first duplicates are dropped.
const GATHERED_NODES_MIN: usize = 1 << 20;

impl Course {
    /// Remembers that these nodes are needed.
    pub(super) fn need(&mut self, nodes: &[i64]) -> Result<(), ImportError> {
        // Neighbouring streets share nodes. Dropping duplicates whenever the list would grow keeps it near its final size.
        if self.nodes.len() + nodes.len() > self.nodes.capacity().max(GATHERED_NODES_MIN) {
            self.drop_duplicates()?;
        }
        self.nodes.extend_from_slice(nodes);
        Ok(())
    }

    /// Says that all needed nodes are named.
    pub(super) fn freeze(&mut self) -> Result<(), ImportError> {
        self.drop_duplicates()?;
        self.nodes.shrink_to_fit();
        self.steps = vec![NOWHERE; self.nodes.len()];
        Ok(())
    }

    fn drop_duplicates(&mut self) -> Result<(), ImportError> {
        self.nodes.sort_unstable();
        self.nodes.dedup();
        if self.nodes.len() > NODES_MAX {
            let (value, limit) = (self.nodes.len() as u64, NODES_MAX as u64);
            return Err(ImportError::OverLimit { what: "the number of nodes of streets and outlines", value, limit });
        }
        Ok(())
    }

    /// Remembers where a node is, if it is needed.
    pub(super) fn place(&mut self, node: i64, position: Position) {
        if let Ok(index) = self.nodes.binary_search(&node)
            && let Some(steps) = self.steps.get_mut(index)
        {
            *steps = position.to_steps();
        }
    }

    /// The nodes of a way with their positions, without those that the extract does not hold.
    pub(super) fn locate(&self, nodes: &[i64]) -> Vec<(i64, Position)> {
        let position = |node: &i64| Position::from_steps(*self.steps.get(self.nodes.binary_search(node).ok()?)?);
        nodes.iter().filter_map(|node| Some((*node, position(node)?))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_needed_nodes_are_located() {
        let at = |latitude_deg| Position { latitude_deg, longitude_deg: 0.0 };
        let mut course = Course::default();
        course.need(&[3, 1, 3]).unwrap();
        course.need(&[2]).unwrap();
        course.freeze().unwrap();
        course.place(1, at(1.0));
        course.place(3, at(3.0));
        course.place(9, at(9.0));
        assert_eq!(course.locate(&[3, 2, 1, 9]), [(3, at(3.0)), (1, at(1.0))]);
    }
}

//! Public corpora: what others wrote to test engines, taken through the loading of skills.

pub(crate) mod components;

use std::collections::BTreeMap;

/// How many ended in which way.
pub(crate) type Counts = BTreeMap<&'static str, usize>;

/// The counts on one line.
pub(crate) fn line(counts: &Counts) -> String {
    counts.iter().map(|(end, count)| format!("{count} {end}")).collect::<Vec<_>>().join(", ")
}

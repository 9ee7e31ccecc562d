//! Tests of the whole crate: from an extract to an answer.

mod clock;
mod extracts;
mod hostile;
mod importing;
mod pbf;
mod search;

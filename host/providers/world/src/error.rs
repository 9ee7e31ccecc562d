//! Why there is no world.

use jumpseat_osm::{ImportError, MapError};

/// Why there is no world. Each of these is a mistake in `town.osm` or in the loop, which the tests of this crate find.
#[derive(Debug, thiserror::Error)]
pub enum WorldError {
    /// The town cannot be read.
    #[error("cannot read the town")]
    Import(#[from] ImportError),
    /// The town cannot be asked.
    #[error("cannot ask the town")]
    Map(#[from] MapError),
    /// The loop leaves the streets.
    #[error("no street leads from node {from} to node {to}")]
    NoStreet {
        /// A node of the loop.
        from: i64,
        /// The next corner of the loop.
        to: i64,
    },
    /// A signal has no phases, or phases that make no sense.
    #[error("the phases {phases:?} of signal {node} cannot be read")]
    Phases {
        /// The signal.
        node: i64,
        /// Its phases.
        phases: String,
    },
    /// The car never comes back.
    #[error("a lap takes longer than {limit_ms} ms")]
    EndlessLap {
        /// The limit.
        limit_ms: u64,
    },
}

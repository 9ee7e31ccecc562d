//! Streets and signals: all of them, for whoever drives on them.

use super::{NAME_COLUMNS, OsmMap, names, places::position};
use crate::{error::MapError, geography::Position, names::Names, street_nodes};

/// A street, or the piece of one that has the same properties throughout.
#[derive(Debug, Clone, PartialEq)]
pub struct Street {
    /// What it is called.
    pub names: Names,
    /// Speed limit, if it is signposted.
    pub speed_limit_kmh: Option<u32>,
    /// Whether cars may drive only in the order of the nodes.
    pub one_way: bool,
    /// Its course: OpenStreetMap's nodes, which streets that meet share, and where they are.
    pub nodes: Vec<(i64, Position)>,
}

/// A traffic signal.
#[derive(Debug, Clone, PartialEq)]
pub struct Signal {
    /// The node that it stands at.
    pub node: i64,
    /// What the crossing is called.
    pub names: Names,
    /// Where it stands.
    pub position: Position,
    /// The value of the tag `jumpseat:phases`, which a simulation reads; real maps have none.
    pub phases: Option<String>,
}

impl OsmMap {
    /// All streets. Meant for towns: the answer of a country is large.
    pub fn streets(&self) -> Result<Vec<Street>, MapError> {
        let connection = self.connection();
        let mut statement = connection.prepare_cached("SELECT * FROM streets ORDER BY id")?;
        let streets = statement.query_map([], |row| {
            Ok(Street {
                names: names(row, NAME_COLUMNS)?,
                speed_limit_kmh: row.get("speed_limit_kmh")?,
                one_way: row.get("one_way")?,
                nodes: street_nodes::decode(row.get_ref("nodes")?.as_blob()?),
            })
        })?;
        Ok(streets.collect::<rusqlite::Result<_>>()?)
    }

    /// All signals.
    pub fn signals(&self) -> Result<Vec<Signal>, MapError> {
        let connection = self.connection();
        let mut statement = connection.prepare_cached("SELECT * FROM signals ORDER BY id")?;
        let signals = statement.query_map([], |row| {
            Ok(Signal {
                node: row.get("node")?,
                names: names(row, NAME_COLUMNS)?,
                position: position(row)?,
                phases: row.get("phases")?,
            })
        })?;
        Ok(signals.collect::<rusqlite::Result<_>>()?)
    }
}

//! The course of a street as bytes: 16 for each node, its id and then its coordinates, big-endian. `SQLite` would
//! need a table of millions of rows for the same.

use crate::geography::Position;

const NODE_BYTES: usize = 16;

pub(crate) fn encode(nodes: &[(i64, Position)]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(nodes.len() * NODE_BYTES);
    for (id, position) in nodes {
        let [latitude, longitude] = position.to_steps();
        bytes.extend_from_slice(&id.to_be_bytes());
        bytes.extend_from_slice(&latitude.to_be_bytes());
        bytes.extend_from_slice(&longitude.to_be_bytes());
    }
    bytes
}

/// The nodes again. What is no whole node on the earth is left out.
pub(crate) fn decode(bytes: &[u8]) -> Vec<(i64, Position)> {
    let (nodes, _rest) = bytes.as_chunks::<NODE_BYTES>();
    nodes.iter().filter_map(decode_node).collect()
}

fn decode_node(node: &[u8; NODE_BYTES]) -> Option<(i64, Position)> {
    let (id, coordinates) = node.split_first_chunk::<8>()?;
    let (latitude, longitude) = (coordinates.first_chunk::<4>()?, coordinates.last_chunk::<4>()?);
    let steps = [latitude, longitude].map(|bytes| i32::from_be_bytes(*bytes));
    Some((i64::from_be_bytes(*id), Position::from_steps(steps)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_course_of_a_street_survives() {
        let at = |latitude_deg, longitude_deg| Position { latitude_deg, longitude_deg };
        let nodes = [(1, at(43.5, 7.420_000_1)), (-2, at(-90.0, -180.0))];
        assert_eq!(decode(&encode(&nodes)), nodes);
    }

    #[test]
    fn damaged_bytes_lose_only_what_is_damaged() {
        let mut bytes = encode(&[(1, Position { latitude_deg: 1.0, longitude_deg: 1.0 })]);
        bytes.extend_from_slice(&[0xff; 9]);
        assert_eq!(decode(&bytes).len(), 1);
        assert!(decode(&[0x7f; 16]).is_empty(), "not on earth");
    }
}

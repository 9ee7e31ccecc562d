//! Elements from a file in OpenStreetMap's binary format.

use std::io::Read;

use osmpbf::{BlobDecode, BlobError, BlobReader, Element as Raw, ErrorKind, HeaderBlock};

use super::{Element, Meter, Visit};
use crate::{error::ImportError, geography::Position, limits::WAY_NODES_MAX, tags::Tags};

/// What a file may require of its reader.
const FEATURES: [&str; 2] = ["OsmSchema-V0.6", "DenseNodes"];

pub(super) fn read(
    origin: &str,
    input: impl Read + Send,
    meter: &Meter,
    visit: &mut Visit<'_>,
) -> Result<(), ImportError> {
    let mut header_seen = false;
    let mut reader = ElementReader { tags: Tags::default(), nodes: Vec::new() };
    for blob in BlobReader::new(input) {
        let decoded = blob.as_ref().map_err(|error| fault(origin, header_seen, meter, error))?;
        match decoded.decode().map_err(|error| fault(origin, header_seen, meter, &error))? {
            BlobDecode::OsmHeader(header) => {
                check_features(origin, &header)?;
                header_seen = true;
            }
            BlobDecode::OsmData(block) if header_seen => {
                for element in block.elements() {
                    reader.give(&element, visit)?;
                }
            }
            BlobDecode::OsmData(_) | BlobDecode::Unknown(_) if !header_seen => {
                return Err(ImportError::NotOsm { origin: origin.to_owned(), detail: "it has no header".to_owned() });
            }
            BlobDecode::OsmData(_) | BlobDecode::Unknown(_) => {}
        }
    }
    if meter.was_cut() {
        return Err(ImportError::Truncated { origin: origin.to_owned() });
    }
    if !header_seen {
        return Err(ImportError::NotOsm { origin: origin.to_owned(), detail: "it is empty".to_owned() });
    }
    Ok(())
}

fn check_features(origin: &str, header: &HeaderBlock) -> Result<(), ImportError> {
    match header.required_features().iter().find(|feature| !FEATURES.contains(&feature.as_str())) {
        None => Ok(()),
        Some(feature) => Err(ImportError::UnknownFeature { origin: origin.to_owned(), feature: feature.clone() }),
    }
}

fn fault(origin: &str, header_seen: bool, meter: &Meter, error: &osmpbf::Error) -> ImportError {
    let origin = origin.to_owned();
    if let ErrorKind::Io(source) = error.kind() {
        return ImportError::Read { origin, source: source.kind().into() };
    }
    let detail = error.to_string();
    let is_short = matches!(error.kind(), ErrorKind::Blob(BlobError::Empty) | ErrorKind::Protobuf { .. });
    match (header_seen, is_short && meter.has_ended()) {
        (true, true) => ImportError::Truncated { origin },
        (true, false) => ImportError::Damaged { origin, detail },
        (false, _) => ImportError::NotOsm { origin, detail },
    }
}

/// Turns the decoder's elements into ours, in buffers that it keeps.
struct ElementReader {
    tags: Tags,
    nodes: Vec<i64>,
}

impl ElementReader {
    fn give(&mut self, raw: &Raw<'_>, visit: &mut Visit<'_>) -> Result<(), ImportError> {
        match raw {
            Raw::DenseNode(node) => self.give_node(node.id(), node.lat(), node.lon(), node.tags(), visit),
            Raw::Node(node) => self.give_node(node.id(), node.lat(), node.lon(), node.tags(), visit),
            Raw::Way(way) => {
                let count = way.raw_refs().len();
                if count > WAY_NODES_MAX {
                    let what = "the number of nodes of a way";
                    return Err(ImportError::OverLimit { what, value: count as u64, limit: WAY_NODES_MAX as u64 });
                }
                self.nodes.clear();
                self.nodes.extend(way.refs());
                self.take_tags(way.tags())?;
                visit(Element::Way { id: way.id(), nodes: &self.nodes, tags: &self.tags })
            }
            Raw::Relation(_) => Ok(()),
        }
    }

    fn give_node<'t>(
        &mut self,
        id: i64,
        latitude_deg: f64,
        longitude_deg: f64,
        tags: impl Iterator<Item = (&'t str, &'t str)>,
        visit: &mut Visit<'_>,
    ) -> Result<(), ImportError> {
        let Some(position) = Position::new(latitude_deg, longitude_deg) else { return Ok(()) };
        self.take_tags(tags)?;
        visit(Element::Node { id, position, tags: &self.tags })
    }

    fn take_tags<'t>(&mut self, tags: impl Iterator<Item = (&'t str, &'t str)>) -> Result<(), ImportError> {
        self.tags.clear();
        tags.into_iter().try_for_each(|(key, value)| self.tags.push(key, value))
    }
}

//! Where elements come from: a file in one of three formats, or XML in memory.
//!
//! Everything in here is input by strangers. Readers give elements one by one and never hold more than one block.

mod meter;
mod pbf;
mod xml;

use std::{
    fs::File,
    io::{self, BufReader, Read},
    path::Path,
    sync::Arc,
};

use flate2::bufread::MultiGzDecoder;

pub(crate) use meter::Meter;
use meter::Metered;

use crate::{error::ImportError, geography::Position, limits::SOURCE_BYTES_MAX, tags::Tags};

/// A part of a map that is worth looking at. Relations are not read.
pub(crate) enum Element<'a> {
    /// A point.
    Node { id: i64, position: Position, tags: &'a Tags },
    /// A line or outline through nodes.
    Way { id: i64, nodes: &'a [i64], tags: &'a Tags },
}

/// Receives elements in the order of the file.
pub(crate) type Visit<'a> = dyn FnMut(Element<'_>) -> Result<(), ImportError> + 'a;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Pbf,
    Xml,
    XmlGzip,
}

/// An extract that can be read several times.
pub(crate) struct Source<'a> {
    origin: String,
    format: Format,
    input: Input<'a>,
    bytes: u64,
}

enum Input<'a> {
    File(&'a Path),
    Memory(&'a [u8]),
}

impl<'a> Source<'a> {
    /// A file, whose name tells its format.
    pub(crate) fn file(path: &'a Path) -> Result<Self, ImportError> {
        let origin = path.display().to_string();
        let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
        let mut extensions = name.rsplit('.');
        let format = match (extensions.next(), extensions.next()) {
            (Some("pbf"), Some(_)) => Format::Pbf,
            (Some("osm"), Some(_)) => Format::Xml,
            (Some("gz"), Some("osm")) => Format::XmlGzip,
            _ => return Err(ImportError::UnknownFormat { origin }),
        };
        let metadata = match path.metadata() {
            Ok(metadata) => metadata,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(ImportError::NotFound { origin }),
            Err(source) => return Err(ImportError::Read { origin, source }),
        };
        if !metadata.is_file() {
            return Err(ImportError::NotOsm { origin, detail: "it is no file".to_owned() });
        }
        let bytes = metadata.len();
        if bytes > SOURCE_BYTES_MAX {
            let what = "the size of the extract in bytes";
            return Err(ImportError::OverLimit { what, value: bytes, limit: SOURCE_BYTES_MAX });
        }
        Ok(Self { origin, format, input: Input::File(path), bytes })
    }

    /// XML that is already there. `origin` names it in messages.
    pub(crate) fn xml(origin: &str, text: &'a [u8]) -> Self {
        let bytes = text.len() as u64;
        Self { origin: origin.to_owned(), format: Format::Xml, input: Input::Memory(text), bytes }
    }

    /// Its size.
    pub(crate) fn bytes(&self) -> u64 {
        self.bytes
    }

    /// The error for a source that contradicts itself.
    pub(crate) fn damaged(&self, detail: &str) -> ImportError {
        ImportError::Damaged { origin: self.origin.clone(), detail: detail.to_owned() }
    }

    /// Gives all elements to the visitor; the meter follows.
    pub(crate) fn for_each(&self, meter: &Arc<Meter>, visit: &mut Visit<'_>) -> Result<(), ImportError> {
        let raw: Box<dyn Read + Send + '_> = match self.input {
            Input::File(path) => {
                let failed = |source| ImportError::Read { origin: self.origin.clone(), source };
                Box::new(BufReader::with_capacity(BUFFER_BYTES, File::open(path).map_err(failed)?))
            }
            Input::Memory(bytes) => Box::new(bytes),
        };
        let metered = Metered::new(raw, Arc::clone(meter));
        match self.format {
            Format::Pbf => pbf::read(&self.origin, metered, meter, visit),
            Format::Xml => xml::read(&self.origin, BufReader::with_capacity(BUFFER_BYTES, metered), visit),
            Format::XmlGzip => {
                let unpacked = MultiGzDecoder::new(BufReader::with_capacity(BUFFER_BYTES, metered));
                xml::read(&self.origin, BufReader::with_capacity(BUFFER_BYTES, unpacked), visit)
            }
        }
    }
}

const BUFFER_BYTES: usize = 64 * 1024;

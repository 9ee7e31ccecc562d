//! Elements from OpenStreetMap XML.

use std::io::{self, BufRead, Read};

use quick_xml::{
    Reader, XmlVersion,
    errors::SyntaxError,
    events::{BytesStart, Event},
};

use super::{Element, Visit};
use crate::{
    error::ImportError,
    geography::Position,
    limits::{WAY_NODES_MAX, XML_BYTES_MAX, XML_EVENT_BYTES_MAX},
    tags::Tags,
};

pub(super) fn read(origin: &str, input: impl BufRead, visit: &mut Visit<'_>) -> Result<(), ImportError> {
    let mut reader = Reader::from_reader(Bounded { inner: input, total_bytes: 0, event_bytes: 0 });
    let mut buffer = Vec::new();
    let mut document = Document::new(origin);
    loop {
        buffer.clear();
        reader.get_mut().event_bytes = 0;
        let event = match reader.read_event_into(&mut buffer) {
            Ok(event) => event,
            Err(error) => return Err(reader.get_ref().over_limit().unwrap_or_else(|| document.fault(&error))),
        };
        match event {
            Event::Start(tag) => document.open(&tag)?,
            Event::Empty(tag) => {
                document.open(&tag)?;
                document.close(visit)?;
            }
            Event::End(_) => document.close(visit)?,
            Event::Eof => return document.finish(),
            Event::Text(_)
            | Event::CData(_)
            | Event::Comment(_)
            | Event::Decl(_)
            | Event::PI(_)
            | Event::DocType(_)
            | Event::GeneralRef(_) => {}
        }
    }
}

/// A reader that ends with an error where the text, or a single tag of it, is too long: a small packed file can
/// hold either.
struct Bounded<R> {
    inner: R,
    total_bytes: u64,
    event_bytes: u64,
}

impl<R> Bounded<R> {
    fn over_limit(&self) -> Option<ImportError> {
        let limits = [
            ("the size of an XML tag in bytes", self.event_bytes, XML_EVENT_BYTES_MAX),
            ("the size of the XML text in bytes", self.total_bytes, XML_BYTES_MAX),
        ];
        let (what, value, limit) = limits.into_iter().find(|(_, value, limit)| value > limit)?;
        Some(ImportError::OverLimit { what, value, limit })
    }
}

impl<R: BufRead> BufRead for Bounded<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.over_limit().is_some() {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.inner.fill_buf()
    }

    fn consume(&mut self, count: usize) {
        self.total_bytes += count as u64;
        self.event_bytes += count as u64;
        self.inner.consume(count);
    }
}

impl<R: BufRead> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.fill_buf()?.read(buffer)?;
        self.consume(count);
        Ok(count)
    }
}

/// Where in the document the reader is: the root, an element in it, or a part of that element.
struct Document<'a> {
    origin: &'a str,
    depth: usize,
    root_seen: bool,
    element: Option<Opened>,
    tags: Tags,
    nodes: Vec<i64>,
}

/// The element that is being read.
enum Opened {
    Node { id: i64, position: Position },
    Way { id: i64 },
}

impl<'a> Document<'a> {
    fn new(origin: &'a str) -> Self {
        Self { origin, depth: 0, root_seen: false, element: None, tags: Tags::default(), nodes: Vec::new() }
    }

    fn open(&mut self, tag: &BytesStart<'_>) -> Result<(), ImportError> {
        self.depth += 1;
        match (self.depth, tag.name().0) {
            (1, "osm") if !self.root_seen => self.root_seen = true,
            (1, other) => return Err(self.not_osm(format!("the root element is {other:?}"))),
            (2, "node") => self.open_node(tag)?,
            (2, "way") => self.open_way(tag)?,
            (3, "tag") if self.element.is_some() => self.read_tag(tag)?,
            (3, "nd") if matches!(self.element, Some(Opened::Way { .. })) => self.read_node_reference(tag)?,
            _ => {}
        }
        Ok(())
    }

    fn open_node(&mut self, tag: &BytesStart<'_>) -> Result<(), ImportError> {
        self.tags.clear();
        let mut numbers = [None; 2];
        let mut id = None;
        let mut visible = true;
        self.attributes(tag, |key, value| match key {
            "id" => id = value.parse().ok(),
            "lat" => numbers[0] = value.parse().ok(),
            "lon" => numbers[1] = value.parse().ok(),
            "visible" => visible = value != "false",
            _ => {}
        })?;
        let ([Some(latitude_deg), Some(longitude_deg)], Some(id)) = (numbers, id) else {
            // A deleted node has no position any more.
            return if visible { Err(self.damaged("a node without id, lat or lon")) } else { Ok(()) };
        };
        let position = Position::new(latitude_deg, longitude_deg).filter(|_| visible);
        self.element = position.map(|position| Opened::Node { id, position });
        Ok(())
    }

    fn open_way(&mut self, tag: &BytesStart<'_>) -> Result<(), ImportError> {
        self.tags.clear();
        self.nodes.clear();
        let mut id = None;
        let mut visible = true;
        self.attributes(tag, |key, value| match key {
            "id" => id = value.parse().ok(),
            "visible" => visible = value != "false",
            _ => {}
        })?;
        let Some(id) = id else { return Err(self.damaged("a way without id")) };
        self.element = visible.then_some(Opened::Way { id });
        Ok(())
    }

    fn read_tag(&mut self, tag: &BytesStart<'_>) -> Result<(), ImportError> {
        let [mut key, mut value] = [None, None];
        self.attributes(tag, |name, text| match name {
            "k" => key = Some(text.to_owned()),
            "v" => value = Some(text.to_owned()),
            _ => {}
        })?;
        match (key, value) {
            (Some(key), Some(value)) => self.tags.push(&key, &value),
            _ => Err(self.damaged("a tag without k or v")),
        }
    }

    fn read_node_reference(&mut self, tag: &BytesStart<'_>) -> Result<(), ImportError> {
        let mut node = None;
        self.attributes(tag, |key, value| {
            if key == "ref" {
                node = value.parse().ok();
            }
        })?;
        let Some(node) = node else { return Err(self.damaged("a node reference without ref")) };
        if self.nodes.len() >= WAY_NODES_MAX {
            let (value, limit) = (self.nodes.len() as u64 + 1, WAY_NODES_MAX as u64);
            return Err(ImportError::OverLimit { what: "the number of nodes of a way", value, limit });
        }
        self.nodes.push(node);
        Ok(())
    }

    fn attributes(&self, tag: &BytesStart<'_>, mut take: impl FnMut(&str, &str)) -> Result<(), ImportError> {
        for attribute in tag.attributes().with_checks(false) {
            let attribute = attribute.map_err(|error| self.damaged(&error.to_string()))?;
            let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|error| self.fault(&error))?;
            take(attribute.key.0, &value);
        }
        Ok(())
    }

    fn close(&mut self, visit: &mut Visit<'_>) -> Result<(), ImportError> {
        let closed = self.depth;
        self.depth = self.depth.saturating_sub(1);
        if closed != 2 {
            return Ok(());
        }
        match self.element.take() {
            Some(Opened::Node { id, position }) => visit(Element::Node { id, position, tags: &self.tags }),
            Some(Opened::Way { id }) => visit(Element::Way { id, nodes: &self.nodes, tags: &self.tags }),
            None => Ok(()),
        }
    }

    fn finish(&self) -> Result<(), ImportError> {
        match (self.root_seen, self.depth) {
            (false, _) => Err(self.not_osm("it holds no element".to_owned())),
            (true, 0) => Ok(()),
            (true, _) => Err(self.truncated()),
        }
    }

    fn not_osm(&self, detail: String) -> ImportError {
        ImportError::NotOsm { origin: self.origin.to_owned(), detail }
    }

    fn damaged(&self, detail: &str) -> ImportError {
        ImportError::Damaged { origin: self.origin.to_owned(), detail: detail.to_owned() }
    }

    fn truncated(&self) -> ImportError {
        ImportError::Truncated { origin: self.origin.to_owned() }
    }

    fn fault(&self, error: &quick_xml::Error) -> ImportError {
        let (io_kind, detail) = if let quick_xml::Error::Io(source) = error {
            (Some(source.kind()), source.to_string())
        } else {
            (None, error.to_string())
        };
        // What unpacks a file reports broken content as invalid input.
        let is_content =
            io_kind.is_none_or(|kind| matches!(kind, io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData));
        // All syntax errors but one say that the text ended within a tag.
        let is_short = matches!(error, quick_xml::Error::Syntax(syntax) if *syntax != SyntaxError::InvalidBangMarkup)
            || io_kind == Some(io::ErrorKind::UnexpectedEof);
        match io_kind {
            _ if is_short && self.root_seen => self.truncated(),
            Some(kind) if !is_content && !is_short => {
                ImportError::Read { origin: self.origin.to_owned(), source: kind.into() }
            }
            _ if self.root_seen => self.damaged(&detail),
            _ => self.not_osm(detail),
        }
    }
}

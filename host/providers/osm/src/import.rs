//! Makes a database from an extract.
//!
//! The extract is read twice: first to learn which nodes the kept ways consist of, then to keep the positions of
//! just these. Memory so grows with the streets of an extract, not with its buildings. The database is written
//! beside its target and takes its name when it is complete: whatever is damaged or interrupted, the database in
//! use stays whole, and the import can be repeated.

mod course;
mod writer;

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
};

use rusqlite::Connection;

use course::Course;
use writer::Writer;

use crate::{
    error::ImportError,
    feature::{CarParkRecord, PlaceRecord, SignalRecord, StreetRecord, is_open_to_all, keeps_way},
    geography::Position,
    limits::NODES_MAX,
    schema,
    source::{Element, Meter, Source},
    tags::Tags,
};

/// What an import is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// First reading: which nodes are needed.
    Scanning,
    /// Second reading: what is kept.
    Reading,
    /// Indexes are made.
    Finishing,
}

/// How far an import is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// What it is doing.
    pub stage: Stage,
    /// Bytes of the extract read so far, in both readings together.
    pub done_bytes: u64,
    /// Bytes to read in both readings together.
    pub total_bytes: u64,
}

/// What a database holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Summary {
    /// Places.
    pub places: u64,
    /// Car parks.
    pub car_parks: u64,
    /// Streets, in the pieces in which they are mapped.
    pub streets: u64,
    /// Traffic signals.
    pub signals: u64,
}

/// Makes or replaces `database` from the extract `source`.
///
/// Blocks for as long as it takes: about two seconds for each 10 MB of `.osm.pbf`.
pub fn import(source: &Path, database: &Path, progress: &mut dyn FnMut(Progress)) -> Result<Summary, ImportError> {
    let source = Source::file(source)?;
    let failed = |error| ImportError::Write { path: database.to_owned(), source: error };
    let folder = match database.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        Some(_) | None => Path::new("."),
    };
    fs::create_dir_all(folder).map_err(failed)?;
    let prefix = partial_prefix(database);
    remove_leftovers(folder, &prefix).map_err(failed)?;
    let partial = tempfile::Builder::new().prefix(&prefix).tempfile_in(folder).map_err(failed)?;

    let mut connection = Connection::open(partial.path())?;
    let summary = fill(&mut connection, &source, progress)?;
    connection.close().map_err(|(_, error)| error)?;

    partial.as_file().sync_all().map_err(failed)?;
    partial.persist(database).map_err(|error| failed(error.error))?;
    Ok(summary)
}

/// What the name of an unfinished database starts with.
fn partial_prefix(database: &Path) -> String {
    format!(".{}.import-", database.file_name().unwrap_or_default().to_string_lossy())
}

/// Removes what an import that was killed left behind. An import that is still running elsewhere then fails when it
/// wants to rename its file; the database in use stays whole in any case.
fn remove_leftovers(folder: &Path, prefix: &str) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path: PathBuf = entry?.path();
        if path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(prefix)) {
            fs::remove_file(path)?;
        }
    }
    Ok(())
}

/// Fills an empty database from a source.
pub(crate) fn fill(
    connection: &mut Connection,
    source: &Source<'_>,
    progress: &mut dyn FnMut(Progress),
) -> Result<Summary, ImportError> {
    let meter = Arc::new(Meter::default());
    let mut reporter = Reporter { progress, meter: &meter, total_bytes: source.bytes() * 2, reported_bytes: 0 };

    let mut course = Course::default();
    source.for_each(&meter, &mut |element| {
        reporter.report(Stage::Scanning);
        match element {
            Element::Way { nodes, tags, .. } if keeps_way(tags) => course.need(nodes),
            Element::Way { .. } | Element::Node { .. } => Ok(()),
        }
    })?;
    course.freeze()?;

    schema::create(connection)?;
    let transaction = connection.transaction()?;
    let mut keeper = Keeper { course, writer: Writer::new(&transaction)?, entrances: Vec::new() };
    source.for_each(&meter, &mut |element| {
        reporter.report(Stage::Reading);
        match element {
            Element::Node { id, position, tags } => keeper.keep_node(id, position, tags),
            Element::Way { id, nodes, tags } => keeper.keep_way(id, nodes, tags),
        }
    })?;
    reporter.finish();
    let summary = keeper.finish()?;
    transaction.commit()?;
    schema::finish(connection).map_err(|error| match error.sqlite_error_code() {
        Some(rusqlite::ErrorCode::ConstraintViolation) => source.damaged("an element occurs twice"),
        _ => ImportError::Database(error),
    })?;
    Ok(summary)
}

/// Tells about progress, about a hundred times.
struct Reporter<'a> {
    progress: &'a mut dyn FnMut(Progress),
    meter: &'a Meter,
    total_bytes: u64,
    reported_bytes: u64,
}

impl Reporter<'_> {
    fn report(&mut self, stage: Stage) {
        let done_bytes = self.meter.bytes();
        if done_bytes - self.reported_bytes > self.total_bytes / 100 {
            self.reported_bytes = done_bytes;
            (self.progress)(Progress { stage, done_bytes, total_bytes: self.total_bytes });
        }
    }

    fn finish(&mut self) {
        let total_bytes = self.total_bytes;
        (self.progress)(Progress { stage: Stage::Finishing, done_bytes: total_bytes, total_bytes });
    }
}

/// Decides what of the second reading is kept.
struct Keeper<'a> {
    course: Course,
    writer: Writer<'a>,
    entrances: Vec<Position>,
}

impl Keeper<'_> {
    fn keep_node(&mut self, id: i64, position: Position, tags: &Tags) -> Result<(), ImportError> {
        self.course.place(id, position);
        if tags.is_empty() {
            return Ok(());
        }
        if let Some(place) = PlaceRecord::of(tags) {
            self.writer.place(&format!("n{id}"), &place, position)?;
        }
        if let Some(car_park) = CarParkRecord::of(tags) {
            self.writer.car_park(&format!("n{id}"), &car_park, &[position])?;
        }
        if let Some(signal) = SignalRecord::of(tags) {
            self.writer.signal(id, &signal, position)?;
        }
        if tags.has("amenity", "parking_entrance") && is_open_to_all(tags) {
            if self.entrances.len() >= NODES_MAX {
                let (value, limit) = (self.entrances.len() as u64 + 1, NODES_MAX as u64);
                return Err(ImportError::OverLimit { what: "the number of parking entrances", value, limit });
            }
            self.entrances.push(position);
        }
        Ok(())
    }

    /// Ways whose nodes are missing, as at the edge of an extract, are left out or shortened.
    fn keep_way(&mut self, id: i64, nodes: &[i64], tags: &Tags) -> Result<(), ImportError> {
        let (place, car_park, street) = (PlaceRecord::of(tags), CarParkRecord::of(tags), StreetRecord::of(tags));
        if place.is_none() && car_park.is_none() && street.is_none() {
            return Ok(());
        }
        let located = self.course.locate(nodes);
        let is_closed = nodes.len() > 1 && nodes.first() == nodes.last();
        let corners: Vec<Position> =
            located.iter().map(|(_, position)| *position).skip(usize::from(is_closed)).collect();
        let Some(middle) = Position::middle(&corners) else { return Ok(()) };
        if let Some(place) = place {
            self.writer.place(&format!("w{id}"), &place, middle)?;
        }
        if let Some(car_park) = car_park {
            self.writer.car_park(&format!("w{id}"), &car_park, &corners)?;
        }
        if let Some(street) = street {
            self.writer.street(id, &street, &located)?;
        }
        Ok(())
    }

    fn finish(mut self) -> Result<Summary, ImportError> {
        for entrance in &self.entrances {
            self.writer.entrance(*entrance)?;
        }
        Ok(self.writer.summary())
    }
}

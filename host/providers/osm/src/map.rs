//! A database with a map in it, open for reading.

mod car_parks;
mod places;
mod streets;

use std::{
    path::Path,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use jumpseat_clock::ClockProvider;
use rusqlite::{Connection, OpenFlags, Row};

pub use streets::{Signal, Street};

use crate::{
    error::{ImportError, MapError},
    import::{self, Summary},
    names::Names,
    schema::{self, Identity},
    source::Source,
};

/// A map: what is where. Cheap to clone; all clones share one connection.
///
/// The methods of this type block on the database, for milliseconds. Its providers answer the same questions off
/// the async threads.
#[derive(Clone)]
pub struct OsmMap {
    shared: Arc<Shared>,
}

struct Shared {
    connection: Mutex<Connection>,
    clock: Arc<dyn ClockProvider>,
}

impl OsmMap {
    /// Opens a database that [`import`](crate::import) made. The clock tells what is open now.
    pub fn open(database: &Path, clock: Arc<dyn ClockProvider>) -> Result<Self, MapError> {
        if !database.is_file() {
            return Err(MapError::NotFound { path: database.to_owned() });
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(database, flags)?;
        // The file may come from anywhere: nothing in its schema may call functions.
        connection.pragma_update(None, "trusted_schema", false)?;
        let not_a_map = || MapError::NotAMap { path: database.to_owned() };
        let identity = match Identity::of(&connection) {
            Ok(identity) => identity,
            Err(error) if error.sqlite_error_code() == Some(rusqlite::ErrorCode::NotADatabase) => {
                return Err(not_a_map());
            }
            Err(error) => return Err(error.into()),
        };
        if identity.application_id != schema::APPLICATION_ID {
            return Err(not_a_map());
        }
        if identity.format != schema::FORMAT {
            let (path, found) = (database.to_owned(), identity.format);
            return Err(MapError::OtherFormat { path, found, expected: schema::FORMAT });
        }
        Ok(Self::with(connection, clock))
    }

    /// Imports OpenStreetMap XML into memory. `origin` names it in errors.
    pub fn from_xml(origin: &str, xml: &[u8], clock: Arc<dyn ClockProvider>) -> Result<Self, ImportError> {
        let mut connection = Connection::open_in_memory()?;
        import::fill(&mut connection, &Source::xml(origin, xml), &mut |_| {})?;
        Ok(Self::with(connection, clock))
    }

    fn with(connection: Connection, clock: Arc<dyn ClockProvider>) -> Self {
        connection.set_prepared_statement_cache_capacity(32);
        Self { shared: Arc::new(Shared { connection: Mutex::new(connection), clock }) }
    }

    /// What the map holds.
    pub fn summary(&self) -> Result<Summary, MapError> {
        let connection = self.connection();
        let count = |table| {
            let rows: i64 = connection.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0))?;
            Ok::<u64, rusqlite::Error>(rows.unsigned_abs())
        };
        Ok(Summary {
            places: count("places")?,
            car_parks: count("car_parks")?,
            streets: count("streets")?,
            signals: count("signals")?,
        })
    }

    fn connection(&self) -> MutexGuard<'_, Connection> {
        // A panic elsewhere leaves a connection for reading as good as it was.
        self.shared.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Reads three columns as names.
fn names(row: &Row<'_>, [local, english, chinese]: [&str; 3]) -> rusqlite::Result<Names> {
    Ok(Names { local: row.get(local)?, english: row.get(english)?, chinese: row.get(chinese)? })
}

/// The columns that name a thing.
const NAME_COLUMNS: [&str; 3] = ["name", "name_en", "name_zh"];

/// A distance as an answer gives it. Rounding keeps what lies within a whole number of metres within it.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "half the way round the earth fits")]
fn whole_metres(distance_m: f64) -> u32 {
    distance_m.round() as u32
}

//! The database: its tables, and how a file is recognised as one of ours.

use rusqlite::Connection;

/// Marks a `SQLite` file as a map of ours.
pub(crate) const APPLICATION_ID: i64 = 0x4a53_6d70;

/// The format of the database. Raise it with every change of a table or of what a column means.
pub(crate) const FORMAT: i64 = 1;

/// Names are searched in `place_names`, whose text [`crate::text`] folds: the tokenizer only has to split at spaces.
/// Positions of places are points, those of car parks are boxes around their outlines. [`crate::street_nodes`]
/// encodes the nodes of a street.
const TABLES: &str = "
CREATE TABLE places (
    id INTEGER PRIMARY KEY,
    osm TEXT NOT NULL,
    category INTEGER NOT NULL,
    name TEXT, name_en TEXT, name_zh TEXT,
    cuisines TEXT,
    latitude_deg REAL NOT NULL,
    longitude_deg REAL NOT NULL,
    street TEXT, street_en TEXT, street_zh TEXT,
    house_number TEXT,
    opening_hours TEXT,
    price_level INTEGER,
    rating_tenths INTEGER,
    phone TEXT
) STRICT;
CREATE VIRTUAL TABLE place_positions USING rtree(id, south_deg, north_deg, west_deg, east_deg);
CREATE VIRTUAL TABLE place_names USING fts5(name, name_en, name_zh, other, content='', tokenize='unicode61');

CREATE TABLE car_parks (
    id INTEGER PRIMARY KEY,
    osm TEXT NOT NULL,
    name TEXT, name_en TEXT, name_zh TEXT,
    latitude_deg REAL NOT NULL,
    longitude_deg REAL NOT NULL,
    has_entrance INTEGER NOT NULL DEFAULT 0,
    capacity INTEGER,
    price_per_hour_cents INTEGER,
    currency TEXT,
    height_cm_max INTEGER,
    covered INTEGER,
    opening_hours TEXT,
    occupancy TEXT
) STRICT;
CREATE VIRTUAL TABLE car_park_positions USING rtree(id, south_deg, north_deg, west_deg, east_deg);

CREATE TABLE streets (
    id INTEGER PRIMARY KEY,
    osm TEXT NOT NULL,
    name TEXT, name_en TEXT, name_zh TEXT,
    speed_limit_kmh INTEGER,
    one_way INTEGER NOT NULL,
    nodes BLOB NOT NULL
) STRICT;

CREATE TABLE signals (
    id INTEGER PRIMARY KEY,
    node INTEGER NOT NULL,
    name TEXT, name_en TEXT, name_zh TEXT,
    latitude_deg REAL NOT NULL,
    longitude_deg REAL NOT NULL,
    phases TEXT
) STRICT;
";

/// Made last: filling tables without them is faster.
const INDEXES: &str = "
CREATE UNIQUE INDEX places_osm ON places (osm);
CREATE UNIQUE INDEX car_parks_osm ON car_parks (osm);
";

/// Makes empty tables in a database that nobody else sees yet. A crash costs the whole file, so no journal is kept.
pub(crate) fn create(connection: &Connection) -> rusqlite::Result<()> {
    connection
        .execute_batch("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE;")?;
    connection.execute_batch(TABLES)
}

/// Makes the database complete, and recognisable.
pub(crate) fn finish(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute_batch(INDEXES)?;
    connection.execute_batch("INSERT INTO place_names(place_names) VALUES ('optimize'); ANALYZE;")?;
    connection.pragma_update(None, "application_id", APPLICATION_ID)?;
    connection.pragma_update(None, "user_version", FORMAT)
}

/// What a database says that it is.
pub(crate) struct Identity {
    pub(crate) application_id: i64,
    pub(crate) format: i64,
}

impl Identity {
    pub(crate) fn of(connection: &Connection) -> rusqlite::Result<Self> {
        let number = |pragma| connection.pragma_query_value(None, pragma, |row| row.get(0));
        Ok(Self { application_id: number("application_id")?, format: number("user_version")? })
    }
}

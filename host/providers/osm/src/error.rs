//! What can go wrong with an extract or with the database made from it, and what a person can do about it.

use std::{io, path::PathBuf};

/// Why an extract was not imported. The database that is in use is untouched.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// There is no such file.
    #[error("there is no file {origin}")]
    NotFound {
        /// The file.
        origin: String,
    },
    /// The name of the file is not that of an extract.
    #[error("{origin} has a name of no known format")]
    UnknownFormat {
        /// The file.
        origin: String,
    },
    /// The file requires more of its reader than there is.
    #[error("{origin} requires {feature:?}, which is not supported")]
    UnknownFeature {
        /// The file.
        origin: String,
        /// What it requires.
        feature: String,
    },
    /// The file holds something else.
    #[error("{origin} is not OpenStreetMap data: {detail}")]
    NotOsm {
        /// The file.
        origin: String,
        /// What was found instead.
        detail: String,
    },
    /// The file ends too early.
    #[error("{origin} ends in the middle")]
    Truncated {
        /// The file.
        origin: String,
    },
    /// The file breaks its own format.
    #[error("{origin} is damaged: {detail}")]
    Damaged {
        /// The file.
        origin: String,
        /// What is broken.
        detail: String,
    },
    /// The file holds more than is allowed.
    #[error("{what} is {value}, the limit is {limit}")]
    OverLimit {
        /// What was measured, with its unit.
        what: &'static str,
        /// Its value.
        value: u64,
        /// The limit.
        limit: u64,
    },
    /// The file cannot be read.
    #[error("cannot read {origin}")]
    Read {
        /// The file.
        origin: String,
        /// Why not.
        #[source]
        source: io::Error,
    },
    /// The database cannot be written.
    #[error("cannot write {path}")]
    Write {
        /// The database.
        path: PathBuf,
        /// Why not.
        #[source]
        source: io::Error,
    },
    /// `SQLite` refused something, for example because the disk is full.
    #[error("cannot write the map database")]
    Database(#[from] rusqlite::Error),
}

impl ImportError {
    /// What a person can do about it.
    pub fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::NotFound { .. } => "check the path",
            Self::UnknownFormat { .. } => "give a file that ends in .osm.pbf, .osm or .osm.gz",
            Self::UnknownFeature { .. } => "give an extract of the present, without history",
            Self::NotOsm { .. } => "download an extract in OpenStreetMap's own formats: .osm.pbf, .osm or .osm.gz",
            Self::Truncated { .. } | Self::Damaged { .. } => "download the extract again and import it again",
            Self::OverLimit { .. } => "import a smaller extract, or check where this one comes from",
            Self::Read { .. } => "check that the file may be read",
            Self::Write { .. } | Self::Database(_) => {
                "check that the folder of the database may be written and that its disk has space"
            }
        };
        Some(hint.to_owned())
    }
}

/// Why a map database cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum MapError {
    /// There is no such file.
    #[error("there is no map database {path}")]
    NotFound {
        /// The database.
        path: PathBuf,
    },
    /// The file is no database of ours.
    #[error("{path} is no map database")]
    NotAMap {
        /// The file.
        path: PathBuf,
    },
    /// The database was made by another version of this program.
    #[error("the map database {path} has format {found}, this program reads format {expected}")]
    OtherFormat {
        /// The database.
        path: PathBuf,
        /// Its format.
        found: i64,
        /// The format that is read.
        expected: i64,
    },
    /// A question to the database failed.
    #[error("cannot read the map database")]
    Database(#[from] rusqlite::Error),
}

impl MapError {
    /// What a person can do about it.
    pub fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::NotFound { .. } => "make it from an extract: jumpseat data import FILE.osm.pbf",
            Self::NotAMap { .. } => "give the database, not the extract that it is made from",
            Self::OtherFormat { .. } | Self::Database(_) => {
                "import the extract again: jumpseat data import FILE.osm.pbf"
            }
        };
        Some(hint.to_owned())
    }
}

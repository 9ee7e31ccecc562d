//! Writes rows.

use rusqlite::{CachedStatement, Connection, params};

use super::Summary;
use crate::{
    category::{generic_name, number_of},
    error::ImportError,
    feature::{CarParkRecord, PlaceRecord, SignalRecord, StreetRecord},
    geography::{Area, Position},
    limits::{ENTRANCE_M_MAX, ROWS_MAX},
    names::{NameLanguage, Names},
    street_nodes,
    text::indexed,
};

/// Prepared statements and the number of rows so far.
pub(super) struct Writer<'a> {
    connection: &'a Connection,
    place: CachedStatement<'a>,
    place_position: CachedStatement<'a>,
    place_name: CachedStatement<'a>,
    car_park: CachedStatement<'a>,
    car_park_position: CachedStatement<'a>,
    street: CachedStatement<'a>,
    signal: CachedStatement<'a>,
    summary: Summary,
}

impl<'a> Writer<'a> {
    pub(super) fn new(connection: &'a Connection) -> rusqlite::Result<Self> {
        let insert = |table: &str, columns: usize| {
            let values = vec!["?"; columns].join(", ");
            connection.prepare_cached(&format!("INSERT INTO {table} VALUES ({values})"))
        };
        Ok(Self {
            connection,
            place: insert("places", 17)?,
            place_position: insert("place_positions", 5)?,
            place_name: insert("place_names (rowid, name, name_en, name_zh, other)", 5)?,
            car_park: insert("car_parks", 15)?,
            car_park_position: insert("car_park_positions", 5)?,
            street: insert("streets", 8)?,
            signal: insert("signals", 8)?,
            summary: Summary::default(),
        })
    }

    pub(super) fn summary(&self) -> Summary {
        self.summary
    }

    pub(super) fn place(&mut self, osm: &str, place: &PlaceRecord, position: Position) -> Result<(), ImportError> {
        let id = next_id(&mut self.summary.places, "the number of places")?;
        let Position { latitude_deg, longitude_deg } = position;
        self.place.execute(params![
            id,
            osm,
            number_of(place.category),
            place.names.local,
            place.names.english,
            place.names.chinese,
            place.cuisines,
            latitude_deg,
            longitude_deg,
            place.street.local,
            place.street.english,
            place.street.chinese,
            place.house_number,
            place.opening_hours,
            place.price_level,
            place.rating_tenths,
            place.phone,
        ])?;
        self.place_position.execute(params![id, latitude_deg, latitude_deg, longitude_deg, longitude_deg])?;
        let searched = |name: &Option<String>| name.as_deref().map(indexed);
        let unnamed = place.names == Names::default();
        let generic = |language| unnamed.then(|| indexed(generic_name(place.category, language)));
        self.place_name.execute(params![
            id,
            searched(&place.names.local),
            searched(&place.names.english).or_else(|| generic(NameLanguage::English)),
            searched(&place.names.chinese).or_else(|| generic(NameLanguage::Chinese)),
            searched(&place.other_names),
        ])?;
        Ok(())
    }

    pub(super) fn car_park(
        &mut self,
        osm: &str,
        car_park: &CarParkRecord,
        outline: &[Position],
    ) -> Result<(), ImportError> {
        let (Some(middle), Some(area)) = (Position::middle(outline), Area::of(outline)) else { return Ok(()) };
        let id = next_id(&mut self.summary.car_parks, "the number of car parks")?;
        self.car_park.execute(params![
            id,
            osm,
            car_park.names.local,
            car_park.names.english,
            car_park.names.chinese,
            middle.latitude_deg,
            middle.longitude_deg,
            0,
            car_park.capacity,
            car_park.price.as_ref().map(|price| price.cents),
            car_park.price.as_ref().and_then(|price| price.currency.as_deref()),
            car_park.height_cm_max,
            car_park.covered,
            car_park.opening_hours,
            car_park.occupancy,
        ])?;
        self.car_park_position.execute(params![id, area.south_deg, area.north_deg, area.west_deg, area.east_deg])?;
        Ok(())
    }

    /// Moves car parks to their entrance: one drives there, not to the middle of the roof. The first entrance of
    /// several is taken.
    pub(super) fn entrance(&mut self, entrance: Position) -> Result<(), ImportError> {
        let near = Area::around(entrance, ENTRANCE_M_MAX);
        let mut find = self.connection.prepare_cached(
            "SELECT position.id FROM car_park_positions AS position JOIN car_parks USING (id) WHERE has_entrance = 0
             AND north_deg >= ?1 AND south_deg <= ?2 AND east_deg >= ?3 AND west_deg <= ?4",
        )?;
        let area = params![near.south_deg, near.north_deg, near.west_deg, near.east_deg];
        let ids: Vec<i64> = find.query_map(area, |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
        for id in ids {
            let Position { latitude_deg, longitude_deg } = entrance;
            let mut car_park = self.connection.prepare_cached(
                "UPDATE car_parks SET latitude_deg = ?2, longitude_deg = ?3, has_entrance = 1 WHERE id = ?1",
            )?;
            car_park.execute(params![id, latitude_deg, longitude_deg])?;
        }
        Ok(())
    }

    pub(super) fn street(
        &mut self,
        id: i64,
        street: &StreetRecord,
        nodes: &[(i64, Position)],
    ) -> Result<(), ImportError> {
        let row = next_id(&mut self.summary.streets, "the number of streets")?;
        self.street.execute(params![
            row,
            format!("w{id}"),
            street.names.local,
            street.names.english,
            street.names.chinese,
            street.speed_limit_kmh,
            street.one_way,
            street_nodes::encode(nodes),
        ])?;
        Ok(())
    }

    pub(super) fn signal(&mut self, node: i64, signal: &SignalRecord, position: Position) -> Result<(), ImportError> {
        let row = next_id(&mut self.summary.signals, "the number of signals")?;
        self.signal.execute(params![
            row,
            node,
            signal.names.local,
            signal.names.english,
            signal.names.chinese,
            position.latitude_deg,
            position.longitude_deg,
            signal.phases,
        ])?;
        Ok(())
    }
}

fn next_id(rows: &mut u64, what: &'static str) -> Result<i64, ImportError> {
    *rows += 1;
    let over_limit = ImportError::OverLimit { what, value: *rows, limit: ROWS_MAX };
    if *rows > ROWS_MAX { Err(over_limit) } else { i64::try_from(*rows).or(Err(over_limit)) }
}

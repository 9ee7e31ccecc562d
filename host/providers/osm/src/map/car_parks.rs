//! Finding car parks. A map knows what does not change: not how many spaces are free.

use std::collections::BTreeMap;

use jumpseat_parking::{CarPark, Query};
use rusqlite::{Row, params};

use super::{NAME_COLUMNS, OsmMap, names, places::position, whole_metres};
use crate::{
    error::MapError,
    geography::{Area, Position},
    hours::is_open,
    limits::ENTRANCE_M_MAX,
    names::NameLanguage,
};

/// How much longer the way on foot is than the straight line. Measured ways in towns are about this much longer;
/// the map knows no footways.
const WALK_DETOUR: f64 = 1.25;

impl OsmMap {
    /// The nearest car parks, nearest first.
    pub fn car_parks(&self, query: &Query) -> Result<Vec<CarPark>, MapError> {
        let Some(middle) = Position::new(query.latitude_deg, query.longitude_deg) else { return Ok(Vec::new()) };
        let language = NameLanguage::of_tag(&query.language);
        let local = self.local_time();
        let connection = self.connection();
        let mut statement = connection.prepare_cached(
            "SELECT car_parks.* FROM car_park_positions JOIN car_parks USING (id)
             WHERE north_deg >= ?1 AND south_deg <= ?2 AND east_deg >= ?3 AND west_deg <= ?4",
        )?;
        let area = Area::around(middle, f64::from(query.radius_m) / WALK_DETOUR + ENTRANCE_M_MAX);
        let mut rows = statement.query(params![area.south_deg, area.north_deg, area.west_deg, area.east_deg])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let walk_m = whole_metres(middle.distance_m(position(row)?) * WALK_DETOUR);
            if walk_m <= query.radius_m {
                found.push(car_park(row, walk_m, language)?);
            }
        }
        found.sort_by(|(one, _), (other, _)| one.walk_m.cmp(&other.walk_m).then_with(|| one.id.cmp(&other.id)));
        found.truncate(query.count_max as usize);
        for (car_park, opening_hours) in &mut found {
            car_park.open_now = opening_hours.as_deref().zip(local).and_then(|(hours, local)| is_open(hours, local));
        }
        Ok(found.into_iter().map(|(car_park, _)| car_park).collect())
    }

    /// The values of the tag `jumpseat:occupancy` by the ids of their car parks. A simulation reads them; real maps have
    /// none.
    pub fn car_park_occupancies(&self) -> Result<BTreeMap<String, String>, MapError> {
        let connection = self.connection();
        let mut statement =
            connection.prepare_cached("SELECT osm, occupancy FROM car_parks WHERE occupancy IS NOT NULL")?;
        let occupancies = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(occupancies.collect::<rusqlite::Result<_>>()?)
    }
}

/// A car park and its opening hours, which are looked at only for those that are in the answer.
fn car_park(row: &Row<'_>, walk_m: u32, language: NameLanguage) -> rusqlite::Result<(CarPark, Option<String>)> {
    let names = names(row, NAME_COLUMNS)?;
    let Position { latitude_deg, longitude_deg } = position(row)?;
    let generic_name = match language {
        NameLanguage::Chinese => "停车场",
        NameLanguage::English | NameLanguage::Local => "Car park",
    };
    let car_park = CarPark {
        id: row.get("osm")?,
        name: names.within(language).unwrap_or(generic_name).to_owned(),
        latitude_deg,
        longitude_deg,
        walk_m,
        capacity: row.get("capacity")?,
        free: None,
        free_age_ms: None,
        price_per_hour_cents: row.get("price_per_hour_cents")?,
        currency: row.get("currency")?,
        height_cm_max: row.get("height_cm_max")?,
        covered: row.get("covered")?,
        open_now: None,
    };
    Ok((car_park, row.get("opening_hours")?))
}

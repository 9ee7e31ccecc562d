//! Finding places.

use std::collections::BTreeSet;

use chrono::NaiveDateTime;
use jumpseat_places::{Place, Query};
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::{NAME_COLUMNS, OsmMap, names, whole_metres};
use crate::{
    category::{generic_name, mask_of, with_number},
    error::MapError,
    geography::{Area, Position},
    hours::{is_open, local_time},
    limits::NAMES_MAX,
    names::{NameLanguage, Names},
    text::search_expression,
};

/// Where a search without a name begins. Most end there: what is wanted is near.
const FIRST_RADIUS_M: f64 = 1_000.0;
/// How much wider each further attempt is.
const RADIUS_GROWTH: f64 = 4.0;

impl OsmMap {
    /// The nearest places that match, nearest first.
    pub fn find_places(&self, query: &Query) -> Result<Vec<Place>, MapError> {
        let Some(middle) = Position::new(query.latitude_deg, query.longitude_deg) else { return Ok(Vec::new()) };
        let expression = query.name.as_deref().map(search_expression);
        let connection = self.connection();
        let found = match expression {
            None => find_near(&connection, query, middle)?,
            Some(Some(expression)) => find_named(&connection, query, middle, &expression)?,
            // A name of which nothing can be looked for, such as "!?", is the name of nothing.
            Some(None) => Vec::new(),
        };
        let describe = Describe { middle, language: NameLanguage::of_tag(&query.language), local: self.local_time() };
        let mut statement = connection.prepare_cached("SELECT * FROM places WHERE id = ?1")?;
        let describe_row = |(_, id): (f64, i64)| statement.query_row([id], |row| describe.place(row));
        Ok(found.into_iter().map(describe_row).collect::<rusqlite::Result<_>>()?)
    }

    /// One place by its id, or nothing.
    pub fn place(&self, id: &str, from: Position, language: &str) -> Result<Option<Place>, MapError> {
        let describe = Describe { middle: from, language: NameLanguage::of_tag(language), local: self.local_time() };
        let connection = self.connection();
        let mut statement = connection.prepare_cached("SELECT * FROM places WHERE osm = ?1")?;
        Ok(statement.query_row([id], |row| describe.place(row)).optional()?)
    }

    /// Names of places in a language, for a speech recogniser: sights, stations and the like first, then the rest;
    /// no name twice.
    pub fn names(&self, language: &str, count_max: usize) -> Result<Vec<String>, MapError> {
        let language = NameLanguage::of_tag(language);
        let connection = self.connection();
        // Landmarks have the higher numbers; offices and other shops, which have the highest, come last.
        let mut statement = connection.prepare_cached(
            "SELECT name, name_en, name_zh FROM places WHERE name IS NOT NULL ORDER BY category > 15, category DESC, id",
        )?;
        let mut rows = statement.query([])?;
        let (mut found, mut seen) = (Vec::new(), BTreeSet::new());
        while let Some(row) = rows.next()?
            && found.len() < count_max.min(NAMES_MAX)
        {
            let names = names(row, NAME_COLUMNS)?;
            if let Some(name) = names.within(language)
                && seen.insert(name.to_lowercase())
            {
                found.push(name.to_owned());
            }
        }
        Ok(found)
    }

    pub(super) fn local_time(&self) -> Option<NaiveDateTime> {
        local_time(&self.shared.clock.now())
    }
}

/// Distance and row of each place that matches within a radius that grows until enough are found.
fn find_near(connection: &Connection, query: &Query, middle: Position) -> rusqlite::Result<Vec<(f64, i64)>> {
    let mut statement = connection.prepare_cached(
        "SELECT places.id, latitude_deg, longitude_deg, cuisines FROM place_positions JOIN places USING (id)
         WHERE north_deg >= ?1 AND south_deg <= ?2 AND east_deg >= ?3 AND west_deg <= ?4 AND (?5 >> category) & 1",
    )?;
    let categories = mask_of(&query.categories);
    let radius_m_max = f64::from(query.radius_m);
    let mut radius_m = FIRST_RADIUS_M.min(radius_m_max);
    loop {
        let mut found = Found { query, middle, radius_m, places: Vec::new() };
        let area = Area::around(middle, radius_m);
        let mut rows =
            statement.query(params![area.south_deg, area.north_deg, area.west_deg, area.east_deg, categories])?;
        while let Some(row) = rows.next()? {
            found.consider(row)?;
        }
        if found.places.len() >= query.count_max as usize || radius_m >= radius_m_max {
            return Ok(found.nearest());
        }
        radius_m = (radius_m * RADIUS_GROWTH).min(radius_m_max);
    }
}

/// Distance and row of each place with a name that matches.
fn find_named(
    connection: &Connection,
    query: &Query,
    middle: Position,
    expression: &str,
) -> rusqlite::Result<Vec<(f64, i64)>> {
    let mut statement = connection.prepare_cached(
        "SELECT places.id, latitude_deg, longitude_deg, cuisines FROM place_names JOIN places ON places.id = place_names.rowid
         WHERE place_names MATCH ?1 AND (?2 >> category) & 1",
    )?;
    let mut found = Found { query, middle, radius_m: f64::from(query.radius_m), places: Vec::new() };
    let mut rows = statement.query(params![expression, mask_of(&query.categories)])?;
    while let Some(row) = rows.next()? {
        found.consider(row)?;
    }
    Ok(found.nearest())
}

/// Candidates that are near enough and have a wanted cuisine.
struct Found<'a> {
    query: &'a Query,
    middle: Position,
    radius_m: f64,
    places: Vec<(f64, i64)>,
}

impl Found<'_> {
    fn consider(&mut self, row: &Row<'_>) -> rusqlite::Result<()> {
        let position = position(row)?;
        let distance_m = self.middle.distance_m(position);
        if distance_m <= self.radius_m && self.serves(row.get_ref("cuisines")?.as_str_or_null()?) {
            self.places.push((distance_m, row.get("id")?));
        }
        Ok(())
    }

    fn serves(&self, cuisines: Option<&str>) -> bool {
        let wanted = |cuisine: &str| self.query.cuisines.iter().any(|wanted| wanted.eq_ignore_ascii_case(cuisine));
        self.query.cuisines.is_empty() || cuisines.is_some_and(|cuisines| cuisines.split(';').any(wanted))
    }

    fn nearest(mut self) -> Vec<(f64, i64)> {
        self.places.sort_by(|(one, one_id), (other, other_id)| one.total_cmp(other).then(one_id.cmp(other_id)));
        self.places.truncate(self.query.count_max as usize);
        self.places
    }
}

/// What an answer depends on besides the row.
struct Describe {
    middle: Position,
    language: NameLanguage,
    local: Option<NaiveDateTime>,
}

impl Describe {
    fn place(&self, row: &Row<'_>) -> rusqlite::Result<Place> {
        let number: u8 = row.get("category")?;
        let category = with_number(number).ok_or(rusqlite::Error::IntegralValueOutOfRange(2, number.into()))?;
        let position = position(row)?;
        let names = names(row, NAME_COLUMNS)?;
        let opening_hours: Option<String> = row.get("opening_hours")?;
        let cuisines: Option<String> = row.get("cuisines")?;
        Ok(Place {
            id: row.get("osm")?,
            name: names.within(self.language).unwrap_or_else(|| generic_name(category, self.language)).to_owned(),
            category,
            cuisines: cuisines.iter().flat_map(|cuisines| cuisines.split(';')).map(str::to_owned).collect(),
            latitude_deg: position.latitude_deg,
            longitude_deg: position.longitude_deg,
            distance_m: whole_metres(self.middle.distance_m(position)),
            address: self.address(row)?,
            open_now: opening_hours.as_deref().zip(self.local).and_then(|(hours, local)| is_open(hours, local)),
            opening_hours,
            price_level: row.get("price_level")?,
            rating_tenths: row.get("rating_tenths")?,
            phone: row.get("phone")?,
        })
    }

    /// Street and number in the order of the language.
    fn address(&self, row: &Row<'_>) -> rusqlite::Result<Option<String>> {
        let street: Names = names(row, ["street", "street_en", "street_zh"])?;
        let number: Option<String> = row.get("house_number")?;
        let Some(name) = street.within(self.language) else { return Ok(None) };
        let in_chinese = self.language == NameLanguage::Chinese && street.chinese.is_some();
        Ok(Some(match number {
            None => name.to_owned(),
            Some(number) if in_chinese => format!("{name}{number}号"),
            Some(number) => format!("{number} {name}"),
        }))
    }
}

pub(super) fn position(row: &Row<'_>) -> rusqlite::Result<Position> {
    Ok(Position { latitude_deg: row.get("latitude_deg")?, longitude_deg: row.get("longitude_deg")? })
}

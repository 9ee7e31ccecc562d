//! Where to search: around the car, or around a place that the driver names.

use crate::{
    Coordinates, Failure, Language,
    limits::PLACE_NAME_CHARS_MAX,
    location, parking,
    places::{self, Place},
    text::cut,
    wording,
};

/// How far from the car a named place may be.
const PLACE_RADIUS_M_MAX: u32 = 50_000;
/// How many places of a name are looked at.
const PLACES_MAX: u32 = 10;
/// The middle of a search.
#[derive(Debug, Clone, PartialEq)]
pub struct Around {
    /// Where it is.
    pub coordinates: Coordinates,
    /// The name of the place that the driver meant; none for the car.
    pub place: Option<String>,
}

impl Around {
    /// The place that the driver names, or the car if there is no name.
    ///
    /// Uses the capability `location`, and `places` for a name.
    pub fn find(near: Option<&str>, language: Language) -> Result<Self, Failure> {
        let car = Self::car(language)?;
        let Some(name) = near.and_then(place_name) else { return Ok(car) };
        let query = places::Query {
            name: Some(name.clone()),
            radius_m: PLACE_RADIUS_M_MAX,
            count_max: PLACES_MAX,
            ..places::Query::around(car.coordinates, language)
        };
        let found = places::find(&query).map_err(|error| error.failure(language))?;
        Place::best_named(&name, &found).map(Self::from).ok_or_else(|| unknown_place(&name, language))
    }

    /// Where the car is. Uses the capability `location`.
    pub fn car(language: Language) -> Result<Self, Failure> {
        let position = location::current().map_err(|error| error.failure(language))?;
        let coordinates = Coordinates { latitude_deg: position.latitude_deg, longitude_deg: position.longitude_deg };
        Ok(Self { coordinates, place: None })
    }
}

impl From<&Place> for Around {
    fn from(place: &Place) -> Self {
        Self { coordinates: place.coordinates(), place: Some(place.name.clone()) }
    }
}

impl Place {
    /// Where it is.
    pub fn coordinates(&self) -> Coordinates {
        Coordinates { latitude_deg: self.latitude_deg, longitude_deg: self.longitude_deg }
    }

    /// The place of exactly this name, or else the first, of what a search for the name found.
    pub fn best_named<'a>(name: &str, found: &'a [Self]) -> Option<&'a Self> {
        let exact = found.iter().find(|place| place.name.to_lowercase() == name.to_lowercase());
        exact.or_else(|| found.first())
    }
}

impl parking::CarPark {
    /// Where its entrance is.
    pub fn coordinates(&self) -> Coordinates {
        Coordinates { latitude_deg: self.latitude_deg, longitude_deg: self.longitude_deg }
    }
}

impl places::Query {
    /// Any place within ten kilometres, at most 50 of them. Set what else matters.
    pub fn around(middle: Coordinates, language: Language) -> Self {
        Self {
            name: None,
            categories: Vec::new(),
            cuisines: Vec::new(),
            latitude_deg: middle.latitude_deg,
            longitude_deg: middle.longitude_deg,
            radius_m: 10_000,
            language: language.tag().to_owned(),
            count_max: 50,
        }
    }
}

impl parking::Query {
    /// Any car park within five kilometres, at most 50 of them. Set what else matters.
    pub fn around(middle: Coordinates, language: Language) -> Self {
        Self {
            latitude_deg: middle.latitude_deg,
            longitude_deg: middle.longitude_deg,
            radius_m: 5_000,
            language: language.tag().to_owned(),
            count_max: 50,
        }
    }
}

/// The name of a place in what the driver said, without the article; none where the car is meant.
fn place_name(near: &str) -> Option<String> {
    let near = cut(near, PLACE_NAME_CHARS_MAX);
    let bare = near.split_once(' ').filter(|(article, _)| article.eq_ignore_ascii_case("the")).map(|(_, name)| name);
    if wording::names_nothing(&near) { None } else { Some(bare.unwrap_or(&near).to_owned()) }
}

fn unknown_place(name: &str, language: Language) -> Failure {
    let speech = match language {
        Language::English => format!("I do not know a place called {name} around here."),
        Language::Chinese => format!("我在周边没有找到{name}这个地方。"),
    };
    Failure::nothing_found(speech, "no place has the name that was asked for")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::places::Category;

    fn place(name: &str, distance_m: u32) -> Place {
        Place {
            id: name.to_owned(),
            name: name.to_owned(),
            category: Category::Museum,
            cuisines: Vec::new(),
            latitude_deg: 48.0,
            longitude_deg: 9.0,
            distance_m,
            address: None,
            opening_hours: None,
            open_now: None,
            price_level: None,
            rating_tenths: None,
            phone: None,
        }
    }

    #[test]
    fn words_for_here_are_no_place() {
        for here in ["", " ", "me", "Here", "my location", "这里", "附近"] {
            assert_eq!(place_name(here), None, "{here:?} was taken for a place");
        }
        assert_eq!(place_name("the City Museum").as_deref(), Some("City Museum"));
        assert_eq!(place_name("theatre").as_deref(), Some("theatre"));
        assert_eq!(place_name("城市博物馆").as_deref(), Some("城市博物馆"));
    }

    #[test]
    fn the_exact_name_beats_a_nearer_place() {
        let found = [place("City Museum Café", 100), place("City Museum", 300)];
        assert_eq!(Place::best_named("city museum", &found).unwrap().name, "City Museum");
        assert_eq!(Place::best_named("museum", &found).unwrap().name, "City Museum Café");
        assert_eq!(Place::best_named("museum", &[]), None);
    }

    #[test]
    fn an_unknown_place_is_named_to_the_driver() {
        assert_eq!(unknown_place("Zoo", Language::English).speech(), "I do not know a place called Zoo around here.");
        assert_eq!(unknown_place("动物园", Language::Chinese).speech(), "我在周边没有找到动物园这个地方。");
    }
}

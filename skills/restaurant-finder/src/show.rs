//! What about this restaurant?

use jumpseat_sdk::{
    Around, Card, Failure, Language, Locale, Marker, Reply, Turn,
    places::{self, Category, Place},
    wording,
};

use crate::{facts, favourite, tools::ShowRequest};

/// Where one can eat or drink; of shops only some, see [`serves`].
const CATEGORIES: [Category; 5] =
    [Category::Restaurant, Category::FastFood, Category::Cafe, Category::Bar, Category::Shop];
/// How far from the car a restaurant is looked for by its name.
const NAMED_RADIUS_M: u32 = 20_000;
/// Words for what every restaurant is, which drivers add to its name.
const KINDS: [&str; 5] = [" restaurant", "餐厅", "饭店", "餐馆", "这家店"];
/// Characters of a name that is looked for.
const NAME_CHARS_MAX: usize = jumpseat_sdk::limits::PLACE_NAME_CHARS_MAX;

/// Answers the tool `show`.
pub(crate) fn answer(request: &ShowRequest) -> Result<Reply, Failure> {
    let locale = Turn::current().locale;
    let wanted = request.restaurant.trim();
    if wording::names_nothing(wanted) {
        return Err(which(locale.language));
    }
    let car = Around::car(locale.language)?;
    let place = match by_id(wanted, &car, locale.language)? {
        Some(place) => place,
        None => by_name(wanted, &car, locale.language)?.ok_or_else(|| unknown(wanted, locale.language))?,
    };
    favourite::remember(&place);
    Ok(reply(&place, locale))
}

fn by_id(id: &str, car: &Around, language: Language) -> Result<Option<Place>, Failure> {
    let middle = car.coordinates;
    match places::get(id, middle.latitude_deg, middle.longitude_deg, language.tag()) {
        Ok(place) => Ok(place.filter(serves)),
        // A name may be longer than any id.
        Err(places::Error::OverLimit) => Ok(None),
        Err(error @ (places::Error::NotGranted | places::Error::Unavailable)) => Err(error.failure(language)),
    }
}

fn by_name(name: &str, car: &Around, language: Language) -> Result<Option<Place>, Failure> {
    let query = places::Query {
        name: Some(name.chars().take(NAME_CHARS_MAX).collect()),
        categories: CATEGORIES.to_vec(),
        radius_m: NAMED_RADIUS_M,
        ..places::Query::around(car.coordinates, language)
    };
    let found = places::find(&query).map_err(|error| error.failure(language))?;
    match (best_named(name, found), without_kind(name)) {
        (Some(place), _) => Ok(Some(place)),
        (None, Some(bare)) => by_name(&bare, car, language),
        (None, None) => Ok(None),
    }
}

/// The place of this name where one can eat or drink, of what a search for the name found.
fn best_named(name: &str, mut found: Vec<Place>) -> Option<Place> {
    found.retain(serves);
    Place::best_named(name, &found).cloned()
}

/// Whether one can eat or drink there. A shop counts only if the map names its cuisine, as it does of bakeries.
fn serves(place: &Place) -> bool {
    CATEGORIES.contains(&place.category) && (place.category != Category::Shop || !place.cuisines.is_empty())
}

/// The name without the word for what it is: people say "the Luna restaurant" of a place called "Luna".
fn without_kind(name: &str) -> Option<String> {
    let name = name.to_lowercase();
    let bare = KINDS.iter().find_map(|kind| name.strip_suffix(kind))?.trim();
    if bare.is_empty() { None } else { Some(bare.to_owned()) }
}

fn which(language: Language) -> Failure {
    let question = match language {
        Language::English => "Which restaurant?",
        Language::Chinese => "哪家餐厅？",
    };
    Failure::need_value(question, "restaurant")
}

fn unknown(name: &str, language: Language) -> Failure {
    let speech = match language {
        Language::English => format!("I know no restaurant called {name} around here."),
        Language::Chinese => format!("附近没有找到叫{name}的餐厅。"),
    };
    Failure::nothing_found(speech, "no restaurant has this name or id")
}

fn reply(place: &Place, locale: Locale) -> Reply {
    let details = wording::joined([place.address.clone(), place.opening_hours.clone(), place.phone.clone()]);
    let marker = Marker::new(&place.name, place.coordinates());
    let marker = match details {
        Some(details) => marker.subtitle(details),
        None => marker,
    };
    Reply::say(speech(place, locale)).card(Card::map(&place.name, [marker]))
}

fn speech(place: &Place, locale: Locale) -> String {
    let (name, language) = (&place.name, locale.language);
    let distance = locale.distance(place.distance_m);
    let distance = match language {
        Language::English => format!("{distance} away"),
        Language::Chinese => format!("距您{distance}"),
    };
    let facts = [
        place.address.clone(),
        facts::opening(place, language).map(str::to_owned),
        facts::price(place, language).map(str::to_owned),
        facts::rating(place, language),
        Some(distance),
    ];
    let facts: Vec<String> = facts.into_iter().flatten().collect();
    match language {
        Language::English => format!("{name}: {}.", facts.join(", ")),
        Language::Chinese => format!("{name}：{}。", facts.join("，")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{place, unknown_place};

    fn said(place: &Place) -> String {
        [Locale::ENGLISH, Locale::CHINESE].map(|locale| reply(place, locale).speech).join("\n")
    }

    #[test]
    fn everything_that_is_known_is_said() {
        insta::assert_snapshot!(said(&place("Wei", 350)), @"
        Wei: Main Street 5, open now, moderately priced, 4.5 stars, 350 metres away.
        Wei：Main Street 5，营业中，价格适中，评分4.5，距您350米。
        ");
        insta::assert_snapshot!(said(&Place { open_now: Some(false), ..place("Wei", 1_350) }), @"
        Wei: Main Street 5, closed now, moderately priced, 4.5 stars, 1.4 kilometres away.
        Wei：Main Street 5，已打烊，价格适中，评分4.5，距您1.4公里。
        ");
        insta::assert_snapshot!(said(&unknown_place("Meadow", 350)), @"
        Meadow: 350 metres away.
        Meadow：距您350米。
        ");
    }

    #[test]
    fn only_places_that_serve_food_or_drinks_are_shown() {
        let of_category = |category| Place { category, ..place("Luna", 1) };
        for category in [Category::Restaurant, Category::FastFood, Category::Cafe, Category::Bar] {
            assert!(serves(&Place { cuisines: Vec::new(), ..of_category(category) }), "{category:?}");
        }
        // An id may name any place on the map.
        for category in [Category::Museum, Category::Fuel, Category::Supermarket, Category::Hotel] {
            assert!(!serves(&of_category(category)), "{category:?}");
        }
    }

    #[test]
    fn a_shop_is_only_shown_if_it_sells_food() {
        let shop = |name, cuisines| Place { category: Category::Shop, cuisines, ..place(name, 1) };
        let bookshop = shop("Luna", Vec::new());
        let bakery = shop("Luna Bakery", vec!["bakery".to_owned()]);
        let found = best_named("luna", vec![bookshop.clone(), bakery]).map(|place| place.name);
        assert_eq!(found.as_deref(), Some("Luna Bakery"));
        assert_eq!(best_named("luna", vec![bookshop]), None);
    }

    #[test]
    fn the_map_shows_where_it_is() {
        insta::assert_debug_snapshot!(reply(&place("Wei", 350), Locale::ENGLISH).card, @r#"
        Some(
            Card::Map(
                MapCard {
                    title: "Wei",
                    markers: [
                        Marker {
                            label: "Wei",
                            subtitle: Some(
                                "Main Street 5 · Mo-Su 11:00-22:00",
                            ),
                            position: Coordinates {
                                latitude-deg: 48.7,
                                longitude-deg: 9.1,
                            },
                        },
                    ],
                },
            ),
        )
        "#);
    }

    #[test]
    fn the_word_for_a_restaurant_may_be_left_out() {
        assert_eq!(without_kind("Luna restaurant").as_deref(), Some("luna"));
        assert_eq!(without_kind("月亮餐厅").as_deref(), Some("月亮"));
        assert_eq!(without_kind("luna"), None);
        assert_eq!(without_kind("餐厅"), None);
    }

    #[test]
    fn what_cannot_be_found_is_named() {
        assert_eq!(unknown("Luna", Language::English).speech(), "I know no restaurant called Luna around here.");
        assert_eq!(unknown("月亮", Language::Chinese).speech(), "附近没有找到叫月亮的餐厅。");
        assert!(matches!(which(Language::Chinese), Failure::NeedValue(need) if need.field == "restaurant"));
    }
}

//! What the tags of a place say.

use jumpseat_places::Category;

use crate::{
    category::{category_of, serves_without_name},
    limits::{CUISINE_CHARS_MAX, CUISINES_MAX, NAME_CHARS_MAX, OPENING_HOURS_CHARS_MAX, PHONE_CHARS_MAX},
    names::{Names, other_names},
    tags::Tags,
    text::clean,
};

/// A place as the database keeps it, without its position.
#[derive(Debug, PartialEq)]
pub(crate) struct PlaceRecord {
    pub(crate) category: Category,
    pub(crate) names: Names,
    pub(crate) other_names: Option<String>,
    /// Lower case, separated by `;`.
    pub(crate) cuisines: Option<String>,
    pub(crate) street: Names,
    pub(crate) house_number: Option<String>,
    pub(crate) opening_hours: Option<String>,
    pub(crate) price_level: Option<u8>,
    pub(crate) rating_tenths: Option<u8>,
    pub(crate) phone: Option<String>,
}

impl PlaceRecord {
    pub(crate) fn of(tags: &Tags) -> Option<Self> {
        let category = category_of(tags)?;
        let names = Names::of(tags).or_brand(tags);
        if names.local.is_none() && !serves_without_name(category) {
            return None;
        }
        let street = |keys: &[&str]| tags.first(keys).and_then(|street| clean(street, NAME_CHARS_MAX));
        Some(Self {
            category,
            names,
            other_names: other_names(tags),
            cuisines: tags.get("cuisine").and_then(cuisines),
            street: Names {
                local: street(&["addr:street", "addr:place"]),
                english: street(&["addr:street:en"]),
                chinese: street(&["addr:street:zh"]),
            },
            house_number: tags.get("addr:housenumber").and_then(|number| clean(number, NAME_CHARS_MAX)),
            opening_hours: opening_hours(tags),
            price_level: tags
                .get("jumpseat:price")
                .and_then(|level| level.parse().ok())
                .filter(|level| (1..=3).contains(level)),
            rating_tenths: tags.get("jumpseat:rating").and_then(rating_tenths),
            phone: tags.first(&["phone", "contact:phone"]).and_then(phone),
        })
    }
}

/// The opening hours, if they are short enough to be kept whole: a cut rule would say something else.
pub(crate) fn opening_hours(tags: &Tags) -> Option<String> {
    let hours = clean(tags.get("opening_hours")?, usize::MAX)?;
    (hours.chars().count() <= OPENING_HOURS_CHARS_MAX).then_some(hours)
}

fn cuisines(value: &str) -> Option<String> {
    let cuisines: Vec<String> = value
        .split(';')
        .filter_map(|cuisine| clean(&cuisine.to_lowercase(), CUISINE_CHARS_MAX))
        .take(CUISINES_MAX)
        .collect();
    (!cuisines.is_empty()).then(|| cuisines.join(";"))
}

fn rating_tenths(value: &str) -> Option<u8> {
    let (stars, tenths) = value.split_once('.').unwrap_or((value, "0"));
    let (stars, tenths) = (stars.parse::<u8>().ok()?, tenths.parse::<u8>().ok()?);
    let rating = stars.checked_mul(10)?.checked_add(tenths)?;
    (tenths < 10 && (10..=50).contains(&rating)).then_some(rating)
}

/// The first of several numbers, if it looks like one.
fn phone(value: &str) -> Option<String> {
    let number = clean(value.split([';', ',']).next()?, PHONE_CHARS_MAX)?;
    let dialable = number.chars().all(|c| c.is_ascii_digit() || " +-/().".contains(c));
    (dialable && number.contains(|c: char| c.is_ascii_digit())).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_restaurant_is_read_whole() {
        let record = PlaceRecord::of(&Tags::from([
            ("amenity", "restaurant"),
            ("name", "Golden Dragon"),
            ("name:zh", "金龙餐厅"),
            ("cuisine", "Chinese; noodles;"),
            ("addr:street", "Harbor Street"),
            ("addr:housenumber", "12"),
            ("opening_hours", "Mo-Su 11:00-22:00"),
            ("jumpseat:price", "2"),
            ("jumpseat:rating", "4.3"),
            ("phone", "+377 12 34 56; +377 99"),
        ]));
        insta::assert_debug_snapshot!(record.unwrap(), @r#"
        PlaceRecord {
            category: Category::Restaurant,
            names: Names {
                local: Some(
                    "Golden Dragon",
                ),
                english: None,
                chinese: Some(
                    "金龙餐厅",
                ),
            },
            other_names: None,
            cuisines: Some(
                "chinese;noodles",
            ),
            street: Names {
                local: Some(
                    "Harbor Street",
                ),
                english: None,
                chinese: None,
            },
            house_number: Some(
                "12",
            ),
            opening_hours: Some(
                "Mo-Su 11:00-22:00",
            ),
            price_level: Some(
                2,
            ),
            rating_tenths: Some(
                43,
            ),
            phone: Some(
                "+377 12 34 56",
            ),
        }
        "#);
    }

    #[test]
    fn implausible_values_are_left_out() {
        for rating in ["5.1", "0.9", "4.33", "4,3", "-4.3", "four", "999.9", ""] {
            assert_eq!(rating_tenths(rating), None, "{rating:?}");
        }
        for number in ["call us", "+", "<script>", ""] {
            assert_eq!(phone(number), None, "{number:?}");
        }
        let long = "Mo 08:00-09:00; ".repeat(20);
        assert_eq!(opening_hours(&Tags::from([("opening_hours", long.as_str())])), None);
    }

    #[test]
    fn sights_without_a_name_are_left_out_and_filling_stations_are_not() {
        assert!(PlaceRecord::of(&Tags::from([("historic", "memorial")])).is_none());
        assert!(PlaceRecord::of(&Tags::from([("amenity", "fuel")])).is_some());
    }
}

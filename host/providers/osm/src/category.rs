//! Which of OpenStreetMap's many tags make which category of place.

use jumpseat_places::Category;

use crate::{names::NameLanguage, tags::Tags};

/// Tags and their category; the first that fits decides. `*` is any value that does not mean "none".
const CATEGORIES: &[(&str, &str, Category)] = &[
    ("amenity", "restaurant", Category::Restaurant),
    ("amenity", "cafe", Category::Cafe),
    ("amenity", "ice_cream", Category::Cafe),
    ("amenity", "fast_food", Category::FastFood),
    ("amenity", "food_court", Category::FastFood),
    ("amenity", "bar", Category::Bar),
    ("amenity", "pub", Category::Bar),
    ("amenity", "biergarten", Category::Bar),
    ("amenity", "fuel", Category::Fuel),
    ("amenity", "charging_station", Category::ChargingStation),
    ("amenity", "pharmacy", Category::Pharmacy),
    ("amenity", "hospital", Category::Hospital),
    ("amenity", "clinic", Category::Hospital),
    ("amenity", "doctors", Category::Hospital),
    ("amenity", "theatre", Category::Theatre),
    ("amenity", "cinema", Category::Theatre),
    ("amenity", "arts_centre", Category::Theatre),
    ("amenity", "concert_hall", Category::Theatre),
    ("amenity", "bus_station", Category::Station),
    ("amenity", "ferry_terminal", Category::Station),
    ("amenity", "school", Category::Education),
    ("amenity", "university", Category::Education),
    ("amenity", "college", Category::Education),
    ("amenity", "library", Category::Education),
    ("amenity", "kindergarten", Category::Education),
    ("amenity", "townhall", Category::Service),
    ("amenity", "post_office", Category::Service),
    ("amenity", "bank", Category::Service),
    ("amenity", "bureau_de_change", Category::Service),
    ("amenity", "police", Category::Service),
    ("amenity", "courthouse", Category::Service),
    ("amenity", "community_centre", Category::Service),
    ("amenity", "car_wash", Category::Service),
    ("amenity", "toilets", Category::Service),
    ("amenity", "marketplace", Category::Shop),
    ("amenity", "place_of_worship", Category::Attraction),
    ("tourism", "hotel", Category::Hotel),
    ("tourism", "motel", Category::Hotel),
    ("tourism", "guest_house", Category::Hotel),
    ("tourism", "hostel", Category::Hotel),
    ("tourism", "museum", Category::Museum),
    ("tourism", "gallery", Category::Museum),
    ("tourism", "attraction", Category::Attraction),
    ("tourism", "viewpoint", Category::Attraction),
    ("tourism", "zoo", Category::Attraction),
    ("tourism", "aquarium", Category::Attraction),
    ("tourism", "theme_park", Category::Attraction),
    ("historic", "castle", Category::Attraction),
    ("historic", "monument", Category::Attraction),
    ("historic", "memorial", Category::Attraction),
    ("historic", "ruins", Category::Attraction),
    ("man_made", "lighthouse", Category::Attraction),
    ("railway", "station", Category::Station),
    ("railway", "halt", Category::Station),
    ("public_transport", "station", Category::Station),
    ("aeroway", "aerodrome", Category::Station),
    ("leisure", "park", Category::Park),
    ("leisure", "garden", Category::Park),
    ("leisure", "nature_reserve", Category::Park),
    ("leisure", "stadium", Category::Attraction),
    ("leisure", "marina", Category::Attraction),
    ("leisure", "water_park", Category::Attraction),
    ("shop", "supermarket", Category::Supermarket),
    ("shop", "convenience", Category::Supermarket),
    ("shop", "greengrocer", Category::Supermarket),
    ("office", "government", Category::Service),
    ("office", "diplomatic", Category::Service),
    ("shop", "*", Category::Shop),
];

/// Values that say that there is nothing.
const NOTHING: [&str; 2] = ["no", "vacant"];

/// The category of a place, or `None` if the tags describe no place.
pub(crate) fn category_of(tags: &Tags) -> Option<Category> {
    let fits =
        |key, value| tags.get(key).is_some_and(|found| found == value || (value == "*" && !NOTHING.contains(&found)));
    CATEGORIES.iter().find(|(key, value, _)| fits(*key, *value)).map(|(_, _, category)| *category)
}

/// Whether a place of this category is worth keeping without a name: one drives to any filling station, but not to
/// any park or memorial.
pub(crate) const fn serves_without_name(category: Category) -> bool {
    !matches!(
        category,
        Category::Attraction | Category::Museum | Category::Park | Category::Education | Category::Service
    )
}

/// The categories in the order of their numbers in the database, with what a place without a name is called.
const NUMBERED: [(Category, &str, &str); 18] = [
    (Category::Restaurant, "Restaurant", "餐厅"),
    (Category::Cafe, "Café", "咖啡馆"),
    (Category::FastFood, "Fast food", "快餐店"),
    (Category::Bar, "Bar", "酒吧"),
    (Category::Hotel, "Hotel", "酒店"),
    (Category::Fuel, "Filling station", "加油站"),
    (Category::ChargingStation, "Charging station", "充电站"),
    (Category::Supermarket, "Supermarket", "超市"),
    (Category::Pharmacy, "Pharmacy", "药店"),
    (Category::Hospital, "Doctor", "诊所"),
    (Category::Museum, "Museum", "博物馆"),
    (Category::Attraction, "Sight", "景点"),
    (Category::Theatre, "Theatre", "剧院"),
    (Category::Station, "Station", "车站"),
    (Category::Park, "Park", "公园"),
    (Category::Education, "School", "学校"),
    (Category::Service, "Office", "服务点"),
    (Category::Shop, "Shop", "商店"),
];

/// The number of a category in the database. Numbers are part of its format.
pub(crate) fn number_of(category: Category) -> u8 {
    (0..).zip(&NUMBERED).find(|(_, (numbered, _, _))| *numbered == category).map_or(u8::MAX, |(number, _)| number)
}

/// The category with a number, if there is one.
pub(crate) fn with_number(number: u8) -> Option<Category> {
    NUMBERED.get(usize::from(number)).map(|(category, _, _)| *category)
}

/// What a place without a name is called.
pub(crate) fn generic_name(category: Category, language: NameLanguage) -> &'static str {
    let named = NUMBERED.iter().find(|(numbered, _, _)| *numbered == category);
    named.map_or("", |(_, english, chinese)| match language {
        NameLanguage::Chinese => chinese,
        NameLanguage::English | NameLanguage::Local => english,
    })
}

/// A set of categories as bits: bit n for number n. An empty list stands for all.
pub(crate) fn mask_of(categories: &[Category]) -> i64 {
    if categories.is_empty() {
        return i64::MAX;
    }
    categories.iter().fold(0, |mask, category| mask | 1_i64.checked_shl(number_of(*category).into()).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_decide_the_category() {
        let check = |key, value| category_of(&Tags::from([(key, value)]));
        assert_eq!(check("amenity", "restaurant"), Some(Category::Restaurant));
        assert_eq!(check("shop", "supermarket"), Some(Category::Supermarket));
        assert_eq!(check("shop", "florist"), Some(Category::Shop));
        assert_eq!(check("shop", "vacant"), None);
        assert_eq!(check("amenity", "bench"), None);
        assert_eq!(
            category_of(&Tags::from([("tourism", "hotel"), ("amenity", "restaurant")])),
            Some(Category::Restaurant)
        );
    }

    #[test]
    fn every_category_has_a_number_of_its_own() {
        for (number, (category, english, chinese)) in (0..).zip(&NUMBERED) {
            assert_eq!(number_of(*category), number);
            assert_eq!(with_number(number), Some(*category));
            assert!(!english.is_empty() && !chinese.is_empty());
        }
        assert_eq!(mask_of(&[Category::Restaurant, Category::Cafe]), 0b11);
    }

    #[test]
    fn every_tag_leads_to_a_numbered_category() {
        for (key, value, category) in CATEGORIES {
            assert!(with_number(number_of(*category)).is_some(), "{key}={value}");
        }
    }
}

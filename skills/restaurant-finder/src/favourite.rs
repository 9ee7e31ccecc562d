//! What the driver likes to eat: the cuisine of the place that was last shown.
//!
//! It is a convenience. Where preferences are denied or away, there is no favourite and nobody hears of it.

use jumpseat_sdk::{places::Place, preferences};

/// The preference, shared with other skills: a cuisine as OpenStreetMap spells it.
const CUISINE: &str = "food.cuisine";
/// Characters of a preference.
const VALUE_CHARS_MAX: usize = 200;

/// The favourite cuisine, if there is one.
pub(crate) fn cuisine() -> Option<String> {
    preferences::get(CUISINE).ok().flatten().filter(|cuisine| !cuisine.is_empty())
}

/// Remembers the cuisine of a place that the driver chose.
pub(crate) fn remember(place: &Place) {
    let cuisine = place.cuisines.iter().find(|cuisine| (1..=VALUE_CHARS_MAX).contains(&cuisine.chars().count()));
    if let Some(cuisine) = cuisine {
        // A favourite that is not remembered changes no answer.
        preferences::set(CUISINE, cuisine).unwrap_or_default();
    }
}

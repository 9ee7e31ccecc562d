//! What every provider keeps to. Providers call [`check`] in their own tests.

use std::collections::BTreeSet;

use crate::{PlacesProvider, Query, limits};

/// Checks a provider around a position where it knows places of at least two categories within the largest radius.
///
/// # Panics
///
/// When a rule is broken; the message names the rule.
pub async fn check(provider: &dyn PlacesProvider, latitude_deg: f64, longitude_deg: f64) {
    let everything = Query {
        name: None,
        categories: Vec::new(),
        cuisines: Vec::new(),
        latitude_deg,
        longitude_deg,
        radius_m: limits::RADIUS_M_MAX,
        language: "en".to_owned(),
        count_max: limits::COUNT_MAX,
    };
    let find = async |query: &Query| provider.find(query.clone()).await.expect("the source of places is there");

    let all = find(&everything).await;
    assert!(all.len() <= limits::COUNT_MAX as usize, "an answer holds at most what was asked for");
    assert!(all.is_sorted_by_key(|place| place.distance_m), "the nearest comes first");
    let ids: BTreeSet<_> = all.iter().map(|place| &place.id).collect();
    assert_eq!(ids.len(), all.len(), "an id names one place");
    for place in &all {
        assert!(!place.id.is_empty() && !place.name.is_empty(), "id and name are not empty: {place:?}");
        assert!((-90.0..=90.0).contains(&place.latitude_deg), "the latitude is one: {place:?}");
        assert!((-180.0..=180.0).contains(&place.longitude_deg), "the longitude is one: {place:?}");
        assert!(place.price_level.is_none_or(|level| (1..=3).contains(&level)), "price levels are 1 to 3: {place:?}");
        assert!(place.rating_tenths.is_none_or(|tenths| (10..=50).contains(&tenths)), "ratings: {place:?}");
    }

    let nearest = all.first().expect("places are known around the position");
    let other = all.iter().find(|place| place.category != nearest.category).expect("places of two categories");
    let same_category = find(&Query { categories: vec![other.category], ..everything.clone() }).await;
    assert!(!same_category.is_empty(), "a category that is there is found");
    assert!(same_category.iter().all(|place| place.category == other.category), "a category excludes all others");
    let shorter = find(&Query { count_max: 1, ..everything.clone() }).await;
    let ids: Vec<_> = shorter.iter().map(|place| &place.id).collect();
    assert_eq!(ids, [&nearest.id], "a shorter answer is the start of the longer one");
    let named = find(&Query { name: Some(nearest.name.clone()), ..everything.clone() }).await;
    assert!(named.iter().any(|place| place.id == nearest.id), "a place is found by its name");

    let get = async |id: &str| {
        let place = provider.get(id.to_owned(), latitude_deg, longitude_deg, "en".to_owned()).await;
        place.expect("the source of places is there")
    };
    assert_eq!(get(&nearest.id).await.as_ref(), Some(nearest), "`get` knows what `find` found");
    assert_eq!(get("no such place").await, None, "an id that names nothing is no error");
}

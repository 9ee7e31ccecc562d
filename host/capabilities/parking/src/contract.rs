//! What every provider keeps to. Providers call [`check`] in their own tests.

use std::collections::BTreeSet;

use crate::{ParkingProvider, Query, limits};

/// Checks a provider around a position where it knows at least two car parks within the largest radius.
///
/// # Panics
///
/// When a rule is broken; the message names the rule.
pub async fn check(provider: &dyn ParkingProvider, latitude_deg: f64, longitude_deg: f64) {
    let query = |count_max| Query {
        latitude_deg,
        longitude_deg,
        radius_m: limits::RADIUS_M_MAX,
        language: "en".to_owned(),
        count_max,
    };
    let all = provider.nearby(query(limits::COUNT_MAX)).await.expect("the source of parking data is there");
    assert!(all.len() >= 2, "at least two car parks are known around the position, not {}", all.len());
    assert!(all.len() <= limits::COUNT_MAX as usize, "an answer holds at most what was asked for");
    assert!(all.is_sorted_by_key(|car_park| car_park.walk_m), "the nearest comes first");
    let ids: BTreeSet<_> = all.iter().map(|car_park| &car_park.id).collect();
    assert_eq!(ids.len(), all.len(), "an id names one car park");
    for car_park in &all {
        assert!(!car_park.id.is_empty() && !car_park.name.is_empty(), "id and name are not empty: {car_park:?}");
        assert!((-90.0..=90.0).contains(&car_park.latitude_deg), "the latitude is one: {car_park:?}");
        assert!((-180.0..=180.0).contains(&car_park.longitude_deg), "the longitude is one: {car_park:?}");
        let has_room_for_free = car_park.capacity.zip(car_park.free).is_none_or(|(capacity, free)| free <= capacity);
        assert!(has_room_for_free, "no more spaces are free than there are: {car_park:?}");
        let priced = car_park.price_per_hour_cents.is_none_or(|cents| cents == 0) || car_park.currency.is_some();
        assert!(priced, "a price has a currency: {car_park:?}");
    }
    let nearest = provider.nearby(query(1)).await.expect("the source of parking data is there");
    let ids: Vec<_> = nearest.iter().map(|car_park| &car_park.id).collect();
    assert_eq!(ids, [&all.first().expect("not empty").id], "a shorter answer is the start of the longer one");
}

//! Tests of the whole crate: a lap through the town, and what the town answers on the way.

use std::{collections::BTreeSet, time::Duration};

use jumpseat_clock::ClockProvider;
use jumpseat_context::DrivingState;
use jumpseat_location::{LocationProvider, Position};
use jumpseat_osm::{OsmMap, Summary};
use jumpseat_parking::{CarPark, ParkingProvider};
use jumpseat_places::{Category, Place, PlacesProvider, Query};
use jumpseat_traffic_signals::{Color, Signal, SignalProvider};

use crate::{SignalAhead, SimulatedClock, World};

fn world() -> (SimulatedClock, World) {
    let clock = SimulatedClock::manual(World::NOON);
    let world = World::new(clock.clone()).unwrap();
    (clock, world)
}

async fn position(world: &World) -> Position {
    world.current().await.unwrap()
}

async fn next_signal(world: &World) -> Signal {
    world.upcoming(1, "en".to_owned()).await.unwrap().remove(0)
}

async fn car_parks(world: &World) -> Vec<CarPark> {
    let Position { latitude_deg, longitude_deg, .. } = position(world).await;
    let language = "en".to_owned();
    let query = jumpseat_parking::Query { latitude_deg, longitude_deg, radius_m: 20_000, language, count_max: 50 };
    world.nearby(query).await.unwrap()
}

/// Advances until something holds, in small steps, for at most half an hour.
fn advance_until(clock: &SimulatedClock, mut holds: impl FnMut() -> bool) {
    for _ in 0..30 * 60 * 10 {
        if holds() {
            return;
        }
        clock.advance(Duration::from_millis(100));
    }
    panic!("it never holds");
}

#[test]
fn the_town_has_what_the_skills_need() {
    let (_, world) = world();
    let Summary { places, car_parks, streets, signals } = world.map().summary().unwrap();
    assert!(places >= 120 && car_parks >= 20 && streets >= 15 && signals >= 20);
    assert_eq!(world.map().signals().unwrap().iter().filter(|signal| signal.phases.is_none()).count(), 0);
    let names = |language: &str| world.map().names(language, 1_000).unwrap();
    let (english, chinese) = (names("en"), names("zh"));
    assert_eq!(english.len(), chinese.len());
    assert!(english.iter().all(|name| name.is_ascii()), "a recogniser can say them");
    assert!(chinese.iter().all(|name| !name.is_ascii()), "every name is translated");
    assert!(english.contains(&"City Museum".to_owned()));
}

/// Finds places of categories and cuisines near the car.
async fn find(world: &World, categories: &[Category], cuisines: &[&str]) -> Vec<Place> {
    let Position { latitude_deg, longitude_deg, .. } = position(world).await;
    let query = Query {
        name: None,
        categories: categories.to_vec(),
        cuisines: cuisines.iter().map(|cuisine| (*cuisine).to_owned()).collect(),
        latitude_deg,
        longitude_deg,
        radius_m: 10_000,
        language: "en".to_owned(),
        count_max: 50,
    };
    PlacesProvider::find(world, query).await.unwrap()
}

#[tokio::test]
async fn the_town_serves_every_kitchen() {
    let (_, world) = world();
    let kitchens = [
        "chinese",
        "noodle",
        "hotpot",
        "dumpling",
        "japanese",
        "sushi",
        "korean",
        "thai",
        "indian",
        "italian",
        "pizza",
        "french",
        "german",
        "mexican",
        "burger",
        "steak_house",
        "barbecue",
        "seafood",
        "vegetarian",
        "coffee_shop",
        "bakery",
    ];
    for kitchen in kitchens {
        let found = find(&world, &[], &[kitchen]).await;
        assert!(found.len() >= 2, "{kitchen}: {}", found.len());
        let tells = |place: &Place| place.address.is_some() && place.open_now.is_some();
        let is_rated = |place: &Place| place.price_level.is_some() && place.rating_tenths.is_some();
        assert!(found.iter().all(|place| tells(place) && is_rated(place)), "{kitchen}");
    }
    let mut meals = 0;
    for category in [Category::Restaurant, Category::Cafe, Category::FastFood] {
        meals += find(&world, &[category], &[]).await.len();
    }
    assert!(meals >= 60, "{meals}");
}

#[tokio::test]
async fn the_town_has_every_kind_of_place() {
    let (_, world) = world();
    let categories = [
        Category::Bar,
        Category::Hotel,
        Category::Fuel,
        Category::ChargingStation,
        Category::Supermarket,
        Category::Pharmacy,
        Category::Hospital,
        Category::Museum,
        Category::Attraction,
        Category::Theatre,
        Category::Station,
        Category::Park,
        Category::Education,
        Category::Service,
        Category::Shop,
    ];
    for category in categories {
        assert!(!find(&world, &[category], &[]).await.is_empty(), "{category:?}");
    }
}

#[test]
fn two_worlds_at_the_same_time_are_equal() {
    let (clock, world) = world();
    let (other_clock, other) = self::world();
    for seconds in [0, 7, 61, 433, 1_200] {
        clock.advance(Duration::from_secs(seconds));
        for _ in 0..seconds {
            other_clock.advance(Duration::from_secs(1));
            other.due_events();
        }
        assert_eq!((world.speed_kmh(), world.street()), (other.speed_kmh(), other.street()));
    }
}

#[tokio::test]
async fn the_car_starts_parked_drives_and_waits_at_red() {
    let (clock, world) = world();
    assert_eq!((world.driving_state(), world.speed_kmh()), (DrivingState::Parked, 0.0));
    assert_eq!(position(&world).await.heading_deg, None);
    clock.advance(Duration::from_secs(25));
    assert_eq!((world.driving_state(), world.street()), (DrivingState::Moving, Some("Harbor Street")));
    let heading_deg = position(&world).await.heading_deg.unwrap();
    assert!((80.0..100.0).contains(&heading_deg), "east along the harbor, not {heading_deg}");
    advance_until(&clock, || world.driving_state() == DrivingState::Idling);
    let signal = next_signal(&world).await;
    assert!(signal.distance_m <= 2, "{signal:?}");
    assert!(matches!(signal.color, Color::Red | Color::RedAmber | Color::Amber), "{signal:?}");
    let green_in_ms = signal.green_in.unwrap().max_ms;
    clock.advance(Duration::from_millis(u64::from(green_in_ms) + 1_000));
    assert_eq!(next_signal(&world).await.color, Color::Green);
    assert_eq!(world.driving_state(), DrivingState::Moving);
}

#[tokio::test]
async fn the_car_keeps_to_the_limits_and_never_passes_a_red_signal() {
    let (clock, world) = world();
    let (mut parked_again, mut streets, mut idle_steps) = (false, BTreeSet::new(), 0);
    let mut before = next_signal(&world).await;
    for _ in 0..30 * 60 * 10 {
        clock.advance(Duration::from_millis(100));
        let signal = next_signal(&world).await;
        let limit_kmh = signal.speed_limit_kmh.unwrap();
        assert!(world.speed_kmh() <= 70.5 && limit_kmh >= 30, "{} of {limit_kmh}", world.speed_kmh());
        if signal.id != before.id && before.distance_m < 5 {
            assert!(!matches!(before.color, Color::Red | Color::RedAmber), "passed {before:?}");
        }
        before = signal;
        streets.insert(world.street().unwrap().to_owned());
        idle_steps += usize::from(world.driving_state() == DrivingState::Idling);
        parked_again |= world.driving_state() == DrivingState::Parked && clock.elapsed_ms() > 300_000;
    }
    assert!(parked_again, "the lap ends");
    assert!(idle_steps > 100, "the car waits at some signals");
    let expected = [
        "Castle Street",
        "Central Avenue",
        "Church Road",
        "Forest Road",
        "Garden Street",
        "Harbor Street",
        "Mill Road",
        "Station Street",
        "Sunset Boulevard",
        "University Road",
    ];
    assert_eq!(streets.into_iter().collect::<Vec<_>>(), expected);
}

#[tokio::test]
async fn a_signal_changes_when_it_says() {
    let (clock, world) = world();
    for _ in 0..20 {
        let now = world.upcoming(10, "en".to_owned()).await.unwrap();
        let fixed =
            now.iter().find(|signal| signal.changes_in.is_some_and(|window| window.min_ms == window.max_ms)).unwrap();
        let changes_in_ms = u64::from(fixed.changes_in.unwrap().max_ms);
        let shown = async || {
            let signals = world.upcoming(10, "en".to_owned()).await.unwrap();
            signals.into_iter().find(|signal| signal.id == fixed.id).map(|signal| signal.color)
        };
        clock.advance(Duration::from_millis(changes_in_ms - 1));
        let Some(color) = shown().await else { continue };
        assert_eq!(color, fixed.color);
        clock.advance(Duration::from_millis(1));
        assert_ne!(shown().await, Some(fixed.color));
        clock.advance(Duration::from_secs(7));
    }
}

#[tokio::test]
async fn signals_are_named_in_the_language_of_the_question() {
    let (_, world) = world();
    let name = async |language: &str| world.upcoming(1, language.to_owned()).await.unwrap().remove(0).name.unwrap();
    assert_eq!(name("en").await, "Harbor Street and Bridge Road");
    assert_eq!(name("zh-CN").await, "港口街与大桥路路口");
}

#[tokio::test]
async fn a_signal_that_is_not_green_is_announced_once_for_each_approach() {
    let (clock, world) = world();
    assert_eq!(world.due_events(), [], "nothing is announced to a parked car");
    let mut first_lap: Vec<SignalAhead> = Vec::new();
    while clock.elapsed_ms() < 900_000 {
        clock.advance(Duration::from_millis(500));
        let next = next_signal(&world).await;
        let due = world.due_events();
        assert!(due.iter().all(|event| event.distance_m <= 200), "{due:?}");
        if due.iter().any(|event| event.signal_id == next.id) {
            assert!(!matches!(next.color, Color::Green | Color::Dark), "{next:?}");
        }
        first_lap.extend(due);
    }
    let ids: BTreeSet<_> = first_lap.iter().map(|event| &event.signal_id).collect();
    assert!(ids.len() >= 5, "{first_lap:?}");
    assert_eq!(ids.len(), first_lap.len(), "no signal is announced twice on one approach");
}

#[tokio::test]
async fn the_next_lap_announces_again() {
    let (clock, world) = world();
    let mut ids: Vec<String> = Vec::new();
    while clock.elapsed_ms() < 40 * 60_000 {
        clock.advance(Duration::from_secs(1));
        ids.extend(world.due_events().into_iter().map(|event| event.signal_id));
    }
    let different: BTreeSet<_> = ids.iter().collect();
    assert!(ids.len() >= 2 * different.len() - different.len() / 2, "{} of {}", ids.len(), different.len());
}

#[tokio::test]
async fn car_parks_fill_and_empty_over_the_day() {
    let (clock, world) = world();
    let noon = car_parks(&world).await;
    assert_eq!(noon.iter().filter(|car_park| car_park.free.is_some()).count(), 20);
    assert!(noon.iter().filter(|car_park| car_park.free.is_none()).all(|car_park| car_park.free_age_ms.is_none()));
    assert!(noon.iter().any(|car_park| car_park.price_per_hour_cents == Some(0)));
    assert!(noon.iter().any(|car_park| car_park.height_cm_max == Some(190)));
    clock.advance(Duration::from_hours(10));
    let free = |car_parks: &[CarPark], name: &str| {
        car_parks.iter().find(|car_park| car_park.name == name).and_then(|car_park| car_park.free).unwrap()
    };
    let night = car_parks(&world).await;
    assert!(free(&night, "Station Garage") > 2 * free(&noon, "Station Garage") + 100);
    assert!(free(&night, "Theater Garage") < free(&noon, "Theater Garage"));
    let closed =
        night.iter().filter(|car_park| car_park.open_now == Some(false)).map(|car_park| car_park.name.as_str());
    assert_eq!(closed.collect::<Vec<_>>(), ["Town Hall Garage", "Mall Garage"]);
}

#[tokio::test]
async fn places_open_and_close_with_the_time_of_the_town() {
    let (clock, world) = world();
    let open = async |name: &str| {
        let Position { latitude_deg, longitude_deg, .. } = position(&world).await;
        let (name, language) = (Some(name.to_owned()), "en".to_owned());
        let (categories, cuisines) = (Vec::new(), Vec::new());
        let query =
            Query { name, categories, cuisines, latitude_deg, longitude_deg, radius_m: 10_000, language, count_max: 1 };
        PlacesProvider::find(&world, query).await.unwrap().remove(0).open_now
    };
    assert_eq!(open("golden dragon").await, Some(true));
    assert_eq!(open("midnight noodles").await, Some(false));
    clock.advance(Duration::from_hours(14));
    assert_eq!(open("golden dragon").await, Some(false));
    assert_eq!(open("midnight noodles").await, Some(true));
}

#[tokio::test]
async fn the_world_keeps_the_contracts_of_its_capabilities() {
    let (clock, world) = world();
    for seconds in [0, 30, 333, 800] {
        clock.advance(Duration::from_secs(seconds));
        let Position { latitude_deg, longitude_deg, .. } = position(&world).await;
        jumpseat_clock::contract::check(&world);
        jumpseat_location::contract::check(&world).await;
        jumpseat_parking::contract::check(&world, latitude_deg, longitude_deg).await;
        jumpseat_places::contract::check(&world, latitude_deg, longitude_deg).await;
        jumpseat_traffic_signals::contract::check(&world).await;
    }
    assert_eq!(world.now().unix_ms, World::NOON.unix_ms + 1_163_000);
}

#[test]
fn the_town_is_read_by_the_importer_of_real_maps() {
    let clock = SimulatedClock::manual(World::NOON);
    let file = include_bytes!("../town.osm");
    let map = OsmMap::from_xml("town.osm", file, std::sync::Arc::new(clock)).unwrap();
    let (_, world) = world();
    assert_eq!(map.summary().unwrap(), world.map().summary().unwrap());
}

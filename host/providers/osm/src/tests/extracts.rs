//! Real extracts, where they are present: `JUMPSEAT_SHARED` names the folder that holds `data/osm`.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    sync::Arc,
    time::Instant,
};

use jumpseat_places::{Category, Query};
use tempfile::TempDir;

use super::clock::Noon;
use crate::{OsmMap, Position, import};

fn data(file: &str) -> Option<PathBuf> {
    #[expect(clippy::disallowed_methods, reason = "names the folder of licensed data")]
    let shared = std::env::var_os("JUMPSEAT_SHARED").map(PathBuf::from);
    let shared = shared.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../../shared"));
    let path = shared.join("data/osm").join(file);
    if path.is_file() {
        return Some(path);
    }
    eprintln!("skipped: there is no {}", path.display());
    None
}

/// Imports an extract and reports what it cost.
fn imported(folder: &TempDir, file: &str) -> Option<OsmMap> {
    let source = data(file)?;
    let database = folder.path().join("map.sqlite");
    let started = Instant::now();
    let summary = import(&source, &database, &mut |_| {}).unwrap();
    let bytes = fs::metadata(&database).unwrap().len();
    eprintln!("{file}: {:?}, {bytes} bytes, {summary:?}{}", started.elapsed(), peak_memory());
    Some(OsmMap::open(&database, Arc::new(Noon)).unwrap())
}

/// The most memory that this process ever held, where the system tells.
fn peak_memory() -> String {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    peak.map(|peak| format!(", peak {}", peak.trim())).unwrap_or_default()
}

/// What another reader found in the same extract.
#[derive(Debug)]
struct Reference {
    osm: String,
    position: Position,
}

fn references(file: &str, kind: &str) -> Option<Vec<Reference>> {
    let text = fs::read_to_string(data(file)?).unwrap();
    let lines = text.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    let of_kind = lines.filter(|line| line["kind"] == kind);
    let reference = |line: serde_json::Value| Reference {
        osm: line["osm"].as_str().unwrap().to_owned(),
        position: Position {
            latitude_deg: line["lat"].as_f64().unwrap(),
            longitude_deg: line["lon"].as_f64().unwrap(),
        },
    };
    Some(of_kind.map(reference).collect())
}

/// Asks the map for a category around a point, and compares with what the other reader found there.
fn check(map: &OsmMap, file: &str, kind: &str, category: Category, middle: Position, radius_m: u32) {
    let query = Query {
        name: None,
        categories: vec![category],
        cuisines: Vec::new(),
        latitude_deg: middle.latitude_deg,
        longitude_deg: middle.longitude_deg,
        radius_m,
        language: "en".to_owned(),
        count_max: 50,
    };
    let found = map.find_places(&query).unwrap();
    let mut expected = references(file, kind).unwrap();
    expected.retain(|reference| reference.position.distance_m(middle) <= f64::from(radius_m));
    expected.sort_by(|one, other| one.position.distance_m(middle).total_cmp(&other.position.distance_m(middle)));
    expected.truncate(50);
    assert!(expected.len() >= 3, "the point is badly chosen: {expected:?}");
    let ids = |ids: Vec<&str>| ids.into_iter().map(str::to_owned).collect::<BTreeSet<_>>();
    assert_eq!(
        ids(found.iter().map(|place| place.id.as_str()).collect()),
        ids(expected.iter().map(|reference| reference.osm.as_str()).collect()),
    );
    for (place, reference) in found.iter().zip(&expected) {
        let position = Position { latitude_deg: place.latitude_deg, longitude_deg: place.longitude_deg };
        assert!(position.distance_m(reference.position) < 1.0, "{place:?} {reference:?}");
    }
}

#[test]
fn monaco_agrees_with_another_reader() {
    let folder = TempDir::new().unwrap();
    let Some(map) = imported(&folder, "monaco-2021.osm.pbf") else { return };
    let casino = Position { latitude_deg: 43.7392, longitude_deg: 7.4275 };
    let file = "monaco-2021.pois.jsonl";
    for radius_m in [200, 500] {
        check(&map, file, "restaurant", Category::Restaurant, casino, radius_m);
    }
    check(&map, file, "restaurant", Category::Restaurant, casino, 50_000);
    check(&map, file, "pharmacy", Category::Pharmacy, casino, 3_000);
    check(&map, file, "fuel", Category::Fuel, casino, 50_000);
    assert_eq!(map.signals().unwrap().len(), 15);
    assert!(map.streets().unwrap().len() >= 900);
}

#[test]
fn names_with_accents_are_found_without_them() {
    let folder = TempDir::new().unwrap();
    let Some(map) = imported(&folder, "monaco-2021.osm.pbf") else { return };
    let query = |name: &str| Query {
        name: Some(name.to_owned()),
        categories: Vec::new(),
        cuisines: Vec::new(),
        latitude_deg: 43.7392,
        longitude_deg: 7.4275,
        radius_m: 50_000,
        language: "en".to_owned(),
        count_max: 50,
    };
    let with = map.find_places(&query("Musée océanographique")).unwrap();
    assert!(!with.is_empty());
    assert_eq!(map.find_places(&query("musee oceanographique")).unwrap(), with);
}

#[test]
fn andorra_agrees_with_another_reader() {
    let folder = TempDir::new().unwrap();
    let Some(map) = imported(&folder, "andorra-2021.osm.pbf") else { return };
    let capital = Position { latitude_deg: 42.5075, longitude_deg: 1.5218 };
    let file = "andorra-2021.pois.jsonl";
    check(&map, file, "restaurant", Category::Restaurant, capital, 600);
    check(&map, file, "pharmacy", Category::Pharmacy, capital, 3_000);
    let query = jumpseat_parking::Query {
        latitude_deg: capital.latitude_deg,
        longitude_deg: capital.longitude_deg,
        radius_m: 20_000,
        language: "ca".to_owned(),
        count_max: 50,
    };
    assert_eq!(map.car_parks(&query).unwrap().len(), 50);
}

#[test]
fn packed_text_is_read_too() {
    let folder = TempDir::new().unwrap();
    let Some(map) = imported(&folder, "monaco-2012.osm.gz") else { return };
    let summary = map.summary().unwrap();
    assert_eq!(summary.signals, 7);
    assert!(summary.places >= 22 + 11 + 7, "{summary:?}");
}

#[tokio::test]
async fn real_maps_keep_the_contracts_of_their_capabilities() {
    let folder = TempDir::new().unwrap();
    let Some(map) = imported(&folder, "monaco-2021.osm.pbf") else { return };
    jumpseat_places::contract::check(&map, 43.7392, 7.4275).await;
    jumpseat_parking::contract::check(&map, 43.7392, 7.4275).await;
}

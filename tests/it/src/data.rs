//! Importing maps; exporting and deleting what is kept of the driver.

use std::{fs, os::unix::fs::PermissionsExt as _};

use serde_json::{Value, json};

use crate::car::{Car, Drive, shared};

#[test]
fn a_small_extract_becomes_a_map_that_skills_search() {
    let car = Car::with_skills();
    let extract = car.path("corner.osm");
    let xml = r#"<osm version="0.6">
      <node id="1" lat="43.7300" lon="7.4200"><tag k="amenity" v="restaurant"/><tag k="cuisine" v="pizza"/><tag k="name" v="Chez Rosa"/></node>
    </osm>"#;
    fs::write(&extract, xml).unwrap();
    let summary = car.json(["data".as_ref(), "import".as_ref(), "--json".as_ref(), extract.as_os_str()]);
    assert_eq!(summary[0]["places"], 1);
    let map = car.path("state/map.sqlite");
    let config = format!("[world]\nmap = {:?}\nposition-deg = [43.7301, 7.4201]\n", map.to_str().unwrap());
    car.configure(&config);
    let turns = car.ask(&["find a pizza place"]);
    assert!(turns[0]["speech"].as_str().unwrap().contains("Chez Rosa"), "{}", turns[0]);
}

#[test]
fn a_damaged_extract_leaves_the_map_in_use_as_it_was() {
    let car = Car::empty();
    let map = car.path("state/map.sqlite");
    fs::create_dir_all(map.parent().unwrap()).unwrap();
    fs::write(&map, "the map in use").unwrap();
    let extract = car.path("broken.osm.pbf");
    fs::write(&extract, [0, 0, 0, 14, 10, 9, 79, 83]).unwrap();
    let output = car.command(["data".as_ref(), "import".as_ref(), extract.as_os_str()]).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(fs::read_to_string(&map).unwrap(), "the map in use");
}

#[test]
fn a_real_extract_is_imported_and_searched() {
    let Some(extract) = shared("data/osm/monaco-2021.osm.pbf") else { return };
    let car = Car::with_skills();
    car.run(["data".as_ref(), "import".as_ref(), extract.as_os_str()]);
    let map = car.path("state/map.sqlite");
    let config = format!("[world]\nmap = {:?}\nposition-deg = [43.7384, 7.4246]\n", map.to_str().unwrap());
    car.configure(&config);
    let turns = car.ask(&["find an italian restaurant"]);
    assert_eq!(turns[0]["calls"][0]["outcome"], "reply", "{}", turns[0]);
}

/// A car that keeps something of its driver: a preference, and what two skills put down.
fn driven() -> Car {
    let car = Car::with_skills();
    car.drive(b"turn off red light alerts\n");
    for (path, content) in [("parking/last", "停车场".as_bytes()), ("parking/bits", &[0, 255])] {
        let path = car.path("state/storage").join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
    car
}

fn kept(car: &Car) -> Value {
    car.json(["data", "export"]).remove(0)["data"].take()
}

#[test]
fn all_that_is_kept_of_the_driver_is_exported() {
    let car = driven();
    let data = kept(&car);
    assert_eq!(data["storage"]["parking"], json!({ "bits": { "base64": "AP8=" }, "last": "停车场" }));
    assert!(!data["storage"]["traffic-lights"].as_object().unwrap().is_empty(), "{data}");
    let file = car.path("export.json");
    car.run(["data".as_ref(), "export".as_ref(), "--output".as_ref(), file.as_os_str()]);
    let exported: Value = serde_json::from_slice(&fs::read(&file).unwrap()).unwrap();
    assert_eq!((&exported["format"], &exported["data"]), (&json!(1), &data));
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o077, 0, "others cannot read it");
}

#[test]
fn nothing_is_deleted_before_somebody_says_yes() {
    let car = driven();
    let before = kept(&car);
    let output = car.command(["data", "delete"]).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let error = String::from_utf8(output.stderr).unwrap();
    assert!(error.contains("nobody is there to confirm") && error.contains("hint: say --yes"), "{error}");
    assert_eq!(kept(&car), before);
}

#[test]
fn what_is_deleted_is_named_and_gone_and_the_skills_work() {
    let car = driven();
    let of_parking = car.json(["data", "delete", "--yes", "--json", "--skill", "parking"]);
    assert_eq!(of_parking, [json!({ "deleted": [{ "what": "storage of parking", "files": 2, "bytes": 11 }] })]);
    assert!(kept(&car)["storage"]["traffic-lights"] != json!({}), "only one skill lost what it kept");
    let output = car.run(["data", "delete", "--yes"]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("deleted preferences: ") && text.contains("deleted storage: 1 files"), "{text}");
    assert_eq!(kept(&car)["storage"]["traffic-lights"], json!({}));
    let turns = car.ask(&["find parking near me"]);
    assert_eq!(turns[0]["calls"][0]["outcome"], "reply", "{}", turns[0]);
}

#[test]
fn deleted_consents_are_on_record_as_withdrawn() {
    let car = Car::with_skills();
    car.run(["consent", "allow", "restaurant-finder", "preferences"]);
    car.run(["data", "delete", "--yes"]);
    assert_eq!(car.json(["consent", "list", "--json"]), [json!({ "consents": [] })]);
    let records = car.json(["audit", "show", "--json", "--skill", "restaurant-finder"]);
    let withdrawn: Vec<&Value> =
        records.iter().map(|record| &record["event"]["consent-withdrawn"]).filter(|event| !event.is_null()).collect();
    assert_eq!(withdrawn.len(), 1, "{records:?}");
    assert_eq!(withdrawn[0]["capability"], "preferences");
}

#[test]
fn a_car_that_drives_brings_back_nothing_of_a_removed_skill() {
    let car = Car::with_skills();
    let mut drive = Drive::begin(&car);
    assert_eq!(drive.say("turn off red light alerts")["calls"][0]["outcome"], "reply");
    let storage = car.path("state/storage/traffic-lights");
    assert!(storage.exists());
    car.run(["skills", "remove", "traffic-lights"]);
    assert_eq!(drive.say("turn on red light alerts")["calls"][0]["skill"], "traffic-lights");
    assert!(!storage.exists(), "what was removed is back");
    drive.end();
}

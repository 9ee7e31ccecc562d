//! Importing maps.

use std::fs;

use crate::car::{Car, shared};

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

//! Extracts into databases: all formats, all faults.

use std::{fs, io::Write, path::Path, sync::Arc};

use flate2::{Compression, write::GzEncoder};
use tempfile::TempDir;

use super::{clock::Noon, pbf};
use crate::{ImportError, MapError, OsmMap, Progress, Stage, Summary, import};

const VILLAGE: &[u8] = include_bytes!("village.osm");
const VILLAGE_SUMMARY: Summary = Summary { places: 6, car_parks: 2, streets: 2, signals: 1 };

/// Imports bytes that lie in a file of this name.
fn import_bytes(folder: &TempDir, name: &str, bytes: &[u8]) -> Result<Summary, ImportError> {
    let source = folder.path().join(name);
    fs::write(&source, bytes).unwrap();
    import(&source, &folder.path().join("map.sqlite"), &mut |_| {})
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// The error and its hint, without the path of the folder.
fn message(folder: &TempDir, error: &ImportError) -> String {
    let text = format!("{error}; hint: {}", error.hint().unwrap());
    text.replace(&format!("{}{}", folder.path().display(), std::path::MAIN_SEPARATOR), "")
}

fn files(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn all_formats_give_the_same_database() {
    let folder = TempDir::new().unwrap();
    assert_eq!(import_bytes(&folder, "village.osm", VILLAGE).unwrap(), VILLAGE_SUMMARY);
    assert_eq!(import_bytes(&folder, "VILLAGE.OSM.GZ", &gzip(VILLAGE)).unwrap(), VILLAGE_SUMMARY);
    let summary = import_bytes(&folder, "hamlet.osm.pbf", &pbf::hamlet()).unwrap();
    assert_eq!(summary, Summary { places: 2, car_parks: 0, streets: 1, signals: 0 });
    let map = OsmMap::open(&folder.path().join("map.sqlite"), Arc::new(Noon)).unwrap();
    assert_eq!(map.names("en", 10).unwrap(), ["City Museum", "Golden Dragon"]);
    assert_eq!(map.streets().unwrap()[0].nodes.len(), 2);
    assert_eq!(map.summary().unwrap(), summary);
    assert_eq!(files(folder.path()), ["VILLAGE.OSM.GZ", "hamlet.osm.pbf", "map.sqlite", "village.osm"]);
}

#[test]
fn progress_runs_through_all_stages_to_the_end() {
    let folder = TempDir::new().unwrap();
    let source = folder.path().join("village.osm");
    fs::write(&source, VILLAGE).unwrap();
    let mut reports: Vec<Progress> = Vec::new();
    import(&source, &folder.path().join("map.sqlite"), &mut |progress| reports.push(progress)).unwrap();
    assert!(reports.is_sorted_by_key(|progress| progress.done_bytes));
    let last = reports.last().unwrap();
    assert_eq!(
        (last.stage, last.done_bytes, last.total_bytes),
        (Stage::Finishing, last.total_bytes, 2 * VILLAGE.len() as u64)
    );
    assert!(reports.iter().any(|progress| progress.stage == Stage::Scanning));
}

#[test]
fn every_fault_of_a_source_has_its_error_and_hint() {
    let folder = TempDir::new().unwrap();
    let missing = import(&folder.path().join("none.osm"), &folder.path().join("map.sqlite"), &mut |_| {});
    insta::assert_snapshot!(message(&folder, &missing.unwrap_err()), @"there is no file none.osm; hint: check the path");
    let check = |name: &str, bytes: &[u8]| message(&folder, &import_bytes(&folder, name, bytes).unwrap_err());
    insta::assert_snapshot!(check("map.zip", b"PK"), @"map.zip has a name of no known format; hint: give a file that ends in .osm.pbf, .osm or .osm.gz");
    insta::assert_snapshot!(check("empty.osm", b""), @"empty.osm is not OpenStreetMap data: it holds no element; hint: download an extract in OpenStreetMap's own formats: .osm.pbf, .osm or .osm.gz");
    insta::assert_snapshot!(check("page.osm", b"<html><p>Not found</p></html>"), @r#"page.osm is not OpenStreetMap data: the root element is "html"; hint: download an extract in OpenStreetMap's own formats: .osm.pbf, .osm or .osm.gz"#);
    insta::assert_snapshot!(check("noise.osm", b"\x00\xff\x13"), @"noise.osm is not OpenStreetMap data: cannot decode input using UTF-8: invalid utf-8 sequence of 1 bytes from index 1; hint: download an extract in OpenStreetMap's own formats: .osm.pbf, .osm or .osm.gz");
    insta::assert_snapshot!(check("cut.osm", &VILLAGE[..VILLAGE.len() / 2]), @"cut.osm ends in the middle; hint: download the extract again and import it again");
    insta::assert_snapshot!(check("cut.osm.gz", &gzip(VILLAGE)[..800]), @"cut.osm.gz ends in the middle; hint: download the extract again and import it again");
    insta::assert_snapshot!(check("plain.osm.gz", VILLAGE), @"plain.osm.gz is not OpenStreetMap data: invalid gzip header; hint: download an extract in OpenStreetMap's own formats: .osm.pbf, .osm or .osm.gz");
    insta::assert_snapshot!(check("node.osm", b"<osm><node id='1' lat='1'/></osm>"), @"node.osm is damaged: a node without id, lat or lon; hint: download the extract again and import it again");
    insta::assert_snapshot!(check("twice.osm", b"<osm><node id='1' lat='1' lon='1'><tag k='shop' v='yes'/></node>\
        <node id='1' lat='1' lon='1'><tag k='shop' v='yes'/></node></osm>"), @"twice.osm is damaged: an element occurs twice; hint: download the extract again and import it again");
    insta::assert_snapshot!(check("empty.osm.pbf", b""), @"empty.osm.pbf is not OpenStreetMap data: it is empty; hint: download an extract in OpenStreetMap's own formats: .osm.pbf, .osm or .osm.gz");
    insta::assert_snapshot!(check("xml.osm.pbf", VILLAGE), @"xml.osm.pbf is not OpenStreetMap data: blob header is too big: 1010792557 bytes; hint: download an extract in OpenStreetMap's own formats: .osm.pbf, .osm or .osm.gz");
    let hamlet = pbf::hamlet();
    insta::assert_snapshot!(check("cut.osm.pbf", &hamlet[..hamlet.len() - 3]), @"cut.osm.pbf ends in the middle; hint: download the extract again and import it again");
    insta::assert_snapshot!(check("history.osm.pbf", &pbf::header(&["HistoricalInformation"])), @r#"history.osm.pbf requires "HistoricalInformation", which is not supported; hint: give an extract of the present, without history"#);
    assert_eq!(files(folder.path()).iter().filter(|name| name.contains("sqlite")).count(), 0, "nothing is left behind");
}

#[test]
fn limits_on_elements_hold() {
    let folder = TempDir::new().unwrap();
    let tags = "<tag k='x' v='y'/>".repeat(1_001);
    let many_tags = format!("<osm><node id='1' lat='1' lon='1'>{tags}</node></osm>");
    let check = |text: String| message(&folder, &import_bytes(&folder, "large.osm", text.as_bytes()).unwrap_err());
    insta::assert_snapshot!(check(many_tags), @"the number of tags of an element is 1001, the limit is 1000; hint: import a smaller extract, or check where this one comes from");
    insta::assert_snapshot!(check(format!("<osm><way id='1'>{}</way></osm>", "<nd ref='1'/>".repeat(10_001))), @"the number of nodes of a way is 10001, the limit is 10000; hint: import a smaller extract, or check where this one comes from");
    insta::assert_snapshot!(check(format!("<osm><node id='{}'/></osm>", "1".repeat(400_000))), @"the size of an XML tag in bytes is 327675, the limit is 262144; hint: import a smaller extract, or check where this one comes from");
}

#[test]
fn a_damaged_source_leaves_the_database_in_use_as_it_was() {
    let folder = TempDir::new().unwrap();
    let database = folder.path().join("map.sqlite");
    import_bytes(&folder, "village.osm", VILLAGE).unwrap();
    let before = fs::read(&database).unwrap();
    let map = OsmMap::open(&database, Arc::new(Noon)).unwrap();
    assert!(import_bytes(&folder, "cut.osm", &VILLAGE[..2_000]).is_err());
    assert_eq!(fs::read(&database).unwrap(), before);
    assert_eq!(files(folder.path()), ["cut.osm", "map.sqlite", "village.osm"]);
    import_bytes(&folder, "hamlet.osm.pbf", &pbf::hamlet()).unwrap();
    assert_eq!(map.summary().unwrap(), VILLAGE_SUMMARY, "who has the old database open keeps it");
}

#[test]
fn what_a_killed_import_left_is_removed_by_the_next() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join(".map.sqlite.import-4x7"), b"half").unwrap();
    fs::write(folder.path().join(".other.sqlite.import-4x7"), b"of another database").unwrap();
    import_bytes(&folder, "village.osm", VILLAGE).unwrap();
    assert_eq!(files(folder.path()), [".other.sqlite.import-4x7", "map.sqlite", "village.osm"]);
}

#[test]
fn what_is_no_database_of_this_format_is_refused_with_a_hint() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("map.sqlite");
    let check = || {
        let error = OsmMap::open(&path, Arc::new(Noon)).err().unwrap();
        let text = format!("{error}; hint: {}", error.hint().unwrap());
        text.replace(&path.display().to_string(), "map.sqlite")
    };
    insta::assert_snapshot!(check(), @"there is no map database map.sqlite; hint: make it from an extract: jumpseat data import FILE.osm.pbf");
    fs::write(&path, VILLAGE).unwrap();
    insta::assert_snapshot!(check(), @"map.sqlite is no map database; hint: give the database, not the extract that it is made from");
    fs::remove_file(&path).unwrap();
    rusqlite::Connection::open(&path).unwrap().execute_batch("CREATE TABLE notes (text TEXT)").unwrap();
    insta::assert_snapshot!(check(), @"map.sqlite is no map database; hint: give the database, not the extract that it is made from");
    import_bytes(&folder, "village.osm", VILLAGE).unwrap();
    rusqlite::Connection::open(&path).unwrap().pragma_update(None, "user_version", 99).unwrap();
    insta::assert_snapshot!(check(), @"the map database map.sqlite has format 99, this program reads format 1; hint: import the extract again: jumpseat data import FILE.osm.pbf");
}

#[test]
fn a_database_that_is_damaged_inside_gives_errors() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("map.sqlite");
    import_bytes(&folder, "village.osm", VILLAGE).unwrap();
    let mut bytes = fs::read(&path).unwrap();
    bytes[4_096..].fill(0x5a);
    fs::write(&path, bytes).unwrap();
    let map = OsmMap::open(&path, Arc::new(Noon)).unwrap();
    assert!(matches!(map.names("en", 10), Err(MapError::Database(_))));
}

//! Sources that mean harm, or are just broken: an error or a smaller map, never a panic.

use std::{fs, sync::Arc};

use jumpseat_places::Query;
use proptest::prelude::*;
use tempfile::TempDir;

use super::{clock::Noon, pbf};
use crate::{ImportError, OsmMap, Summary, import};

const VILLAGE: &[u8] = include_bytes!("village.osm");

fn import_pbf(folder: &TempDir, bytes: &[u8]) -> Result<Summary, ImportError> {
    let source = folder.path().join("source.osm.pbf");
    fs::write(&source, bytes).unwrap();
    import(&source, &folder.path().join("map.sqlite"), &mut |_| {})
}

#[test]
fn every_truncation_of_a_binary_file_is_noticed() {
    let folder = TempDir::new().unwrap();
    let hamlet = pbf::hamlet();
    let header = pbf::header(&["OsmSchema-V0.6", "DenseNodes"]).len();
    for length in 0..hamlet.len() {
        let imported = import_pbf(&folder, &hamlet[..length]);
        // Between two blocks nothing tells that more was to come.
        assert_eq!(imported.is_ok(), length == header, "{length} of {} bytes: {imported:?}", hamlet.len());
    }
}

#[test]
fn every_truncation_of_a_text_is_noticed() {
    let end = VILLAGE.iter().rposition(|byte| *byte == b'>').unwrap();
    for length in (0..=end).step_by(29).chain([end]) {
        assert!(OsmMap::from_xml("cut.osm", &VILLAGE[..length], Arc::new(Noon)).is_err(), "{length} bytes");
    }
}

proptest! {
    // Each case makes a database. PROPTEST_CASES asks for more of them.
    #![proptest_config(ProptestConfig {
        cases: ProptestConfig::default().cases / 4,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn noise_is_no_map(bytes in prop::collection::vec(any::<u8>(), 0..2_000)) {
        let folder = TempDir::new().unwrap();
        prop_assert!(import_pbf(&folder, &bytes).is_err());
        prop_assert!(OsmMap::from_xml("noise", &bytes, Arc::new(Noon)).is_err());
    }

    #[test]
    fn a_damaged_binary_file_does_not_stop_the_importer(changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6)) {
        let folder = TempDir::new().unwrap();
        let mut bytes = pbf::hamlet();
        for (index, value) in changes {
            *index.get_mut(&mut bytes) = value;
        }
        let _either = import_pbf(&folder, &bytes);
    }

    #[test]
    fn a_damaged_text_does_not_stop_the_importer(changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6)) {
        let mut bytes = VILLAGE.to_vec();
        for (index, value) in changes {
            *index.get_mut(&mut bytes) = value;
        }
        let _either = OsmMap::from_xml("damaged", &bytes, Arc::new(Noon));
    }

    #[test]
    fn any_name_and_any_value_can_be_asked_for(
        name in any::<String>(),
        value in "[^<>&\"\\x00-\\x1f]{0,300}",
        hours in "[MoTuWeFrSaSu0-9:; ,/+\\-]{0,60}",
    ) {
        let xml = format!(
            "<osm><node id='1' lat='1' lon='1'><tag k='amenity' v='restaurant'/><tag k='name' v=\"{value}\"/>\
             <tag k='cuisine' v=\"{value}\"/><tag k='opening_hours' v=\"{hours}\"/><tag k='phone' v=\"{value}\"/></node></osm>"
        );
        let map = OsmMap::from_xml("any", xml.as_bytes(), Arc::new(Noon)).unwrap();
        let query = |name| Query {
            name,
            categories: Vec::new(),
            cuisines: Vec::new(),
            latitude_deg: 1.0,
            longitude_deg: 1.0,
            radius_m: 10,
            language: "en".to_owned(),
            count_max: 1,
        };
        let found = map.find_places(&query(None)).unwrap();
        prop_assert_eq!(found.len(), 1);
        let place = &found[0];
        prop_assert!((1..=120).contains(&place.name.chars().count()));
        prop_assert!(!place.name.chars().any(char::is_control));
        map.find_places(&query(Some(name))).unwrap();
    }
}

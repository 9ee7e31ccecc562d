//! Places for tests.

use jumpseat_sdk::places::{Category, Place};

/// A restaurant with everything known: moderate, 4.5 stars, open.
pub(crate) fn place(name: &str, distance_m: u32) -> Place {
    Place {
        id: format!("node/{distance_m}"),
        name: name.to_owned(),
        category: Category::Restaurant,
        cuisines: vec!["noodle".to_owned()],
        latitude_deg: 48.7,
        longitude_deg: 9.1,
        distance_m,
        address: Some("Main Street 5".to_owned()),
        opening_hours: Some("Mo-Su 11:00-22:00".to_owned()),
        open_now: Some(true),
        price_level: Some(2),
        rating_tenths: Some(45),
        phone: None,
    }
}

/// A restaurant of which nothing is known but where it is.
pub(crate) fn unknown_place(name: &str, distance_m: u32) -> Place {
    Place {
        cuisines: Vec::new(),
        address: None,
        opening_hours: None,
        open_now: None,
        price_level: None,
        rating_tenths: None,
        ..place(name, distance_m)
    }
}

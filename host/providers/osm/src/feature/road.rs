//! What the tags of streets and signals say.

use crate::{
    limits::{SIMULATION_CHARS_MAX, SPEED_LIMIT_KMH_RANGE},
    names::Names,
    tags::Tags,
    text::clean,
};

/// A street as the database keeps it, without its course.
#[derive(Debug, PartialEq)]
pub(crate) struct StreetRecord {
    pub(crate) names: Names,
    pub(crate) speed_limit_kmh: Option<u32>,
    pub(crate) one_way: bool,
}

/// The values of `highway` on which cars drive.
const DRIVABLE: [&str; 15] = [
    "motorway",
    "motorway_link",
    "trunk",
    "trunk_link",
    "primary",
    "primary_link",
    "secondary",
    "secondary_link",
    "tertiary",
    "tertiary_link",
    "unclassified",
    "residential",
    "living_street",
    "service",
    "road",
];

impl StreetRecord {
    pub(crate) fn of(tags: &Tags) -> Option<Self> {
        if !DRIVABLE.contains(&tags.get("highway")?) || tags.has("area", "yes") {
            return None;
        }
        Some(Self {
            names: Names::of(tags),
            speed_limit_kmh: tags.get("maxspeed").and_then(speed_limit_kmh),
            one_way: matches!(tags.get("oneway"), Some("yes" | "true" | "1")) || tags.has("junction", "roundabout"),
        })
    }
}

/// A traffic signal as the database keeps it, without its position.
#[derive(Debug, PartialEq)]
pub(crate) struct SignalRecord {
    pub(crate) names: Names,
    /// The value of `jumpseat:phases`, which a simulation reads; real maps have none.
    pub(crate) phases: Option<String>,
}

impl SignalRecord {
    pub(crate) fn of(tags: &Tags) -> Option<Self> {
        tags.has("highway", "traffic_signals").then(|| Self {
            names: Names::of(tags),
            phases: tags.get("jumpseat:phases").and_then(|phases| clean(phases, SIMULATION_CHARS_MAX)),
        })
    }
}

/// A limit such as "50", "30 mph" or "walk".
fn speed_limit_kmh(value: &str) -> Option<u32> {
    let limit = if let Some(miles) = value.strip_suffix("mph") {
        miles.trim().parse::<u32>().ok()?.checked_mul(1_609)? / 1_000
    } else if value == "walk" {
        5
    } else {
        value.trim_end_matches("km/h").trim().parse().ok()?
    };
    SPEED_LIMIT_KMH_RANGE.contains(&limit).then_some(limit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_cars_drive_on_is_a_street() {
        let street =
            StreetRecord::of(&Tags::from([("highway", "residential"), ("name", "Harbor Street"), ("maxspeed", "50")]))
                .unwrap();
        assert_eq!(street.names.local.as_deref(), Some("Harbor Street"));
        assert_eq!(street.speed_limit_kmh, Some(50));
        assert!(!street.one_way);
        for other in ["footway", "cycleway", "steps", "traffic_signals"] {
            assert!(StreetRecord::of(&Tags::from([("highway", other)])).is_none(), "{other}");
        }
    }

    #[test]
    fn speed_limits_are_kilometres_per_hour() {
        assert_eq!(speed_limit_kmh("50"), Some(50));
        assert_eq!(speed_limit_kmh("30 mph"), Some(48));
        assert_eq!(speed_limit_kmh("walk"), Some(5));
        for unclear in ["none", "signals", "FR:urban", "0", "4294967295 mph", "-50"] {
            assert_eq!(speed_limit_kmh(unclear), None, "{unclear:?}");
        }
    }

    #[test]
    fn roundabouts_are_one_way() {
        assert!(StreetRecord::of(&Tags::from([("highway", "primary"), ("junction", "roundabout")])).unwrap().one_way);
    }
}

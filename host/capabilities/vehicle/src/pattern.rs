//! Patterns for paths: `Vehicle.Cabin.HVAC.**`.
//!
//! A pattern has segments like a path. `*` stands for any one segment, and `**` at the end for one or more. It begins
//! with `Vehicle`, like every path.

use crate::forbidden::{Branch, FORBIDDEN};

/// A pattern for paths.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pattern<'a> {
    segments: Vec<Segment<'a>>,
    /// Whether it ends with `**`.
    and_below: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Segment<'a> {
    Name(&'a str),
    Any,
}

impl Segment<'_> {
    fn matches(self, name: &str) -> bool {
        match self {
            Self::Name(own) => own == name,
            Self::Any => true,
        }
    }
}

impl<'a> Pattern<'a> {
    /// Reads a pattern; nothing if it is none.
    pub(crate) fn parse(text: &'a str) -> Option<Self> {
        let (path, and_below) = match text.strip_suffix(".**") {
            Some(path) => (path, true),
            None => (text, false),
        };
        let segment = |text: &'a str| match text {
            "*" => Some(Segment::Any),
            _ if is_name(text) => Some(Segment::Name(text)),
            _ => None,
        };
        let segments: Vec<_> = path.split('.').map(segment).collect::<Option<_>>()?;
        (segments.first() == Some(&Segment::Name("Vehicle"))).then_some(Self { segments, and_below })
    }

    /// Whether it stands for a path.
    pub(crate) fn matches(&self, path: &str) -> bool {
        let mut names = path.split('.');
        let begins_alike = self.segments.iter().all(|segment| names.next().is_some_and(|name| segment.matches(name)));
        begins_alike && names.next().is_some() == self.and_below
    }

    /// A forbidden branch in which it stands for some path, known to the catalogue or not.
    pub(crate) fn forbidden(&self) -> Option<Branch> {
        FORBIDDEN.iter().find(|branch| self.reaches_into(**branch)).copied()
    }

    fn reaches_into(&self, branch: Branch) -> bool {
        let names: Vec<&str> = branch.path().split('.').collect();
        let alike = self.segments.iter().zip(&names).all(|(segment, name)| segment.matches(name));
        // A pattern that is shorter than the path of the branch reaches it only by what lies below the pattern.
        alike && (self.segments.len() >= names.len() || self.and_below)
    }
}

/// Names in VSS are letters and digits.
fn is_name(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use proptest::{prelude::*, sample::select};

    use super::*;

    fn matches(pattern: &str, path: &str) -> bool {
        Pattern::parse(pattern).unwrap().matches(path)
    }

    fn reaches(pattern: &str) -> Option<&'static str> {
        Pattern::parse(pattern).unwrap().forbidden().map(|branch| branch.path())
    }

    #[test]
    fn one_star_is_one_segment_and_two_are_what_lies_below() {
        let path = "Vehicle.Cabin.HVAC.Station.Row1.Driver.FanSpeed";
        for pattern in
            [path, "Vehicle.**", "Vehicle.Cabin.HVAC.**", "Vehicle.Cabin.HVAC.Station.*.*.FanSpeed", "Vehicle.*.**"]
        {
            assert!(matches(pattern, path), "{pattern}");
        }
        for pattern in ["Vehicle", "Vehicle.*", "Vehicle.Cabin.HVAC", "Vehicle.Cabin.HVAC.Station.*.FanSpeed"] {
            assert!(!matches(pattern, path), "{pattern}");
        }
        assert!(!matches("Vehicle.Cabin.HVAC.**", "Vehicle.Cabin.HVAC"), "below a branch is not the branch");
        assert!(!matches("Vehicle.Cabin.HVAC.**", "Vehicle.Cabin.HVACLike.IsOn"));
    }

    #[test]
    fn what_is_no_pattern_is_not_read() {
        for wrong in [
            "",
            "*",
            "**",
            "*.Cabin",
            "vehicle.Cabin",
            "Vehicle.",
            "Vehicle..Speed",
            "Vehicle.**.Speed",
            "Vehicle.Cab*",
            "Vehicle.Cabin.***",
            " Vehicle.Speed",
            "Vehicle.Speed ",
            "Vehicle/Speed",
            "Vehicle.灯",
            "Cabin.HVAC.**",
        ] {
            assert_eq!(Pattern::parse(wrong), None, "{wrong:?}");
        }
    }

    #[test]
    fn a_pattern_that_stands_for_anything_forbidden_is_found() {
        assert_eq!(reaches("Vehicle.**"), Some("Vehicle.ADAS"));
        assert_eq!(reaches("Vehicle.*.**"), Some("Vehicle.ADAS"));
        assert_eq!(reaches("Vehicle.*.*.IsEngaged"), Some("Vehicle.ADAS"));
        assert_eq!(reaches("Vehicle.Chassis"), Some("Vehicle.Chassis"));
        assert_eq!(reaches("Vehicle.Chassis.ParkingBrake.IsEngaged"), Some("Vehicle.Chassis"));
        assert_eq!(reaches("Vehicle.Powertrain.**"), Some("Vehicle.Powertrain.CombustionEngine"));
        assert_eq!(reaches("Vehicle.Powertrain.*.SelectedGear"), Some("Vehicle.Powertrain.CombustionEngine"));
        assert_eq!(reaches("Vehicle.Body.**"), Some("Vehicle.Body.Lights"));
        assert_eq!(reaches("Vehicle.Cabin.**"), None);
        assert_eq!(reaches("Vehicle.Powertrain.TractionBattery.Charging.**"), None);
        assert_eq!(reaches("Vehicle.TripMeterReading"), None);
    }

    /// Segments that patterns and paths are made of, so that many of them meet.
    fn segments() -> impl Strategy<Value = Vec<&'static str>> {
        let words =
            ["*", "ADAS", "Chassis", "Powertrain", "Transmission", "Body", "Lights", "Cabin", "IsEngaged", "Brake"];
        proptest::collection::vec(select(words.to_vec()), 0..5)
    }

    proptest! {
        #[test]
        fn a_pattern_that_matches_a_forbidden_path_is_forbidden(pattern in segments(), below: bool, path in segments()) {
            let below = if below { ".**" } else { "" };
            let pattern = format!("Vehicle.{}{below}", pattern.join("."));
            let path = format!("Vehicle.{}", path.join(".").replace('*', "Any"));
            if let Some(pattern) = Pattern::parse(&pattern) && crate::forbidden::forbidden(&path).is_some() {
                prop_assert!(!pattern.matches(&path) || pattern.forbidden().is_some(), "{pattern:?} {path}");
            }
        }

        #[test]
        fn no_text_crashes_the_parser(text in "\\PC{0,80}") {
            if let Some(pattern) = Pattern::parse(&text) {
                prop_assert!(text.starts_with("Vehicle"));
                prop_assert!(!pattern.matches(""));
            }
        }
    }
}

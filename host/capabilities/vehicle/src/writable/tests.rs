//! Tests of the rules: what they open, and what they never open.

use proptest::{prelude::*, sample::select};

use super::*;
use crate::forbidden::{FORBIDDEN, forbidden};

const TEMPERATURE: &str = "Vehicle.Cabin.HVAC.Station.Row1.Driver.Temperature";

fn range_of(rules: &[&str], path: &str) -> Option<Range> {
    Writable::parse(rules.iter().copied())
        .unwrap()
        .opening(catalogue::readable(path).unwrap())
        .map(|opening| opening.range)
}

#[test]
fn by_default_nothing_may_be_set() {
    assert_eq!(Writable::default().paths().count(), 0);
    assert_eq!(range_of(&[], TEMPERATURE), None);
    assert_eq!(Writable::parse::<&str>([]), Ok(Writable::default()));
}

#[test]
fn a_pattern_opens_the_actuators_that_it_matches_and_nothing_else() {
    let writable = Writable::parse(["Vehicle.Cabin.Sunroof.**", "Vehicle.Cabin.HVAC.Station.Row1.*.FanSpeed"]).unwrap();
    insta::assert_snapshot!(writable.paths().collect::<Vec<_>>().join("\n"), @r"
    Vehicle.Cabin.HVAC.Station.Row1.Driver.FanSpeed
    Vehicle.Cabin.HVAC.Station.Row1.Passenger.FanSpeed
    Vehicle.Cabin.Sunroof.Shade.Position
    Vehicle.Cabin.Sunroof.Switch
    ");
}

#[test]
fn ranges_of_all_rules_that_match_hold_together() {
    let within = |min, max| Some(Range { min, max });
    let rule = "Vehicle.Cabin.HVAC.Station.*.*.Temperature 16..28";
    assert_eq!(range_of(&[rule], TEMPERATURE), within(16.0, 28.0));
    for rules in [[rule, "Vehicle.Cabin.HVAC.**"], ["Vehicle.Cabin.HVAC.**", rule]] {
        assert_eq!(range_of(&rules, TEMPERATURE), within(16.0, 28.0), "{rules:?}");
    }
    let narrower = "Vehicle.Cabin.HVAC.Station.Row1.Driver.Temperature 18..";
    assert_eq!(range_of(&[rule, narrower], TEMPERATURE), within(18.0, 28.0));
    let volume = "Vehicle.Cabin.Infotainment.Media.Volume";
    assert_eq!(range_of(&["Vehicle.Cabin.Infotainment.Media.Volume -5..500"], volume), within(0.0, 100.0));
    assert_eq!(range_of(&["Vehicle.Cabin.Infotainment.Media.Volume ..40"], volume), within(0.0, 40.0));
}

#[test]
fn the_driver_is_asked_unless_every_rule_that_opens_a_signal_says_otherwise() {
    let unasked = |text| Rule { text, confirm: false };
    let asks = |rules: &[Rule<'_>]| {
        let writable = Writable::parse(rules.iter().copied()).unwrap();
        writable.opening(catalogue::readable(TEMPERATURE).unwrap()).unwrap().confirm
    };
    let (broad, narrow) = ("Vehicle.Cabin.HVAC.**", "Vehicle.Cabin.HVAC.Station.*.*.Temperature 16..28");
    assert!(asks(&[broad.into()]), "a rule that says nothing asks");
    assert!(!asks(&[unasked(broad)]));
    assert!(!asks(&[unasked(broad), unasked(narrow)]));
    for rules in [[broad.into(), unasked(narrow)], [unasked(narrow), broad.into()]] {
        assert!(asks(&rules), "{rules:?}");
    }
}

#[test]
fn every_mistake_is_named_with_a_hint() {
    let long = format!("Vehicle.{}", "x".repeat(300));
    let mistakes: [&[&str]; 9] = [
        &["Vehicle.Cabin.HVAC.** 16..28 and more"],
        &["Vehicle.Cabin.HVAC.** warm"],
        &["Cabin.HVAC.**"],
        &["Vehicle.Chassis.ParkingBrake.IsEngaged"],
        &["Vehicle.Speed"],
        &["Vehicle.Cabin.HVAC.** 16..28"],
        &["Vehicle.Cabin.Infotainment.Media.Volume 200..300"],
        &["Vehicle.Cabin.Infotainment.Media.Volume ..20", "Vehicle.Cabin.Infotainment.Media.Volume 30.."],
        &[&long],
    ];
    let said = mistakes.map(|rules| {
        let error = Writable::parse(rules.iter().copied()).unwrap_err();
        format!("{error}\nhint: {}", error.hint().unwrap_or_default())
    });
    insta::assert_snapshot!(said.join("\n\n"), @r#"
    "Vehicle.Cabin.HVAC.** 16..28 and more" is not a rule for signals
    hint: write a path, such as Vehicle.Cabin.HVAC.**, and a range after it if you like: 16..28

    "Vehicle.Cabin.HVAC.** warm" is not a rule for signals
    hint: write a path, such as Vehicle.Cabin.HVAC.**, and a range after it if you like: 16..28

    "Cabin.HVAC.**" is not a rule for signals
    hint: write a path, such as Vehicle.Cabin.HVAC.**, and a range after it if you like: 16..28

    the pattern "Vehicle.Chassis.ParkingBrake.IsEngaged" would open Vehicle.Chassis, which skills never set
    hint: name branches beside Vehicle.Chassis one by one; this one cannot be opened

    the pattern "Vehicle.Speed" matches no signal that can be set
    hint: look the path up in VSS 6.0; sensors cannot be set

    the rule "Vehicle.Cabin.HVAC.** 16..28" has a range, but Vehicle.Cabin.HVAC.IsAirConditioningActive is no number
    hint: give Vehicle.Cabin.HVAC.IsAirConditioningActive a rule of its own, without a range

    the rule "Vehicle.Cabin.Infotainment.Media.Volume 200..300" leaves no value for Vehicle.Cabin.Infotainment.Media.Volume
    hint: ranges of all rules that match a signal hold together, and within the signal's own

    the rule "Vehicle.Cabin.Infotainment.Media.Volume 30.." leaves no value for Vehicle.Cabin.Infotainment.Media.Volume
    hint: ranges of all rules that match a signal hold together, and within the signal's own

    more than 256 bytes in a rule
    hint: 
    "#);
}

#[test]
fn there_are_not_more_rules_than_anybody_reads() {
    let rules = |count| std::iter::repeat_n("Vehicle.TripMeterReading", count);
    assert!(Writable::parse(rules(RULES_MAX)).is_ok());
    assert!(matches!(Writable::parse(rules(RULES_MAX + 1)), Err(WritableError::OverLimit { .. })));
}

#[test]
fn every_forbidden_branch_is_refused_by_its_own_name_and_by_any_pattern_above_it() {
    for branch in FORBIDDEN {
        let names: Vec<&str> = branch.path().split('.').collect();
        let mut patterns = vec![branch.path().to_owned(), format!("{}.**", branch.path())];
        patterns.extend((1..names.len()).map(|length| format!("{}.**", names[..length].join("."))));
        patterns.push(format!("Vehicle{}", ".*".repeat(names.len() - 1)));
        for pattern in patterns {
            let refused = Writable::parse([pattern.as_str()]);
            assert!(matches!(refused, Err(WritableError::Forbidden { .. })), "{pattern}: {refused:?}");
        }
    }
}

/// Patterns out of the segments that real paths have, with stars among them.
fn patterns() -> impl Strategy<Value = String> {
    let path = select(catalogue::signals().map(|signal| signal.path).collect::<Vec<_>>());
    let stars = proptest::collection::vec(any::<bool>(), 12);
    (path, stars, 0_usize..12, any::<bool>()).prop_map(|(path, stars, length, below)| {
        let segments = path.split('.').zip(stars).skip(1).take(length);
        let segments = segments.map(|(name, star)| if star { ".*".to_owned() } else { format!(".{name}") });
        format!("Vehicle{}{}", segments.collect::<String>(), if below { ".**" } else { "" })
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn no_pattern_opens_a_forbidden_path(rules in proptest::collection::vec(patterns(), 1..4)) {
        if let Ok(writable) = Writable::parse(rules.iter().map(String::as_str)) {
            for path in writable.paths() {
                prop_assert!(forbidden(path).is_none(), "{rules:?} opens {path}");
            }
        }
    }

    #[test]
    fn what_is_open_is_an_actuator_and_no_wider_than_itself(rule in patterns(), min in -200_i32..200, max in -200_i32..200) {
        if let Ok(writable) = Writable::parse([format!("{rule} {min}..{max}").as_str()]) {
            for path in writable.paths() {
                let signal = catalogue::settable(path).unwrap();
                let range = writable.opening(signal).unwrap().range;
                prop_assert_eq!(signal.range().intersection(&range), Some(range));
                prop_assert!(range.min >= min.into() && range.max <= max.into());
            }
        }
    }

    #[test]
    fn no_text_crashes_the_parser(rule in "\\PC{0,80}") {
        prop_assert!(Writable::parse([rule.as_str()]).is_err());
    }
}

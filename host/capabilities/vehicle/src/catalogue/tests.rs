//! Tests of the catalogue: what it holds, and what it lets pass.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;

const TEMPERATURE: &str = "Vehicle.Cabin.HVAC.Station.Row1.Driver.Temperature";
const HEATING: &str = "Vehicle.Cabin.Seat.Row1.DriverSide.HeatingCooling";
const COLOR: &str = "Vehicle.Cabin.Light.AmbientLight.Row1.DriverSide.Color";

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

#[test]
fn no_path_is_there_twice_and_every_path_is_well_formed() {
    let listed = driving::signals().chain(body::signals()).chain(cabin::signals()).count();
    assert_eq!(listed, SIGNALS.len());
    for signal in signals() {
        let well_formed =
            |segment: &str| !segment.is_empty() && segment.bytes().all(|byte| byte.is_ascii_alphanumeric());
        assert!(signal.path.starts_with("Vehicle.") && signal.path.split('.').all(well_formed), "{}", signal.path);
    }
}

#[test]
fn numbers_have_a_range_and_nothing_else_has_a_unit() {
    for signal in signals() {
        let Range { min, max } = signal.range();
        assert!(min < max, "{}", signal.path);
        assert_eq!(signal.datatype.is_number(), min.is_finite() && max.is_finite(), "{}", signal.path);
        assert!(signal.datatype.is_number() || signal.unit.is_none(), "{}", signal.path);
    }
}

#[test]
fn the_size_of_the_catalogue_is_known() {
    let count = |kind| signals().filter(|signal| signal.kind == kind).count();
    assert_eq!([Kind::Attribute, Kind::Sensor, Kind::Actuator].map(count), [1, 41, 90]);
    let units: BTreeSet<_> = signals().filter_map(|signal| signal.unit).collect();
    assert_eq!(units.into_iter().collect::<Vec<_>>(), ["Celsius", "kPa", "kWh", "km", "km/h", "m", "percent", "s"]);
}

#[test]
fn what_is_not_known_private_or_a_branch_is_not_read() {
    assert_eq!(readable("Vehicle.Speed").unwrap().unit, Some("km/h"));
    for unknown in ["", "Vehicle", "Vehicle.Cabin.HVAC", "Vehicle.speed", "Vehicle.Speed.", "Vehicle.Speed\0", "*"] {
        assert_eq!(readable(unknown), Err(Error::UnknownPath), "{unknown:?}");
    }
    assert_eq!(readable("Vehicle.CurrentLocation.Latitude"), Err(Error::NotReadable));
    assert_eq!(readable("Vehicle.VehicleIdentification.VIN"), Err(Error::NotReadable));
}

#[test]
fn sensors_attributes_and_what_is_forbidden_are_not_set() {
    assert_eq!(settable("Vehicle.Speed"), Err(Error::NotWritable));
    assert_eq!(settable("Vehicle.Powertrain.Type"), Err(Error::NotWritable));
    assert_eq!(settable("Vehicle.Chassis.ParkingBrake.IsEngaged"), Err(Error::NotAllowed));
    assert_eq!(settable("Vehicle.Chassis.NobodyKnows"), Err(Error::NotAllowed));
    assert_eq!(settable("Vehicle.Cabin.NobodyKnows"), Err(Error::UnknownPath));
    assert!(settable(TEMPERATURE).is_ok());
}

#[test]
fn a_value_of_another_type_is_refused() {
    let boolean = "Vehicle.Cabin.HVAC.IsAirConditioningActive";
    assert_eq!(check_set(boolean, &Value::Integer(1)), Err(Error::WrongType));
    assert_eq!(check_set(TEMPERATURE, &Value::Integer(21)), Err(Error::WrongType));
    assert_eq!(check_set(HEATING, &Value::Float(50.0)), Err(Error::WrongType));
    assert_eq!(check_set(COLOR, &Value::Boolean(true)), Err(Error::WrongType));
    assert!(check_set(TEMPERATURE, &Value::Float(21.5)).is_ok());
}

#[test]
fn a_number_out_of_its_range_is_refused_with_the_range() {
    let out_of = |min, max| Err(Error::OutOfRange(Range { min, max }));
    assert!(check_set(HEATING, &Value::Integer(-100)).is_ok());
    assert_eq!(check_set(HEATING, &Value::Integer(-101)), out_of(-100.0, 100.0));
    assert_eq!(check_set("Vehicle.TripMeterReading", &Value::Integer(-1)), out_of(0.0, u32::MAX.into()));
    assert_eq!(check_set("Vehicle.TripMeterReading", &Value::Integer(i64::MAX)), out_of(0.0, u32::MAX.into()));
    for number in [f64::NAN, f64::INFINITY, f64::MAX] {
        assert_eq!(check_set(TEMPERATURE, &Value::Float(number)), out_of(f32::MIN.into(), f32::MAX.into()));
    }
}

#[test]
fn a_text_is_one_of_those_allowed_or_a_color() {
    let mute = "Vehicle.Cabin.Infotainment.Navigation.Mute";
    assert!(check_set(mute, &text("MUTED")).is_ok());
    let allowed = ["MUTED", "ALERT_ONLY", "UNMUTED"].map(str::to_owned).to_vec();
    assert_eq!(check_set(mute, &text("muted")), Err(Error::UnknownText(allowed)));
    assert!(check_set(COLOR, &text("#FFd700")).is_ok());
    for wrong in ["", "#", "FFD700", "#FFD70", "#FFD7000", "#GGGGGG", "#灯灯"] {
        assert_eq!(check_set(COLOR, &text(wrong)), Err(Error::UnknownText(vec!["#RRGGBB".to_owned()])), "{wrong:?}");
    }
}

proptest! {
    #[test]
    fn a_number_passes_exactly_if_it_is_in_the_range(index: proptest::sample::Index, number in -70_000_i32..70_000) {
        let numbers: Vec<_> = signals().filter(|signal| signal.datatype.is_number()).collect();
        let signal = index.get(&numbers);
        let is_float = signal.datatype == Datatype::Float;
        let value = if is_float { Value::Float(number.into()) } else { Value::Integer(number.into()) };
        let Range { min, max } = signal.range();
        let is_inside = (min..=max).contains(&f64::from(number));
        let expected = if is_inside { Ok(()) } else { Err(Error::OutOfRange(signal.range())) };
        prop_assert_eq!(signal.check(&value), expected);
    }

    #[test]
    fn no_text_is_a_path_by_accident(path in "\\PC{0,60}") {
        prop_assert_eq!(readable(&path), Err(Error::UnknownPath));
        prop_assert_eq!(settable(&path), Err(Error::UnknownPath));
    }
}

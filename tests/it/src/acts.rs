//! A skill that sets something of the vehicle: what the driver is asked and hears, what the car does, and what of it is on
//! record.

use std::fs;

use serde_json::Value;

use crate::{
    car::{Car, lines},
    made::Made,
};

/// Sets the temperature on the driver's side to 21.5 degrees, and tells whether it is.
const CLIMATE: Made = Made {
    id: "climate",
    manifest: "name.en = \"Climate\"\n[capabilities.vehicle]\nrequired = true\nwhy.en = \"to set the temperature\"\n",
    phrases: "language: en\ntools:\n  warm: [\"make it warmer\"]\n  check: [\"is it warm\"]\n",
    wit: "package acme:climate@0.1.0;
        /// The temperature.
        interface tools {
            use jumpseat:skill/types@0.1.0.{reply, failure};
            /// Makes it warmer.
            warm: func() -> result<reply, failure>;
            /// Tells whether it is warm.
            check: func() -> result<reply, failure>;
        }
        world skill { import jumpseat:vehicle/signals@0.1.0; export tools; }",
};

/// A reply lies at 1024, and what the vehicle answers at 2048. In all that is not written, zeros mean "ok" and "nothing".
const CLIMATE_MODULE: &str = r#"(module
    (import "jumpseat:vehicle/signals@0.1.0" "set" (func $set (param i32 i32 i32 i64 i32 i32)))
    (import "jumpseat:vehicle/signals@0.1.0" "get" (func $get (param i32 i32 i32)))
    (memory (export "memory") 1)
    (data (i32.const 3072) "Vehicle.Cabin.HVAC.Station.Row1.Driver.Temperature")
    (data (i32.const 3200) "It gets warmer.")
    (data (i32.const 3264) "Then it stays as it is.")
    (data (i32.const 3328) "It is 21.5 degrees.")
    (data (i32.const 3392) "It is not that warm.")
    (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) (i32.const 4096))
    (func $say (param $text i32) (param $bytes i32) (result i32)
        (i32.store (i32.const 1028) (local.get $text))
        (i32.store (i32.const 1032) (local.get $bytes))
        (i32.const 1024))
    (func (export "acme:climate/tools@0.1.0#warm") (result i32)
        (call $set (i32.const 3072) (i32.const 50) (i32.const 2) (i64.reinterpret_f64 (f64.const 21.5)) (i32.const 0)
            (i32.const 2048))
        (if (result i32) (i32.load8_u (i32.const 2048))
            (then (call $say (i32.const 3264) (i32.const 23)))
            (else (call $say (i32.const 3200) (i32.const 15)))))
    (func (export "acme:climate/tools@0.1.0#check") (result i32)
        (call $get (i32.const 3072) (i32.const 50) (i32.const 2048))
        (if (result i32) (f64.eq (f64.load (i32.const 2064)) (f64.const 21.5))
            (then (call $say (i32.const 3328) (i32.const 19)))
            (else (call $say (i32.const 3392) (i32.const 20))))))"#;

const QUESTION: &str = "Climate would like to set the temperature in the front on the driver's side to 21.5 degrees. \
                        Is that all right? Say yes or no.";

/// A car with the skill, whose car maker lets it set the temperature.
fn car() -> Car {
    let car = Car::empty();
    let file = CLIMATE.pack(&car, |_, _| wat::parse_str(CLIMATE_MODULE).unwrap());
    let policy = car.path("climate.toml");
    let rules = "capabilities.vehicle.access = \"allow\"
        [skills.climate]
        publisher = \"acme\"
        vehicle = [\"Vehicle.Cabin.HVAC.Station.*.*.Temperature 16..28\"]\n";
    fs::write(&policy, rules).unwrap();
    fs::write(car.path("config.toml"), format!("policy.file = {policy:?}\nmodel.enabled = false\n")).unwrap();
    car.run(["skills".as_ref(), "install".as_ref(), file.as_os_str()]);
    car
}

/// What is said in a drive, and how far the act came by the log. A yes that answers no question is a failed turn here, where
/// there is no model to understand it.
fn drive(car: &Car, sentences: &str) -> (Vec<String>, Vec<Value>) {
    let turns = lines(&Car::told(car.drive_command(), sentences.as_bytes()).stdout);
    (turns.iter().map(|turn| turn["speech"].as_str().unwrap().to_owned()).collect(), steps(car))
}

fn steps(car: &Car) -> Vec<Value> {
    let records = car.json(["audit", "show", "--json", "--skill", "climate"]);
    let acts = records.iter().map(|record| &record["event"]["act"]).filter(|act| !act.is_null());
    acts.map(|act| {
        assert_eq!(act["path"], "Vehicle.Cabin.HVAC.Station.Row1.Driver.Temperature");
        assert_eq!(act["value"], 21.5);
        act["outcome"].clone()
    })
    .collect()
}

fn refused(reason: &str) -> Value {
    serde_json::json!({ "refused": { "reason": reason } })
}

#[test]
fn a_yes_sets_the_vehicle_and_every_step_is_on_record() {
    let car = car();
    let (said, steps) = drive(&car, "is it warm\nmake it warmer\nyes, do it\nis it warm\n");
    assert_eq!(said, ["It is not that warm.", QUESTION, "It gets warmer.", "It is 21.5 degrees."]);
    let by_driver = |step: &str| serde_json::json!({ step: { "by": "driver" } });
    assert_eq!(steps, ["asked".into(), by_driver("begun"), by_driver("done")]);
    let shown = String::from_utf8(car.run(["audit", "show", "--skill", "climate"]).stdout).unwrap();
    assert!(shown.contains("Temperature to 21.5: done, as the driver said"), "{shown}");
}

#[test]
fn a_no_sets_nothing() {
    let (said, steps) = drive(&car(), "make it warmer\nno\nyes\nis it warm\n");
    assert_eq!(said[..2], [QUESTION, "Then it stays as it is."]);
    assert_eq!(said[3], "It is not that warm.");
    assert_eq!(steps, ["asked".into(), refused("the driver said no")]);
}

#[test]
fn another_sentence_is_a_no_and_is_answered() {
    let (said, steps) = drive(&car(), "make it warmer\nis it warm\nyes\nis it warm\n");
    assert_eq!((said[1].as_str(), said[3].as_str()), ("It is not that warm.", "It is not that warm."));
    assert_eq!(steps, ["asked".into(), refused("the driver said something else")]);
}

#[test]
fn silence_is_a_no() {
    let car = car();
    let output = Car::told(car.drive_command(), b"make it warmer\n");
    assert_eq!(lines(&output.stdout)[0]["speech"], QUESTION);
    let note = String::from_utf8(output.stderr).unwrap();
    assert!(note.contains("nobody answered, so the act was refused"), "{note}");
    assert_eq!(steps(&car), ["asked".into(), refused("nobody answered")]);
}

#[test]
fn what_no_policy_opens_is_refused_without_a_question() {
    let car = car();
    fs::write(car.path("climate.toml"), "capabilities.vehicle.access = \"allow\"\n").unwrap();
    let (said, steps) = drive(&car, "make it warmer\nis it warm\n");
    assert_eq!(said, ["Then it stays as it is.", "It is not that warm."]);
    assert_eq!(steps, [Value::Null; 0]);
}

//! What the car records of turns and of changes, and how changes of that record show.

use std::{fs, path::PathBuf};

use serde_json::Value;

use crate::car::Car;

/// The events of the log, without what was recorded of the log itself.
fn events(car: &Car, options: &[&str]) -> Vec<Value> {
    let records = car.json(["audit", "show", "--json"].iter().chain(options));
    records.into_iter().filter_map(|record| record.get("event").cloned()).collect()
}

fn segment(car: &Car) -> PathBuf {
    car.path("state/audit/000000000001.jsonl")
}

#[test]
fn calls_and_changes_of_skills_are_recorded_without_what_was_said() {
    let car = Car::with_skills();
    car.ask(&["find parking near the museum", "roses are red"]);
    car.run(["skills", "remove", "parking"]);
    assert_eq!(events(&car, &[]).len(), 3 + 3 + 1);
    let parking = events(&car, &["--skill", "parking"]);
    insta::assert_snapshot!(parking.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"), @r#"
    {"skill-installed":{"skill":"parking","publisher":"jumpseat","version":"0.1.0"}}
    {"call":{"skill":"parking","tool":"find","outcome":"reply","arguments":"[redacted]"}}
    {"skill-removed":{"skill":"parking"}}
    "#);
    let log = fs::read_to_string(segment(&car)).unwrap();
    assert!(!log.contains("museum") && !log.contains("roses"), "{log}");
    assert_eq!(events(&car, &["--last", "1"]), parking[2..]);
}

#[test]
fn the_owner_can_have_words_recorded() {
    let car = Car::with_skills();
    fs::write(car.path("config.toml"), "[audit]\ntranscripts = true\n").unwrap();
    car.ask(&["find parking near the museum"]);
    let events = events(&car, &["--last", "2"]);
    assert_eq!(events[0]["transcript"]["text"], "find parking near the museum");
    assert_eq!(events[1]["call"]["arguments"]["near"], "museum");
}

#[test]
fn a_car_that_cannot_record_says_so_and_answers_nothing() {
    let car = Car::with_skills();
    fs::remove_dir_all(car.path("state/audit")).unwrap();
    fs::write(car.path("state/audit"), "no folder").unwrap();
    let ask = car.command(["ask", "find parking near me"]).output().unwrap();
    assert_eq!((ask.status.code(), ask.stdout.is_empty()), (Some(1), true));
    let error = String::from_utf8(ask.stderr).unwrap();
    assert!(error.contains("cannot write the audit log") && error.contains("hint"), "{error}");
}

#[test]
fn a_log_that_was_changed_does_not_verify_and_the_car_goes_on() {
    let car = Car::with_skills();
    let sound = car.json(["audit", "verify", "--json"]);
    assert_eq!((&sound[0]["verified"], &sound[0]["records"]), (&true.into(), &4.into()));

    let log = fs::read_to_string(segment(&car)).unwrap();
    fs::write(segment(&car), log.replace("restaurant-finder", "restaurant-binder")).unwrap();
    let verified = car.command(["audit", "verify"]).output().unwrap();
    assert_eq!(verified.status.code(), Some(1));
    let text = String::from_utf8(verified.stdout).unwrap();
    assert!(text.contains("segment 1, line 2: the record was changed after it was written"), "{text}");

    let ask = car.run(["ask", "find parking near me"]);
    let error = String::from_utf8(ask.stderr).unwrap();
    assert!(error.contains("segment 1, line 2 of the audit log") && error.contains("hint"), "{error}");
    assert!(events(&car, &["--last", "1"])[0]["call"]["outcome"] == "reply");
    assert_eq!(car.command(["audit", "verify", "--json"]).output().unwrap().status.code(), Some(1));
}

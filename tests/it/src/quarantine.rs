//! Skills that break: they rest after a few times, and after many nobody calls them, everybody can see why, and there
//! are ways back.

use std::{fs, path::PathBuf};

use serde_json::{Value, json};
use wit_component::dummy_module;
use wit_parser::ManglingAndAbi;

use crate::{
    car::{Car, Drive, lines, skill_file, tools},
    made::Made,
    skills::parking_with_phrase,
};

/// Puts down that a skill was quarantined, as a car does in which it broke too often.
fn quarantine(car: &Car, id: &str) {
    let list: Vec<Value> = serde_json::from_slice(&fs::read(car.path("state/skills/installed.json")).unwrap()).unwrap();
    let entry = list.iter().find(|entry| entry["id"] == id).unwrap();
    let reason = "it broke 10 times, at last so: it crashed";
    let quarantined = json!([{ "id": id, "digest": entry["digest"], "reason": reason, "since_unix_s": 1_795_600_000 }]);
    fs::write(car.path("state/skills/quarantine.json"), quarantined.to_string()).unwrap();
}

/// A skill whose only tool crashes.
const CRASHER: Made = Made {
    id: "crasher",
    manifest: "name = { en = \"Crasher\" }\n",
    phrases: "language: en\ntools:\n  crash:\n    - \"break something\"\n",
    wit: "package acme:crasher@0.1.0;
        /// Breaks.
        interface tools {
            use jumpseat:skill/types@0.1.0.{reply, failure};
            /// Breaks something.
            crash: func() -> result<reply, failure>;
        }
        world skill { export tools; }",
};

/// Its file. A module of this shape whose functions do nothing crashes.
fn crashing_skill(car: &Car) -> PathBuf {
    CRASHER.pack(car, |resolve, world| dummy_module(resolve, world, ManglingAndAbi::Standard32))
}

#[test]
fn a_skill_that_crashes_again_and_again_rests_and_the_others_answer() {
    let car = Car::with_skills();
    let file = crashing_skill(&car);
    car.run(["skills".as_ref(), "install".as_ref(), file.as_os_str()]);
    let mut drive = Drive::begin(&car);
    for _ in 0..3 {
        assert_eq!(drive.say("break something")["calls"][0]["outcome"], "trapped");
    }
    let turn = drive.say("break something");
    assert_eq!(turn["calls"][0]["outcome"], "resting", "{turn}");
    assert!(turn["calls"][0]["error"].as_str().unwrap().starts_with("resting for "), "{turn}");
    assert_eq!(turn["speech"], "Sorry, that skill keeps failing. Please try it again later.");
    assert_eq!(drive.say("is the light ahead red")["calls"][0]["outcome"], "reply");
    let error = String::from_utf8(drive.end().stderr).unwrap();
    assert_eq!(error.matches("the skill broke several times in a row: it rests").count(), 1, "{error}");
}

fn is_quarantined(car: &Car, id: &str) -> bool {
    let list = car.json(["skills", "list", "--json"]);
    let skills = list[0]["skills"].as_array().unwrap();
    skills.iter().any(|skill| skill["id"] == id && !skill["quarantine"].is_null())
}

#[test]
fn a_skill_that_never_recovers_is_quarantined_over_many_starts_and_all_of_it_is_recorded() {
    let car = Car::with_skills();
    let file = crashing_skill(&car);
    car.run(["skills".as_ref(), "install".as_ref(), file.as_os_str()]);
    // Rests do not outlast the process, strikes do: after three in one drive, each drive adds one.
    let outcomes = |sentences: &[&str]| -> Vec<Value> {
        let output = car.command(["ask", "--json", "--no-model"].iter().chain(sentences)).output().unwrap();
        lines(&output.stdout).iter().map(|turn| turn["calls"][0]["outcome"].clone()).collect()
    };
    assert_eq!(outcomes(&["break something"; 4]), ["trapped", "trapped", "trapped", "resting"]);
    for _ in 0..7 {
        assert_eq!(outcomes(&["break something"]), ["trapped"]);
    }
    assert_eq!(outcomes(&["break something", "is the light ahead red"]), ["quarantined", "reply"]);
    assert!(is_quarantined(&car, "crasher"));

    car.run(["skills", "release", "crasher"]);
    assert_eq!(outcomes(&["break something"; 4]), ["trapped", "trapped", "trapped", "resting"]);
    let recorded = car.json(["audit", "show", "--json", "--skill", "crasher"]);
    let conduct: Vec<String> = recorded
        .iter()
        .filter_map(|record| record["event"].as_object()?.iter().next())
        .filter(|(kind, _)| ["skill-rests", "skill-quarantined", "skill-released"].contains(&kind.as_str()))
        .map(|(kind, event)| format!("{kind} {}", event["wait_s"]))
        .collect();
    insta::assert_snapshot!(conduct.join("\n"), @r"
    skill-rests 5
    skill-rests 10
    skill-rests 20
    skill-rests 40
    skill-rests 80
    skill-rests 160
    skill-rests 300
    skill-quarantined null
    skill-released null
    skill-rests 5
    ");
    let shown = String::from_utf8(car.run(["audit", "show", "--skill", "crasher"]).stdout).unwrap();
    assert!(shown.contains("crasher rests for 5 s: it crashed: "), "{shown}");
    assert!(shown.contains("crasher is in quarantine: it broke 10 times, at last so: it crashed: "), "{shown}");
}

#[test]
fn an_installed_update_begins_without_strikes() {
    let car = Car::with_skills();
    let file = crashing_skill(&car);
    car.run(["skills".as_ref(), "install".as_ref(), file.as_os_str()]);
    car.command(["ask", "--no-model", "break something"]).output().unwrap();
    let strikes = || fs::read_to_string(car.path("state/skills/strikes.json")).unwrap();
    assert!(strikes().contains("crasher"), "{}", strikes());
    car.run(["skills", "remove", "crasher"]);
    assert_eq!(strikes(), "[]");
}

#[test]
fn a_quarantined_skill_is_not_called_and_its_neighbours_are() {
    let car = Car::with_skills();
    quarantine(&car, "parking");
    let ask = ["ask", "--json", "find parking near me", "附近哪里停车便宜", "is the light ahead red"];
    let output = car.command(ask).output().unwrap();
    assert_eq!(output.status.code(), Some(1), "a part of the car failed");
    let turns = lines(&output.stdout);
    for turn in &turns[..2] {
        assert_eq!(turn["calls"][0]["outcome"], "quarantined");
        assert_eq!(turn["calls"][0]["error"], "it broke 10 times, at last so: it crashed");
    }
    assert_eq!(turns[0]["speech"], "Sorry, that skill failed too often and is switched off.");
    assert_eq!(turns[1]["speech"], "抱歉，这个技能多次出错，已被停用。");
    assert_eq!(tools(&turns[2]), ["traffic-lights.check"]);
    assert_eq!(turns[2]["calls"][0]["outcome"], "reply");
}

#[test]
fn a_quarantine_and_its_reason_can_be_seen_and_lifted() {
    let car = Car::with_skills();
    quarantine(&car, "parking");
    let shown = |arguments: &[&str]| String::from_utf8(car.run(arguments).stdout).unwrap();
    let text = "quarantined since 2026-11-25 09:46:40 UTC: it broke 10 times, at last so: it crashed";
    for arguments in [["skills", "list"].as_slice(), &["skills", "show", "parking"], &["doctor", "--no-model"]] {
        assert!(shown(arguments).contains(text), "{arguments:?}");
    }
    for arguments in [["skills", "show", "parking"].as_slice(), &["doctor", "--no-model"]] {
        assert!(shown(arguments).contains("jumpseat skills release parking"), "{arguments:?}");
    }
    let quarantine = json!({ "reason": "it broke 10 times, at last so: it crashed", "since_unix_s": 1_795_600_000 });
    assert_eq!(car.json(["skills", "show", "parking", "--json"])[0]["quarantine"], quarantine);

    assert_eq!(car.json(["skills", "release", "parking", "--json"]), [json!({ "released": "parking" })]);
    assert_eq!(car.ask(&["find parking near me"])[0]["calls"][0]["outcome"], "reply");
    let again = car.command(["skills", "release", "parking"]).output().unwrap();
    assert_eq!(again.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&again.stderr).contains("no skill \"parking\" is quarantined"));
}

#[test]
fn another_version_is_free_and_the_same_file_is_not() {
    let car = Car::with_skills();
    quarantine(&car, "parking");
    let output = car.run(["skills".as_ref(), "install".as_ref(), skill_file("parking").as_os_str()]);
    assert!(is_quarantined(&car, "parking"), "the same file breaks in the same way");
    let note = String::from_utf8(output.stderr).unwrap();
    assert!(note.contains("note: parking is quarantined since") && note.contains("skills release parking"), "{note}");
    let other = parking_with_phrase(&car, "where to with the car");
    car.run(["skills".as_ref(), "install".as_ref(), other.as_os_str()]);
    assert!(!is_quarantined(&car, "parking"));
    car.run(["skills".as_ref(), "install".as_ref(), skill_file("parking").as_os_str()]);
    assert!(!is_quarantined(&car, "parking"), "what was replaced is forgotten");
    let shown = String::from_utf8(car.run(["audit", "show", "--skill", "parking"]).stdout).unwrap();
    let released = "parking is released from quarantine: another version was installed";
    assert_eq!(shown.matches(released).count(), 1, "{shown}");
}

#[test]
fn a_removed_skill_leaves_no_quarantine() {
    let car = Car::with_skills();
    quarantine(&car, "parking");
    car.run(["skills", "remove", "parking"]);
    assert_eq!(fs::read_to_string(car.path("state/skills/quarantine.json")).unwrap(), "[]");
    car.run(["skills".as_ref(), "install".as_ref(), skill_file("parking").as_os_str()]);
    assert!(!is_quarantined(&car, "parking"));
}

#[test]
fn a_damaged_list_is_reported_and_stops_no_skill() {
    let car = Car::with_skills();
    fs::write(car.path("state/skills/quarantine.json"), "[{]").unwrap();
    let output = car.run(["ask", "--json", "--no-model", "find parking near me"]);
    assert_eq!(lines(&output.stdout)[0]["calls"][0]["outcome"], "reply");
    let error = String::from_utf8(output.stderr).unwrap();
    assert!(error.contains("quarantine.json is damaged and counts as empty") && error.contains("hint"), "{error}");
}

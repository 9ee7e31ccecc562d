//! Every capability: granted, denied, asked for too much, asked too often.

use jumpseat_runtime::{Grant, LoadError, Skill};
use serde_json::json;

use crate::{
    car::{Garage, call, speech},
    components::{asks_for, guest, package},
};

const CAPABILITIES: [&str; 9] = [
    "clock", "context", "location", "log", "parking", "places", "preferences", "storage", "traffic-signals",
];

/// Loads the guest, to which nothing is required.
fn load(garage: &Garage, grant: &Grant) -> Result<Skill, LoadError> {
    let optional: String = CAPABILITIES.map(|capability| asks_for(capability, false)).concat();
    garage.load(&guest("capabilities"), &package("capabilities", &optional), grant)
}

/// What every tool says to one question.
async fn answers(skill: &Skill, ask: &str) -> String {
    let mut answers = Vec::new();
    for tool in skill.tools() {
        let function = &tool.name.function;
        answers.push(format!("{function}: {}", speech(call(skill, function, json!({ "ask": ask })).await)));
    }
    answers.join("\n")
}

#[tokio::test]
async fn what_is_granted_answers() {
    let garage = Garage::new();
    let skill = load(&garage, &Grant::all()).unwrap();
    assert_eq!(skill.capabilities().collect::<Vec<_>>(), CAPABILITIES);
    assert_eq!(skill.denied().count(), 0);
    insta::assert_snapshot!(answers(&skill, "something").await, @"");
    assert_eq!(*garage.car.lines.lock().unwrap(), ["capabilities Level::Info line"]);
}

#[tokio::test]
async fn what_is_denied_and_optional_is_unavailable() {
    let garage = Garage::new();
    let skill = load(&garage, &Grant::only(["clock"])).unwrap();
    let denied: Vec<_> = skill.denied().collect();
    assert_eq!(denied, ["location", "log", "parking", "places", "preferences", "storage", "traffic-signals"]);
    insta::assert_snapshot!(answers(&skill, "something").await, @"");
    assert!(garage.car.lines.lock().unwrap().is_empty());
}

#[tokio::test]
async fn what_is_asked_for_beyond_its_limits_is_over_limit() {
    let garage = Garage::new();
    let skill = load(&garage, &Grant::all()).unwrap();
    insta::assert_snapshot!(answers(&skill, "too-much").await, @"");
    let lines = garage.car.lines.lock().unwrap();
    assert_eq!(*lines, [format!("capabilities Level::Info {}", "line ".repeat(200))], "the line is cut");
}

#[tokio::test]
async fn what_is_asked_too_often_in_a_turn_is_over_limit() {
    let skill = load(&Garage::new(), &Grant::all()).unwrap();
    insta::assert_snapshot!(answers(&skill, "too-often").await, @"");
}

#[tokio::test]
async fn a_skill_without_what_it_requires_is_not_loaded() {
    let garage = Garage::new();
    for denied in CAPABILITIES.iter().filter(|capability| **capability != "context") {
        let others = CAPABILITIES.iter().filter(|capability| *capability != denied);
        let grant = Grant::only(others.copied());
        let manifest = asks_for(denied, true);
        let error = garage.load(&guest("capabilities"), &package("capabilities", &manifest), &grant).err().unwrap();
        assert!(
            matches!(&error, LoadError::NotGranted { capability, required: true } if capability == denied),
            "{denied}: {error:?}"
        );
        // What the manifest does not mention is required, too.
        let error = garage.load(&guest("capabilities"), &package("capabilities", ""), &grant).err().unwrap();
        assert!(matches!(&error, LoadError::NotGranted { capability, .. } if capability == denied), "{denied}: {error:?}");
    }
}

#[tokio::test]
async fn the_circumstances_are_never_denied() {
    let grant = Grant::only(CAPABILITIES.into_iter().filter(|capability| *capability != "context"));
    let garage = Garage::new();
    let skill = garage.load(&guest("capabilities"), &package("capabilities", ""), &grant).unwrap();
    assert_eq!(skill.denied().count(), 0);
    assert!(speech(call(&skill, "context", json!({ "ask": "something" })).await).contains("zh"));
}

#[tokio::test]
async fn a_clock_that_is_denied_is_never_a_wrong_one() {
    let grant = Grant::only(CAPABILITIES.into_iter().filter(|capability| *capability != "clock"));
    let error = load(&Garage::new(), &grant).err().unwrap();
    assert!(matches!(&error, LoadError::NotGranted { capability, required: false } if capability == "clock"));
}

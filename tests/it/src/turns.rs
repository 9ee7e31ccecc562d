//! Whole turns, word for word: what the command line promises to machines.

use serde_json::Value;

use crate::car::{Car, tools};

/// A turn without what differs from run to run.
fn steady(mut turn: Value) -> Value {
    for (_, time) in turn["timings_us"].as_object_mut().unwrap() {
        *time = Value::from(0);
    }
    turn
}

#[test]
fn a_typed_phrase_is_answered_with_a_list() {
    let turns = Car::with_skills().ask(&["find a noodle restaurant"]);
    insta::assert_json_snapshot!(steady(turns[0].clone()));
}

#[test]
fn a_typed_chinese_phrase_is_answered_in_chinese() {
    let turns = Car::with_skills().ask(&["附近有停车场吗"]);
    insta::assert_json_snapshot!(steady(turns[0].clone()));
}

#[test]
fn the_second_one_is_the_second_of_the_list() {
    let turns = Car::with_skills().ask(&["find a noodle restaurant", "the second one"]);
    let second = &turns[0]["question"]["choices"][1];
    assert_eq!(tools(&turns[1]), ["restaurant-finder.show"]);
    assert_eq!(turns[1]["calls"][0]["arguments"]["restaurant"], second["value"]);
}

#[test]
fn a_follow_up_leans_on_the_sentence_before_it() {
    let turns = Car::with_skills().ask(&["find a noodle restaurant", "what about cheaper ones?"]);
    assert_eq!(tools(&turns[1]), ["restaurant-finder.find"], "{}", turns[1]);
    assert_eq!(turns[1]["calls"][0]["arguments"]["cuisine"], "noodles");
    assert_eq!(turns[1]["calls"][0]["arguments"]["price-max"], "budget");
}

#[test]
fn a_choice_that_was_picked_can_be_pointed_at() {
    let turns =
        Car::with_skills().ask(&["find a noodle restaurant", "the second one", "any chance to park around there"]);
    let picked = turns[0]["question"]["choices"][1]["label"].as_str().unwrap().to_lowercase();
    assert_eq!(tools(&turns[2]), ["parking.find"], "{}", turns[2]);
    let near = turns[2]["calls"][0]["arguments"]["near"].as_str().unwrap();
    assert!(picked.contains(near), "near {near:?} is not {picked:?}");
}

#[test]
fn what_no_skill_does_is_said_plainly() {
    let turns = Car::with_skills().ask(&["play some jazz music", "给妈妈打电话"]);
    for turn in turns {
        assert_eq!(turn["calls"], serde_json::json!([]), "{turn}");
        assert_eq!(turn["path"], "model");
    }
}

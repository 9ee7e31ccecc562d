//! A drive: time passes, the car tells of red lights ahead, and the dialogue goes on.

use crate::car::{Car, tools};

#[test]
fn a_red_light_ahead_is_announced_until_alerts_are_turned_off() {
    let car = Car::with_skills();
    let announced = |turns: &[serde_json::Value]| turns.iter().filter(|turn| turn["event"] == "signal-ahead").count();
    let on = car.drive(b":wait 120\n");
    assert!(announced(&on) > 0, "no red light in two minutes: {on:?}");
    let off = car.drive(b"turn off red light alerts\n:wait 120\n");
    assert_eq!(tools(&off[0]), ["traffic-lights.set-alerts"]);
    assert_eq!(announced(&off), 0, "{off:?}");
}

#[test]
fn the_same_drive_gives_the_same_answers() {
    let script = b"is the light ahead red\n:wait 30\nfind parking near me\n";
    let answers = || {
        let turns = Car::with_skills().drive(script);
        turns.into_iter().map(|turn| turn["speech"].clone()).collect::<Vec<_>>()
    };
    let first = answers();
    assert!(first.len() >= 2, "{first:?}");
    assert_eq!(first, answers());
}

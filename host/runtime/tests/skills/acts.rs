//! What a skill does to the vehicle, with somebody who is asked before.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use async_trait::async_trait;
use jumpseat_assistant::Outcome;
use jumpseat_runtime::{Grant, Skill};
use jumpseat_vehicle::{Act, Answer, Approval, Error, Overseer, Value, Writable, limits::QUESTION_MS_MAX};
use serde_json::json;

use crate::{
    car::{Garage, SHORT, call_granted, speech},
    components::{asks_for, guest, package},
};

const TEMPERATURE: &str = "Vehicle.Cabin.HVAC.Station.Row1.Driver.Temperature";

/// Thinks for a while, or for ever, and answers.
struct Driver {
    thinks: Option<Duration>,
    answer: Answer,
    heard: Mutex<Vec<String>>,
}

impl Driver {
    fn new(thinks: Option<Duration>, answer: Answer) -> Arc<Self> {
        Arc::new(Self { thinks, answer, heard: Mutex::default() })
    }
}

#[async_trait]
impl Overseer for Driver {
    async fn confirm(&self, act: Act) -> Answer {
        self.heard.lock().unwrap().push(format!("asks {}", act.path));
        match self.thinks {
            Some(time) => tokio::time::sleep(time).await,
            None => std::future::pending().await,
        }
        self.answer
    }

    async fn begin(&self, act: Act, approval: Approval) -> Result<(), Error> {
        self.heard.lock().unwrap().push(format!("begins {} by {approval:?}", act.path));
        Ok(())
    }

    async fn end(&self, act: Act, _approval: Approval, done: Result<(), Error>) {
        self.heard.lock().unwrap().push(format!("ends {} {done:?}", act.path));
    }
}

/// The guest that asks every capability, with a deadline far shorter than anybody thinks.
async fn skill(garage: &Garage) -> Skill {
    let capabilities = [
        "clock",
        "location",
        "log",
        "parking",
        "places",
        "preferences",
        "storage",
        "traffic-signals",
        "vehicle",
        "weather",
    ];
    let optional: String = capabilities.map(|capability| asks_for(capability, false)).concat();
    let skill =
        garage.load_with(&guest("capabilities"), &package("capabilities", &optional), &Grant::all(), SHORT).unwrap();
    skill.prepare().await.unwrap();
    skill
}

async fn sets(skill: &Skill, driver: &Arc<Driver>) -> Outcome {
    let writable = Writable::parse(["Vehicle.Cabin.HVAC.Station.*.*.Temperature 16..28"]).unwrap();
    let grant = Grant::all().writing(writable).overseen_by(driver.clone());
    call_granted(skill, "vehicle", json!({ "ask": "something" }), &grant).await
}

#[tokio::test(start_paused = true)]
async fn the_deadline_stands_still_while_the_driver_thinks() {
    let garage = Garage::new();
    let skill = skill(&garage).await;
    let driver = Driver::new(Some(Duration::from_secs(20)), Answer::Yes);
    let said = speech(sets(&skill, &driver).await);
    insta::assert_snapshot!(said, @"(Ok(Value::Float(50.0)), Ok(()), Err(Error::NotAllowed))");
    assert_eq!(*garage.car.set.lock().unwrap(), [(TEMPERATURE.to_owned(), Value::Float(21.5))]);
    let heard = driver.heard.lock().unwrap().join(", ").replace(TEMPERATURE, "it");
    assert_eq!(heard, "asks it, begins it by Driver, ends it Ok(())");
}

#[tokio::test(start_paused = true)]
async fn a_skill_that_hears_no_goes_on() {
    let garage = Garage::new();
    let driver = Driver::new(Some(Duration::from_secs(20)), Answer::No);
    let said = speech(sets(&skill(&garage).await, &driver).await);
    insta::assert_snapshot!(said, @"(Ok(Value::Float(50.0)), Err(Error::NotAllowed), Err(Error::NotAllowed))");
    assert!(garage.car.set.lock().unwrap().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_question_that_nobody_answers_is_a_no_in_the_end() {
    let garage = Garage::new();
    let skill = skill(&garage).await;
    let started = tokio::time::Instant::now();
    let said = speech(sets(&skill, &Driver::new(None, Answer::Yes)).await);
    insta::assert_snapshot!(said, @"(Ok(Value::Float(50.0)), Err(Error::NotAllowed), Err(Error::NotAllowed))");
    assert!(started.elapsed() >= Duration::from_millis(QUESTION_MS_MAX));
    assert!(garage.car.set.lock().unwrap().is_empty());
}

#[tokio::test(start_paused = true)]
async fn of_a_call_that_is_given_up_while_the_driver_thinks_nothing_acts() {
    let garage = Garage::new();
    let skill = skill(&garage).await;
    let driver = Driver::new(Some(Duration::from_secs(5)), Answer::Yes);
    let given_up = tokio::time::timeout(Duration::from_secs(1), sets(&skill, &driver)).await;
    assert!(given_up.is_err());
    tokio::time::advance(Duration::from_mins(1)).await;
    assert!(garage.car.set.lock().unwrap().is_empty());
    assert_eq!(driver.heard.lock().unwrap().len(), 1, "it was asked, and nothing began");
}

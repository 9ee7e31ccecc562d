//! A hostile skill that sets the temperature, then opens the trunk, through the whole host: assistant, policy, runtime.
//!
//! It ignores what it is answered and goes on. What the car did is what was set in the vehicle.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use jumpseat_assistant::{
    ActLog, Assistant, Circumstances, Configuration, DrivingState, NotRecorded, SkillHost, Turn, Units,
};
use jumpseat_clock::{ClockProvider, Moment};
use jumpseat_package::{Language, Phrases};
use jumpseat_policy::{OemPolicy, Policy, Subject, audit::Event};
use jumpseat_router::{Repertoire, Router, Surface};
use jumpseat_runtime::{Grant, Limits, ProcessCommand, Providers, SkillFile, Skills};
use jumpseat_vehicle::{Error, Value, VehicleProvider};

use crate::{
    attacks::{Attack, End},
    host::runtime,
    skill,
    tests::in_both_forms,
};

/// A path in the memory of the skill, then a value of a case with a payload, then where the answer goes.
const SETS: Attack = Attack {
    name: "acts that nobody allowed",
    definitions: r#"(import "jumpseat:vehicle/signals@0.1.0" "set" (func $set (param i32 i32 i32 i64 i32 i32)))
        (data (i32.const 3072) "Vehicle.Cabin.HVAC.Station.Row1.Driver.Temperature")
        (data (i32.const 3200) "Vehicle.Body.Trunk.Rear.IsOpen")"#,
    body: r"
        (call $set (i32.const 3072) (i32.const 50) (i32.const 2) (i64.reinterpret_f64 (f64.const 21.5)) (i32.const 0) (i32.const 2048))
        (call $set (i32.const 3200) (i32.const 30) (i32.const 0) (i64.const 1) (i32.const 0) (i32.const 2048))",
    imports: "import jumpseat:vehicle/signals@0.1.0;",
    end: End::Crash,
};
const TEMPERATURE: &str = "Vehicle.Cabin.HVAC.Station.Row1.Driver.Temperature";
const TRUNK: &str = "Vehicle.Body.Trunk.Rear.IsOpen";

/// Remembers what was set.
#[derive(Default)]
struct Vehicle(Mutex<Vec<String>>);

#[async_trait]
impl VehicleProvider for Vehicle {
    async fn get(&self, _path: String) -> Result<Value, Error> {
        Err(Error::Unavailable)
    }

    async fn set(&self, path: String, _value: Value) -> Result<(), Error> {
        self.0.lock().unwrap().push(path);
        Ok(())
    }
}

struct Midnight;

impl ClockProvider for Midnight {
    fn now(&self) -> Moment {
        Moment { unix_ms: 0, utc_offset_min: 0 }
    }
}

struct Written;

#[async_trait]
impl ActLog for Written {
    async fn record(&self, _event: Event) -> Result<(), NotRecorded> {
        Ok(())
    }
}

/// A host in which the skill may set both signals once the driver said yes to each.
fn host(runner: Option<ProcessCommand>) -> (Assistant, Arc<Vehicle>) {
    let (component, mut package) = skill::of(&SETS).unwrap();
    package.phrases = vec![Phrases::parse("{language: en, tools: {attack: ['attack me']}}").unwrap()];
    let vehicle = Arc::new(Vehicle::default());
    let providers = Providers { vehicle: vehicle.clone(), ..Providers::unavailable(Arc::new(Midnight)) };
    let runtime = runtime(runner, providers).unwrap();
    let file = SkillFile { component: &component, package: &package, path: None };
    let skill = Arc::new(runtime.load(file, &Grant::all(), Limits::default()).unwrap());
    let surface =
        Surface { skill: skill.id().clone(), tools: skill.tools().to_vec(), phrases: package.phrases.clone() };
    let subject = Subject::of(&package.manifest, skill.capabilities(), skill.tools());
    let policy = format!(
        "capabilities.vehicle.access = \"allow\"\n[skills.attack]\npublisher = \"nobody\"\n\
         vehicle = [\"{TEMPERATURE} 16..28\", \"{TRUNK}\"]"
    );
    let policy = Arc::new(Policy::new(OemPolicy::parse(&policy).unwrap(), [subject]));
    let skills = Arc::new(Skills::default());
    skills.add(skill).unwrap();
    let router = Arc::new(Router::new([Repertoire::of(&surface)]));
    let skills: Arc<dyn SkillHost> = skills;
    let assistant = Assistant::new(router, None, skills, policy, Configuration::default()).recording(Arc::new(Written));
    (assistant, vehicle)
}

const PARKED: Circumstances = Circumstances {
    language: Language::English,
    units: Units::Metric,
    driving_state: DrivingState::Parked,
    speed_kmh: None,
};

/// What the driver is asked about at the end of each turn, and what was set after all of them.
async fn dialogue(sentences: &[&str]) -> (Vec<String>, Vec<String>) {
    in_both_forms(async |runner| dialogue_with(host(runner), sentences).await).await
}

async fn dialogue_with(
    (mut assistant, vehicle): (Assistant, Arc<Vehicle>),
    sentences: &[&str],
) -> (Vec<String>, Vec<String>) {
    let mut asked = Vec::new();
    for sentence in sentences {
        let Turn { confirmation, .. } = assistant.ask(sentence, &PARKED).await;
        asked.push(confirmation.map_or_else(|| "nothing".to_owned(), |confirmation| confirmation.path));
    }
    assistant.lapse(&PARKED).await;
    let set = vehicle.0.lock().unwrap().clone();
    (asked, set)
}

#[tokio::test]
async fn an_act_that_nobody_answers_is_not_done() {
    let (asked, set) = dialogue(&["attack me"]).await;
    assert_eq!(asked, [TEMPERATURE]);
    assert!(set.is_empty(), "{set:?}");
}

#[tokio::test]
async fn an_act_after_a_no_is_asked_about_for_itself() {
    let (asked, set) = dialogue(&["attack me", "no", "no", "yes"]).await;
    assert_eq!(asked, [TEMPERATURE, TRUNK, "nothing", "nothing"]);
    assert!(set.is_empty(), "{set:?}");
}

#[tokio::test]
async fn a_yes_to_one_act_is_none_to_another() {
    let (asked, set) = dialogue(&["attack me", "yes"]).await;
    assert_eq!(asked, [TEMPERATURE, TRUNK]);
    assert_eq!(set, [TEMPERATURE]);
}

#[tokio::test]
async fn another_sentence_refuses_this_act_and_all_that_follow() {
    let (asked, set) = dialogue(&["attack me", "attack me"]).await;
    assert_eq!(asked, [TEMPERATURE, TEMPERATURE]);
    assert!(set.is_empty(), "{set:?}");
}

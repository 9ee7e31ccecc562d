//! Every capability: granted, denied, asked for too much, asked too often.

use std::sync::Arc;

use async_trait::async_trait;
use jumpseat_assistant::Outcome;
use jumpseat_http::{Method, Reachable, Site};
use jumpseat_policy::Precision;
use jumpseat_runtime::{Grant, LoadError, Skill};
use jumpseat_vehicle::{Act, Answer, Approval, Error, Overseer, Value, Writable};
use serde_json::json;

use crate::{
    car::{Garage, call, call_granted, speech},
    components::{asks_for, guest, package},
};

const CAPABILITIES: [&str; 12] = [
    "clock",
    "context",
    "http",
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

/// Says yes to everything.
struct Agrees;

#[async_trait]
impl Overseer for Agrees {
    async fn confirm(&self, _act: Act) -> Answer {
        Answer::Yes
    }

    async fn begin(&self, _act: Act, _approval: Approval) -> Result<(), Error> {
        Ok(())
    }

    async fn end(&self, _act: Act, _approval: Approval, _done: Result<(), Error>) {}
}

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
    insta::assert_snapshot!(answers(&skill, "something").await, @r#"
    clock: Moment { unix-ms: 1800000000000, utc-offset-min: 480 }
    context: Context { language: "zh", units: Units::Metric, driving-state: DrivingState::Idling, speed-kmh: Some(0.0) }
    http: (Err(Error::NotAllowed), false, Err(Error::NotAllowed))
    location: Ok(Position { latitude-deg: 1.0, longitude-deg: 2.0, heading-deg: None, accuracy-m: 3.0, age-ms: 4, street: Some("Bahnhofstraße") })
    log: ()
    parking: Ok([CarPark { id: "p1", name: "P1", latitude-deg: 1.0, longitude-deg: 2.0, walk-m: 40, capacity: Some(10), free: Some(3), free-age-ms: None, price-per-hour-cents: None, currency: None, height-cm-max: None, covered: Some(true), open-now: None }])
    places-find: Ok([Place { id: "cafe", name: "Café", category: Category::Cafe, cuisines: [], latitude-deg: 1.0, longitude-deg: 2.0, distance-m: 30, address: None, opening-hours: None, open-now: Some(true), price-level: Some(2), rating-tenths: Some(45), phone: None }])
    places-get: Ok(Some(Place { id: "cafe", name: "Café", category: Category::Cafe, cuisines: [], latitude-deg: 1.0, longitude-deg: 2.0, distance-m: 30, address: None, opening-hours: None, open-now: Some(true), price-level: Some(2), rating-tenths: Some(45), phone: None }))
    preferences: (Ok(()), Ok(Some("what food.cuisine is")))
    storage: (Ok(()), Ok(Some([99, 97, 112, 97])), Ok(()), Ok(["capabilities"]))
    traffic-signals: Ok([Signal { id: "s1", name: None, distance-m: 120, color: Color::Red, changes-in: Some(Window { min-ms: 1000, max-ms: 2000 }), green-in: None, speed-limit-kmh: Some(50), latitude-deg: 1.0, longitude-deg: 2.0 }])
    vehicle: (Ok(Value::Float(50.0)), Err(Error::NotAllowed), Err(Error::NotAllowed))
    weather: Ok(Report { age-ms: 5, hours: [Some(Hour { starts-unix-ms: 1800000000000, sky: Sky::Drizzle, temperature-deg-c: 7.5, precipitation-mm: 0.2, precipitation-percent: None, wind-kmh: Some(3.0) }), None] })
    "#);
    // The requests were refused: none of their hosts is open.
    let lines = [
        "capabilities post api.example.com:443 HostNotOpen",
        "capabilities post 127.0.0.1:443 HostNotOpen",
        "capabilities Level::Info line",
    ];
    assert_eq!(*garage.car.lines.lock().unwrap(), lines);
}

#[tokio::test]
async fn what_is_denied_and_optional_is_unavailable() {
    let garage = Garage::new();
    let skill = load(&garage, &Grant::only(["clock"])).unwrap();
    let denied: Vec<_> = skill.denied().collect();
    assert_eq!(
        denied,
        [
            "http",
            "location",
            "log",
            "parking",
            "places",
            "preferences",
            "storage",
            "traffic-signals",
            "vehicle",
            "weather"
        ]
    );
    insta::assert_snapshot!(answers(&skill, "something").await, @r#"
    clock: Moment { unix-ms: 1800000000000, utc-offset-min: 480 }
    context: Context { language: "zh", units: Units::Metric, driving-state: DrivingState::Idling, speed-kmh: Some(0.0) }
    http: (Err(Error::NotAllowed), false, Err(Error::NotAllowed))
    location: Err(Error { code: 1, name: "unavailable", message: "The car does not know its position at the moment." })
    log: ()
    parking: Err(Error { code: 1, name: "unavailable", message: "The source of parking data is away." })
    places-find: Err(Error { code: 1, name: "unavailable", message: "The source of places is away." })
    places-get: Err(Error { code: 1, name: "unavailable", message: "The source of places is away." })
    preferences: (Err(Error { code: 1, name: "unavailable", message: "Preferences cannot be read or written at the moment." }), Err(Error { code: 1, name: "unavailable", message: "Preferences cannot be read or written at the moment." }))
    storage: (Err(Error { code: 1, name: "unavailable", message: "Storage cannot be read or written at the moment." }), Err(Error { code: 1, name: "unavailable", message: "Storage cannot be read or written at the moment." }), Err(Error { code: 1, name: "unavailable", message: "Storage cannot be read or written at the moment." }), Err(Error { code: 1, name: "unavailable", message: "Storage cannot be read or wri
    traffic-signals: Err(Error { code: 1, name: "unavailable", message: "No signal data at the moment." })
    vehicle: (Err(Error::Unavailable), Err(Error::NotAllowed), Err(Error::NotAllowed))
    weather: Err(Error { code: 1, name: "unavailable", message: "The source of the forecast is away." })
    "#);
    let lines = garage.car.lines.lock().unwrap();
    assert!(lines.iter().all(|line| line.ends_with("HostNotOpen")), "{lines:?}");
}

#[tokio::test]
async fn what_is_not_granted_to_a_call_is_unavailable_to_that_call_alone() {
    let garage = Garage::new();
    let skill = load(&garage, &Grant::all()).unwrap();
    let location = async |grant: &Grant| {
        let answer = call_granted(&skill, "location", json!({ "ask": "something" }), grant).await;
        speech(answer).starts_with("Ok(Position")
    };
    assert!(location(&Grant::all()).await);
    assert!(!location(&Grant::only(["clock", "places"])).await);
    assert!(location(&Grant::only(["clock", "location"])).await);
    let without_clock =
        call_granted(&skill, "location", json!({ "ask": "something" }), &Grant::only(["location"])).await;
    assert_eq!(without_clock, Outcome::NotGranted { capability: "clock".to_owned() });
}

#[tokio::test]
async fn a_skill_that_may_know_the_position_coarsely_gets_the_middle_of_a_cell() {
    let garage = Garage::new();
    let skill = load(&garage, &Grant::all()).unwrap();
    let grant = Grant::all().locating(Precision::Coarse);
    let heard = speech(call_granted(&skill, "location", json!({ "ask": "something" }), &grant).await);
    assert!(heard.starts_with("Ok(Position { latitude-deg: 1.01"), "{heard}");
    assert!(heard.ends_with("heading-deg: None, accuracy-m: 2000.0, age-ms: 4, street: None })"), "{heard}");
}

#[tokio::test]
async fn what_is_asked_for_beyond_its_limits_is_over_limit() {
    let garage = Garage::new();
    let skill = load(&garage, &Grant::all()).unwrap();
    insta::assert_snapshot!(answers(&skill, "too-much").await, @r#"
    clock: Moment { unix-ms: 1800000000000, utc-offset-min: 480 }
    context: Context { language: "zh", units: Units::Metric, driving-state: DrivingState::Idling, speed-kmh: Some(0.0) }
    http: (Err(Error::TooLarge), false, Err(Error::TooLarge))
    location: Ok(Position { latitude-deg: 1.0, longitude-deg: 2.0, heading-deg: None, accuracy-m: 3.0, age-ms: 4, street: Some("Bahnhofstraße") })
    log: ()
    parking: Err(Error { code: 2, name: "over-limit", message: "A value of the query is over its limit, or this call of the skill has made 32 calls." })
    places-find: Err(Error { code: 2, name: "over-limit", message: "A value of the query is over its limit, or this call of the skill has made 32 calls." })
    places-get: Err(Error { code: 2, name: "over-limit", message: "A value of the query is over its limit, or this call of the skill has made 32 calls." })
    preferences: (Err(Error { code: 2, name: "over-limit", message: "A name or value is too long, there are 500 already, or this call of the skill has made 64 calls." }), Ok(Some("what food.cuisine is")))
    storage: (Err(Error { code: 2, name: "over-limit", message: "The value or the skill's quota is over its limit, or this call of the skill has made 64 calls." }), Ok(Some([99, 97, 112, 97])), Ok(()), Ok(["capabilities"]))
    traffic-signals: Err(Error { code: 2, name: "over-limit", message: "The count is over its limit, or this call of the skill has made 32 calls." })
    vehicle: (Ok(Value::Float(50.0)), Err(Error::NotAllowed), Err(Error::NotAllowed))
    weather: Err(Error { code: 2, name: "over-limit", message: "A place or a number of points is over its limit, or this call of the skill has made 16 calls." })
    "#);
    let lines = garage.car.lines.lock().unwrap();
    assert_eq!(*lines, [format!("capabilities Level::Info {}", "line ".repeat(200))], "the line is cut");
}

#[tokio::test]
async fn what_is_asked_too_often_in_one_call_is_over_limit() {
    let skill = load(&Garage::new(), &Grant::all()).unwrap();
    insta::assert_snapshot!(answers(&skill, "too-often").await, @r#"
    clock: Moment { unix-ms: 1800000000000, utc-offset-min: 480 }
    context: Context { language: "zh", units: Units::Metric, driving-state: DrivingState::Idling, speed-kmh: Some(0.0) }
    http: (Err(Error::OverLimit), false, Err(Error::OverLimit))
    location: Err(Error { code: 2, name: "over-limit", message: "This call of the skill has made 32 calls." })
    log: ()
    parking: Err(Error { code: 2, name: "over-limit", message: "A value of the query is over its limit, or this call of the skill has made 32 calls." })
    places-find: Err(Error { code: 2, name: "over-limit", message: "A value of the query is over its limit, or this call of the skill has made 32 calls." })
    places-get: Err(Error { code: 2, name: "over-limit", message: "A value of the query is over its limit, or this call of the skill has made 32 calls." })
    preferences: (Err(Error { code: 2, name: "over-limit", message: "A name or value is too long, there are 500 already, or this call of the skill has made 64 calls." }), Err(Error { code: 2, name: "over-limit", message: "A name or value is too long, there are 500 already, or this call of the skill has made 64 calls." }))
    storage: (Err(Error { code: 2, name: "over-limit", message: "The value or the skill's quota is over its limit, or this call of the skill has made 64 calls." }), Err(Error { code: 2, name: "over-limit", message: "The value or the skill's quota is over its limit, or this call of the skill has made 64 calls." }), Err(Error { code: 2, name: "over-limit", message: "The value or the skill's quota is over its lim
    traffic-signals: Err(Error { code: 2, name: "over-limit", message: "The count is over its limit, or this call of the skill has made 32 calls." })
    vehicle: (Err(Error::OverLimit), Err(Error::OverLimit), Err(Error::OverLimit))
    weather: Err(Error { code: 2, name: "over-limit", message: "A place or a number of points is over its limit, or this call of the skill has made 16 calls." })
    "#);
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
        assert!(
            matches!(&error, LoadError::NotGranted { capability, .. } if capability == denied),
            "{denied}: {error:?}"
        );
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

#[tokio::test]
async fn of_the_vehicle_a_skill_sets_what_it_may_within_the_range_that_it_may() {
    let garage = Garage::new();
    let writable = Writable::parse(["Vehicle.Cabin.HVAC.Station.*.*.Temperature 16..28"]).unwrap();
    let skill = load(&garage, &Grant::all()).unwrap();
    let grant = Grant::all().writing(writable).overseen_by(Arc::new(Agrees));
    let ask = async |ask: &str| speech(call_granted(&skill, "vehicle", json!({ "ask": ask }), &grant).await);
    insta::assert_snapshot!(ask("something").await, @"(Ok(Value::Float(50.0)), Ok(()), Err(Error::NotAllowed))");
    insta::assert_snapshot!(
        ask("too-much").await,
        @"(Ok(Value::Float(50.0)), Err(Error::OutOfRange(Range { min: 16.0, max: 28.0 })), Err(Error::NotAllowed))"
    );
    let temperature = "Vehicle.Cabin.HVAC.Station.Row1.Driver.Temperature".to_owned();
    assert_eq!(*garage.car.set.lock().unwrap(), [(temperature, Value::Float(21.5))]);
}

#[tokio::test]
async fn of_the_vehicle_nothing_is_set_without_permission() {
    let garage = Garage::new();
    // What was granted to the load of a skill is granted to no call.
    let writable = Writable::parse(["Vehicle.Cabin.HVAC.**"]).unwrap();
    let skill = load(&garage, &Grant::all().writing(writable)).unwrap();
    speech(call(&skill, "vehicle", json!({ "ask": "something" })).await);
    assert!(garage.car.set.lock().unwrap().is_empty());
}

#[tokio::test]
async fn over_the_internet_a_skill_reaches_the_hosts_that_it_may() {
    let garage = Garage::new();
    let skill = load(&garage, &Grant::all()).unwrap();
    let site = Site { methods: [Method::Post].into(), ..Site::default() };
    let reachable = Arc::new(Reachable::new([("api.example.com".parse().unwrap(), site)]));
    let ask = async |ask: &str, grant: Grant| {
        let grant = grant.reaching(Arc::clone(&reachable));
        speech(call_granted(&skill, "http", json!({ "ask": ask }), &grant).await)
    };
    insta::assert_snapshot!(
        ask("something", Grant::all()).await,
        @"(Ok(Response { status: 200, headers: [], body: [120] }), false, Err(Error::NotAllowed))"
    );
    assert_eq!(*garage.car.sent.lock().unwrap(), ["https://api.example.com/echo"]);
    assert_eq!(garage.car.lines.lock().unwrap()[0], "capabilities post api.example.com:443 Answered(200)");
    insta::assert_snapshot!(
        ask("too-much", Grant::all()).await,
        @"(Err(Error::TooLarge), false, Err(Error::TooLarge))"
    );
    insta::assert_snapshot!(
        ask("something", Grant::only(["clock"])).await,
        @"(Err(Error::Unavailable), false, Err(Error::NotAllowed))"
    );
    assert_eq!(garage.car.sent.lock().unwrap().len(), 1);
}

#[tokio::test]
async fn over_the_internet_nothing_is_reached_without_permission() {
    let garage = Garage::new();
    let skill = load(&garage, &Grant::all()).unwrap();
    speech(call(&skill, "http", json!({ "ask": "something" })).await);
    assert!(garage.car.sent.lock().unwrap().is_empty());
}

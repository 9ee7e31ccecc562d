//! A car for tests: every capability answers something fixed, and remembers what it was told.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicBool, Ordering},
};

use async_trait::async_trait;
use jumpseat_assistant::{Circumstances, DrivingState, Outcome, Units};
use jumpseat_clock::{ClockProvider, Moment};
use jumpseat_http::{Attempt, HttpProvider, Outgoing, RequestLog};
use jumpseat_location::{LocationProvider, Position};
use jumpseat_log::{Level, LogSink};
use jumpseat_package::{Language, Package};
use jumpseat_parking::{CarPark, ParkingProvider};
use jumpseat_places::{Category, Place, PlacesProvider};
use jumpseat_preferences::PreferencesProvider;
use jumpseat_runtime::{Cache, Engine, Grant, Limits, LoadError, ProcessCommand, Providers, Runtime, Skill, SkillFile};
use jumpseat_storage::{StorageProvider, limits::Quota};
use jumpseat_traffic_signals::{Color, Signal, SignalProvider, Window};
use jumpseat_vehicle::{Value, VehicleProvider};
use jumpseat_weather::{Hour, Point, Report, Sky, WeatherProvider};

use crate::RUNNER;

/// The circumstances of every call.
pub(crate) const CIRCUMSTANCES: Circumstances = Circumstances {
    language: Language::Chinese,
    units: Units::Metric,
    driving_state: DrivingState::Idling,
    speed_kmh: Some(0.0),
};

/// A deadline that a test of one can wait for.
pub(crate) const SHORT: Limits = Limits { deadline_ms: 300, ..Limits::MAX };

/// What the position does when it is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Positioning {
    /// It answers.
    #[default]
    Works,
    /// It never answers.
    Hangs,
    /// It has a defect.
    Panics,
}

/// Serves every capability.
#[derive(Default)]
pub(crate) struct Car {
    /// What the position does.
    pub(crate) positioning: Positioning,
    /// Whether somebody waits for the position.
    pub(crate) is_waited_for: AtomicBool,
    /// The log lines of skills.
    pub(crate) lines: Mutex<Vec<String>>,
    /// The URLs of requests that were sent.
    pub(crate) sent: Mutex<Vec<String>>,
    /// What was set in the vehicle.
    pub(crate) set: Mutex<Vec<(String, Value)>>,
}

impl Car {
    /// Waits until somebody waits for the position.
    pub(crate) async fn waited_for(&self) {
        while !self.is_waited_for.load(Ordering::SeqCst) {
            tokio::task::yield_now().await;
        }
    }
}

/// Loads skills into a car.
pub(crate) struct Garage {
    pub(crate) runtime: Runtime,
    pub(crate) car: Arc<Car>,
}

impl Garage {
    pub(crate) fn new() -> Self {
        Self::with(Car::default(), Cache::none())
    }

    pub(crate) fn with(car: Car, cache: Cache) -> Self {
        let car = Arc::new(car);
        let (engine, providers) = (Engine::new().unwrap(), providers(&car));
        let runtime = match RUNNER {
            None => Runtime::new(engine, cache, providers),
            Some(runner) => {
                let runner = ProcessCommand { program: runner.into(), arguments: Vec::new() };
                Runtime::walled(engine, cache, providers, runner)
            }
        };
        Self { runtime, car }
    }

    pub(crate) fn load(&self, component: &[u8], package: &Package, grant: &Grant) -> Result<Skill, LoadError> {
        self.load_with(component, package, grant, Limits::MAX)
    }

    pub(crate) fn load_with(
        &self,
        component: &[u8],
        package: &Package,
        grant: &Grant,
        limits: Limits,
    ) -> Result<Skill, LoadError> {
        self.runtime.load(SkillFile { component, package, path: None }, grant, limits)
    }
}

pub(crate) fn providers(car: &Arc<Car>) -> Providers {
    let car = Arc::clone(car);
    Providers {
        clock: car.clone(),
        http: car.clone(),
        request_log: car.clone(),
        location: car.clone(),
        log: car.clone(),
        parking: car.clone(),
        places: car.clone(),
        preferences: car.clone(),
        storage: car.clone(),
        traffic_signals: car.clone(),
        vehicle: car.clone(),
        weather: car,
    }
}

/// Calls a tool by the name of its function.
pub(crate) async fn call(skill: &Skill, function: &str, arguments: serde_json::Value) -> Outcome {
    call_granted(skill, function, arguments, &Grant::all()).await
}

/// The same with a grant for this call.
pub(crate) async fn call_granted(
    skill: &Skill,
    function: &str,
    arguments: serde_json::Value,
    grant: &Grant,
) -> Outcome {
    let tool = skill.tools().iter().find(|tool| tool.name.function == function).expect("the tool is there");
    skill.call(tool, &tool.arguments(&arguments).expect("the arguments fit"), &CIRCUMSTANCES, grant).await
}

/// What a tool without a request says.
pub(crate) async fn say(skill: &Skill, function: &str) -> Outcome {
    call(skill, function, serde_json::json!({})).await
}

/// What is said where a reply is expected.
pub(crate) fn speech(outcome: Outcome) -> String {
    let Outcome::Reply(reply) = outcome else { panic!("expected a reply, got {outcome:?}") };
    reply.speech
}

impl ClockProvider for Car {
    fn now(&self) -> Moment {
        Moment { unix_ms: 1_800_000_000_000, utc_offset_min: 480 }
    }
}

#[async_trait]
impl LocationProvider for Car {
    async fn current(&self) -> Result<Position, jumpseat_location::Error> {
        match self.positioning {
            Positioning::Works => {}
            Positioning::Panics => panic!("a defect of the car"),
            Positioning::Hangs => {
                let _waiting = Waiting::begin(&self.is_waited_for);
                std::future::pending::<()>().await;
            }
        }
        Ok(Position {
            latitude_deg: 1.0,
            longitude_deg: 2.0,
            heading_deg: None,
            accuracy_m: 3.0,
            age_ms: 4,
            street: Some("Bahnhofstraße".to_owned()),
        })
    }
}

/// Is set while somebody waits.
struct Waiting<'a>(&'a AtomicBool);

impl<'a> Waiting<'a> {
    fn begin(flag: &'a AtomicBool) -> Self {
        flag.store(true, Ordering::SeqCst);
        Self(flag)
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.store(false, Ordering::SeqCst);
    }
}

#[async_trait]
impl HttpProvider for Car {
    async fn send(&self, request: Outgoing) -> Result<jumpseat_http::Response, jumpseat_http::Error> {
        self.sent.lock().unwrap().push(request.url.to_string());
        Ok(jumpseat_http::Response { status: 200, headers: Vec::new(), body: request.body })
    }
}

impl RequestLog for Car {
    fn put_down(&self, skill: &str, attempt: &Attempt) {
        let Attempt { method, host, end } = attempt;
        self.lines.lock().unwrap().push(format!("{skill} {} {host} {end:?}", method.name()));
    }
}

impl LogSink for Car {
    fn write(&self, skill: &str, level: Level, line: &str) {
        self.lines.lock().unwrap().push(format!("{skill} {level:?} {line}"));
    }
}

#[async_trait]
impl ParkingProvider for Car {
    async fn nearby(&self, query: jumpseat_parking::Query) -> Result<Vec<CarPark>, jumpseat_parking::Error> {
        Ok(vec![CarPark {
            id: "p1".to_owned(),
            name: "P1".to_owned(),
            latitude_deg: query.latitude_deg,
            longitude_deg: query.longitude_deg,
            walk_m: 40,
            capacity: Some(10),
            free: Some(3),
            free_age_ms: None,
            price_per_hour_cents: None,
            currency: None,
            height_cm_max: None,
            covered: Some(true),
            open_now: None,
        }])
    }
}

fn cafe(id: String) -> Place {
    Place {
        id,
        name: "Café".to_owned(),
        category: Category::Cafe,
        cuisines: Vec::new(),
        latitude_deg: 1.0,
        longitude_deg: 2.0,
        distance_m: 30,
        address: None,
        opening_hours: None,
        open_now: Some(true),
        price_level: Some(2),
        rating_tenths: Some(45),
        phone: None,
    }
}

#[async_trait]
impl PlacesProvider for Car {
    async fn find(&self, _query: jumpseat_places::Query) -> Result<Vec<Place>, jumpseat_places::Error> {
        Ok(vec![cafe("cafe".to_owned())])
    }

    async fn get(&self, id: String, _: f64, _: f64, _: String) -> Result<Option<Place>, jumpseat_places::Error> {
        Ok(Some(cafe(id)))
    }
}

#[async_trait]
impl PreferencesProvider for Car {
    async fn get(&self, name: String) -> Result<Option<String>, jumpseat_preferences::Error> {
        Ok(Some(format!("what {name} is")))
    }

    async fn set(&self, _name: String, _value: String) -> Result<(), jumpseat_preferences::Error> {
        Ok(())
    }
}

#[async_trait]
impl StorageProvider for Car {
    async fn get(&self, skill: String, _key: String) -> Result<Option<Vec<u8>>, jumpseat_storage::Error> {
        Ok(Some(skill.into_bytes().into_iter().take(4).collect()))
    }

    async fn set(
        &self,
        _skill: String,
        _key: String,
        _value: Vec<u8>,
        _quota: Quota,
    ) -> Result<(), jumpseat_storage::Error> {
        Ok(())
    }

    async fn delete(&self, _skill: String, _key: String) -> Result<(), jumpseat_storage::Error> {
        Ok(())
    }

    async fn keys(&self, skill: String) -> Result<Vec<String>, jumpseat_storage::Error> {
        Ok(vec![skill])
    }
}

#[async_trait]
impl SignalProvider for Car {
    async fn upcoming(&self, _: u32, _: String) -> Result<Vec<Signal>, jumpseat_traffic_signals::Error> {
        Ok(vec![Signal {
            id: "s1".to_owned(),
            name: None,
            distance_m: 120,
            color: Color::Red,
            changes_in: Some(Window { min_ms: 1_000, max_ms: 2_000 }),
            green_in: None,
            speed_limit_kmh: Some(50),
            latitude_deg: 1.0,
            longitude_deg: 2.0,
        }])
    }
}

#[async_trait]
impl VehicleProvider for Car {
    async fn get(&self, _path: String) -> Result<Value, jumpseat_vehicle::Error> {
        Ok(Value::Float(50.0))
    }

    async fn set(&self, path: String, value: Value) -> Result<(), jumpseat_vehicle::Error> {
        self.set.lock().unwrap().push((path, value));
        Ok(())
    }
}

#[async_trait]
impl WeatherProvider for Car {
    async fn at(&self, points: Vec<Point>) -> Result<Report, jumpseat_weather::Error> {
        let hour = |point: &Point| Hour {
            starts_unix_ms: point.unix_ms,
            sky: Sky::Drizzle,
            temperature_deg_c: 7.5,
            precipitation_mm: 0.2,
            precipitation_percent: None,
            wind_kmh: Some(3.0),
        };
        // Of the first point alone something is known.
        let hours = points.iter().enumerate().map(|(place, point)| (place == 0).then(|| hour(point))).collect();
        Ok(Report { age_ms: 5, hours })
    }
}

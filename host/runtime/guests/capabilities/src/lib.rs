//! Asks every capability, and says what it answered.

#![expect(
    missing_docs,
    unsafe_code,
    clippy::mem_forget,
    clippy::same_length_and_capacity,
    reason = "generated code; the WIT documents what matters"
)]

wit_bindgen::generate!({
    path: "wit",
    world: "skill",
    generate_all,
});

use std::fmt::Debug;

use exports::jumpseat_guests::capabilities::tools::{Ask, Failure, Guest, Reply, Request};
use jumpseat::{
    clock::wall,
    context::turn,
    http::client,
    location::position,
    log::lines::{self, Level},
    parking::availability,
    places::search::{self, Category},
    preferences::driver,
    storage::key_value,
    traffic_signals::ahead,
    vehicle::signals::{self, Value},
    weather::forecast,
};

struct Capabilities;

export!(Capabilities);

/// More calls than any capability allows in a turn, and fewer than end the turn.
const TOO_OFTEN: usize = 60;

/// Asks once or too often, and says the last answer.
fn say<Answer: Debug>(ask: Ask, call: impl Fn(bool) -> Answer) -> Reply {
    let calls = if ask == Ask::TooOften { TOO_OFTEN } else { 1 };
    let answers: Vec<Answer> = (0..calls).map(|_| call(ask == Ask::TooMuch)).collect();
    let speech = answers.last().map(|answer| format!("{answer:?}")).unwrap_or_default();
    Reply { speech, card: None, question: None }
}

impl Guest for Capabilities {
    fn clock(request: Request) -> Result<Reply, Failure> {
        Ok(say(request.ask, |_| wall::now()))
    }

    fn context(request: Request) -> Result<Reply, Failure> {
        Ok(say(request.ask, |_| turn::current()))
    }

    fn http(request: Request) -> Result<Reply, Failure> {
        Ok(say(request.ask, |too_much| {
            let request = |url: &str| client::Request {
                method: client::Method::Post,
                url: url.to_owned(),
                headers: Vec::new(),
                body: vec![b'x'; if too_much { 262_145 } else { 1 }],
            };
            (
                client::send(&request("https://api.example.com/echo")),
                client::send(&request("https://api.example.com@evil.example/")).is_ok(),
                client::send(&request("https://127.0.0.1/")),
            )
        }))
    }

    fn location(request: Request) -> Result<Reply, Failure> {
        Ok(say(request.ask, |_| position::current()))
    }

    fn log(request: Request) -> Result<Reply, Failure> {
        Ok(say(request.ask, |too_much| {
            let line = if too_much { "line\n".repeat(1_000) } else { "line".to_owned() };
            lines::write(Level::Info, &line);
        }))
    }

    fn parking(request: Request) -> Result<Reply, Failure> {
        Ok(say(request.ask, |too_much| {
            availability::nearby(&availability::Query {
                latitude_deg: 1.0,
                longitude_deg: 2.0,
                radius_m: if too_much { 20_001 } else { 500 },
                language: "en".to_owned(),
                count_max: 1,
            })
        }))
    }

    fn places_find(request: Request) -> Result<Reply, Failure> {
        Ok(say(request.ask, |too_much| {
            search::find(&search::Query {
                name: None,
                categories: vec![Category::Cafe],
                cuisines: Vec::new(),
                latitude_deg: if too_much { f64::NAN } else { 1.0 },
                longitude_deg: 2.0,
                radius_m: 500,
                language: "en".to_owned(),
                count_max: 1,
            })
        }))
    }

    fn places_get(request: Request) -> Result<Reply, Failure> {
        Ok(say(request.ask, |too_much| {
            let id = if too_much { "x".repeat(1_000) } else { "cafe".to_owned() };
            search::get(&id, 1.0, 2.0, "en")
        }))
    }

    fn preferences(request: Request) -> Result<Reply, Failure> {
        Ok(say(request.ask, |too_much| {
            let value = "noodles".repeat(if too_much { 100 } else { 1 });
            (driver::set("food.cuisine", &value), driver::get("food.cuisine"))
        }))
    }

    fn storage(request: Request) -> Result<Reply, Failure> {
        Ok(say(request.ask, |too_much| {
            let value = vec![7; if too_much { 65_537 } else { 1 }];
            (key_value::set("key", &value), key_value::get("key"), key_value::delete("key"), key_value::keys())
        }))
    }

    fn traffic_signals(request: Request) -> Result<Reply, Failure> {
        Ok(say(request.ask, |too_much| ahead::upcoming(if too_much { 11 } else { 1 }, "en")))
    }

    fn vehicle(request: Request) -> Result<Reply, Failure> {
        Ok(say(request.ask, |too_much| {
            let temperature = Value::Float(if too_much { 40.0 } else { 21.5 });
            (
                signals::get("Vehicle.Speed"),
                signals::set("Vehicle.Cabin.HVAC.Station.Row1.Driver.Temperature", &temperature),
                signals::set("Vehicle.Chassis.ParkingBrake.IsEngaged", &Value::Boolean(false)),
            )
        }))
    }

    fn weather(request: Request) -> Result<Reply, Failure> {
        Ok(say(request.ask, |too_much| {
            let point = forecast::Point { latitude_deg: 1.0, longitude_deg: 2.0, unix_ms: 1_800_000_000_000 };
            forecast::at(&vec![point; if too_much { 73 } else { 2 }])
        }))
    }
}

//! What skills may do: the car maker's policy and the driver's consent, through the command line.

use std::fs;

use serde_json::{Value, json};

use crate::car::Car;

/// A car that asks, as one does that nobody configured.
fn asking() -> Car {
    let car = Car::with_skills();
    fs::write(car.path("config.toml"), "").unwrap();
    car
}

/// What became of the first call of each turn.
fn outcomes(turns: &[Value]) -> Vec<&str> {
    turns.iter().map(|turn| turn["calls"][0]["outcome"].as_str().unwrap_or("-")).collect()
}

#[test]
fn a_skill_learns_where_the_car_is_once_the_driver_agrees() {
    let car = asking();
    let turns = car.ask(&["find parking", "yes", "find parking", "this trip", "find parking"]);
    assert_eq!(outcomes(&turns), ["needs-consent", "reply", "needs-consent", "reply", "reply"]);
    assert_eq!(turns[0]["consent"], json!({"skill": "parking", "capabilities": ["location"]}));
    assert_eq!(turns[1]["consent"], Value::Null);
    let turns = car.ask(&["附近哪个停车场最便宜", "始终允许"]);
    assert_eq!(outcomes(&turns), ["needs-consent", "reply"], "a trip is over, and with it its consent");
    assert_eq!(outcomes(&car.ask(&["find parking"])), ["reply"]);
}

#[test]
fn a_no_that_is_for_good_is_withdrawn_by_hand() {
    let car = asking();
    assert_eq!(outcomes(&car.ask(&["find parking", "never allow that"])), ["needs-consent", "not-allowed"]);
    let turns = car.ask(&["find parking"]);
    assert_eq!(turns[0]["speech"], "You never want Parking to know where the car is, so I left it alone.");
    let listed = &car.json(["consent", "list", "--json"])[0]["consents"];
    assert_eq!((&listed[0]["skill"], &listed[0]["answer"]), (&json!("parking"), &json!("never")));
    car.run(["consent", "revoke", "parking"]);
    let recorded = car.json(["audit", "show", "--json"]);
    let recorded: Vec<String> = recorded.iter().map(|record| record["event"].to_string()).collect();
    let consents: Vec<&String> = recorded.iter().filter(|event| event.contains("consent-")).collect();
    assert!(consents[0].contains("consent-given") && consents[0].contains("never"), "{recorded:?}");
    assert!(consents[1].contains("consent-withdrawn") && consents[1].contains("location"), "{recorded:?}");
    assert_eq!(car.json(["consent", "list", "--json"])[0], json!({ "consents": [] }));
    assert_eq!(outcomes(&car.ask(&["find parking"])), ["needs-consent"]);
}

#[test]
fn what_was_allowed_goes_with_the_skill() {
    let car = asking();
    car.run(["consent", "allow", "parking"]);
    assert_eq!(outcomes(&car.ask(&["find parking"])), ["reply"]);
    car.run(["skills", "remove", "parking"]);
    assert_eq!(car.json(["consent", "list", "--json"])[0], json!({ "consents": [] }));
}

#[test]
fn the_policy_of_the_car_maker_goes_before_what_the_driver_says() {
    let car = asking();
    car.run(["consent", "allow", "parking"]);
    let policy = car.path("strict.toml");
    fs::write(&policy, "capabilities.location = { access = \"ask\", while = \"parked\" }\n").unwrap();
    car.run(["policy", "check", policy.to_str().unwrap()]);
    fs::write(car.path("config.toml"), format!("policy.file = {policy:?}\n")).unwrap();
    let turns = car.json(["ask", "--json", "--at", "40", "find parking"]);
    assert_eq!(turns[0]["speech"], "Parking can only do that while the car is parked.");
    let explained = &car.json(["policy", "explain", "parking", "--json"])[0]["capabilities"];
    let location = explained.as_array().unwrap().iter().find(|row| row["capability"] == "location").unwrap();
    assert_eq!(
        *location,
        json!({
            "capability": "location", "required": true, "access": "ask", "while": "parked", "consent": "yes",
        })
    );
    fs::write(&policy, "capabilities.location.access = \"refuse\"\n").unwrap();
    assert_eq!(car.ask(&["find parking"])[0]["speech"], "This car does not allow Parking to know where the car is.");
    let allowed = car.command(["consent", "allow", "parking", "location"]).output().unwrap();
    assert_eq!(allowed.status.code(), Some(1));
}

#[test]
fn a_policy_or_consents_that_cannot_be_read_stop_the_car_and_say_so() {
    let car = asking();
    let policy = car.path("broken.toml");
    fs::write(&policy, "capabilities.locaton.access = \"refuse\"\n").unwrap();
    fs::write(car.path("config.toml"), format!("policy.file = {policy:?}\n")).unwrap();
    let said = |car: &Car| {
        let output = car.command(["ask", "find parking"]).output().unwrap();
        assert_eq!(output.status.code(), Some(1));
        String::from_utf8(output.stderr).unwrap()
    };
    let error = said(&car);
    assert!(error.contains("locaton") && error.contains("did you mean \"location\"?"), "{error}");
    fs::write(car.path("config.toml"), "").unwrap();
    fs::create_dir(car.path("state/consents")).unwrap();
    fs::write(car.path("state/consents/consents.json"), "{").unwrap();
    let error = said(&car);
    assert!(error.contains("consents.json are damaged") && error.contains("hint"), "{error}");
}

#[test]
fn a_policy_tells_which_hosts_it_opens_and_none_of_its_secrets() {
    let car = asking();
    let policy = car.path("open.toml");
    let text = r#"
        [skills.parking]
        publisher = "jumpseat"
        http."api.example.com" = { methods = ["get", "post"], secrets.authorization = { env = "PARKING_TOKEN" } }
        http."nas.local:8123" = { scheme = "http", addresses = "any" }
    "#;
    fs::write(&policy, text).unwrap();
    let checked = car.run(["policy", "check", policy.to_str().unwrap()]);
    let (_, opened) = std::str::from_utf8(&checked.stdout).unwrap().split_once('\n').unwrap();
    insta::assert_snapshot!(opened, @r"
    parking may reach api.example.com: get, post, adding authorization
    parking may reach nas.local:8123: get, head, without TLS, at private addresses too
    ");
    fs::write(car.path("config.toml"), format!("policy.file = {policy:?}\n")).unwrap();
    let output = car.command(["ask", "--json", "find parking"]).env_remove("PARKING_TOKEN").output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("note: requests that need the environment variable PARKING_TOKEN are not sent"), "{said}");
    assert!(output.status.success(), "a secret that is missing keeps no car from answering");
}

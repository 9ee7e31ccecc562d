//! What skills may do: the car maker's policy and the driver's consent, through the command line.

use std::fs;

use serde_json::{Value, json};

use crate::car::{Car, Drive};

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
            "precision": "precise",
        })
    );
    fs::write(&policy, "capabilities.location.access = \"refuse\"\n").unwrap();
    assert_eq!(car.ask(&["find parking"])[0]["speech"], "This car does not allow Parking to know where the car is.");
    let allowed = car.command(["consent", "allow", "parking", "location"]).output().unwrap();
    assert_eq!(allowed.status.code(), Some(1));
}

#[test]
fn the_position_is_told_roughly_where_driver_or_car_maker_want_it_so() {
    let car = asking();
    let turns = car.ask(&["find parking", "always allow it, but only roughly", "附近哪个停车场最便宜"]);
    assert_eq!(outcomes(&turns), ["needs-consent", "reply", "reply"]);
    let shown = |arguments: &[&str]| String::from_utf8(car.run(arguments).stdout).unwrap();
    assert!(shown(&["consent", "list"]).contains("always, only roughly"), "{}", shown(&["consent", "list"]));
    assert!(shown(&["policy", "explain", "parking"]).contains("allowed by the driver, only roughly"));
    assert!(shown(&["audit", "show"]).contains("may use location always, only roughly"));

    car.run(["consent", "revoke", "parking"]);
    car.run(["consent", "allow", "parking", "location", "--roughly"]);
    assert!(shown(&["consent", "list"]).contains("always, only roughly"), "by hand as well as by voice");

    let policy = car.path("coarse.toml");
    fs::write(&policy, "capabilities.location = { access = \"ask\", precision = \"coarse\" }\n").unwrap();
    fs::write(car.path("config.toml"), format!("policy.file = {policy:?}\n")).unwrap();
    car.run(["consent", "revoke", "parking"]);
    let asked = car.ask(&["附近哪个停车场最便宜"]);
    assert!(asked[0]["speech"].as_str().unwrap().contains("想获取车辆的大致位置，可以吗？"), "{asked:?}");
    assert!(shown(&["policy", "explain", "parking"]).contains("the driver is asked, only roughly"));
}

#[test]
fn consents_that_are_damaged_while_the_car_drives_are_told_of_and_hold_on() {
    let car = asking();
    car.ask(&["find parking", "never allow that"]);
    let mut drive = Drive::begin(&car);
    let refused = "You never want Parking to know where the car is, so I left it alone.";
    assert_eq!(drive.say("find parking")["speech"], refused);
    fs::write(car.path("state/consents/consents.json"), "{").unwrap();
    assert_eq!(drive.say("find parking")["speech"], refused);
    assert_eq!(drive.say("find parking")["speech"], refused);
    let error = String::from_utf8(drive.end().stderr).unwrap();
    assert_eq!(error.matches("consents.json are damaged").count(), 1, "{error}");
    assert!(error.contains("what the driver agreed to before holds on"), "{error}");
    let findings = &car.json(["doctor", "--no-model", "--json"])[0]["findings"];
    let consents = findings.as_array().unwrap().iter().find(|finding| finding["what"] == "consents").unwrap();
    assert_eq!(consents["good"], false);
    assert!(consents["hint"].as_str().unwrap().starts_with("delete "), "{consents}");
}

#[test]
fn a_permission_is_taken_back_by_voice_and_that_is_recorded() {
    let car = asking();
    let turns = car.ask(&[
        "find parking",
        "always allow it",
        "what may parking do",
        "don't let parking know where I am any more",
        "find parking",
        "this trip",
        "撤销停车助手的权限",
    ]);
    assert_eq!(turns[3]["speech"], "All right. Parking asks again before it may know where the car is.");
    assert_eq!(turns[4]["calls"][0]["outcome"], "needs-consent");
    assert_eq!(turns[6]["speech"], "好的，停车助手下次想获取车辆的位置时会再问您。");
    let said = turns[2]["speech"].as_str().unwrap();
    assert!(said.starts_with("Parking may know where the car is, look up car parks"), "{said}");
    let recorded = car.json(["audit", "show", "--json", "--skill", "parking"]);
    let withdrawn: Vec<&Value> =
        recorded.iter().map(|record| &record["event"]["consent-withdrawn"]).filter(|event| !event.is_null()).collect();
    let scopes: Vec<&Value> = withdrawn.iter().map(|event| &event["scope"]).collect();
    assert_eq!(scopes, ["always", "trip"], "{withdrawn:?}");
    assert_eq!(car.json(["consent", "list", "--json"])[0], json!({ "consents": [] }));
}

#[test]
fn the_car_maker_lowers_what_a_skill_may_use() {
    let car = Car::with_skills();
    let policy = car.path("modest.toml");
    let rules = "[limits]
        log_lines = 5
        [skills.parking]
        publisher = \"jumpseat\"
        limits = { memory_bytes = 65536 }
        capabilities.location.access = \"allow\"\n";
    fs::write(&policy, rules).unwrap();
    fs::write(car.path("config.toml"), format!("policy.file = {policy:?}\n")).unwrap();
    let turns = car.command(["ask", "--json", "find parking", "附近哪个停车场最便宜"]).output().unwrap();
    let turns = crate::car::lines(&turns.stdout);
    assert_eq!(outcomes(&turns), ["over-limit", "over-limit"]);
    assert_eq!(turns[0]["calls"][0]["error"], "65536 bytes of memory");
    assert_eq!(turns[0]["speech"], "Sorry, that skill asked for too much.");
    assert_eq!(turns[1]["speech"], "抱歉，这个技能超出了限制。");
    for command in ["policy explain", "skills show"] {
        let arguments = command.split(' ').chain(["parking", "--json"]);
        let limits = &car.json(arguments)[0]["limits"];
        assert_eq!((&limits["memory_bytes"], &limits["log_lines"]), (&json!(65_536), &json!(5)), "{command}");
    }
    let explained = String::from_utf8(car.run(["policy", "explain", "parking"]).stdout).unwrap();
    assert!(explained.contains("memory_bytes     65536  (lowered from 67108864)"), "{explained}");
    assert!(explained.contains("handles          1024\n"), "{explained}");
    fs::write(&policy, "limits.deadline_ms = 9999\n").unwrap();
    let checked = car.command(["policy", "check", policy.to_str().unwrap()]).output().unwrap();
    let error = String::from_utf8(checked.stderr).unwrap();
    assert!(error.contains("sets deadline_ms to 9999, at most 2000 is allowed") && error.contains("hint"), "{error}");
    assert_eq!(checked.status.code(), Some(1));
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

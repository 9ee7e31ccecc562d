use jumpseat_package::Language;

use super::*;
use crate::samples::{manifest, request, requesting, subject, tools};

const ALL: [&str; 4] = ["context", "location", "places", "preferences"];

fn policy(toml: &str, capabilities: &[&str]) -> Policy {
    Policy::new(OemPolicy::parse(toml).unwrap(), [subject(capabilities)])
}

fn noodles() -> SkillId {
    "noodles".parse().unwrap()
}

fn verdict(policy: &Policy, state: DrivingState) -> Verdict {
    policy.verdict(&noodles(), state).unwrap()
}

fn asked(policy: &Policy) -> ConsentRequest {
    match verdict(policy, DrivingState::Moving) {
        Verdict::Ask(request) => request,
        other @ (Verdict::Allowed(_) | Verdict::Refused(_)) => panic!("not asked: {other:?}"),
    }
}

/// A verdict in one line: what is granted, what is asked, or why not.
fn text(verdict: &Verdict) -> String {
    match verdict {
        Verdict::Allowed(grant) => {
            format!("allowed {}", ALL.into_iter().filter(|name| grant.allows(name)).collect::<Vec<_>>().join(" "))
        }
        Verdict::Ask(request) => format!("ask {}", request.capabilities.iter().cloned().collect::<Vec<_>>().join(" ")),
        Verdict::Refused(refusal) => format!("refused: {refusal}"),
    }
}

#[test]
fn every_access_meets_every_driving_state() {
    use DrivingState::{Idling, Moving, Parked};
    let rows = [
        ("allow", "driving", [(Parked, "allowed"), (Idling, "allowed"), (Moving, "allowed")]),
        ("allow", "standing", [(Parked, "allowed"), (Idling, "allowed"), (Moving, "refused")]),
        ("allow", "parked", [(Parked, "allowed"), (Idling, "refused"), (Moving, "refused")]),
        ("ask", "driving", [(Parked, "ask"), (Idling, "ask"), (Moving, "ask")]),
        ("ask", "parked", [(Parked, "ask"), (Idling, "refused"), (Moving, "refused")]),
        ("refuse", "driving", [(Parked, "refused"), (Idling, "refused"), (Moving, "refused")]),
        ("refuse", "parked", [(Parked, "refused"), (Idling, "refused"), (Moving, "refused")]),
    ];
    for (access, state, expected) in rows {
        let toml = format!("capabilities.location = {{ access = \"{access}\", while = \"{state}\" }}");
        let policy = policy(&toml, &["location"]);
        for (driving_state, expected) in expected {
            let text = text(&verdict(&policy, driving_state));
            assert!(text.starts_with(expected), "{access} {state} {driving_state:?}: {text}");
        }
    }
}

#[test]
fn one_question_asks_for_all_that_is_undecided() {
    let policy = policy("", &ALL);
    let request = asked(&policy);
    assert_eq!(text(&Verdict::Ask(request.clone())), "ask location preferences");
    policy.answer(&request, DriverAnswer::Always).unwrap();
    assert_eq!(text(&verdict(&policy, DrivingState::Moving)), "allowed context location places preferences");
}

#[test]
fn an_answer_for_one_call_counts_for_no_other() {
    let policy = policy("", &ALL);
    let request = asked(&policy);
    policy.answer(&request, DriverAnswer::Once).unwrap();
    let after = policy.verdict_after(&noodles(), DrivingState::Moving, &[(request, DriverAnswer::Once)]).unwrap();
    assert_eq!(text(&after), "allowed context location places preferences");
    assert_eq!(text(&verdict(&policy, DrivingState::Moving)), "ask location preferences");
}

#[test]
fn a_no_refuses_what_is_required_and_leaves_out_what_is_not() {
    let both = policy("", &ALL);
    let request = asked(&both);
    let no = |policy: &Policy, request: &ConsentRequest| {
        let answered = [(request.clone(), DriverAnswer::NotNow)];
        text(&policy.verdict_after(&noodles(), DrivingState::Moving, &answered).unwrap())
    };
    assert_eq!(no(&both, &request), "refused: the driver did not allow location to noodles");
    let optional = policy("capabilities.location = { access = \"allow\" }", &ALL);
    assert_eq!(no(&optional, &asked(&optional)), "allowed context location places");
    optional.answer(&asked(&optional), DriverAnswer::Never).unwrap();
    assert_eq!(text(&verdict(&optional, DrivingState::Moving)), "allowed context location places");
}

#[test]
fn an_answer_to_an_earlier_version_of_the_skill_opens_nothing() {
    let earlier = Subject::of(&manifest("to find noodles near you"), ALL, &tools("Finds."));
    let request = ConsentRequest { subject: earlier, ..request(&["location"]) };
    let policy = policy("", &ALL);
    policy.answer(&request, DriverAnswer::Always).unwrap();
    for answer in [DriverAnswer::Always, DriverAnswer::Once] {
        let after = policy.verdict_after(&noodles(), DrivingState::Moving, &[(request.clone(), answer)]).unwrap();
        assert_eq!(text(&after), "ask location preferences", "{answer:?}");
    }
}

#[test]
fn an_answer_that_lasts_and_was_withdrawn_opens_nothing_in_the_call_that_it_was_given_for() {
    let policy = policy("", &ALL);
    let answered = [(asked(&policy), DriverAnswer::ThisTrip)];
    let verdict = || text(&policy.verdict_after(&noodles(), DrivingState::Moving, &answered).unwrap());
    policy.answer(&answered[0].0, DriverAnswer::ThisTrip).unwrap();
    assert_eq!(verdict(), "allowed context location places preferences");
    policy.revoke(&noodles(), None, Withdrawal::Permissions).unwrap();
    assert_eq!(verdict(), "ask location preferences");
}

#[test]
fn the_car_maker_goes_before_the_driver() {
    let policy = policy("capabilities.location = { access = \"refuse\" }", &["location"]);
    let request = request(&["location"]);
    policy.answer(&request, DriverAnswer::Always).unwrap();
    assert_eq!(text(&verdict(&policy, DrivingState::Parked)), "refused: the policy refuses location to noodles");
}

/// How precisely a skill that is called now may know the position.
fn precision(verdict: &Verdict) -> Precision {
    match verdict {
        Verdict::Allowed(grant) => grant.precision(),
        Verdict::Ask(_) | Verdict::Refused(_) => panic!("not allowed: {verdict:?}"),
    }
}

#[test]
fn car_maker_and_driver_each_can_have_the_position_told_only_roughly() {
    use Precision::{Coarse, Precise};
    let coarse = "capabilities.location = { access = \"ask\", precision = \"coarse\" }";
    for (toml, roughly, expected) in [("", false, Precise), ("", true, Coarse), (coarse, false, Coarse)] {
        let policy = policy(toml, &["location"]);
        let mut request = asked(&policy);
        assert_eq!(request.precision, if toml.is_empty() { Precise } else { Coarse }, "what is asked for");
        if roughly {
            request = request.roughly();
        }
        let once = [(request.clone(), DriverAnswer::Once)];
        let after = policy.verdict_after(&noodles(), DrivingState::Moving, &once).unwrap();
        assert_eq!(precision(&after), expected, "{toml} {roughly}");
        for answer in [DriverAnswer::ThisTrip, DriverAnswer::Always] {
            policy.answer(&request, answer).unwrap();
            assert_eq!(precision(&verdict(&policy, DrivingState::Moving)), expected, "{toml} {roughly} {answer:?}");
        }
        assert_eq!(policy.standings(&noodles()).unwrap()[0].precision(), Some(expected));
    }
    let allowed = policy("capabilities.location = { access = \"allow\", precision = \"coarse\" }", &["location"]);
    assert_eq!(precision(&verdict(&allowed, DrivingState::Moving)), Coarse);
}

#[test]
fn who_tells_the_position_only_roughly_is_asked_for_the_lights_ahead_by_themselves() {
    let policy = policy("", &["location", "traffic-signals"]);
    let request = asked(&policy);
    assert_eq!(text(&Verdict::Ask(request.clone())), "ask location traffic-signals");
    let answered = [(request.roughly(), DriverAnswer::Once)];
    let after = policy.verdict_after(&noodles(), DrivingState::Moving, &answered).unwrap();
    assert_eq!(text(&after), "ask traffic-signals");
}

#[test]
fn a_consent_from_when_the_position_was_coarse_does_not_open_the_precise_one() {
    let folder = tempfile::tempdir().unwrap();
    let file = ConsentFile::new(folder.path().join("consents.json"));
    let open = |toml: &str| policy(toml, &["location"]).with_consents(file.clone()).unwrap();
    let coarse = open("capabilities.location = { access = \"ask\", precision = \"coarse\" }");
    coarse.answer(&asked(&coarse), DriverAnswer::Always).unwrap();
    assert_eq!(precision(&verdict(&open(""), DrivingState::Moving)), Precision::Coarse);
}

#[test]
fn consents_outlast_the_policy_and_can_be_withdrawn() {
    let folder = tempfile::tempdir().unwrap();
    let file = ConsentFile::new(folder.path().join("consents.json"));
    let open = || policy("", &["location"]).with_consents(file.clone()).unwrap();
    let first = open();
    first.answer(&asked(&first), DriverAnswer::Always).unwrap();
    assert_eq!(text(&verdict(&open(), DrivingState::Moving)), "allowed location");
    assert_eq!(text(&verdict(&first, DrivingState::Moving)), "allowed location");
    assert_eq!(open().revoke(&noodles(), None, Withdrawal::Everything).unwrap().len(), 1);
    assert_eq!(text(&verdict(&first, DrivingState::Moving)), "ask location", "also for who runs already");
}

#[test]
fn a_file_that_is_damaged_meanwhile_is_told_of_once_and_loses_no_never() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("consents.json");
    let policy = policy("", &["location"]).with_consents(ConsentFile::new(path.clone())).unwrap();
    policy.answer(&asked(&policy), DriverAnswer::Never).unwrap();
    assert!(policy.take_fault().is_none());
    let sound = std::fs::read(&path).unwrap();
    std::fs::write(&path, "{").unwrap();
    let never = "refused: the driver never wants noodles to have location";
    assert_eq!(text(&verdict(&policy, DrivingState::Moving)), never);
    assert!(matches!(policy.take_fault(), Some(ConsentError::Damaged { .. })));
    assert!(policy.take_fault().is_none());
    std::fs::write(&path, sound).unwrap();
    assert_eq!(text(&verdict(&policy, DrivingState::Moving)), never);
    assert!(policy.take_fault().is_none());
}

#[test]
fn what_one_process_keeps_another_does_not_write_over() {
    let folder = tempfile::tempdir().unwrap();
    let file = ConsentFile::new(folder.path().join("consents.json"));
    let open = |capabilities: &[&str]| policy("", capabilities).with_consents(file.clone()).unwrap();
    // Both have read the file before either changes it.
    let (first, second) = (open(&["location"]), open(&["preferences"]));
    first.answer(&asked(&first), DriverAnswer::Never).unwrap();
    second.answer(&asked(&second), DriverAnswer::Always).unwrap();
    let kept: Vec<String> = file.read().unwrap().lasting().map(|consent| consent.capability.clone()).collect();
    assert_eq!(kept, ["location", "preferences"]);
    assert_eq!(
        text(&verdict(&first, DrivingState::Moving)),
        "refused: the driver never wants noodles to have location"
    );
    assert_eq!(second.revoke(&noodles(), None, Withdrawal::Everything).unwrap().len(), 2);
    assert_eq!(text(&verdict(&first, DrivingState::Moving)), "ask location");
}

/// What the driver hears: what the skill may do; after taking back the position; after taking back all.
fn said(policy: &Policy, language: Language) -> String {
    let told = policy.told(&noodles(), language).unwrap();
    let took_back = |capability: Option<&str>| {
        let withdrawn = policy.revoke(&noodles(), capability, Withdrawal::Permissions).unwrap();
        policy.told_withdrawn(&noodles(), capability, &withdrawn, language).unwrap()
    };
    [told, took_back(Some("location")), took_back(None), took_back(Some("location"))].join("\n")
}

#[test]
fn a_driver_hears_what_a_skill_may_do_and_what_was_taken_back() {
    let asks = policy("capabilities.places.access = \"refuse\"", &ALL);
    insta::assert_snapshot!(said(&asks, Language::English), @r"
    Noodles asks before it may know where the car is and know what you like. Noodles may not look up places.
    Noodles asks before it may know where the car is.
    There is nothing that you allowed Noodles.
    Noodles asks before it may know where the car is.
    ");
    let allowed = |answer| {
        let policy = policy("", &ALL);
        policy
            .answer(&ConsentRequest { subject: subject(&ALL), ..request(&["location", "preferences"]) }, answer)
            .unwrap();
        policy
    };
    insta::assert_snapshot!(said(&allowed(DriverAnswer::Always), Language::English), @r"
    Noodles may know where the car is, look up places and know what you like.
    All right. Noodles asks again before it may know where the car is.
    All right. Noodles asks again before it may know what you like.
    Noodles asks before it may know where the car is.
    ");
    insta::assert_snapshot!(said(&allowed(DriverAnswer::ThisTrip), Language::Chinese), @r"
    面馆可以获取车辆的位置、查询地点并了解您的偏好。
    好的，面馆下次想获取车辆的位置时会再问您。
    好的，面馆下次想了解您的偏好时会再问您。
    面馆想获取车辆的位置时会先问您。
    ");
    insta::assert_snapshot!(said(&allowed(DriverAnswer::Never), Language::Chinese), @r"
    面馆可以查询地点。面馆不可以获取车辆的位置并了解您的偏好。
    面馆不可以获取车辆的位置。
    您没有授予面馆任何可以收回的权限。
    面馆不可以获取车辆的位置。
    ");
}

#[test]
fn what_the_car_maker_opened_a_driver_is_told_to_be_open() {
    let policy = policy("capabilities.location = { access = \"allow\", precision = \"coarse\" }", &["location"]);
    insta::assert_snapshot!(said(&policy, Language::English), @r"
    Noodles may know roughly where the car is.
    This car lets Noodles know roughly where the car is without asking you.
    There is nothing that you allowed Noodles.
    This car lets Noodles know roughly where the car is without asking you.
    ");
    insta::assert_snapshot!(said(&policy, Language::Chinese), @r"
    面馆可以获取车辆的大致位置。
    本车允许面馆获取车辆的大致位置，无需询问您。
    您没有授予面馆任何可以收回的权限。
    本车允许面馆获取车辆的大致位置，无需询问您。
    ");
}

#[test]
fn a_driver_hears_in_which_states_of_the_car_a_skill_may_do_something() {
    let text = r#"
        capabilities.places = { access = "allow", while = "standing" }
        capabilities.preferences = { access = "refuse", while = "parked" }
        [skills.noodles]
        publisher = "acme"
        capabilities.location = { access = "ask", while = "parked" }
        capabilities.vehicle = { access = "allow" }
        vehicle = [
            "Vehicle.Cabin.Infotainment.Media.Volume ..40",
            { set = "Vehicle.Cabin.HVAC.Station.*.*.Temperature", while = "standing" },
            { set = "Vehicle.Body.Mirrors.*.IsFolded", while = "parked" },
        ]
    "#;
    let said = |text: &str, language| {
        let wants = ["context", "location", "places", "preferences", "vehicle"];
        policy(text, &wants).told(&noodles(), language).unwrap().replace(". ", ".\n").replace('。', "。\n")
    };
    insta::assert_snapshot!(said(text, Language::English), @r"
    Noodles may read and set functions of the car.
    Noodles may look up places, and only while the car stands.
    Noodles asks before it may know where the car is, and only while the car is parked.
    Noodles may not know what you like.
    Noodles may set some functions of the car only while it stands.
    Noodles may set some functions of the car only while it is parked.
    ");
    insta::assert_snapshot!(said(text, Language::Chinese), @r"
    面馆可以读取和设置车辆功能。
    仅在车辆静止时，面馆可以查询地点。
    仅在停好车后，面馆想获取车辆的位置时会先问您。
    面馆不可以了解您的偏好。
    面馆只能在车辆静止时设置部分车辆功能。
    面馆只能在停好车后设置部分车辆功能。
    ");
    // What holds for the whole capability is not said twice, and what is closed has no states.
    let standing =
        text.replace("vehicle = { access = \"allow\" }", "vehicle = { access = \"allow\", while = \"standing\" }");
    let vehicle = |text: &str, language| {
        said(text, language)
            .lines()
            .filter(|line| line.contains("functions") || line.contains("功能"))
            .collect::<Vec<_>>()
            .join("\n")
    };
    insta::assert_snapshot!(vehicle(&standing, Language::English), @r"
    Noodles may look up places and read and set functions of the car, and only while the car stands.
    Noodles may set some functions of the car only while it is parked.
    ");
    let closed = text.replace("vehicle = { access = \"allow\" }", "vehicle = { access = \"refuse\" }");
    insta::assert_snapshot!(vehicle(&closed, Language::English), @"Noodles may not know what you like and read and set functions of the car.");
    let all = text
        .replace("\"Vehicle.Cabin.Infotainment.Media.Volume ..40\",", "")
        .replace("\"standing\" },\n            { set", "\"parked\" },\n            { set");
    insta::assert_snapshot!(vehicle(&all, Language::Chinese), @r"
    面馆可以读取和设置车辆功能。
    面馆只能在停好车后设置车辆功能。
    ");
}

#[test]
fn a_skill_that_nobody_knows_has_no_verdict() {
    assert_eq!(policy("", &ALL).verdict(&"other".parse().unwrap(), DrivingState::Parked), None);
}

#[test]
fn a_driver_is_asked_for_hosts_that_are_opened_and_for_no_others() {
    let text = "[skills.noodles]\npublisher = \"acme\"\nhttp.\"menu.example\" = {}\n";
    let policy = |hosts: &[&str]| Policy::new(OemPolicy::parse(text).unwrap(), [requesting(hosts)]);
    let not_opened = policy(&["maps.example"]);
    let Verdict::Allowed(grant) = verdict(&not_opened, DrivingState::Parked) else { panic!("it can do without") };
    assert!(!grant.allows("http") && grant.reachable().hosts().len() == 0);
    let opened = policy(&["maps.example", "menu.example"]);
    let request = asked(&opened);
    insta::assert_snapshot!(
        request.reasons(Language::English).join("\n"),
        @"exchange data over the internet (maps.example, menu.example): to read the menu"
    );
    insta::assert_snapshot!(
        request.reasons(Language::Chinese).join("\n"),
        @"通过互联网收发数据（maps.example、menu.example）: to read the menu"
    );
    let answered = [(request, DriverAnswer::Once)];
    let verdict = opened.verdict_after(&noodles(), DrivingState::Parked, &answered).unwrap();
    let Verdict::Allowed(grant) = verdict else { panic!("the driver agreed: {verdict:?}") };
    assert!(grant.allows("http"));
    assert_eq!(grant.reachable().hosts().map(HostName::as_str).collect::<Vec<_>>(), ["menu.example"]);
    let standing = &opened.standings(&noodles()).unwrap()[0];
    let hosts: Vec<_> = standing.hosts.iter().map(|(host, site)| (host.as_str(), site.is_some())).collect();
    assert_eq!(hosts, [("maps.example", false), ("menu.example", true)]);
}

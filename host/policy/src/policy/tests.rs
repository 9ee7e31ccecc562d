use jumpseat_package::Language;

use super::*;
use crate::samples::{manifest, requesting, subject, tools};

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
    let request = ConsentRequest { subject: earlier, capabilities: ["location".to_owned()].into() };
    let policy = policy("", &ALL);
    policy.answer(&request, DriverAnswer::Always).unwrap();
    let after = policy.verdict_after(&noodles(), DrivingState::Moving, &[(request, DriverAnswer::Always)]).unwrap();
    assert_eq!(text(&after), "ask location preferences");
}

#[test]
fn the_car_maker_goes_before_the_driver() {
    let policy = policy("capabilities.location = { access = \"refuse\" }", &["location"]);
    let request = ConsentRequest { subject: subject(&["location"]), capabilities: ["location".to_owned()].into() };
    policy.answer(&request, DriverAnswer::Always).unwrap();
    assert_eq!(text(&verdict(&policy, DrivingState::Parked)), "refused: the policy refuses location to noodles");
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
    assert_eq!(open().revoke(&noodles(), None).unwrap().len(), 1);
    assert_eq!(text(&verdict(&first, DrivingState::Moving)), "ask location", "also for who runs already");
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
    assert_eq!(second.revoke(&noodles(), None).unwrap().len(), 2);
    assert_eq!(text(&verdict(&first, DrivingState::Moving)), "ask location");
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

use proptest::prelude::*;

use super::*;
use crate::samples::{requesting, subject};

#[test]
fn without_a_file_what_tells_of_the_driver_is_asked_for() {
    let policy = OemPolicy::parse("").unwrap();
    let subject = subject(&["location", "places"]);
    assert_eq!(policy.rule(&subject, "location").access, Access::Ask);
    assert_eq!(policy.rule(&subject, "places").access, Access::Allow);
    assert_eq!(policy.rule(&subject, "something-new").access, Access::Ask);
}

#[test]
fn a_skill_reaches_the_hosts_that_it_names_and_that_are_opened_for_it() {
    let text = r#"
        [skills.noodles]
        publisher = "acme"
        http."menu.example" = { methods = ["post"] }
        http."other.example" = {}
    "#;
    let policy = OemPolicy::parse(text).unwrap();
    let hosts = |subject: &Subject| policy.reachable(subject).hosts().map(ToString::to_string).collect::<Vec<_>>();
    let mut subject = requesting(&["menu.example", "maps.example"]);
    assert_eq!(hosts(&subject), ["menu.example"]);
    assert_eq!(policy.rule(&subject, "http").access, Access::Ask);
    let not_opened = requesting(&["maps.example", "menu.example:8443"]);
    assert_eq!(hosts(&not_opened), [""; 0]);
    assert_eq!(policy.rule(&not_opened, "http").access, Access::Refuse, "nobody is asked for nothing");
    subject.publisher = "someone".parse().unwrap();
    assert_eq!(hosts(&subject), [""; 0]);
    assert_eq!(policy.rule(&subject, "http").access, Access::Refuse);
    let opened: Vec<String> = policy.sites().map(|(skill, host, _)| format!("{skill} {host}")).collect();
    assert_eq!(opened, ["noodles menu.example", "noodles other.example"]);
}

#[test]
fn a_rule_for_one_skill_holds_for_its_publisher_alone() {
    let text = r#"
        capabilities.location = { access = "refuse" }
        [skills.noodles]
        publisher = "acme"
        capabilities.location = { access = "allow", while = "parked" }
    "#;
    let policy = OemPolicy::parse(text).unwrap();
    let own = Rule { access: Access::Allow, state: While::Parked, precision: Precision::Precise };
    let mut subject = subject(&["location"]);
    assert_eq!(policy.rule(&subject, "location"), own);
    subject.publisher = "someone".parse().unwrap();
    assert_eq!(policy.rule(&subject, "location").access, Access::Refuse);
}

#[test]
fn what_a_skill_may_set_is_named_for_it_alone_and_never_keeps_the_car_on_the_road() {
    let rules = |path: &str| format!("[skills.noodles]\npublisher = \"acme\"\nvehicle = [\"{path}\"]\n");
    let policy = OemPolicy::parse(&rules("Vehicle.Cabin.HVAC.**")).unwrap();
    let mut subject = subject(&["vehicle"]);
    assert!(policy.writable(&subject).paths().count() > 0);
    subject.publisher = "someone".parse().unwrap();
    assert_eq!(policy.writable(&subject).paths().count(), 0);
    for path in ["Vehicle.**", "Vehicle.Chassis.Brake.**", "Vehicle.ADAS.**", "Vehicle.Cabin.NoSuchThing"] {
        let error = OemPolicy::parse(&rules(path)).unwrap_err().to_string();
        assert!(error.contains(path), "{path}: {error}");
    }
}

#[test]
fn limits_are_lowered_for_all_skills_and_otherwise_for_one() {
    let text = r#"
        limits = { deadline_ms = 800, log_lines = 10 }
        [skills.noodles]
        publisher = "acme"
        limits = { deadline_ms = 1500, storage_keys = 0 }
    "#;
    let policy = OemPolicy::parse(text).unwrap();
    let of = |skill: &str, publisher: &str| policy.limits(&skill.parse().unwrap(), &publisher.parse().unwrap());
    let all = Limits { deadline_ms: 800, log_lines: 10, ..Limits::MAX };
    assert_eq!(of("noodles", "acme"), Limits { deadline_ms: 1_500, storage_keys: 0, ..all });
    assert_eq!(of("noodles", "someone"), all);
    assert_eq!(of("parking", "acme"), all);
    assert_eq!(OemPolicy::default().limits(&"noodles".parse().unwrap(), &"acme".parse().unwrap()), Limits::MAX);
}

#[test]
fn a_limit_with_which_no_skill_could_answer_is_no_policy() {
    let error = |text: &str| {
        let error = OemPolicy::parse(text).unwrap_err();
        format!("{error} ({})", error.hint().unwrap_or_default())
    };
    insta::assert_snapshot!(error("limits.deadline_ms = 0"), @"the policy sets deadline_ms to 0, at least 1 is needed (with less, no call could be answered; a skill that is not wanted is removed: jumpseat skills remove)");
    insta::assert_snapshot!(error("[skills.noodles]\npublisher = \"acme\"\nlimits.memory_bytes = 65535"), @"the policy sets memory_bytes to 65535, at least 65536 is needed (with less, no call could be answered; a skill that is not wanted is removed: jumpseat skills remove)");
    for (name, least) in Limits::LEAST.named() {
        assert!(OemPolicy::parse(&format!("limits.{name} = {least}")).is_ok(), "{name}");
        assert_eq!(OemPolicy::parse(&format!("limits.{name} = 0")).is_ok(), least == 0, "{name}");
    }
    let unneeded = Limits::LEAST.named().filter(|(_, least)| *least == 0).map(|(name, _)| name);
    assert_eq!(unneeded.collect::<Vec<_>>(), ["handles", "log_lines", "storage_bytes", "storage_keys"]);
}

#[test]
fn what_is_misspelt_is_no_policy() {
    let error = |text: &str| {
        let error = OemPolicy::parse(text).unwrap_err();
        format!("{error} ({})", error.hint().unwrap_or_default())
    };
    insta::assert_snapshot!(error(r#"capabilities.locaton = { access = "refuse" }"#), @r#"the policy names the capability "locaton", which does not exist (did you mean "location"?)"#);
    insta::assert_snapshot!(error(r#"capabilities.context = { access = "refuse" }"#), @r#"the policy restricts "context", which every skill has (remove the rule)"#);
    insta::assert_snapshot!(error("limits.memory_byte = 1"), @r#"the policy names the limit "memory_byte", which does not exist (did you mean "memory_bytes"?)"#);
    insta::assert_snapshot!(error("limits.patience = 1"), @r#"the policy names the limit "patience", which does not exist (known limits: memory_bytes, table_elements, instances, tables, memories, handles, transfer_bytes, deadline_ms, capability_calls, log_lines, storage_bytes, storage_keys)"#);
    insta::assert_snapshot!(error("limits.deadline_ms = 2001"), @"the policy sets deadline_ms to 2001, at most 2000 is allowed (a policy lowers limits; remove the line for the largest value)");
    insta::assert_snapshot!(error("[skills.noodles]\npublisher = \"acme\"\nlimits.log_lines = 5000000000"), @"the policy sets log_lines to 5000000000, at most 100 is allowed (a policy lowers limits; remove the line for the largest value)");
    insta::assert_snapshot!(error(r#"capabilities.places = { access = "ask", precision = "coarse" }"#), @r#"the policy gives "places" only coarsely, which it does not come (precision is for "location")"#);
    for wrong in [
        "limits.deadline_ms = -1",
        r#"capabilities.location = { access = "ask", precision = "rough" }"#,
        "limits.deadline_ms = \"1 s\"",
        "limit.deadline_ms = 1",
        r#"capabilities.location = { acess = "refuse" }"#,
        r#"capabilities.location = { access = "deny" }"#,
        r#"capability.location = { access = "refuse" }"#,
        r#"skills.noodles.capabilities.location = { access = "allow" }"#,
        r#"skills.noodles = { publisher = "acme", http."127.0.0.1" = {} }"#,
        r#"skills.noodles = { publisher = "acme", http."*.example" = {} }"#,
        r#"skills.noodles = { publisher = "acme", http."a.example".secrets.key = "in plain text" }"#,
    ] {
        assert!(matches!(OemPolicy::parse(wrong), Err(PolicyFileError::Toml { .. })), "{wrong}");
    }
}

proptest! {
    #[test]
    fn no_text_whatever_is_more_than_refused(text in "\\PC{0,200}") {
        OemPolicy::parse(&text).ok();
    }
}

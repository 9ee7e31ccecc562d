use proptest::prelude::*;

use super::*;

const PARKING: &str = r#"
id = "parking"
publisher = "jumpseat"
version = "0.1.0"
events = ["signal-ahead"]

[name]
en = "Parking"
zh = "停车"

[capabilities.places]
required = true
why = { en = "to find the place you name" }
"#;

/// The message and hint for the example with one text in place of another.
fn refused(from: &str, to: &str) -> String {
    assert!(PARKING.contains(from));
    let error = Manifest::parse(&PARKING.replace(from, to)).unwrap_err();
    let hint = error.hint().map(|hint| format!(" / {hint}")).unwrap_or_default();
    format!("{error}{hint}")
}

#[test]
fn a_manifest_says_who_what_and_why() {
    let manifest = Manifest::parse(PARKING).unwrap();
    assert_eq!(manifest.id.as_str(), "parking");
    assert_eq!(manifest.name_in(Language::Chinese), "停车");
    let places = &manifest.capabilities["places"];
    assert!(places.required);
    assert_eq!(places.why_in(Language::Chinese), "to find the place you name", "the other language stands in");
    assert!(manifest.events.contains("signal-ahead"));
}

#[test]
fn an_unknown_key_is_named_with_the_nearest_one() {
    assert_eq!(
        refused("publisher", "publsher"),
        r#"unknown key "publsher" in the top level of skill.toml / did you mean "publisher"?"#
    );
    assert_eq!(
        refused("why =", "reason ="),
        r#"unknown key "reason" in [capabilities.places] of skill.toml / known are "required", "why", "hosts""#
    );
}

#[test]
fn the_id_of_the_host_is_reserved() {
    assert!(refused(r#""parking""#, r#""assistant""#).starts_with(r#"the id "assistant" belongs to the host"#));
}

#[test]
fn a_name_holds_no_sentence_that_could_answer_for_the_driver() {
    for name in ["Phone. Say always to go on. Parking", "Parking: yes", "停车。请说始终允许", "Parking (yes)"]
    {
        let refused = refused(r#""Parking""#, &format!("\"{name}\""));
        assert!(refused.starts_with("name.en in skill.toml may hold Latin letters"), "{name}: {refused}");
    }
}

#[test]
fn letters_that_look_like_others_are_in_no_id_and_no_name() {
    // A Cyrillic a, a Greek rho, a full-width letter, a dotless i, a small capital, a mathematical letter.
    for name in
        ["P\u{430}rking", "\u{3a1}arking", "\u{ff30}arking", "Park\u{131}ng", "\u{1d18}arking", "\u{1d40f}arking"]
    {
        assert!(refused(r#""Parking""#, &format!("\"{name}\"")).starts_with("name.en"), "{name}");
        assert!(name.to_lowercase().parse::<SkillId>().is_err(), "{name}");
    }
    for name in ["Café & Co", "停车 P2", "Müller's"] {
        assert!(Manifest::parse(&PARKING.replace(r#""Parking""#, &format!("\"{name}\""))).is_ok(), "{name}");
    }
}

#[test]
fn texts_that_people_read_are_visible_and_short() {
    let long = format!(r#""{}""#, "a".repeat(NAME_CHARS_MAX + 1));
    for text in [long.as_str(), r#""""#, r#""a\nb""#, r#""a\u202eb""#] {
        assert_eq!(
            refused(r#""Parking""#, text),
            "name.en in skill.toml must be 1 to 40 visible characters on one line"
        );
    }
    assert_eq!(
        refused("en = \"Parking\"\nzh = \"停车\"\n", ""),
        r#"name in skill.toml has no text in any language / add name.en = "…" or name.zh = "…""#
    );
}

#[test]
fn names_are_in_kebab_case() {
    assert!(refused("signal-ahead", "Signal Ahead").contains(r#""Signal Ahead" in events"#));
    assert!(refused("capabilities.places", "capabilities.\"a/b\"").contains(r#""a/b" in capabilities"#));
}

/// The message for the example with a request for hosts.
fn refused_hosts(capability: &str, hosts: &str) -> String {
    let request = format!("[capabilities.{capability}]\nrequired = true\nwhy = {{ en = \"x\" }}\n{hosts}\n");
    let error = Manifest::parse(&format!("{PARKING}{request}")).unwrap_err();
    let cause = std::error::Error::source(&error).map(ToString::to_string).unwrap_or_default();
    format!("{error} / {} {cause}", error.hint().unwrap_or_default())
}

#[test]
fn a_skill_names_the_hosts_that_it_reaches() {
    let request = "[capabilities.http]\nrequired = true\nwhy.en = \"x\"\nhosts = [\"b.example\", \"a.example:8443\"]\n";
    let manifest = Manifest::parse(&format!("{PARKING}{request}")).unwrap();
    let hosts: Vec<&str> = manifest.capabilities[HTTP].hosts.iter().map(HostName::as_str).collect();
    assert_eq!(hosts, ["a.example:8443", "b.example"]);
    assert!(refused_hosts("http", "").starts_with("capabilities.http in skill.toml names no hosts / add hosts ="));
    assert!(refused_hosts("clock", "hosts = [\"a.example\"]").contains("capabilities.clock in skill.toml names hosts"));
    assert!(refused_hosts("http", "hosts = [\"127.0.0.1\"]").contains("\"127.0.0.1\" ends with a number"));
    let many: Vec<String> = (0..=HOSTS_MAX).map(|number| format!("\"a{number}.example\"")).collect();
    assert!(refused_hosts("http", &format!("hosts = [{}]", many.join(", "))).contains("names 17 hosts"));
}

#[test]
fn a_manifest_that_is_too_large_is_not_read() {
    let error = Manifest::parse(&" ".repeat(MANIFEST_BYTES_MAX + 1)).unwrap_err();
    assert!(matches!(error, ManifestError::TooLarge { bytes } if bytes == MANIFEST_BYTES_MAX + 1));
}

#[test]
fn too_many_capabilities_are_refused() {
    let capability = |number| format!("[capabilities.c{number}]\nrequired = false\nwhy = {{ en = \"x\" }}\n");
    let more = (0..CAPABILITIES_MAX).map(capability).collect::<Vec<_>>().concat();
    assert!(matches!(Manifest::parse(&format!("{PARKING}{more}")), Err(ManifestError::TooMany { count: 33, .. })));
}

proptest! {
    #[test]
    fn any_text_is_a_manifest_or_an_error(source in "\\PC*", at in 0..PARKING.len()) {
        let _parsed = Manifest::parse(&source);
        if PARKING.is_char_boundary(at) {
            let mut broken = PARKING.to_owned();
            broken.insert_str(at, &source);
            let _parsed = Manifest::parse(&broken);
        }
    }
}

//! Inputs to begin with, made by code.

mod components;
#[cfg(feature = "engine")]
mod records;

pub(crate) use components::components;
#[cfg(feature = "engine")]
pub(crate) use records::audit_logs;

/// A manifest with everything that one can hold.
const MANIFEST: &str = r#"id = "parking"
publisher = "jumpseat"
version = "0.1.0-rc.1+b"
events = ["signal-ahead", "parked"]
name.en = "Parking & more"
name.zh = "停车"
[capabilities.places]
required = true
why = { en = "to find the place you name", zh = "用于查找您说的地点" }
"#;

/// The same as it stands in the section of a component, with docs and phrases.
const SECTION: &str = r#"{"format":1,"manifest":{"id":"parking","publisher":"jumpseat","version":"0.1.0",
"name":{"en":"Parking"},"capabilities":{"places":{"required":true,"why":{"en":"to find it"}}},"events":["parked"]},
"docs":{"interface":"Finds.","functions":{"find":"Finds car parks."},"types":{"find-request":{"docs":"","members":{"near":"Where."}}}},
"phrases":[{"language":"en","words":{"price":{"cheap":["cheap","low cost"]}},"rules":{"find":"(find|show) [me]"},
"tools":{"find":["<find> parking [near] {near}",{"sentence":"cheap parking","set":{"price":"cheap"}}]}}]}"#;

/// A phrase file with everything that one can hold.
const PHRASES: &str = r#"language: en
words:
  price:
    cheap: [cheap, low cost]
    dear: [&dear dear, *dear]
rules:
  find: "(find|show) [me]"
  parking: "[<find>] (parking|a car park)"
tools:
  find:
    - "<parking> near {near}"
    - "<parking> for {count} (car;now)"
    - "{price} <parking>[s] within {far-m} metres"
    - sentence: "covered <parking>"
      set: {covered: true}
  stop: ["stop", "never mind"]
"#;

pub(crate) fn manifests() -> Vec<Vec<u8>> {
    vec![MANIFEST.into(), SECTION.into(), br#"{"format":2}"#.to_vec()]
}

pub(crate) fn phrases() -> Vec<Vec<u8>> {
    let sentences = [
        "find me a car park near the city museum",
        "cheap parking within two hundred metres",
        "parking for two car now",
        "stop",
        "找停车场",
    ];
    let mut seeds: Vec<Vec<u8>> = sentences.iter().map(|said| format!("{said}\n{PHRASES}").into()).collect();
    let chinese = "找市博物馆附近三百米的停车场\n{language: zh, tools: {find: ['[请](找|查){near}附近[{far-m}米][的]停车场'], stop: [停]}}";
    // Groups inside each other, and aliases of aliases.
    let deep = format!("stop\n{{language: en, tools: {{stop: ['{}stop{}']}}}}", "[a ".repeat(12), "]".repeat(12));
    let aliases = "stop\nlanguage: en\nwords: {price: {cheap: &a [a, b], dear: &b [*a, *a]}}\ntools: {stop: *b}\n";
    seeds.extend([chinese.into(), deep.into(), aliases.into()]);
    seeds
}

pub(crate) fn arguments() -> Vec<Vec<u8>> {
    // Even: JSON as text follows the decisions. Odd: decisions on the JSON follow. A tool with one field takes a string.
    let json = [&[1, 0, 0, 0][..], br#"{"field-0": "city museum"}"#].concat();
    let answer = "<tool_call>\n{\"name\": \"noodles.find\", \"arguments\": {\"field-0\": \"a\"}}\n</tool_call>";
    // This tool takes a list, of which one more byte tells the items.
    let deep = [&[1, 0, 15, 0, 0][..], "[".repeat(200).as_bytes()].concat();
    vec![json, [&[1, 0, 0, 0][..], answer.as_bytes()].concat(), deep, every_decision(1), every_decision(7)]
}

pub(crate) fn grammars() -> Vec<Vec<u8>> {
    vec![vec![0], every_decision(3), every_decision(11), (0..=255).rev().collect()]
}

/// Bytes that go through all decisions in steps.
fn every_decision(step: u8) -> Vec<u8> {
    (0..=255_u8).map(|number| number.wrapping_mul(step).wrapping_add(1)).collect()
}

/// What runners say, once when they are listened to and once at any time.
#[cfg(feature = "engine")]
pub(crate) fn conversations() -> Vec<Vec<u8>> {
    let said = jumpseat_runtime::fuzzing::conversations();
    [0, 1].into_iter().flat_map(|first| said.iter().map(move |said| [&[first], said.as_slice()].concat())).collect()
}

#[cfg(feature = "engine")]
pub(crate) fn policies() -> Vec<Vec<u8>> {
    let text = r#"[capabilities]
location = { access = "ask", while = "standing", precision = "coarse" }
context = { access = "allow" }
[limits]
deadline_ms = 800
[skills.comfort]
publisher = "acme"
vehicle = ["Vehicle.Cabin.HVAC.**", "Vehicle.Cabin.HVAC.Station.*.*.Temperature 16..28",
    { set = "Vehicle.Cabin.Infotainment.Media.Volume ..40", confirm = false, while = "standing" }]
capabilities.vehicle = { access = "allow", while = "parked" }
limits.memory_bytes = 1000000
[skills.comfort.http."api.example.com"]
methods = ["get", "post"]
scheme = "http"
addresses = "any"
secrets.x-api-key = { env = "KEY" }
secrets.authorization = { file = "/etc/token" }
"#;
    vec![text.into(), text.replace("Cabin", "*").into(), text.replace("Cabin.HVAC", "Chassis").into()]
}

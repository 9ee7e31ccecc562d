//! What the owner does not want to be written is not in the files.

use serde_json::{Value, json};

use super::*;

const SECRET: &str = "grandma in the Rose Street";
const LATITUDE: f64 = 43.738_417;

/// Every event that can hold something private.
fn private_events() -> Vec<Event> {
    let arguments = json!({"near": SECRET, "around": [{"latitude-deg": LATITUDE, "longitude-deg": 7.42}]});
    let act = |path: &str, value: Value| Event::Act {
        skill: "routes".parse().unwrap(),
        path: path.to_owned(),
        value: Private::new(value),
        outcome: ActOutcome::Done { by: Approver::Driver },
    };
    let request = |host: &str, outcome| Event::Request {
        skill: "weather".parse().unwrap(),
        method: "get".to_owned(),
        host: Private::new(host.to_owned()),
        outcome,
    };
    vec![
        Event::Transcript { text: Private::new(format!("drive to {SECRET}")) },
        Event::Call {
            skill: "parking".parse().unwrap(),
            tool: "find".to_owned(),
            outcome: "reply".to_owned(),
            arguments: Private::new(arguments),
        },
        act("Vehicle.Cabin.Infotainment.Navigation.DestinationSet.Latitude", json!(LATITUDE)),
        act("Vehicle.Cabin.Door.Row1.DriverSide.Window.Position", json!(55)),
        request("api.example.com:443", RequestOutcome::Answered { status: 200 }),
        request("grandma.evil.example:443", RequestOutcome::HostNotOpen),
    ]
}

/// The files of a log that holds all of them.
fn written(transcripts: Redaction, positions: Redaction) -> String {
    let folder = tempfile::tempdir().unwrap();
    let settings = Settings { privacy: Privacy { transcripts, positions }, ..Settings::default() };
    let log = AuditLog::open(folder.path(), settings, NOW).unwrap();
    for event in private_events() {
        log.append(NOW, event).unwrap();
    }
    assert!(verify(folder.path()).unwrap().is_sound());
    segments(folder.path()).iter().map(|file| fs::read_to_string(file).unwrap()).collect()
}

#[test]
fn by_default_neither_words_nor_positions_reach_the_file() {
    assert_eq!(Settings::default().privacy, Privacy { transcripts: Redaction::On, positions: Redaction::On });
    let text = written(Redaction::On, Redaction::On);
    assert!(!text.contains("grandma") && !text.contains("43.7"), "{text}");
    assert!(text.contains("\"value\":55"), "what is not private stays: {text}");
    assert!(text.contains("\"host\":\"api.example.com:443\""), "a host that is open to the skill is no secret: {text}");
    assert_eq!(text.matches("[redacted]").count(), 4, "{text}");
}

#[test]
fn words_and_positions_are_turned_on_one_by_one() {
    let words = written(Redaction::Off, Redaction::On);
    assert!(words.contains("drive to grandma") && words.contains("\"near\":\"grandma"), "{words}");
    assert!(words.contains("\"host\":\"grandma.evil.example:443\""), "{words}");
    assert!(!words.contains("43.7") && !words.contains("7.42"), "{words}");
    let positions = written(Redaction::On, Redaction::Off);
    assert!(!positions.contains("grandma"), "{positions}");
    assert!(positions.contains("\"value\":43.738417"), "{positions}");
    let both = written(Redaction::Off, Redaction::Off);
    assert!(both.contains("\"latitude-deg\":43.738417") && !both.contains("[redacted]"), "{both}");
}

#[test]
fn nothing_that_prints_an_event_shows_what_is_private() {
    let printed = format!("{:?}", private_events());
    assert!(!printed.contains("grandma") && !printed.contains("43.7"), "{printed}");
}

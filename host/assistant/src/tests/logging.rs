//! What the log says of a turn, and what it keeps to itself.

use std::{
    io,
    sync::{Arc, Mutex},
};

use tracing_subscriber::EnvFilter;

use super::fakes::{assistant, parked};
use crate::SkillEvent;

/// Keeps what is logged.
#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl io::Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// What is logged with this filter while skills refuse, crash and fail at an event.
async fn logged(filter: &str) -> String {
    let lines = Lines::default();
    let writer = lines.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::new(filter))
        .with_writer(move || writer.clone())
        .with_ansi(false)
        .finish();
    let _recording = tracing::subscriber::set_default(subscriber);
    let (mut assistant, _) = assistant(None);
    assistant.ask("run forbidden", &parked()).await;
    assistant.ask("run trap", &parked()).await;
    let event = SkillEvent::SignalAhead { signal_id: "trap".to_owned(), distance_m: 80 };
    assistant.handle_event(&"broken".parse().unwrap(), &event, &parked()).await;
    let logged = lines.0.lock().unwrap().clone();
    String::from_utf8(logged).unwrap()
}

#[tokio::test]
async fn how_a_call_ended_is_logged_and_why_a_skill_has_no_answer_is_not() {
    let log = logged("info").await;
    for fact in ["tool=broken.run", "NotAllowed", "Trapped", "wasm trap: unreachable", "kind=\"signal-ahead\""] {
        assert!(log.contains(fact), "{fact}: {log}");
    }
    assert!(!log.contains("no grant for location"), "{log}");
    let errors = logged("error").await;
    assert!(errors.contains("tool=broken.run") && !errors.contains("NotAllowed"), "{errors}");
}

#[tokio::test]
async fn the_words_of_skills_are_logged_for_whoever_debugs_them() {
    let log = logged("skill=debug").await;
    assert!(log.contains("no grant for location"), "{log}");
}

#[tokio::test]
async fn what_the_driver_said_is_not_logged_at_any_level() {
    let log = logged("trace").await;
    assert!(log.contains("[redacted]") && !log.contains("run forbidden"), "{log}");
}

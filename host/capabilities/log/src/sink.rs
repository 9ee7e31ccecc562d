//! Who keeps log lines.

use crate::Level;

/// Takes the log lines of skills. It is called in the middle of a skill's call and must not block.
pub trait LogSink: Send + Sync {
    /// Takes one line of a skill, cut to its limit and free of control characters.
    fn write(&self, skill: &str, level: Level, line: &str);
}

/// Passes lines on to [`tracing`], under the target "skill" and all at its debug level: the contract asks skills to
/// write no personal data, and nothing can hold a stranger to that. Who wants the lines asks for "skill=debug"; the
/// level that the skill gave stands beside each.
#[derive(Debug, Clone, Copy, Default)]
pub struct Tracing;

impl LogSink for Tracing {
    fn write(&self, skill: &str, level: Level, line: &str) {
        let level = match level {
            Level::Debug => "debug",
            Level::Info => "info",
            Level::Warn => "warn",
            Level::Error => "error",
        };
        tracing::debug!(target: "skill", skill, level, "{line}");
    }
}

/// Drops every line: what a skill writes to that is denied the log.
#[derive(Debug, Clone, Copy, Default)]
pub struct Discard;

impl LogSink for Discard {
    fn write(&self, _skill: &str, _level: Level, _line: &str) {}
}

#[cfg(test)]
mod tests {
    use std::{
        io,
        sync::{Arc, Mutex},
    };

    use super::*;

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

    /// What is logged with this filter when a skill writes a line.
    fn logged(filter: &str) -> String {
        let lines = Lines::default();
        let writer = lines.clone();
        let subscriber = tracing_subscriber::fmt()
            .with_env_filter(filter)
            .with_writer(move || writer.clone())
            .with_ansi(false)
            .finish();
        tracing::subscriber::with_default(subscriber, || Tracing.write("parking", Level::Error, "the car is at home"));
        let logged = lines.0.lock().unwrap().clone();
        String::from_utf8(logged).unwrap()
    }

    #[test]
    fn lines_of_skills_are_logged_only_for_whoever_asks_for_them() {
        assert_eq!(logged("info"), "");
        let line = logged("warn,skill=debug");
        assert!(line.contains("the car is at home") && line.contains("level=\"error\""), "{line}");
    }
}

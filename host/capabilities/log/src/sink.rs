//! Who keeps log lines.

use crate::Level;

/// Takes the log lines of skills. It is called in the middle of a skill's call and must not block.
pub trait LogSink: Send + Sync {
    /// Takes one line of a skill, cut to its limit and free of control characters.
    fn write(&self, skill: &str, level: Level, line: &str);
}

/// Passes lines on to [`tracing`], under the target "skill".
#[derive(Debug, Clone, Copy, Default)]
pub struct Tracing;

impl LogSink for Tracing {
    fn write(&self, skill: &str, level: Level, line: &str) {
        match level {
            Level::Debug => tracing::debug!(target: "skill", skill, "{line}"),
            Level::Info => tracing::info!(target: "skill", skill, "{line}"),
            Level::Warn => tracing::warn!(target: "skill", skill, "{line}"),
            Level::Error => tracing::error!(target: "skill", skill, "{line}"),
        }
    }
}

/// Drops every line: what a skill writes to that is denied the log.
#[derive(Debug, Clone, Copy, Default)]
pub struct Discard;

impl LogSink for Discard {
    fn write(&self, _skill: &str, _level: Level, _line: &str) {}
}

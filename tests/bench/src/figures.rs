//! Medians and tails.

use std::{fmt::Write as _, time::Duration};

use serde::Serialize;

/// What was measured, over how many samples.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Figure {
    /// What was measured.
    pub(crate) what: String,
    /// Half of the samples are at most this.
    pub(crate) p50: f64,
    /// 99 of 100 samples are at most this.
    pub(crate) p99: f64,
    /// The unit of both.
    pub(crate) unit: &'static str,
    /// How many samples there are.
    pub(crate) samples: usize,
}

impl Figure {
    /// The figure of some durations, in microseconds.
    pub(crate) fn of_durations(what: impl Into<String>, durations: &[Duration]) -> Self {
        Self::of(what, "µs", durations.iter().map(|duration| duration.as_secs_f64() * 1e6).collect())
    }

    /// The figure of some values.
    pub(crate) fn of(what: impl Into<String>, unit: &'static str, mut values: Vec<f64>) -> Self {
        values.sort_by(f64::total_cmp);
        let samples = values.len();
        // The place of a percentile in the sorted values, counted from 0.
        let at = |hundredths: usize| {
            values.get((samples.saturating_sub(1) * hundredths).div_ceil(100)).copied().unwrap_or(f64::NAN)
        };
        Self { what: what.into(), p50: at(50), p99: at(99), unit, samples }
    }
}

/// The figures as a Markdown table.
pub(crate) fn table(figures: &[Figure]) -> String {
    let mut text = "| what | p50 | p99 | unit | samples |\n|---|---:|---:|---|---:|\n".to_owned();
    for Figure { what, p50, p99, unit, samples } in figures {
        let shown = |value: &f64| if *value < 100.0 { format!("{value:.2}") } else { format!("{value:.0}") };
        // Writing into a string cannot fail.
        _ = writeln!(text, "| {what} | {} | {} | {unit} | {samples} |", shown(p50), shown(p99));
    }
    text
}

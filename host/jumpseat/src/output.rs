//! Writing to the terminal: results to standard output, everything else to standard error.

use std::io::Write as _;

use anstyle::{AnsiColor, Style};
use anyhow::{Context as _, Result};
use serde::Serialize;

use crate::failure::Failure;

const ERROR: Style = AnsiColor::Red.on_default().bold();
const HINT: Style = AnsiColor::Cyan.on_default().bold();

/// Writes a text for people. Colour is dropped where the output is no terminal.
pub(crate) fn text(text: &str) -> Result<()> {
    anstream::stdout().write_all(text.as_bytes()).context("cannot write to standard output")
}

/// Writes one JSON object on a line of its own.
pub(crate) fn json(value: &impl Serialize) -> Result<()> {
    let mut line = serde_json::to_string(value).context("cannot write JSON")?;
    line.push('\n');
    text(&line)
}

/// Writes a remark for people that is no result.
pub(crate) fn note(text: &str) {
    // Where even standard error is closed, nobody is left to tell.
    writeln!(anstream::stderr(), "{text}").ok();
}

/// Writes an error with its hint.
pub(crate) fn error(failure: &Failure) {
    note(&format!("{ERROR}error{ERROR:#}: {}", failure.message));
    if let Some(text) = &failure.hint {
        hint(text);
    }
}

/// Writes what a person can do about what was written before.
pub(crate) fn hint(text: &str) {
    note(&format!("{HINT}hint{HINT:#}: {text}"));
}

//! A turn as people read it in a terminal.
//!
//! Colour is left to the stream: it is dropped where the output is no terminal or the user does not want it.

mod card;

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};
use jumpseat_assistant::Turn;
use jumpseat_router::Path;

const HEARD: Style = AnsiColor::Cyan.on_default().bold();
const SAID: Style = AnsiColor::Green.on_default().bold();
const FAILED: Style = AnsiColor::Red.on_default();
const QUIET: Style = Style::new().dimmed();

/// A turn as text: what was heard, what was called, the card, what was said, and the time of each step. `event` is
/// the kind of event that began the turn, where the driver did not.
pub(crate) fn turn(turn: &Turn, event: Option<&str>) -> String {
    let mut text = String::new();
    // Writing into a string cannot fail.
    _ = write_turn(&mut text, turn, event);
    text
}

fn write_turn(text: &mut String, turn: &Turn, event: Option<&str>) -> std::fmt::Result {
    match (event, &turn.transcript) {
        (Some(event), _) => writeln!(text, "{HEARD}event{HEARD:#}  {event}")?,
        (None, Some(transcript)) => writeln!(text, "{HEARD}driver{HEARD:#} {transcript}")?,
        (None, None) => writeln!(text, "{HEARD}driver{HEARD:#} {QUIET}(no words){QUIET:#}")?,
    }
    let path = match turn.path {
        Path::Phrase => "phrase",
        Path::Model => "model",
        Path::None => "none",
    };
    for call in &turn.calls {
        writeln!(text, "  {QUIET}{path}{QUIET:#} {}.{} {}", call.skill, call.tool, call.arguments)?;
        if let Some(error) = &call.error {
            writeln!(text, "  {FAILED}{:?}: {error}{FAILED:#}", call.outcome)?;
        }
    }
    if turn.calls.is_empty() && event.is_none() {
        writeln!(text, "  {QUIET}{path}{QUIET:#} no call")?;
    }
    if let Some(shown) = &turn.card {
        text.push_str(&card::boxed(shown));
    }
    writeln!(text, "{SAID}car{SAID:#}    {}", turn.speech)?;
    writeln!(text, "  {QUIET}{}{QUIET:#}", steps(turn))
}

/// The steps that took place, with their times.
fn steps(turn: &Turn) -> String {
    let times = &turn.timings_us;
    let steps = [
        ("hear", times.hear),
        ("phrase", times.phrase),
        ("shortlist", times.shortlist),
        ("model", times.model),
        ("call", times.call),
        ("speak", times.speak),
        ("total", times.total),
    ];
    let taken = steps.into_iter().filter(|(_, us)| *us > 0);
    taken.map(|(name, us)| format!("{name} {}", duration(us))).collect::<Vec<_>>().join(" · ")
}

/// A duration with a unit that keeps it short.
pub(crate) fn duration(us: u64) -> String {
    match us {
        0..1_000 => format!("{us} µs"),
        1_000..10_000 => format!("{}.{} ms", us / 1_000, us % 1_000 / 100),
        10_000..1_000_000 => format!("{} ms", us / 1_000),
        _ => format!("{}.{} s", us / 1_000_000, us % 1_000_000 / 100_000),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_keep_their_unit() {
        let shown: Vec<String> = [7, 999, 1_234, 56_789, 1_234_567].map(duration).into();
        insta::assert_debug_snapshot!(shown, @r#"
        [
            "7 µs",
            "999 µs",
            "1.2 ms",
            "56 ms",
            "1.2 s",
        ]
        "#);
    }
}

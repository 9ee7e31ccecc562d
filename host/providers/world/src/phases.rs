//! What a signal shows when.

use jumpseat_traffic_signals::{Color, Window};

use crate::limits::PHASE_S_MAX;

/// The phases of a signal, which repeat for ever.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Phases {
    sequence: Vec<Phase>,
    offset_ms: u64,
    cycle_ms: u64,
}

#[derive(Debug, Clone, PartialEq)]
struct Phase {
    color: Color,
    /// What can be promised. In fact every phase lasts as long as it can, so that the world stays a function of time.
    shortest_ms: u64,
    longest_ms: u64,
}

/// What a signal shows at a moment.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Showing {
    pub(crate) color: Color,
    pub(crate) changes_in: Option<Window>,
    pub(crate) green_in: Option<Window>,
}

impl Phases {
    /// Reads the value of `jumpseat:phases`, as `town.osm` explains it.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        if text == "dark" {
            return Some(Self { sequence: Vec::new(), offset_ms: 0, cycle_ms: 1 });
        }
        let mut sequence: Vec<Phase> = Vec::new();
        let mut offset_ms = 0;
        for part in text.split(';') {
            let (word, seconds) = part.trim().split_once(' ')?;
            if word == "offset" {
                offset_ms = milliseconds(seconds)?;
                continue;
            }
            let color = match word {
                "red" => Color::Red,
                "red-amber" => Color::RedAmber,
                "green" => Color::Green,
                "amber" => Color::Amber,
                _ => return None,
            };
            let (shortest, longest) = seconds.split_once('-').unwrap_or((seconds, seconds));
            let (shortest_ms, longest_ms) = (milliseconds(shortest)?, milliseconds(longest)?);
            if shortest_ms == 0 || shortest_ms > longest_ms {
                return None;
            }
            sequence.push(Phase { color, shortest_ms, longest_ms });
        }
        let follows = sequence.iter().cycle().skip(1);
        let changes =
            !sequence.is_empty() && sequence.iter().zip(follows).all(|(phase, next)| phase.color != next.color);
        let cycle_ms = sequence.iter().map(|phase| phase.longest_ms).sum();
        changes.then_some(Self { sequence, offset_ms, cycle_ms })
    }

    /// After this time everything repeats.
    pub(crate) fn cycle_ms(&self) -> u64 {
        self.cycle_ms
    }

    /// What it shows so long after the start.
    pub(crate) fn at(&self, elapsed_ms: u64) -> Showing {
        let mut into_cycle_ms =
            (elapsed_ms % self.cycle_ms + self.cycle_ms - self.offset_ms % self.cycle_ms) % self.cycle_ms;
        let mut coming = self.sequence.iter().cycle();
        while let Some(phase) = coming.next() {
            if into_cycle_ms >= phase.longest_ms {
                into_cycle_ms -= phase.longest_ms;
                continue;
            }
            let changes_in = window(phase.shortest_ms.saturating_sub(into_cycle_ms), phase.longest_ms - into_cycle_ms);
            let until_green = || {
                let before_green = coming.take(self.sequence.len()).take_while(|phase| phase.color != Color::Green);
                before_green.fold(changes_in, |wait, phase| Window {
                    min_ms: wait.min_ms.saturating_add(short(phase.shortest_ms)),
                    max_ms: wait.max_ms.saturating_add(short(phase.longest_ms)),
                })
            };
            let ever_green = self.sequence.iter().any(|phase| phase.color == Color::Green);
            let green_in = (ever_green && phase.color != Color::Green).then(until_green);
            return Showing { color: phase.color, changes_in: Some(changes_in), green_in };
        }
        Showing { color: Color::Dark, changes_in: None, green_in: None }
    }
}

fn milliseconds(seconds: &str) -> Option<u64> {
    seconds.parse().ok().filter(|seconds| *seconds <= PHASE_S_MAX).map(|seconds: u64| seconds * 1_000)
}

fn window(min_ms: u64, max_ms: u64) -> Window {
    Window { min_ms: short(min_ms), max_ms: short(max_ms) }
}

/// Phases last minutes at most; what does not fit is as good as never.
fn short(milliseconds: u64) -> u32 {
    u32::try_from(milliseconds).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn showing(text: &str, elapsed_ms: u64) -> String {
        let showing = Phases::parse(text).unwrap().at(elapsed_ms);
        let window = |window: Option<Window>| window.map_or("-".to_owned(), |w| format!("{}..{}", w.min_ms, w.max_ms));
        format!("{:?}, changes in {}, green in {}", showing.color, window(showing.changes_in), window(showing.green_in))
    }

    #[test]
    fn phases_follow_each_other_for_ever() {
        let text = "green 20; amber 3; red 35; red-amber 2";
        insta::assert_snapshot!(showing(text, 0), @"Color::Green, changes in 20000..20000, green in -");
        insta::assert_snapshot!(showing(text, 19_999), @"Color::Green, changes in 1..1, green in -");
        insta::assert_snapshot!(showing(text, 20_000), @"Color::Amber, changes in 3000..3000, green in 40000..40000");
        insta::assert_snapshot!(showing(text, 24_000), @"Color::Red, changes in 34000..34000, green in 36000..36000");
        insta::assert_snapshot!(showing(text, 59_000), @"Color::RedAmber, changes in 1000..1000, green in 1000..1000");
        assert_eq!(showing(text, 24_000), showing(text, 24_000 + 600_000));
    }

    #[test]
    fn an_offset_delays_the_first_phase() {
        assert_eq!(showing("green 20; red 40; offset 5", 5_000), showing("green 20; red 40", 0));
        insta::assert_snapshot!(showing("green 20; red 40; offset 5", 0), @"Color::Red, changes in 5000..5000, green in 5000..5000");
    }

    #[test]
    fn what_may_last_longer_changes_within_a_window() {
        let text = "green 20-26; red 34";
        insta::assert_snapshot!(showing(text, 5_000), @"Color::Green, changes in 15000..21000, green in -");
        insta::assert_snapshot!(showing(text, 23_000), @"Color::Green, changes in 0..3000, green in -");
        insta::assert_snapshot!(showing("red 10-20; red-amber 2; green 38", 5_000), @"Color::Red, changes in 5000..15000, green in 7000..17000");
    }

    #[test]
    fn a_dark_signal_promises_nothing_and_one_without_green_never_turns_green() {
        insta::assert_snapshot!(showing("dark", 5_000), @"Color::Dark, changes in -, green in -");
        insta::assert_snapshot!(showing("red 60; amber 5", 5_000), @"Color::Red, changes in 55000..55000, green in -");
    }

    #[test]
    fn phases_that_make_no_sense_are_refused() {
        for text in [
            "",
            "green",
            "green 0",
            "green -1",
            "green 9-5",
            "blue 5",
            "green 301",
            "offset 5",
            "green 5;",
            "green 1e3",
        ] {
            assert_eq!(Phases::parse(text), None, "{text:?}");
        }
    }
}

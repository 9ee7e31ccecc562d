//! How seconds read that nobody can know exactly.

use jumpseat_sdk::{
    Language, Locale,
    traffic_signals::{Color, Signal, Window},
};

/// Above this many seconds only fives are said: nobody counts along.
const EXACT_S_MAX: u32 = 20;
/// A change within a window this narrow has a time; a wider one has two.
const FIXED_MS_MAX: u32 = 2_000;

/// When a signal that is not green turns green, if that is known.
pub(crate) fn green_in(signal: &Signal) -> Option<Window> {
    match signal.color {
        Color::Red | Color::Amber => signal.green_in.map(ordered),
        Color::RedAmber => signal.green_in.or(signal.changes_in).map(ordered),
        Color::Green | Color::Dark => None,
    }
}

/// When a green signal ends, if that is known.
pub(crate) fn green_ends_in(signal: &Signal) -> Option<Window> {
    signal.changes_in.filter(|_| signal.color == Color::Green).map(ordered)
}

/// Whether the time of a change is known well enough to say one number.
pub(crate) fn is_fixed(window: Window) -> bool {
    window.max_ms - window.min_ms <= FIXED_MS_MAX
}

/// Seconds to wait: never fewer than it takes.
pub(crate) fn wait_s(ms: u32) -> u32 {
    let seconds = ms.div_ceil(1_000);
    if seconds <= EXACT_S_MAX { seconds } else { seconds.div_ceil(5) * 5 }
}

/// Seconds that are left: never more than there are.
pub(crate) fn left_s(ms: u32) -> u32 {
    let seconds = ms / 1_000;
    if seconds <= EXACT_S_MAX { seconds } else { seconds / 5 * 5 }
}

/// "in 12 seconds", "in 10 to 20 seconds", "at any moment"; "12秒后".
pub(crate) fn from_now(window: Window, locale: Locale) -> String {
    let (earliest_s, latest_s) = (left_s(window.min_ms), wait_s(window.max_ms));
    let latest = locale.duration(latest_s);
    match locale.language {
        Language::English if latest_s == 0 => "at any moment".to_owned(),
        Language::Chinese if latest_s == 0 => "马上".to_owned(),
        Language::English if is_fixed(window) => format!("in {latest}"),
        Language::Chinese if is_fixed(window) => format!("{latest}后"),
        Language::English if earliest_s == 0 => format!("within {latest}"),
        Language::Chinese if earliest_s == 0 => format!("{latest}内"),
        Language::English if latest_s < 60 => format!("in {earliest_s} to {latest}"),
        Language::English => format!("in {} to {latest}", locale.duration(earliest_s)),
        Language::Chinese if latest_s < 60 => format!("{earliest_s}到{latest}后"),
        Language::Chinese => format!("{}到{latest}后", locale.duration(earliest_s)),
    }
}

/// The window with its ends in order, whatever the source of the data says.
fn ordered(window: Window) -> Window {
    Window { min_ms: window.min_ms.min(window.max_ms), max_ms: window.min_ms.max(window.max_ms) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{at, signal};

    #[test]
    fn waits_are_rounded_up_and_what_is_left_is_rounded_down() {
        assert_eq!([0, 1, 11_200, 20_000, 20_001, 33_000].map(wait_s), [0, 1, 12, 20, 25, 35]);
        assert_eq!([0, 999, 11_900, 20_999, 24_900, 33_000].map(left_s), [0, 0, 11, 20, 20, 30]);
        assert_eq!(wait_s(u32::MAX), 4_294_970);
    }

    #[test]
    fn times_read_as_exactly_as_they_are_known() {
        let window = |min_ms, max_ms| Window { min_ms, max_ms };
        let windows = [
            at(0),
            at(12_000),
            window(11_000, 12_500),
            window(10_000, 20_000),
            window(500, 8_000),
            window(50_000, 90_000),
        ];
        let said = |locale| windows.map(|window| from_now(window, locale)).join(", ");
        insta::assert_snapshot!(said(Locale::ENGLISH), @"at any moment, in 12 seconds, in 13 seconds, in 10 to 20 seconds, within 8 seconds, in 50 seconds to 1 minute 30 seconds");
        insta::assert_snapshot!(said(Locale::CHINESE), @"马上, 12秒后, 13秒后, 10到20秒后, 8秒内, 50秒到1分30秒后");
    }

    #[test]
    fn a_window_with_its_ends_swapped_is_put_in_order() {
        let swapped = Some(Window { min_ms: 9_000, max_ms: 1_000 });
        let red = Signal { green_in: swapped, ..signal(Color::Red) };
        assert_eq!(green_in(&red), Some(Window { min_ms: 1_000, max_ms: 9_000 }));
        let green = Signal { changes_in: swapped, ..signal(Color::Green) };
        assert_eq!(green_ends_in(&green), Some(Window { min_ms: 1_000, max_ms: 9_000 }));
    }

    #[test]
    fn only_a_light_that_is_not_green_turns_green() {
        let all = Signal { changes_in: Some(at(2_000)), green_in: Some(at(5_000)), ..signal(Color::Red) };
        assert_eq!(green_in(&all), Some(at(5_000)));
        assert_eq!(green_in(&Signal { color: Color::RedAmber, green_in: None, ..all.clone() }), Some(at(2_000)));
        assert_eq!(green_in(&Signal { color: Color::Green, ..all.clone() }), None);
        assert_eq!(green_ends_in(&all), None);
    }
}

//! Should a red light be announced, and how?
//!
//! Each light is announced once on an approach: the id of the last one is kept, and another light in between makes
//! room for it again. Without storage nobody could tell what was announced already, so then there are no alerts.

use jumpseat_sdk::{
    Failure, Language, Locale, Reply, Turn,
    context::DrivingState,
    storage,
    traffic_signals::{self, Color, Signal},
};

use crate::{
    ahead, check,
    events::SignalAhead,
    timing,
    tools::{SetAlertsRequest, Which},
};

/// Holds `OFF` if the driver wants no alerts.
const SWITCH: &str = "alerts";
const ON: &[u8] = b"on";
const OFF: &[u8] = b"off";
/// Holds the id of the light that was announced last.
const ANNOUNCED: &str = "announced";
/// How many lights ahead are looked at for the one that an event names.
const SIGNALS_MAX: u32 = 5;

/// Answers the tool `set-alerts`.
pub(crate) fn set(request: SetAlertsRequest) -> Result<Reply, Failure> {
    let language = Turn::current().locale.language;
    let value = if request.enabled { ON } else { OFF };
    storage::set(SWITCH, value).map_err(|error| error.failure(language))?;
    Ok(Reply::say(confirmation(request.enabled, language)))
}

/// Answers the event `signal-ahead`: what to say of a red light, or nothing.
pub(crate) fn announce(event: &SignalAhead) -> Option<Reply> {
    let turn = Turn::current();
    let is_wanted = storage::get(SWITCH).ok()?.as_deref() != Some(OFF);
    let is_new = storage::get(ANNOUNCED).ok()?.as_deref() != Some(event.signal_id.as_bytes());
    // A car that stands does not come any closer.
    if !is_wanted || !is_new || turn.driving_state != DrivingState::Moving {
        return None;
    }
    let signals = traffic_signals::upcoming(SIGNALS_MAX, turn.locale.language.tag()).ok()?;
    let signal = signals.iter().find(|signal| signal.id == event.signal_id)?;
    let reply = announcement(signal, turn.locale)?;
    storage::set(ANNOUNCED, event.signal_id.as_bytes()).ok()?;
    Some(reply)
}

/// What to say of a light; nothing unless the car has to stop there as things stand.
fn announcement(signal: &Signal, locale: Locale) -> Option<Reply> {
    match signal.color {
        Color::Red | Color::Amber => {}
        Color::RedAmber | Color::Green | Color::Dark => return None,
    }
    let distance = locale.distance(signal.distance_m);
    let green = timing::green_in(signal).map(|window| timing::from_now(window, locale));
    let speech = match (locale.language, green) {
        (Language::English, Some(green)) => format!("Red light in {distance}, green {green}."),
        (Language::English, None) => format!("Red light in {distance}."),
        (Language::Chinese, Some(green)) => format!("前方{distance}红灯，{green}变绿。"),
        (Language::Chinese, None) => format!("前方{distance}红灯。"),
    };
    let title = ahead::title(Which::Next, signal, locale.language);
    Some(Reply::say(speech).card(check::card(&title, signal, locale)))
}

fn confirmation(enabled: bool, language: Language) -> &'static str {
    match (language, enabled) {
        (Language::English, true) => "I will tell you about red lights ahead.",
        (Language::English, false) => "I will no longer announce red lights.",
        (Language::Chinese, true) => "好的，前方有红灯时我会提醒您。",
        (Language::Chinese, false) => "好的，不再提醒红灯。",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{red, signal};

    fn said(signal: &Signal) -> String {
        let spoken = [Locale::ENGLISH, Locale::CHINESE]
            .map(|locale| announcement(signal, locale).map_or("(nothing)".to_owned(), |reply| reply.speech));
        spoken.join("\n")
    }

    #[test]
    fn a_red_light_is_announced_shortly() {
        insta::assert_snapshot!(said(&red(11_400)), @"
        Red light in 300 metres, green in 12 seconds.
        前方300米红灯，12秒后变绿。
        ");
        insta::assert_snapshot!(said(&signal(Color::Amber)), @"
        Red light in 300 metres.
        前方300米红灯。
        ");
    }

    #[test]
    fn a_light_that_does_not_stop_the_car_is_not_announced() {
        for color in [Color::Green, Color::RedAmber, Color::Dark] {
            assert_eq!(announcement(&signal(color), Locale::ENGLISH), None, "{color:?}");
        }
    }

    #[test]
    fn the_switch_is_confirmed() {
        assert_eq!(confirmation(true, Language::English), "I will tell you about red lights ahead.");
        assert_eq!(confirmation(false, Language::Chinese), "好的，不再提醒红灯。");
    }
}

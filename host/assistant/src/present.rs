//! What skills say and show, made fit for a car.
//!
//! Texts lose characters that are not seen, keep to their lengths, and are shorter while the car moves. Whoever
//! runs skills may have bounded them before; here it is done whatever came before. This deliberately knows nothing
//! of what the texts mean.

use jumpseat_router::normalise::is_invisible;

use crate::{
    Card, Coordinates, CountdownCard, DrivingState, ListCard, MapCard, Marker, MessageCard, Row, StatusCard,
    StatusValue,
    limits::{
        MARKERS_MAX, MESSAGE_CHARS_MAX, MESSAGE_CHARS_MOVING_MAX, ROWS_MAX, ROWS_MOVING_MAX, SPEECH_CHARS_MAX,
        SPEECH_IDEOGRAPHS_MOVING_MAX, SPEECH_WORDS_MOVING_MAX, SUBTITLE_CHARS_MAX, TITLE_CHARS_MAX, TRAILING_CHARS_MAX,
        VALUE_CHARS_MAX, VALUE_LABEL_CHARS_MAX, VALUES_MAX,
    },
    wording::is_end,
};

/// A text on one line, without characters that are not seen, cut to a length.
pub(crate) fn line(text: &str, chars_max: usize) -> String {
    let seen = text.chars().filter(|c| c.is_whitespace() || !is_invisible(*c)).collect::<String>();
    let line = seen.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= chars_max {
        return line;
    }
    let cut: String = line.chars().take(chars_max.saturating_sub(1)).collect();
    format!("{}…", cut.trim_end())
}

/// What is said. While the car moves, whole sentences as long as they are short together, and always the first.
pub(crate) fn speech(text: &str, state: DrivingState) -> String {
    let speech = line(text, SPEECH_CHARS_MAX);
    if state != DrivingState::Moving {
        return speech;
    }
    let mut said = String::new();
    for sentence in speech.split_inclusive(is_end) {
        let longer = format!("{said}{sentence}");
        if !said.is_empty() && !is_brief(&longer) {
            break;
        }
        said = longer;
    }
    said.trim_end().to_owned()
}

fn is_brief(text: &str) -> bool {
    let ideographs = text.chars().filter(|c| matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}')).count();
    text.split_whitespace().count() <= SPEECH_WORDS_MOVING_MAX && ideographs <= SPEECH_IDEOGRAPHS_MOVING_MAX
}

/// What is shown, or nothing if nothing is left to show.
pub(crate) fn card(card: Card, state: DrivingState) -> Option<Card> {
    match card {
        Card::List(list) => list_card(list, state).map(Card::List),
        Card::Map(map) => map_card(map).map(Card::Map),
        Card::Countdown(CountdownCard { title, text, ends_in_ms, tone }) => Some(Card::Countdown(CountdownCard {
            title: line(&title, TITLE_CHARS_MAX),
            text: line(&text, SUBTITLE_CHARS_MAX),
            ends_in_ms,
            tone,
        })),
        Card::Status(status) => status_card(status).map(Card::Status),
        Card::Message(MessageCard { title, text }) => {
            let moving = state == DrivingState::Moving;
            let chars_max = if moving { MESSAGE_CHARS_MOVING_MAX } else { MESSAGE_CHARS_MAX };
            Some(Card::Message(MessageCard { title: line(&title, TITLE_CHARS_MAX), text: line(&text, chars_max) }))
        }
    }
}

fn list_card(list: ListCard, state: DrivingState) -> Option<ListCard> {
    let rows_max = if state == DrivingState::Moving { ROWS_MOVING_MAX } else { ROWS_MAX };
    let row = |Row { title, subtitle, trailing, position }: Row| Row {
        title: line(&title, TITLE_CHARS_MAX),
        subtitle: subtitle.map(|subtitle| line(&subtitle, SUBTITLE_CHARS_MAX)),
        trailing: trailing.map(|trailing| line(&trailing, TRAILING_CHARS_MAX)),
        position: position.filter(is_on_earth),
    };
    let rows: Vec<Row> = list.rows.into_iter().take(rows_max).map(row).collect();
    (!rows.is_empty()).then(|| ListCard { title: line(&list.title, TITLE_CHARS_MAX), rows })
}

fn map_card(map: MapCard) -> Option<MapCard> {
    let marker = |Marker { label, subtitle, position }: Marker| Marker {
        label: line(&label, TITLE_CHARS_MAX),
        subtitle: subtitle.map(|subtitle| line(&subtitle, SUBTITLE_CHARS_MAX)),
        position,
    };
    let on_earth = map.markers.into_iter().filter(|marker| is_on_earth(&marker.position));
    let markers: Vec<Marker> = on_earth.take(MARKERS_MAX).map(marker).collect();
    (!markers.is_empty()).then(|| MapCard { title: line(&map.title, TITLE_CHARS_MAX), markers })
}

fn status_card(status: StatusCard) -> Option<StatusCard> {
    let value = |StatusValue { label, value, tone }: StatusValue| StatusValue {
        label: line(&label, VALUE_LABEL_CHARS_MAX),
        value: line(&value, VALUE_CHARS_MAX),
        tone,
    };
    let values: Vec<StatusValue> = status.values.into_iter().take(VALUES_MAX).map(value).collect();
    (!values.is_empty()).then(|| StatusCard { title: line(&status.title, TITLE_CHARS_MAX), values })
}

/// The numbers come from a skill: they may be anything, also not a number.
fn is_on_earth(position: &Coordinates) -> bool {
    (-90.0..=90.0).contains(&position.latitude_deg) && (-180.0..=180.0).contains(&position.longitude_deg)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(title: &str) -> Row {
        let position = Some(Coordinates { latitude_deg: f64::NAN, longitude_deg: 8.0 });
        Row { title: title.to_owned(), subtitle: None, trailing: Some("x".repeat(30)), position }
    }

    #[test]
    fn texts_lose_what_is_not_seen_and_keep_to_their_length() {
        assert_eq!(line(" a\u{202e}b\u{0}\n\n c\u{200b}", 80), "ab c");
        assert_eq!(line("hello world", 7), "hello…");
        assert_eq!(line("hello world", 11), "hello world");
    }

    #[test]
    fn a_moving_car_shows_fewer_rows() {
        let list = || {
            Card::List(ListCard { title: "Results".to_owned(), rows: (0..12).map(|at| row(&at.to_string())).collect() })
        };
        for (state, rows_max) in [(DrivingState::Parked, 10), (DrivingState::Idling, 10), (DrivingState::Moving, 5)] {
            let Some(Card::List(list)) = card(list(), state) else { panic!("no list") };
            assert_eq!(list.rows.len(), rows_max);
            assert_eq!(list.rows[0].position, None, "not a number is not a place");
            assert_eq!(list.rows[0].trailing.as_ref().unwrap().chars().count(), 20);
        }
    }

    #[test]
    fn cards_without_content_are_not_shown() {
        let elsewhere = Coordinates { latitude_deg: 91.0, longitude_deg: 0.0 };
        let marker = Marker { label: "Nowhere".to_owned(), subtitle: None, position: elsewhere };
        let map = Card::Map(MapCard { title: String::new(), markers: vec![marker] });
        let status = Card::Status(StatusCard { title: "Car".to_owned(), values: Vec::new() });
        let list = Card::List(ListCard { title: "Results".to_owned(), rows: Vec::new() });
        for empty in [map, status, list] {
            assert_eq!(card(empty.clone(), DrivingState::Parked), None, "{empty:?}");
        }
    }

    #[test]
    fn a_moving_car_reads_shorter_messages() {
        let message = || Card::Message(MessageCard { title: "Info".to_owned(), text: "word ".repeat(100) });
        for (state, chars_max) in [(DrivingState::Parked, 400), (DrivingState::Moving, 120)] {
            let Some(Card::Message(message)) = card(message(), state) else { panic!("no message") };
            assert!(message.text.chars().count() <= chars_max && message.text.ends_with('…'));
        }
    }

    #[test]
    fn a_moving_car_speaks_whole_sentences_and_few() {
        let long = "There are three noodle places. ".to_owned() + &"The first one has a very long name. ".repeat(6);
        let said = speech(&long, DrivingState::Moving);
        assert_eq!(
            said,
            "There are three noodle places. The first one has a very long name. The first one has a very long name."
        );
        assert_eq!(speech(&long, DrivingState::Parked), long.trim());
        let endless = "word ".repeat(60);
        assert_eq!(speech(&endless, DrivingState::Moving), endless.trim(), "half a sentence helps nobody");
        let chinese = "附近有三家面馆。".repeat(12);
        assert_eq!(speech(&chinese, DrivingState::Moving), "附近有三家面馆。".repeat(8));
        assert!(speech(&"字".repeat(1_000), DrivingState::Moving).chars().count() <= 400);
    }
}

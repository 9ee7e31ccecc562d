//! A card as a box of text.

use jumpseat_assistant::{Card, Coordinates, Tone};
use unicode_width::UnicodeWidthStr as _;

/// Columns inside the box. Wide enough for a row of a list, narrow enough for half a terminal.
const WIDTH_COLUMNS: usize = 60;

/// The card in a box.
pub(crate) fn boxed(card: &Card) -> String {
    let (title, lines) = content(card);
    let top = format!("  ┌─ {title} {}┐\n", "─".repeat(WIDTH_COLUMNS.saturating_sub(title.width() + 1)));
    let bottom = format!("  └{}┘\n", "─".repeat(WIDTH_COLUMNS + 2));
    let lines = lines.iter().map(Line::padded);
    [top].into_iter().chain(lines).chain([bottom]).collect()
}

/// A line with something at its left and at its right end.
struct Line {
    left: String,
    right: String,
}

impl Line {
    fn new(left: impl Into<String>, right: impl Into<String>) -> Self {
        Self { left: left.into(), right: right.into() }
    }

    fn padded(&self) -> String {
        let room = WIDTH_COLUMNS.saturating_sub(self.right.width() + 1);
        let left = cut(&self.left, room);
        let gap = " ".repeat(WIDTH_COLUMNS.saturating_sub(left.width() + self.right.width()));
        format!("  │ {left}{gap}{} │\n", self.right)
    }
}

/// The beginning of a text that fits into so many columns.
fn cut(text: &str, columns: usize) -> String {
    if text.width() <= columns {
        return text.to_owned();
    }
    let mut shortened = String::new();
    for character in text.chars() {
        let mut next = shortened.clone();
        next.push(character);
        if next.width() + 1 > columns {
            break;
        }
        shortened = next;
    }
    shortened.push('…');
    shortened
}

fn content(card: &Card) -> (&str, Vec<Line>) {
    match card {
        Card::List(list) => {
            let rows = list.rows.iter().enumerate().flat_map(|(index, row)| {
                let trailing = row.trailing.clone().unwrap_or_default();
                let first = Line::new(format!("{} {}", index + 1, row.title), trailing);
                [Some(first), row.subtitle.as_ref().map(|subtitle| Line::new(format!("  {subtitle}"), ""))]
            });
            (&list.title, rows.flatten().collect())
        }
        Card::Map(map) => {
            let markers = map.markers.iter().flat_map(|marker| {
                let first = Line::new(format!("◆ {}", marker.label), degrees(marker.position));
                [Some(first), marker.subtitle.as_ref().map(|subtitle| Line::new(format!("  {subtitle}"), ""))]
            });
            (&map.title, markers.flatten().collect())
        }
        Card::Countdown(countdown) => {
            let seconds = countdown.ends_in_ms.div_ceil(1_000);
            let line = Line::new(format!("{} {}", symbol(countdown.tone), countdown.text), format!("{seconds} s"));
            (&countdown.title, vec![line])
        }
        Card::Status(status) => {
            let values = status.values.iter();
            let lines = values.map(|value| Line::new(format!("{} {}", symbol(value.tone), value.label), &value.value));
            (&status.title, lines.collect())
        }
        Card::Message(message) => (&message.title, wrapped(&message.text)),
    }
}

fn degrees(position: Coordinates) -> String {
    format!("{:.5}, {:.5}", position.latitude_deg, position.longitude_deg)
}

fn symbol(tone: Tone) -> &'static str {
    match tone {
        Tone::Neutral => "·",
        Tone::Green => "🟢",
        Tone::Amber => "🟡",
        Tone::Red => "🔴",
    }
}

/// A text in lines that fit into the box, broken at spaces where there are some.
fn wrapped(text: &str) -> Vec<Line> {
    let mut lines = vec![String::new()];
    for piece in text.split_inclusive(|c: char| c.is_whitespace() || !c.is_ascii()) {
        let full = lines.last().is_none_or(|line| line.width() + piece.trim_end().width() > WIDTH_COLUMNS);
        if full {
            lines.push(String::new());
        }
        if let Some(line) = lines.last_mut() {
            line.push_str(piece);
        }
    }
    lines.into_iter().map(|line| Line::new(line.trim_end(), "")).collect()
}

#[cfg(test)]
mod tests {
    use jumpseat_assistant::{CountdownCard, ListCard, Row};

    use super::*;

    #[test]
    fn rows_in_both_languages_line_up() {
        let row = |title: &str, trailing: &str| Row {
            title: title.to_owned(),
            subtitle: Some("open until 22:00 · 4.5 ★".to_owned()),
            trailing: Some(trailing.to_owned()),
            position: None,
        };
        let list = ListCard {
            title: "面馆".to_owned(),
            rows: vec![row("老街面馆", "350 米"), row("Noodle Bar", "1.2 km")],
        };
        insta::assert_snapshot!(boxed(&Card::List(list)), @r#"
        ┌─ 面馆 ───────────────────────────────────────────────────────┐
        │ 1 老街面馆                                            350 米 │
        │   open until 22:00 · 4.5 ★                                   │
        │ 2 Noodle Bar                                          1.2 km │
        │   open until 22:00 · 4.5 ★                                   │
        └──────────────────────────────────────────────────────────────┘
        "#);
    }

    #[test]
    fn a_countdown_shows_whole_seconds() {
        let card = CountdownCard {
            title: "Harbor Street".to_owned(),
            text: "Green".to_owned(),
            ends_in_ms: 12_400,
            tone: Tone::Red,
        };
        insta::assert_snapshot!(boxed(&Card::Countdown(card)), @r#"
        ┌─ Harbor Street ──────────────────────────────────────────────┐
        │ 🔴 Green                                                13 s │
        └──────────────────────────────────────────────────────────────┘
        "#);
    }

    #[test]
    fn a_long_title_is_cut_to_the_box() {
        let text = cut(&"很长的名字".repeat(20), 20);
        assert!(text.width() <= 20 && text.ends_with('…'), "{text}");
    }
}

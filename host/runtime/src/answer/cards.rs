//! Cards.

use jumpseat_assistant::{
    Card, Coordinates, CountdownCard, ListCard, MapCard, Marker, MessageCard, Row, StatusCard, StatusValue, Tone,
    limits::{
        MARKERS_MAX, MESSAGE_CHARS_MAX, ROWS_MAX, SUBTITLE_CHARS_MAX, TITLE_CHARS_MAX, TRAILING_CHARS_MAX,
        VALUE_CHARS_MAX, VALUE_LABEL_CHARS_MAX, VALUES_MAX,
    },
};
use wasmtime::component::Val;

use super::{
    AnswerError,
    fields::{Fields, case, list},
};

/// Reads a card. One that shows nothing is none.
pub(super) fn read(card: Val) -> Result<Option<Card>, AnswerError> {
    let (name, card) = case(card, "the card")?;
    match name.as_str() {
        "list" => read_list(card),
        "map" => read_map(card),
        "countdown" => read_countdown(card).map(Some),
        "status" => read_status(card),
        "message" => read_message(card).map(Some),
        _ => Err(AnswerError::Type { place: "the card", expected: "a case of the contract" }),
    }
}

fn read_list(card: Val) -> Result<Option<Card>, AnswerError> {
    let mut fields = Fields::of(card, "the list card")?;
    let title = fields.text("title", TITLE_CHARS_MAX)?;
    let rows = list(fields.next("rows")?, "rows")?.take(ROWS_MAX).map(read_row).collect::<Result<Vec<_>, _>>()?;
    Ok((!rows.is_empty()).then_some(Card::List(ListCard { title, rows })))
}

fn read_row(row: Val) -> Result<Row, AnswerError> {
    let mut fields = Fields::of(row, "a row")?;
    Ok(Row {
        title: fields.text("title", TITLE_CHARS_MAX)?,
        subtitle: fields.optional_text("subtitle", SUBTITLE_CHARS_MAX)?,
        trailing: fields.optional_text("trailing", TRAILING_CHARS_MAX)?,
        position: fields.optional("position")?.map(read_coordinates).transpose()?.flatten(),
    })
}

/// A marker that stands nowhere on the earth is left out.
fn read_map(card: Val) -> Result<Option<Card>, AnswerError> {
    let mut fields = Fields::of(card, "the map card")?;
    let title = fields.text("title", TITLE_CHARS_MAX)?;
    let markers = list(fields.next("markers")?, "markers")?.take(MARKERS_MAX);
    let markers = markers.filter_map(|marker| read_marker(marker).transpose()).collect::<Result<Vec<_>, _>>()?;
    Ok((!markers.is_empty()).then_some(Card::Map(MapCard { title, markers })))
}

fn read_marker(marker: Val) -> Result<Option<Marker>, AnswerError> {
    let mut fields = Fields::of(marker, "a marker")?;
    let label = fields.text("label", TITLE_CHARS_MAX)?;
    let subtitle = fields.optional_text("subtitle", SUBTITLE_CHARS_MAX)?;
    let position = read_coordinates(fields.next("position")?)?;
    Ok(position.map(|position| Marker { label, subtitle, position }))
}

/// A point on the earth; nothing where the numbers name none.
fn read_coordinates(coordinates: Val) -> Result<Option<Coordinates>, AnswerError> {
    let mut fields = Fields::of(coordinates, "coordinates")?;
    let (Val::Float64(latitude_deg), Val::Float64(longitude_deg)) =
        (fields.next("latitude-deg")?, fields.next("longitude-deg")?)
    else {
        return Err(AnswerError::Type { place: "coordinates", expected: "two numbers" });
    };
    let is_on_earth = (-90.0..=90.0).contains(&latitude_deg) && (-180.0..=180.0).contains(&longitude_deg);
    Ok(is_on_earth.then_some(Coordinates { latitude_deg, longitude_deg }))
}

fn read_countdown(card: Val) -> Result<Card, AnswerError> {
    let mut fields = Fields::of(card, "the countdown card")?;
    let title = fields.text("title", TITLE_CHARS_MAX)?;
    let text = fields.text("text", SUBTITLE_CHARS_MAX)?;
    let Val::U32(ends_in_ms) = fields.next("ends-in-ms")? else {
        return Err(AnswerError::Type { place: "ends-in-ms", expected: "a number" });
    };
    let tone = read_tone(&fields.next("tone")?)?;
    Ok(Card::Countdown(CountdownCard { title, text, ends_in_ms, tone }))
}

fn read_tone(tone: &Val) -> Result<Tone, AnswerError> {
    let name = if let Val::Enum(name) = tone { name.as_str() } else { "" };
    match name {
        "neutral" => Ok(Tone::Neutral),
        "green" => Ok(Tone::Green),
        "amber" => Ok(Tone::Amber),
        "red" => Ok(Tone::Red),
        _ => Err(AnswerError::Type { place: "tone", expected: "a case of the contract" }),
    }
}

fn read_status(card: Val) -> Result<Option<Card>, AnswerError> {
    let mut fields = Fields::of(card, "the status card")?;
    let title = fields.text("title", TITLE_CHARS_MAX)?;
    let values = list(fields.next("values")?, "values")?.take(VALUES_MAX);
    let values = values.map(read_status_value).collect::<Result<Vec<_>, _>>()?;
    Ok((!values.is_empty()).then_some(Card::Status(StatusCard { title, values })))
}

fn read_status_value(value: Val) -> Result<StatusValue, AnswerError> {
    let mut fields = Fields::of(value, "a status value")?;
    Ok(StatusValue {
        label: fields.text("label", VALUE_LABEL_CHARS_MAX)?,
        value: fields.text("value", VALUE_CHARS_MAX)?,
        tone: read_tone(&fields.next("tone")?)?,
    })
}

fn read_message(card: Val) -> Result<Card, AnswerError> {
    let mut fields = Fields::of(card, "the message card")?;
    Ok(Card::Message(MessageCard {
        title: fields.text("title", TITLE_CHARS_MAX)?,
        text: fields.text("text", MESSAGE_CHARS_MAX)?,
    }))
}

//! Building cards.

use crate::{
    Card, Coordinates, CountdownCard, ListCard, MapCard, Marker, MessageCard, Row, StatusCard, StatusValue, Tone,
    limits::{
        MARKERS_MAX, MESSAGE_CHARS_MAX, ROWS_MAX, STATUS_LABEL_CHARS_MAX, STATUS_VALUE_CHARS_MAX, STATUS_VALUES_MAX,
        SUBTITLE_CHARS_MAX, TITLE_CHARS_MAX, TRAILING_CHARS_MAX,
    },
    text::cut,
};

impl Card {
    /// Rows to choose from, best first. Rows beyond [`ROWS_MAX`] are left out.
    pub fn list(title: impl AsRef<str>, rows: impl IntoIterator<Item = Row>) -> Self {
        let rows = rows.into_iter().take(ROWS_MAX).collect();
        Self::List(ListCard { title: cut(title.as_ref(), TITLE_CHARS_MAX), rows })
    }

    /// Places on a map. Places beyond [`MARKERS_MAX`] are left out.
    pub fn map(title: impl AsRef<str>, markers: impl IntoIterator<Item = Marker>) -> Self {
        let markers = markers.into_iter().take(MARKERS_MAX).collect();
        Self::Map(MapCard { title: cut(title.as_ref(), TITLE_CHARS_MAX), markers })
    }

    /// Something that changes `ends_in_ms` from now: `text` is what is counted down to.
    pub fn countdown(title: impl AsRef<str>, text: impl AsRef<str>, ends_in_ms: u32, tone: Tone) -> Self {
        let title = cut(title.as_ref(), TITLE_CHARS_MAX);
        Self::Countdown(CountdownCard { title, text: cut(text.as_ref(), SUBTITLE_CHARS_MAX), ends_in_ms, tone })
    }

    /// A few named values. Values beyond [`STATUS_VALUES_MAX`] are left out.
    pub fn status(title: impl AsRef<str>, values: impl IntoIterator<Item = StatusValue>) -> Self {
        let values = values.into_iter().take(STATUS_VALUES_MAX).collect();
        Self::Status(StatusCard { title: cut(title.as_ref(), TITLE_CHARS_MAX), values })
    }

    /// A title and a text.
    pub fn message(title: impl AsRef<str>, text: impl AsRef<str>) -> Self {
        let title = cut(title.as_ref(), TITLE_CHARS_MAX);
        Self::Message(MessageCard { title, text: cut(text.as_ref(), MESSAGE_CHARS_MAX) })
    }

    /// Whether there is nothing on it.
    pub(crate) fn is_empty(&self) -> bool {
        match self {
            Self::List(card) => card.rows.is_empty(),
            Self::Map(card) => card.markers.is_empty(),
            Self::Status(card) => card.values.is_empty(),
            Self::Countdown(_) | Self::Message(_) => false,
        }
    }
}

impl Row {
    /// A row with a first line and nothing else.
    pub fn new(title: impl AsRef<str>) -> Self {
        Self { title: cut(title.as_ref(), TITLE_CHARS_MAX), subtitle: None, trailing: None, position: None }
    }

    /// Sets the second line.
    #[must_use]
    pub fn subtitle(mut self, subtitle: impl AsRef<str>) -> Self {
        self.subtitle = Some(cut(subtitle.as_ref(), SUBTITLE_CHARS_MAX));
        self
    }

    /// Sets the short text at the end of the row, for example a distance.
    #[must_use]
    pub fn trailing(mut self, trailing: impl AsRef<str>) -> Self {
        self.trailing = Some(cut(trailing.as_ref(), TRAILING_CHARS_MAX));
        self
    }

    /// Says where it is, so that the list can be drawn on the map as well.
    #[must_use]
    pub fn at(mut self, position: Coordinates) -> Self {
        self.position = Some(position);
        self
    }
}

impl Marker {
    /// A place on a map.
    pub fn new(label: impl AsRef<str>, position: Coordinates) -> Self {
        Self { label: cut(label.as_ref(), TITLE_CHARS_MAX), subtitle: None, position }
    }

    /// Sets the second line.
    #[must_use]
    pub fn subtitle(mut self, subtitle: impl AsRef<str>) -> Self {
        self.subtitle = Some(cut(subtitle.as_ref(), SUBTITLE_CHARS_MAX));
        self
    }
}

impl StatusValue {
    /// A named value without special meaning.
    pub fn new(label: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        Self {
            label: cut(label.as_ref(), STATUS_LABEL_CHARS_MAX),
            value: cut(value.as_ref(), STATUS_VALUE_CHARS_MAX),
            tone: Tone::Neutral,
        }
    }

    /// Sets the colour that the value stands for.
    #[must_use]
    pub fn tone(mut self, tone: Tone) -> Self {
        self.tone = tone;
        self
    }
}

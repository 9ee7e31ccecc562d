//! What a skill answers: the types of `jumpseat:skill/types` as plain values.
//!
//! The JSON form of these types is part of the command line's documented output.

use serde::{Deserialize, Serialize};

/// The answer of a tool.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reply {
    /// Said to the driver.
    pub speech: String,
    /// Shown on the screen.
    pub card: Option<Card>,
    /// What the next sentence may answer.
    pub question: Option<Question>,
}

/// Why a tool has no answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind", content = "detail")]
pub enum Failure {
    /// The request was understood and nothing matches it.
    NothingFound(Explanation),
    /// A value is missing; the next sentence may give it.
    NeedValue(Need),
    /// A grant, or the driving state, does not allow it.
    NotAllowed(Explanation),
    /// A source of data is away.
    Unavailable(Explanation),
    /// A value is outside what the tool can do.
    Invalid(Explanation),
}

/// The two texts of a failure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Explanation {
    /// Said to the driver.
    pub speech: String,
    /// Written to the log.
    pub detail: String,
}

/// A missing value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Need {
    /// The question to the driver.
    pub speech: String,
    /// The field of the request that the next sentence fills.
    pub field: String,
}

/// What the next sentence may answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// The tool of the same skill that the answer calls.
    pub tool: String,
    /// The field of its request that receives the value.
    pub field: String,
    /// The choices in the order in which they were said.
    pub choices: Vec<QuestionChoice>,
}

/// One of several things that the driver may mean.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuestionChoice {
    /// How the driver would name it.
    pub label: String,
    /// What the tool receives when it is picked.
    pub value: String,
}

/// What the car shows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum Card {
    /// Rows to choose from.
    List(ListCard),
    /// Places on a map.
    Map(MapCard),
    /// Something that changes at a known time.
    Countdown(CountdownCard),
    /// A few named values.
    Status(StatusCard),
    /// A title and a text.
    Message(MessageCard),
}

/// Rows to choose from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ListCard {
    /// Heading.
    pub title: String,
    /// Rows, best first.
    pub rows: Vec<Row>,
}

/// One row of a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// First line.
    pub title: String,
    /// Second line.
    pub subtitle: Option<String>,
    /// Short text at the end of the row.
    pub trailing: Option<String>,
    /// Where it is.
    pub position: Option<Coordinates>,
}

/// A point on the earth (WGS 84).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Coordinates {
    /// North positive.
    pub latitude_deg: f64,
    /// East positive.
    pub longitude_deg: f64,
}

/// Places on a map.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MapCard {
    /// Heading.
    pub title: String,
    /// The places.
    pub markers: Vec<Marker>,
}

/// A place on a map.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Marker {
    /// Its name.
    pub label: String,
    /// Second line.
    pub subtitle: Option<String>,
    /// Where it is.
    pub position: Coordinates,
}

/// Something that changes at a known time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountdownCard {
    /// Heading.
    pub title: String,
    /// What is counted down to.
    pub text: String,
    /// Time from now until it happens.
    pub ends_in_ms: u32,
    /// The colour that the count stands for.
    pub tone: Tone,
}

/// The colour of something shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tone {
    /// No special meaning.
    Neutral,
    /// Good, free, go.
    Green,
    /// Careful, soon.
    Amber,
    /// Bad, full, stop.
    Red,
}

/// A few named values.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatusCard {
    /// Heading.
    pub title: String,
    /// The values.
    pub values: Vec<StatusValue>,
}

/// A named value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatusValue {
    /// What it is.
    pub label: String,
    /// The value with its unit.
    pub value: String,
    /// The colour that the value stands for.
    pub tone: Tone,
}

/// A title and a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageCard {
    /// Heading.
    pub title: String,
    /// Body.
    pub text: String,
}

//! The turn: hear → route → decide → call → answer.
//!
//! It owns the traits of what it uses (recogniser, synthesiser, skills), so that a whole turn runs in a unit test
//! with no model, no wasm and no audio. It deliberately knows no engine, no process and no screen.
//!
//! ```
//! use std::sync::Arc;
//!
//! use jumpseat_assistant::{
//!     Assistant, Circumstances, Configuration, DrivingState, Outcome, Reply, SkillEvent, SkillHost, Units,
//! };
//! use jumpseat_package::{Language, Manifest, Phrases, SkillId};
//! use jumpseat_policy::{Grant, OemPolicy, Policy, Subject};
//! use jumpseat_router::{Call, Repertoire, Router, Surface};
//! use jumpseat_tool::Tool;
//!
//! /// Answers every call alike.
//! struct Green;
//!
//! #[async_trait::async_trait]
//! impl SkillHost for Green {
//!     async fn call(&self, _: &Call, _: &Circumstances, _: &Grant) -> Outcome {
//!         Outcome::Reply(Reply { speech: "It is green.".into(), card: None, question: None })
//!     }
//!
//!     async fn deliver(&self, _: &SkillId, _: &SkillEvent, _: &Circumstances, _: &Grant) -> Option<Outcome> {
//!         None
//!     }
//! }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let tool = Tool { name: "traffic-lights.check".parse()?, docs: "Tells the colour ahead.".into(), request: None };
//! let phrases = Phrases::parse("{language: en, tools: {check: ['what is the light ahead']}}")?;
//! let skill = tool.name.skill.clone();
//! let manifest = Manifest::parse(
//!     r#"id = "traffic-lights"
//!     publisher = "jumpseat"
//!     version = "0.1.0"
//!     name.en = "Traffic lights""#,
//! )?;
//! let surface = Surface { skill, tools: vec![Arc::new(tool)], phrases: vec![phrases] };
//! let router = Router::new([Repertoire::of(&surface)]);
//!
//! let policy = Arc::new(Policy::new(OemPolicy::default(), [Subject::of(&manifest, [], surface.tools.as_slice())]));
//!
//! let mut assistant = Assistant::new(Arc::new(router), None, Arc::new(Green), policy, Configuration::default());
//! let circumstances = Circumstances {
//!     language: Language::English,
//!     units: Units::Metric,
//!     driving_state: DrivingState::Moving,
//!     speed_kmh: Some(48.0),
//! };
//! let turn = assistant.ask("What is the light ahead?", &circumstances).await;
//! assert_eq!(turn.speech, "It is green.");
//! # Ok(())
//! # }
//! ```

mod act_log;
mod answer;
mod assistant;
mod audio;
mod deadline;
pub mod limits;
mod present;
mod question;
mod redacted;
mod reply;
mod skill_host;
mod speech;
mod turn;
mod wording;

pub use act_log::{ActLog, NotRecorded};
pub use assistant::{Assistant, Configuration};
pub use audio::Audio;
pub use jumpseat_policy::DrivingState;
pub use redacted::Redacted;
pub use reply::{
    Card, Coordinates, CountdownCard, Explanation, Failure, ListCard, MapCard, Marker, MessageCard, Need, Question,
    QuestionChoice, Reply, Row, StatusCard, StatusValue, Tone,
};
pub use skill_host::{Circumstances, Outcome, SkillEvent, SkillHost, Units};
pub use speech::{Recogniser, SpeechError, Synthesiser, Transcript};
pub use turn::{CallOutcome, CallReport, Ending, PendingConfirmation, PendingConsent, PendingQuestion, Timings, Turn};

#[cfg(test)]
mod tests;

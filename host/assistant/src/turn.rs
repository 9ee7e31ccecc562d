//! The report of a turn: what the command line prints with `--json`.
//!
//! The keys, their order and the names of paths and outcomes are documented and stable; new keys may be added.

use std::collections::BTreeSet;

use jumpseat_package::{Language, SkillId};
use jumpseat_policy::{ConsentRequest, DriverAnswer, Withdrawn};
use jumpseat_router::Path;
use serde::{Serialize, Serializer};

use crate::{Card, QuestionChoice};

/// What happened from a sentence, or from an event, to the answer.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Turn {
    /// What the driver said, without control characters; nothing if no words were recognised, or if an event began
    /// the turn.
    pub transcript: Option<String>,
    /// The language of sentence and answer.
    pub language: Language,
    /// Which stage found the plan: "phrase", "model" or "none".
    #[serde(serialize_with = "path")]
    pub path: Path,
    /// The calls of the plan, in order.
    pub calls: Vec<CallReport>,
    /// What the car says.
    pub speech: String,
    /// What the car shows.
    pub card: Option<Card>,
    /// What the next sentence may answer.
    pub question: Option<PendingQuestion>,
    /// What the driver is asked to allow, if the next sentence may answer that.
    pub consent: Option<PendingConsent>,
    /// What the driver is asked about in the middle of a call, if the next sentence may answer that.
    pub confirmation: Option<PendingConfirmation>,
    /// How long each step took.
    pub timings_us: Timings,
    /// What the driver answered in this turn to the question of a skill. Not part of the JSON: it is for the audit log.
    #[serde(skip)]
    pub answered: Option<(ConsentRequest, DriverAnswer)>,
    /// What the driver took back in this turn. Not part of the JSON: it is for the audit log.
    #[serde(skip)]
    pub withdrawn: Vec<Withdrawn>,
    /// How it ended. Not part of the JSON: the outcomes of the calls and the path say it.
    #[serde(skip)]
    pub ending: Ending,
}

/// A call and how it ended.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CallReport {
    /// The skill.
    pub skill: SkillId,
    /// The function of the skill.
    pub tool: String,
    /// What it was called with.
    pub arguments: serde_json::Value,
    /// How it ended.
    pub outcome: CallOutcome,
    /// What the log says about an outcome other than "reply".
    pub error: Option<String>,
}

/// How a call ended. In JSON the name in kebab case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum CallOutcome {
    /// The skill answered.
    Reply,
    /// The skill found nothing.
    NothingFound,
    /// The skill asks for a value.
    NeedValue,
    /// The skill may not.
    NotAllowed,
    /// A source of data of the skill is away.
    Unavailable,
    /// A value is outside what the skill can do.
    Invalid,
    /// The call was not made yet: the driver must agree first.
    NeedsConsent,
    /// The call waits, or was not made yet: the driver must say yes or no to an act first.
    NeedsConfirmation,
    /// The skill crashed.
    Trapped,
    /// The skill did not answer in time.
    TimedOut,
    /// The skill went over a limit.
    OverLimit,
    /// The skill broke the contract.
    BadAnswer,
    /// The skill or its tool is not installed any more, or cannot be loaded.
    Missing,
    /// The call was not made, because the skill broke several times in a row and is left alone for a while.
    Resting,
    /// The call was not made, because the skill broke too often and is left alone until somebody releases it.
    Quarantined,
    /// The call was not made, because an earlier call of this turn showed the skill to be broken.
    Skipped,
}

impl CallOutcome {
    /// Whether the skill itself broke, now or before, rather than said what it has to say.
    pub const fn is_broken(self) -> bool {
        match self {
            Self::Trapped
            | Self::TimedOut
            | Self::OverLimit
            | Self::BadAnswer
            | Self::Missing
            | Self::Resting
            | Self::Quarantined
            | Self::Skipped => true,
            Self::Reply
            | Self::NothingFound
            | Self::NeedValue
            | Self::NotAllowed
            | Self::Unavailable
            | Self::Invalid
            | Self::NeedsConsent
            | Self::NeedsConfirmation => false,
        }
    }
}

/// What the next sentence may answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PendingQuestion {
    /// The skill that asks.
    pub skill: SkillId,
    /// The function of the skill that the answer calls.
    pub tool: String,
    /// The field of its request that receives the answer.
    pub field: String,
    /// The choices in the order in which they were said; empty where any text answers.
    pub choices: Vec<QuestionChoice>,
}

/// What the driver is asked to allow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PendingConsent {
    /// The skill that wants it.
    pub skill: SkillId,
    /// The capabilities, by name.
    pub capabilities: BTreeSet<String>,
}

/// An act that the driver is asked about.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PendingConfirmation {
    /// The skill that wants to do it.
    pub skill: SkillId,
    /// The signal of the vehicle, by its VSS path.
    pub path: String,
    /// What it would be set to.
    pub value: serde_json::Value,
}

/// How long the steps of a turn took, in microseconds; zero for a step that was not needed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Timings {
    /// Turning speech into text.
    pub hear: u64,
    /// Comparing the sentence with answers and phrases.
    pub phrase: u64,
    /// Choosing the tools that the model is shown.
    pub shortlist: u64,
    /// The model.
    pub model: u64,
    /// All calls together.
    pub call: u64,
    /// Turning the answer into speech.
    pub speak: u64,
    /// All of the above and what lies between.
    pub total: u64,
}

/// How a turn ended. [`Ending::is_failure`] says which of these are failures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// At least one skill answered, were it only that it found nothing; or the driver was asked back.
    Answered,
    /// No tool fits: an answer as well.
    NoTool,
    /// The sentence was not understood, or was none.
    NotUnderstood,
    /// The model is not there, and no phrase matched.
    ModelUnavailable,
    /// The model did not answer in time, or answered nonsense.
    ModelFailed,
    /// Every skill that was called broke.
    Broken,
    /// Nothing could be heard, because the recogniser is missing or failed.
    Deaf,
}

impl Ending {
    /// Whether a part of the car failed, so that whoever looks after it must know. A driver who says what no skill
    /// does, or what cannot be understood, is answered; that is no failure.
    pub const fn is_failure(self) -> bool {
        match self {
            Self::Answered | Self::NoTool | Self::NotUnderstood => false,
            Self::ModelUnavailable | Self::ModelFailed | Self::Broken | Self::Deaf => true,
        }
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
fn path<S: Serializer>(path: &Path, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(match path {
        Path::Phrase => "phrase",
        Path::Model => "model",
        Path::None => "none",
    })
}

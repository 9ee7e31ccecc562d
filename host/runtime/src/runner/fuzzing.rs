//! What runners say, for a fuzzer: the host's ear with a stranger before it. Not for other use.
//!
//! What the stranger says is fixed beforehand, whatever the host says. It calls capabilities that have nothing to give, and
//! its answers are read like any other.

use std::{
    io,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};

use futures::executor::block_on;
use jumpseat_assistant::{Circumstances, DrivingState, Outcome, Units};
use jumpseat_clock::{ClockProvider, Moment};
use jumpseat_confinement::{Wall, Walls};
use jumpseat_package::Language;
use jumpseat_policy::Grant;
use jumpseat_tool::Tool;
use tokio::io::{AsyncRead, Join, ReadBuf, Sink, join, sink};

use super::{
    conversation::Conversation,
    protocol::{self, Begin, Fault, FromRunner, LENGTH_BYTES},
    values::Token,
};
use crate::{
    Limits, Providers, answer,
    capabilities::{CAPABILITIES, Capability, Contexts},
    deadline::Deadline,
    linked::Work,
    state::State,
};

/// Calls of one skill by the same runner.
const CALLS_MAX: usize = 4;

/// How calls of a tool end whose runner says this, until it is not believed any more. It says one message at a time when it
/// is listened to; if it is hasty, also when it is not.
pub fn outcomes(tool: &Tool, said: &[u8], is_hasty: bool) -> Vec<Outcome> {
    let mut conversation = Conversation::new(join(Speaker { said, left: 0, is_hasty, waits: false }, sink()));
    let mut outcomes = Vec::new();
    block_on(async {
        let Ok((_walls, Ok(()))) = conversation.begin(&Begin::default()).await else { return };
        while outcomes.len() < CALLS_MAX {
            let (outcome, is_believed) = call(&mut conversation, tool).await;
            outcomes.push(outcome);
            if !is_believed {
                return;
            }
        }
    });
    outcomes
}

async fn call(conversation: &mut Conversation<Join<Speaker<'_>, Sink>>, tool: &Tool) -> (Outcome, bool) {
    let limits = Limits::MAX;
    let capabilities: Vec<&'static Capability> = CAPABILITIES.iter().collect();
    let answer = match conversation.run(Work::Tool(0, &[]), &mut state(limits), &limits, &capabilities).await {
        Ok(Ok(answer)) => answer,
        Ok(Err(stop)) => return (stop.outcome(&limits), true),
        Err(lost) => return (lost.stop(async { "ended".to_owned() }).await.outcome(&limits), false),
    };
    let outcome = match answer::of_tool(answer, tool, &[Arc::new(tool.clone())]) {
        Ok(Ok(reply)) => Outcome::Reply(reply),
        Ok(Err(failure)) => Outcome::Failure(failure),
        Err(error) => Outcome::BadAnswer { detail: error.to_string() },
    };
    (outcome, true)
}

fn state(limits: Limits) -> State {
    let circumstances = Circumstances {
        language: Language::English,
        units: Units::Metric,
        driving_state: DrivingState::Parked,
        speed_kmh: None,
    };
    let providers = Providers::unavailable(Arc::new(Epoch));
    let deadline = Deadline::after(Duration::from_millis(limits.deadline_ms));
    let contexts = Contexts::new(&providers, &Grant::all(), &deadline, &"captured".into(), &circumstances, &limits);
    State::new(contexts, limits)
}

struct Epoch;

impl ClockProvider for Epoch {
    fn now(&self) -> Moment {
        Moment { unix_ms: 0, utc_offset_min: 0 }
    }
}

/// Says what it has to say, one message after another.
struct Speaker<'a> {
    said: &'a [u8],
    /// Bytes that are left of the message that is being said.
    left: usize,
    is_hasty: bool,
    /// Whether somebody must listen first.
    waits: bool,
}

impl AsyncRead for Speaker<'_> {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let speaker = self.get_mut();
        if std::mem::take(&mut speaker.waits) {
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        if speaker.left == 0 {
            let length = speaker.said.first_chunk().map_or(0, |length| u32::from_le_bytes(*length) as usize);
            speaker.left = length.saturating_add(LENGTH_BYTES);
        }
        let (now, later) = speaker.said.split_at(speaker.left.min(speaker.said.len()).min(buffer.remaining()));
        buffer.put_slice(now);
        speaker.said = later;
        speaker.left -= now.len();
        speaker.waits = speaker.left == 0 && !speaker.is_hasty;
        Poll::Ready(Ok(()))
    }
}

/// What runners say every day, and what is hard to come upon.
pub fn conversations() -> Vec<Vec<u8>> {
    let reason = "the code is of another version";
    let ended = || FromRunner::Ended(reply());
    let mut conversations = vec![
        said(&[ready(), ended(), ended()]),
        said(&[FromRunner::Refused { walls: walls(), reason }]),
        said(&[ready(), FromRunner::Stopped(Fault::Trapped("unreachable \u{202e}")), ready()]),
        said(&[ready(), FromRunner::Stopped(Fault::OverLimit("64 <handles>")), ended()]),
        said(&[ready(), FromRunner::Ended(vec![Token::Option(true); 1_000])]),
    ];
    // The first functions of an interface, with nothing and with a text.
    let calls: [&[u8]; 5] = [&[0], &[1], &[0, 3, b'k', b'e', b'y'], &[1, 1, b'k', 1, 0], &[2, 1, b'k']];
    conversations.extend(CAPABILITIES.iter().map(|capability| {
        let asks =
            calls.map(|call| FromRunner::Asks { interface: capability.text, call, is_answered: call.len() != 4 });
        let each = asks.into_iter().flat_map(|asks| [said(&[asks]), said(&[ended()])]);
        [said(&[ready()])].into_iter().chain(each).flatten().collect()
    }));
    conversations
}

fn said(messages: &[FromRunner<'_>]) -> Vec<u8> {
    messages.iter().filter_map(|message| protocol::encode(message).ok()).flatten().collect()
}

fn walls() -> Walls {
    Walls { files: Wall::Stands, calls: Wall::Missing("no \u{7} such wall".to_owned()) }
}

fn ready() -> FromRunner<'static> {
    FromRunner::Ready { walls: walls() }
}

/// A reply with a list and a question of the tool "find", which takes "near".
fn reply() -> Vec<Token<'static>> {
    let row = [
        Token::Record(vec!["title", "subtitle", "trailing", "position"]),
        Token::String("Car park \u{200b}<b>"),
        Token::Option(true),
        Token::String("30 m"),
        Token::Option(false),
        Token::Option(true),
        Token::Record(vec!["latitude-deg", "longitude-deg"]),
        Token::F64(31.2),
        Token::F64(f64::NAN),
    ];
    let begin = [
        Token::Result(true, true),
        Token::Record(vec!["speech", "card", "question"]),
        Token::String("Which one?"),
        Token::Option(true),
        Token::Variant("list", true),
        Token::Record(vec!["title", "rows"]),
        Token::String("Car parks"),
        Token::List(2),
    ];
    let question = [
        Token::Option(true),
        Token::Record(vec!["tool", "field", "choices"]),
        Token::String("find"),
        Token::String("near"),
        Token::List(1),
        Token::Record(vec!["label", "value"]),
        Token::String("the first"),
        Token::String("p1"),
    ];
    begin.into_iter().chain(row.clone()).chain(row).chain(question).collect()
}

//! `jumpseat drive`: a dialogue while the simulated car drives.
//!
//! Lines of standard input are sentences, or commands that begin with a colon:
//!
//! ```text
//! :listen FILE.wav   hear a recorded sentence
//! :wait SECONDS      let time pass (with `--clock manual`, the only way in which it does)
//! :forget            begin a new dialogue
//! :help              list these commands
//! :quit              end the drive
//! ```

use std::{io::IsTerminal as _, path::Path, time::Duration};

use anyhow::{Context as _, Result};
use tokio::{
    io::BufReader,
    time::{MissedTickBehavior, interval},
};

use crate::{
    cli::{Drive, DriveClock},
    conversation::Conversation,
    limits::WAIT_SECONDS_MAX,
    output,
    providers::Place,
    sentence::{self, Lines},
    settings::Settings,
};

/// How often the car looks for something that skills want to know of.
const EVENTS_EVERY: Duration = Duration::from_secs(1);

const HELP: &str = ":listen FILE.wav  hear a recorded sentence
:wait SECONDS     let time pass
:forget           begin a new dialogue
:quit             end the drive";

/// Runs the command.
pub(crate) async fn run(command: Drive, settings: &Settings) -> Result<()> {
    let running = command.clock == DriveClock::Running;
    let place = Place::of(settings, command.turn.at, running)?;
    let mut conversation = Conversation::start(place, &command.turn, settings).await?;
    if std::io::stdin().is_terminal() {
        output::note("type what the driver says, or :help");
    }
    let mut lines = Lines::of(BufReader::new(tokio::io::stdin()));
    let mut events = interval(EVENTS_EVERY);
    events.set_missed_tick_behavior(MissedTickBehavior::Skip);
    loop {
        tokio::select! {
            line = lines.next() => {
                let Some(line) = line.context("cannot read standard input")? else { break };
                if !take(&mut conversation, line.strip_suffix(b"\r").unwrap_or(&line)).await? {
                    break;
                }
            }
            () = conversation.question_lapses() => conversation.give_up_question().await?,
            _ = events.tick(), if running => conversation.tell_events().await?,
        }
    }
    conversation.end().await
}

/// Takes a line; false ends the drive.
async fn take(conversation: &mut Conversation, line: &[u8]) -> Result<bool> {
    if line.is_empty() {
        return Ok(true);
    }
    let line = sentence::of_bytes(line);
    let Some(command) = line.strip_prefix(':') else {
        conversation.say(&line).await?;
        return Ok(true);
    };
    let (name, argument) = command.split_once(' ').unwrap_or((command, ""));
    match name {
        "listen" => conversation.hear_file(Path::new(argument.trim())).await?,
        "wait" => wait(conversation, argument).await?,
        "forget" => conversation.forget().await?,
        "quit" => return Ok(false),
        _ => output::note(HELP),
    }
    Ok(true)
}

/// Lets time pass second by second, so that no event is missed.
async fn wait(conversation: &mut Conversation, argument: &str) -> Result<()> {
    let Some(seconds) = argument.trim().parse().ok().filter(|seconds| *seconds <= WAIT_SECONDS_MAX) else {
        output::note(&format!(":wait takes a number of seconds, at most {WAIT_SECONDS_MAX}"));
        return Ok(());
    };
    for _ in 0..seconds {
        conversation.pass(Duration::from_secs(1)).await;
        conversation.tell_events().await?;
        conversation.give_up_late_question().await?;
    }
    Ok(())
}

//! What the host says to a runner, and what it makes of what it hears.

use std::{io, pin::pin};

use futures::{
    FutureExt,
    future::{Either, select},
};
use jumpseat_confinement::Walls;
use jumpseat_package::text::plain;
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader};
use wasmtime::component::Val;

use super::{
    protocol::{self, Begin, Fault, FromRunner, Task, ToRunner},
    values::{put_one_together, take_apart},
};
use crate::{
    Limits,
    capabilities::{Capability, UNANSWERED},
    limits::DETAIL_CHARS_MAX,
    linked::Work,
    state::State,
    stop::Stop,
};

/// A conversation with one runner.
pub(crate) struct Conversation<S> {
    stream: BufReader<S>,
}

/// Why a conversation is over. What a runner meant is not known any more, so it must be ended.
#[derive(Debug)]
pub(crate) enum Lost {
    /// The runner is gone.
    Gone,
    /// It said what makes no sense.
    Nonsense {
        /// For the log.
        detail: String,
    },
    /// Its skill must not go on.
    Stopped(Stop),
}

impl Lost {
    /// Why the call ended, with how the runner did.
    pub(crate) async fn stop(self, end: impl Future<Output = String>) -> Stop {
        match self {
            Self::Gone => Stop::Trapped { detail: format!("its process {}", end.await) },
            Self::Nonsense { detail } => {
                Stop::Trapped { detail: plain(&format!("its process made no sense: {detail}"), DETAIL_CHARS_MAX) }
            }
            Self::Stopped(stop) => stop,
        }
    }
}

impl From<io::Error> for Lost {
    fn from(error: io::Error) -> Self {
        let is_nonsense = error.kind() == io::ErrorKind::InvalidData;
        if is_nonsense { Self::Nonsense { detail: error.to_string() } } else { Self::Gone }
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> Conversation<S> {
    pub(crate) fn new(stream: S) -> Self {
        Self { stream: BufReader::new(stream) }
    }

    /// Tells a runner what it runs. Answers the walls around it, and why it cannot run that.
    pub(crate) async fn begin(&mut self, begin: &Begin) -> Result<(Walls, Result<(), String>), Lost> {
        self.send(begin).await?;
        match protocol::decode(&self.receive().await?)? {
            FromRunner::Ready { walls } => Ok((walls, Ok(()))),
            FromRunner::Refused { walls, reason } => Ok((walls, Err(plain(reason, DETAIL_CHARS_MAX)))),
            other @ (FromRunner::Asks { .. } | FromRunner::Ended(_) | FromRunner::Stopped(_)) => {
                Err(unexpected(&other))
            }
        }
    }

    /// Lets it do some work, and serves the capabilities that the skill calls meanwhile.
    pub(crate) async fn run(
        &mut self,
        work: Work<'_>,
        state: &mut State,
        limits: &Limits,
        capabilities: &[&'static Capability],
    ) -> Result<Result<Val, Stop>, Lost> {
        let (task, arguments) = match work {
            Work::Start => (Task::Start, &[][..]),
            Work::Tool(index, arguments) => (Task::Tool(index), arguments),
            Work::Event(arguments) => (Task::Event, arguments),
        };
        let mut tokens = Vec::new();
        if let Err(error) = arguments.iter().try_for_each(|argument| take_apart(argument, &mut tokens)) {
            return Ok(Err(Stop::Missing { detail: error.to_string() }));
        }
        if self.has_spoken() {
            return Err(Lost::Nonsense { detail: "it spoke before it was asked".to_owned() });
        }
        let fixed = state.contexts().fixed().map_err(|error| Lost::Stopped(Stop::from_engine(error, None, limits)))?;
        let is_imported = |interface| capabilities.iter().any(|capability| capability.text == interface);
        let fixed = fixed.iter().map(|(interface, answer)| (*interface, answer.as_slice()));
        let fixed = fixed.filter(|(interface, _)| is_imported(*interface)).collect();
        self.send(&ToRunner::Run { task, arguments: tokens, fixed, limits: *limits }).await?;
        loop {
            let message = self.receive().await?;
            match protocol::decode(&message)? {
                FromRunner::Asks { interface, call, is_answered } => {
                    // Whoever is not waited for is not watched either, so this is not for the runner to say.
                    if is_answered == (interface == UNANSWERED) {
                        return Err(Lost::Nonsense { detail: format!("it mistook how {interface:?} answers") });
                    }
                    let serve = serve(interface, call, state, limits, capabilities);
                    if is_answered {
                        let answer = self.while_silent(serve).await?;
                        self.send(&ToRunner::Answer(&answer)).await?;
                    } else {
                        serve.await?;
                    }
                }
                FromRunner::Ended(tokens) => {
                    let answer = put_one_together(tokens);
                    return answer.map(Ok).map_err(|error| Lost::Nonsense { detail: error.to_string() });
                }
                FromRunner::Stopped(fault) => return Ok(Err(stop(fault))),
                other @ (FromRunner::Ready { .. } | FromRunner::Refused { .. }) => return Err(unexpected(&other)),
            }
        }
    }

    /// Whether a runner that should wait says something all the same, as far as that is here. It would be taken for the answer
    /// to what it is asked next.
    fn has_spoken(&mut self) -> bool {
        matches!(self.stream.fill_buf().now_or_never(), Some(Ok([_, ..])))
    }

    /// Gives a future as long as the runner waits: one that dies meanwhile waits for nothing any more.
    async fn while_silent<T>(&mut self, work: impl Future<Output = Result<T, Lost>>) -> Result<T, Lost> {
        match select(pin!(work), pin!(self.stream.fill_buf())).await {
            Either::Left((done, _)) => done,
            Either::Right((Ok([]) | Err(_), _)) => Err(Lost::Gone),
            Either::Right((Ok(_), _)) => Err(Lost::Nonsense { detail: "it did not wait for an answer".to_owned() }),
        }
    }

    async fn send(&mut self, message: &impl serde::Serialize) -> io::Result<()> {
        self.stream.write_all(&protocol::encode(message)?).await
    }

    async fn receive(&mut self) -> io::Result<Vec<u8>> {
        let length = self.stream.read_u32_le().await?;
        let length = protocol::checked_length(length as usize)?;
        let mut body = vec![0; length as usize];
        self.stream.read_exact(&mut body).await?;
        Ok(body)
    }
}

/// Makes a call of a capability for a skill, which must be one that it imports.
async fn serve(
    interface: &str,
    call: &[u8],
    state: &mut State,
    limits: &Limits,
    capabilities: &[&'static Capability],
) -> Result<Vec<u8>, Lost> {
    let imported = capabilities.iter().find(|capability| capability.text == interface);
    let Some(capability) = imported else {
        return Err(Lost::Nonsense { detail: format!("it called {interface:?}, which the skill does not import") });
    };
    if call.len() > limits.transfer_bytes {
        return Err(Lost::Stopped(Stop::over_limit(limits.transfer_bytes, "bytes passed to the host at once")));
    }
    let answer = (capability.serve)(state, call).await;
    let answer = answer.map_err(|error| Lost::Stopped(Stop::from_engine(error, None, limits)))?;
    state.check_capability_calls().map_err(Lost::Stopped)?;
    Ok(answer)
}

/// Why a skill was stopped. The texts are a runner's.
fn stop(fault: Fault<'_>) -> Stop {
    match fault {
        Fault::Trapped(detail) => Stop::Trapped { detail: plain(detail, DETAIL_CHARS_MAX) },
        Fault::OverLimit(limit) => Stop::OverLimit { limit: plain(limit, DETAIL_CHARS_MAX) },
    }
}

fn unexpected(message: &FromRunner<'_>) -> Lost {
    let what = match message {
        FromRunner::Ready { .. } | FromRunner::Refused { .. } => "it began twice",
        FromRunner::Asks { .. } | FromRunner::Ended(_) | FromRunner::Stopped(_) => "it answered what was not asked",
    };
    Lost::Nonsense { detail: what.to_owned() }
}

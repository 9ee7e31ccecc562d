//! The second wall: skills run in processes of their own.
//!
//! What a skill can do in the engine is bounded by the engine. Whoever finds a hole in it is in a process that holds this
//! skill's code and nothing else: no file, no network, no other program, no other skill. Each skill has a runner of its
//! own, started when it is called and ended when it was not called for a while; a second call of it meanwhile gets a second
//! one, and the one that ends last is kept. All capabilities stay in the host, behind a connection that carries one call at
//! a time and is the skill's name: whatever a runner says, it says for its skill.
//!
//! A runner is ended, not asked to end: when the deadline of a call has passed, when the driver says something else, and when
//! it says what makes no sense. So nothing in it needs a clock.
//!
//! ```text
//! host                                            runner
//!   deadline, limits of capabilities, providers     wasmtime, memory and tables of the skill
//!   answers are read and cleaned                    calls of capabilities are passed on
//! ```

mod child;
mod conversation;
pub mod fuzzing;
mod process;
mod protocol;
mod values;

use std::{
    fs::File,
    sync::{Arc, Mutex, PoisonError, Weak},
};

use jumpseat_confinement::Walls;
use tokio::time::{Instant, sleep_until};
use wasmtime::component::Val;

pub(crate) use self::child::Outside;
pub use self::{child::runner_main, process::RunnerError};
use self::{
    process::Runner,
    protocol::{Begin, VERSION},
};
use crate::{
    Limits, ProcessCommand,
    capabilities::Capability,
    limits::RUNNER_IDLE_DURATION_MAX,
    linked::{Exports, Work},
    state::State,
    stop::Stop,
};

/// The walls around the processes that this starts for skills.
pub async fn runner_walls(command: &ProcessCommand) -> Result<Walls, RunnerError> {
    Runner::walls(command).await
}

/// The runners of one skill.
pub(crate) struct Runners {
    command: ProcessCommand,
    /// A file that begins with the compiled code.
    code: File,
    begin: Begin,
    capabilities: Vec<&'static Capability>,
    idle: Arc<Mutex<Idle>>,
}

/// A runner that waits for the next call.
#[derive(Default)]
struct Idle {
    waiting: Option<(Runner, Instant)>,
    /// Whether somebody will look when it has waited for long enough.
    is_watched: bool,
}

impl Runners {
    pub(crate) fn new(
        command: ProcessCommand,
        code: File,
        exports: Exports,
        capabilities: Vec<&'static Capability>,
    ) -> Self {
        let interfaces = capabilities.iter().map(|capability| capability.text.to_owned()).collect();
        let begin = Begin { version: VERSION.to_owned(), exports, capabilities: interfaces };
        Self { command, code, begin, capabilities, idle: Arc::default() }
    }

    /// Does some work in a runner. If this is dropped before its end, the runner is ended.
    pub(crate) async fn run(&self, work: Work<'_>, mut state: State, limits: &Limits) -> (Result<Val, Stop>, State) {
        let mut runner = match self.waiting() {
            Some(runner) => runner,
            None => match Runner::start(&self.command, &self.code, &self.begin).await {
                Ok(runner) => runner,
                Err(no_runner) => return (Err(no_runner.into()), state),
            },
        };
        let ended = match runner.conversation.run(work, &mut state, limits, &self.capabilities).await {
            Ok(ended) => {
                self.keep(runner);
                ended
            }
            Err(lost) => Err(lost.stop(runner.bury()).await),
        };
        (ended, state)
    }

    /// The runner that waits, if there is one and it lives.
    fn waiting(&self) -> Option<Runner> {
        let (runner, _since) = self.idle.lock().unwrap_or_else(PoisonError::into_inner).waiting.take()?;
        runner.if_alive()
    }

    /// Lets a runner wait for the next call.
    fn keep(&self, runner: Runner) {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        idle.waiting = Some((runner, Instant::now()));
        if !std::mem::replace(&mut idle.is_watched, true) {
            tokio::spawn(retire(Arc::downgrade(&self.idle)));
        }
    }
}

/// Ends the runner that waits once it has waited for long enough, and forgets about it when there is none.
async fn retire(idle: Weak<Mutex<Idle>>) {
    let mut look = Instant::now() + RUNNER_IDLE_DURATION_MAX;
    loop {
        sleep_until(look).await;
        let Some(idle) = idle.upgrade() else { return };
        let mut idle = idle.lock().unwrap_or_else(PoisonError::into_inner);
        match &idle.waiting {
            Some((_, since)) if *since + RUNNER_IDLE_DURATION_MAX > Instant::now() => {
                look = *since + RUNNER_IDLE_DURATION_MAX;
            }
            _ => {
                *idle = Idle::default();
                return;
            }
        }
    }
}

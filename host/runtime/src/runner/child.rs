//! The process of a runner, seen from inside.

use std::{
    io::{self, Write},
    os::{fd::AsFd, unix::net::UnixStream},
    process::ExitCode,
    sync::{Arc, Mutex, PoisonError},
};

use futures::executor::block_on;
use jumpseat_confinement::{Ceiling, Confinement, Walls, compute_at_most};
use jumpseat_relay::{Exchange, Relay, RelayView};
use serde::Serialize;
use wasmtime::{
    Engine,
    component::{Component, Linker, Val},
};

use super::{
    protocol::{self, Begin, Fault, FromRunner, Task, ToRunner, VERSION},
    values::{put_together, take_apart},
};
use crate::{
    call::Guest,
    capabilities::CAPABILITIES,
    engine,
    error::one_line,
    limits::{RUNNER_COMPUTE_S_MAX, RUNNER_MEMORY_BYTES_MAX, RUNNER_MESSAGE_BYTES_MAX},
    linked::{Linked, Work},
    stop::Stop,
    usage::Usage,
};

/// Where the compiled code is: the standard output, by a name under which it is opened anew.
const CODE: &str = if cfg!(target_os = "linux") { "/proc/self/fd/1" } else { "/dev/fd/1" };

/// Runs one skill for the host, until the host closes the connection.
///
/// The binary calls this for the hidden subcommand that a [`crate::ProcessCommand`] names, before it does anything else: no
/// other part of the program may use standard input and output, and a process is confined before it has threads.
pub fn runner_main() -> ExitCode {
    // The engine looks at the machine, and may read it for that.
    let engine = engine::for_one_call();
    let ceiling = Ceiling { memory_bytes: RUNNER_MEMORY_BYTES_MAX, compute_s: None };
    // Where the system has no such ceiling, those of the engine are left.
    ceiling.apply().ok();
    let walls = Confinement { read: vec![CODE.into()], alone: true, ..Confinement::default() }.apply();
    match serve(engine.and_then(load), walls) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            writeln!(io::stderr(), "{error}").ok();
            ExitCode::FAILURE
        }
    }
}

/// The state of the one store.
pub(crate) struct Outside {
    relay: Relay,
    usage: Usage,
}

impl Guest for Outside {
    fn usage(&mut self) -> &mut Usage {
        &mut self.usage
    }

    fn check(&self) -> Result<(), Stop> {
        // Whoever serves the calls counts them.
        Ok(())
    }
}

impl RelayView for Outside {
    fn relay(&mut self) -> &mut Relay {
        &mut self.relay
    }
}

#[expect(unsafe_code, reason = "the one place where compiled code is loaded into a runner")]
fn load(engine: Engine) -> wasmtime::Result<(Engine, Component)> {
    // SAFETY: the bytes must come from the compiler of this engine, unchanged. The host opened the file and authenticated it,
    // or wrote it a moment ago without a name; the folder of the cache is writable for the host alone. Whoever gets something
    // else in there is in this process, whose walls stand already, like a skill that broke out.
    let component = unsafe {
        // Where files may not be mapped as code, the bytes are copied.
        Component::deserialize_file(&engine, CODE)
            .or_else(|_not_mapped| Component::deserialize(&engine, std::fs::read(CODE)?))
    }?;
    Ok((engine, component))
}

fn serve(code: wasmtime::Result<(Engine, Component)>, walls: Walls) -> io::Result<()> {
    let host = Host(Arc::new(Mutex::new(UnixStream::from(io::stdin().as_fd().try_clone_to_owned()?))));
    let Some(begin) = host.receive()? else { return Ok(()) };
    let begin: Begin = protocol::decode(&begin)?;
    let linked = match code.and_then(|(engine, component)| link(&engine, &component, &begin)) {
        Ok(linked) => linked,
        Err(error) => return host.send(&FromRunner::Refused { walls, reason: &one_line(&error) }),
    };
    host.send(&FromRunner::Ready { walls })?;
    while let Some(message) = host.receive()? {
        answer(&host, run(&host, &linked, protocol::decode(&message)?)?)?;
    }
    Ok(())
}

fn link(engine: &Engine, component: &Component, begin: &Begin) -> wasmtime::Result<Linked<Outside>> {
    if begin.version != VERSION {
        return Err(wasmtime::format_err!("the host speaks {:?}, and this program {VERSION:?}", begin.version));
    }
    let mut linker = Linker::new(engine);
    for capability in CAPABILITIES.iter().filter(|capability| begin.calls(capability.text)) {
        (capability.link_relay)(&mut linker)?;
    }
    Linked::new(component, &linker, &begin.exports).map_err(wasmtime::Error::new)
}

/// What the host asks for. An error is about the host: it said what makes no sense.
fn run(host: &Host, linked: &Linked<Outside>, message: ToRunner<'_>) -> io::Result<Result<Val, Stop>> {
    let nonsense = |detail: String| io::Error::new(io::ErrorKind::InvalidData, detail);
    let ToRunner::Run { task, arguments, fixed, limits } = message else {
        return Err(nonsense("the host answered what was not asked".to_owned()));
    };
    let arguments = put_together(arguments).map_err(|error| nonsense(error.to_string()))?;
    let work = match task {
        Task::Start => Work::Start,
        Task::Tool(index) => Work::Tool(index, &arguments),
        Task::Event => Work::Event(&arguments),
    };
    let fixed = fixed.into_iter().map(|(interface, answer)| (interface.to_owned(), answer.to_owned())).collect();
    let calls = Calls { host: host.clone(), fixed, left: limits.capability_calls, most: limits.capability_calls };
    // The host ends a call at its deadline. If there is no host any more, the system does.
    compute_at_most(RUNNER_COMPUTE_S_MAX);
    let state = Outside { relay: Relay::new(calls), usage: Usage::none(limits) };
    // Whatever a skill waits for is waited for with the whole process, so this never has to wait itself.
    let (answer, _state) = block_on(linked.run(work, state, &limits, None));
    Ok(answer)
}

fn answer(host: &Host, answer: Result<Val, Stop>) -> io::Result<()> {
    let stop = match answer {
        Ok(answer) => {
            let mut tokens = Vec::new();
            match take_apart(&answer, &mut tokens) {
                Ok(()) => match protocol::encode(&FromRunner::Ended(tokens)) {
                    Ok(message) => return host.send_encoded(&message),
                    Err(_too_long) => Stop::over_limit(RUNNER_MESSAGE_BYTES_MAX, "bytes of an answer"),
                },
                Err(error) => Stop::Trapped { detail: error.to_string() },
            }
        }
        Err(stop) => stop,
    };
    match &stop {
        Stop::OverLimit { limit } | Stop::NoRoom { limit } => host.send(&FromRunner::Stopped(Fault::OverLimit(limit))),
        Stop::Trapped { detail } => host.send(&FromRunner::Stopped(Fault::Trapped(detail))),
        Stop::TimedOut
        | Stop::NotGranted { .. }
        | Stop::Missing { .. }
        | Stop::Unlinked { .. }
        | Stop::NoTurn
        | Stop::HostFailed => host.send(&FromRunner::Stopped(Fault::Trapped(&stop.to_string()))),
    }
}

/// The connection to the host. One call at a time goes over it.
#[derive(Clone)]
struct Host(Arc<Mutex<UnixStream>>);

impl Host {
    fn send(&self, message: &impl Serialize) -> io::Result<()> {
        self.send_encoded(&protocol::encode(message)?)
    }

    fn send_encoded(&self, message: &[u8]) -> io::Result<()> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).write_all(message)
    }

    fn receive(&self) -> io::Result<Option<Vec<u8>>> {
        protocol::read(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// The calls of capabilities that a skill makes while it does some work.
struct Calls {
    host: Host,
    /// What every call of some interfaces is answered.
    fixed: Vec<(String, Vec<u8>)>,
    /// Those that may still be made, of so many.
    left: u32,
    most: u32,
}

impl Calls {
    /// Counts a call, whoever answers it. The host counts again those that it sees.
    fn count(&mut self) -> Result<(), Stop> {
        let over_limit = || Stop::over_limit(self.most, "calls of capabilities");
        self.left = self.left.checked_sub(1).ok_or_else(over_limit)?;
        Ok(())
    }
}

impl Exchange for Calls {
    fn exchange(&mut self, interface: &'static str, call: &[u8], is_answered: bool) -> wasmtime::Result<Vec<u8>> {
        // Those that are not answered have a limit of their own.
        if is_answered {
            self.count()?;
        }
        if let Some((_, answer)) = self.fixed.iter().find(|(fixed, _)| fixed == interface) {
            return Ok(answer.clone());
        }
        self.host.send(&FromRunner::Asks { interface, call, is_answered })?;
        if !is_answered {
            return Ok(Vec::new());
        }
        let message = self.host.receive()?.ok_or_else(|| wasmtime::format_err!("the host is gone"))?;
        match protocol::decode(&message)? {
            ToRunner::Answer(answer) => Ok(answer.to_vec()),
            ToRunner::Run { .. } => Err(wasmtime::format_err!("the host does not answer")),
        }
    }
}

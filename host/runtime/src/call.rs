//! One call of a skill, in a store of its own.
//!
//! A skill that computes without end is interrupted at every tick of the engine's clock: it makes room for other
//! tasks, and ends once its time is over. A skill that waits for a capability is dropped with its future, so that
//! nothing of it acts any more. Both are needed: the first does not end waiting, the second does not end a loop.

use std::{future::Future, panic::AssertUnwindSafe, pin::pin};

use futures::{
    FutureExt,
    future::{Either, select},
};
use wasmtime::{
    CallHook, Store, UpdateDeadline,
    component::{ComponentExportIndex, Val},
};

use crate::{Limits, code::Code, deadline::Deadline, state::State, stop::Stop};

/// What is done with a fresh instance.
#[derive(Clone, Copy)]
pub(crate) enum Work<'a> {
    /// It is made, and that is all.
    Start,
    /// A function of it is called.
    Call {
        /// The function.
        function: &'a ComponentExportIndex,
        /// Its arguments.
        arguments: &'a [Val],
    },
}

/// Gives a future until the deadline; what it means to miss it, `late` says. A panic, which only a defect of the host or
/// of a provider can cause, ends the call and nothing else: what the call held is dropped with it. The deadline is looked at
/// first, so that what wakes when it has passed does nothing any more.
pub(crate) async fn within<T>(
    deadline: &Deadline,
    late: Stop,
    work: impl Future<Output = Result<T, Stop>>,
) -> Result<T, Stop> {
    match select(pin!(deadline.passed()), pin!(AssertUnwindSafe(work).catch_unwind())).await {
        Either::Left(((), _unfinished)) => Err(late),
        Either::Right((Err(_panic), _)) => Err(Stop::HostFailed),
        Either::Right((Ok(answer), _)) => answer,
    }
}

/// Makes an instance and works with it. The answer of [`Work::Start`] means nothing.
pub(crate) async fn run(
    code: &Code,
    work: Work<'_>,
    state: State,
    limits: &Limits,
    deadline: &Deadline,
) -> Result<Val, Stop> {
    let mut store = Store::new(code.instance.engine(), state);
    confine(&mut store, limits, deadline);
    let answer = work_with(&mut store, code, work).await;
    let lines_dropped = store.data().log_lines_dropped();
    if lines_dropped > 0 {
        tracing::warn!(lines_dropped, lines_max = limits.log_lines, "the skill wrote more log lines than it may");
    }
    answer.map_err(|error| Stop::from_engine(error, store.data_mut().usage.refused.take(), limits))
}

async fn work_with(store: &mut Store<State>, code: &Code, work: Work<'_>) -> wasmtime::Result<Val> {
    let instance = code.instance.instantiate_async(&mut *store).await?;
    let mut answer = [Val::Bool(false)];
    if let Work::Call { function, arguments } = work {
        let missing = || wasmtime::format_err!("the instance does not have the function");
        let function = instance.get_func(&mut *store, function).ok_or_else(missing)?;
        function.call_async(store, arguments, &mut answer).await?;
    }
    let [answer] = answer;
    Ok(answer)
}

/// Sets the limits before any code of the skill runs; making an instance runs some already.
fn confine(store: &mut Store<State>, limits: &Limits, deadline: &Deadline) {
    store.limiter(|state| &mut state.usage);
    store.set_hostcall_fuel(limits.transfer_bytes);
    store.set_max_component_handles(limits.handles);
    // One tick, then a look at the time: so that other tasks run too, and the deadline is met whatever the executor
    // is busy with.
    let deadline = deadline.clone();
    store.set_epoch_deadline(1);
    store.epoch_deadline_callback(move |_| {
        if deadline.has_passed() {
            return Err(Stop::TimedOut.into());
        }
        Ok(UpdateDeadline::YieldCustom(1, Box::pin(tokio::task::yield_now())))
    });
    // The engine also reports calls of its own helpers here, so calls of capabilities are counted where they happen.
    store.call_hook(|context, hook| match hook {
        CallHook::ReturningFromHost => Ok(context.data().check_capability_calls()?),
        CallHook::CallingHost | CallHook::CallingWasm | CallHook::ReturningFromWasm => Ok(()),
    });
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    const TIME: Duration = Duration::from_secs(1);

    #[tokio::test(start_paused = true)]
    async fn what_wakes_with_the_deadline_does_nothing_any_more() {
        let (deadline, mut acted) = (Deadline::after(TIME), false);
        let work = async {
            tokio::time::sleep(TIME).await;
            acted = true;
            Ok(())
        };
        assert_eq!(within(&deadline, Stop::TimedOut, work).await, Err(Stop::TimedOut));
        assert!(!acted);
    }

    #[tokio::test(start_paused = true)]
    async fn a_panic_of_the_host_ends_the_call_alone() {
        let work = async { panic!("a defect of a provider") };
        assert_eq!(within::<()>(&Deadline::after(TIME), Stop::TimedOut, work).await, Err(Stop::HostFailed));
    }
}

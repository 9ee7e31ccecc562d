//! One call of a skill, in a store of its own.
//!
//! A skill that computes without end is interrupted at every tick of the engine's clock: it makes room for other
//! tasks, and ends once its time is over. A skill that waits for a capability is dropped with its future, so that
//! nothing of it acts any more. Both are needed: the first does not end waiting, the second does not end a loop. A process
//! that runs a skill and nothing else has no clock: it is ended from outside.

use std::{future::Future, panic::AssertUnwindSafe, pin::pin};

use futures::{
    FutureExt,
    future::{Either, select},
};
use wasmtime::{
    CallHook, Store, UpdateDeadline,
    component::{ComponentExportIndex, InstancePre, Val},
};

use crate::{Limits, deadline::Deadline, stop::Stop, usage::Usage};

/// The state of a store in which a skill runs.
pub(crate) trait Guest: Send + 'static {
    /// What it holds.
    fn usage(&mut self) -> &mut Usage;

    /// Whether it may go on after a call of a capability.
    fn check(&self) -> Result<(), Stop>;
}

/// What is done with a fresh instance.
#[derive(Clone, Copy)]
pub(crate) enum Step<'a> {
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

/// Makes an instance and takes a step with it; without a deadline, until it ends. The answer of [`Step::Start`] means
/// nothing. The state comes back with what was done to it.
pub(crate) async fn run<T: Guest>(
    instance: &InstancePre<T>,
    step: Step<'_>,
    state: T,
    limits: &Limits,
    deadline: Option<&Deadline>,
) -> (Result<Val, Stop>, T) {
    let mut store = Store::new(instance.engine(), state);
    confine(&mut store, limits);
    interrupt(&mut store, deadline);
    let answer = take(&mut store, instance, step).await;
    let mut state = store.into_data();
    let refused = state.usage().refused.take();
    (answer.map_err(|error| Stop::from_engine(error, refused, limits)), state)
}

async fn take<T: Guest>(store: &mut Store<T>, instance: &InstancePre<T>, step: Step<'_>) -> wasmtime::Result<Val> {
    let instance = instance.instantiate_async(&mut *store).await?;
    let mut answer = [Val::Bool(false)];
    if let Step::Call { function, arguments } = step {
        let missing = || wasmtime::format_err!("the instance does not have the function");
        let function = instance.get_func(&mut *store, function).ok_or_else(missing)?;
        function.call_async(store, arguments, &mut answer).await?;
    }
    let [answer] = answer;
    Ok(answer)
}

/// Sets the limits before any code of the skill runs; making an instance runs some already.
fn confine<T: Guest>(store: &mut Store<T>, limits: &Limits) {
    store.limiter(|state| state.usage());
    store.set_hostcall_fuel(limits.transfer_bytes);
    store.set_max_component_handles(limits.handles);
    // The engine also reports calls of its own helpers here, so calls of capabilities are counted where they happen.
    store.call_hook(|context, hook| match hook {
        CallHook::ReturningFromHost => Ok(context.data().check()?),
        CallHook::CallingHost | CallHook::CallingWasm | CallHook::ReturningFromWasm => Ok(()),
    });
}

/// One tick, then a look at the time: so that other tasks run too, and the deadline is met whatever the executor is busy with.
fn interrupt<T>(store: &mut Store<T>, deadline: Option<&Deadline>) {
    // Nothing ticks where there is no deadline.
    store.set_epoch_deadline(1);
    if let Some(deadline) = deadline.cloned() {
        store.epoch_deadline_callback(move |_| {
            if deadline.has_passed() {
                return Err(Stop::TimedOut.into());
            }
            Ok(UpdateDeadline::YieldCustom(1, Box::pin(tokio::task::yield_now())))
        });
    }
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

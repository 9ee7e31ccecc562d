//! A component, linked with what the skill may reach and ready to be instantiated.

use jumpseat_tool::Tools;
use serde::{Deserialize, Serialize};
use wasmtime::component::{Component, ComponentExportIndex, InstancePre, Linker, Val};

use crate::{
    Limits, LoadError,
    call::{self, Guest, Step},
    deadline::Deadline,
    error::one_line,
    stop::Stop,
};

/// The function of `jumpseat:skill/events` that receives events.
const HANDLE: &str = "handle";

/// What is called of a component.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Exports {
    /// The interface of its tools.
    pub(crate) interface: String,
    /// The functions that are tools.
    pub(crate) functions: Vec<String>,
    /// The interface that receives events.
    pub(crate) events: Option<String>,
}

/// What is done with a skill.
#[derive(Clone, Copy)]
pub(crate) enum Work<'a> {
    /// It is started, and that is all.
    Start,
    /// A tool is called, named by its place among [`Exports::functions`].
    Tool(usize, &'a [Val]),
    /// It receives an event.
    Event(&'a [Val]),
}

/// Code that can be called.
pub(crate) struct Linked<T: 'static> {
    instance: InstancePre<T>,
    /// The functions that are tools, in the order of [`Exports::functions`].
    functions: Vec<ComponentExportIndex>,
    /// What receives events.
    handle: Option<ComponentExportIndex>,
}

impl Exports {
    pub(crate) fn of(tools: &Tools) -> Self {
        Self {
            interface: tools.interface.to_string(),
            functions: tools.tools.iter().map(|tool| tool.name.function.clone()).collect(),
            events: tools.events.as_ref().map(ToString::to_string),
        }
    }
}

impl<T: Guest> Linked<T> {
    /// Links a component. The linker has all that the skill may reach.
    pub(crate) fn new(component: &Component, linker: &Linker<T>, exports: &Exports) -> Result<Self, LoadError> {
        let interface = component.get_export_index(None, &exports.interface);
        let function = |name: &String| {
            let missing = || LoadError::Link { reason: format!("the function {name:?} is not exported") };
            component.get_export_index(interface.as_ref(), name).ok_or_else(missing)
        };
        let functions = exports.functions.iter().map(function).collect::<Result<_, _>>()?;
        let handle = exports.events.as_ref().map(|events| {
            let events = component.get_export_index(None, events);
            component.get_export_index(events.as_ref(), HANDLE).ok_or(LoadError::NoEventHandler)
        });
        let handle = handle.transpose()?;
        Ok(Self { instance: linker.instantiate_pre(component).map_err(link_error)?, functions, handle })
    }

    /// Does it, in a store of its own. The state comes back with what was done to it.
    pub(crate) async fn run(
        &self,
        work: Work<'_>,
        state: T,
        limits: &Limits,
        deadline: Option<&Deadline>,
    ) -> (Result<Val, Stop>, T) {
        let step = match work {
            Work::Start => Some(Step::Start),
            Work::Tool(index, arguments) => {
                self.functions.get(index).map(|function| Step::Call { function, arguments })
            }
            Work::Event(arguments) => self.handle.as_ref().map(|function| Step::Call { function, arguments }),
        };
        match step {
            Some(step) => call::run(&self.instance, step, state, limits, deadline).await,
            None => (Err(Stop::Missing { detail: "it has no such function".to_owned() }), state),
        }
    }
}

#[expect(clippy::needless_pass_by_value, reason = "it is used as a function of map_err")]
pub(crate) fn link_error(error: wasmtime::Error) -> LoadError {
    LoadError::Link { reason: one_line(&error) }
}

//! A loaded skill.

use std::{borrow::Cow, collections::BTreeSet, fmt, sync::Arc, time::Duration};

use jumpseat_assistant::{Circumstances, Outcome, SkillEvent};
use jumpseat_package::{Manifest, SkillId};
use jumpseat_policy::Grant;
use jumpseat_tool::{Arguments, Note, Tool, Tools};
use tokio::{sync::Mutex, task::JoinHandle};
use tracing::Instrument;
use wasmtime::component::Val;

use crate::{
    Limits, LoadError, answer,
    cache::Entry,
    call,
    capabilities::{Capability, Contexts, Denial, Providers},
    code::{Code, Source},
    deadline::Deadline,
    events,
    imports::Granted,
    linked::{Exports, Work},
    runtime::Host,
    state::State,
    stop::Stop,
    supervision::{Conduct, Ended},
    values,
};

/// A loaded skill. Its code is loaded when it is first called and can be dropped again; what stays is a description
/// of some kilobytes.
pub struct Skill {
    host: Arc<Host>,
    id: SkillId,
    /// The id once more, in the form that every call takes a copy of.
    name: Arc<str>,
    events: BTreeSet<String>,
    tools: Arc<Tools>,
    capabilities: Vec<&'static Capability>,
    denied: Vec<String>,
    providers: Providers,
    limits: Limits,
    source: Arc<Source>,
    code: Mutex<Slot>,
}

/// Where the code of a skill is.
#[derive(Default)]
struct Slot {
    loaded: Option<Arc<Code>>,
    /// Outlives the call that asked for it, so that a compiler that takes longer than a call may take is not started
    /// again by the next one.
    loading: Option<JoinHandle<Result<Code, LoadError>>>,
}

impl Skill {
    pub(crate) fn new(
        host: Arc<Host>,
        manifest: &Manifest,
        tools: Tools,
        granted: Granted,
        source: Source,
        limits: Limits,
    ) -> Self {
        let Granted { capabilities, denied, providers } = granted;
        Self {
            host,
            id: manifest.id.clone(),
            name: manifest.id.as_str().into(),
            events: manifest.events.clone(),
            tools: Arc::new(tools),
            capabilities,
            denied,
            providers,
            limits,
            source: Arc::new(source),
            code: Mutex::default(),
        }
    }

    /// Its id.
    pub fn id(&self) -> &SkillId {
        &self.id
    }

    /// Its tools, in the order of its WIT.
    pub fn tools(&self) -> &[Arc<Tool>] {
        &self.tools.tools
    }

    /// What its developer should know about the component.
    pub fn notes(&self) -> &[Note] {
        &self.tools.notes
    }

    /// The capabilities that it imports, by name.
    pub fn capabilities(&self) -> impl Iterator<Item = &str> {
        self.capabilities.iter().map(|capability| capability.name())
    }

    /// The capabilities that it imports and that answer "unavailable" because they are not granted, by name.
    pub fn denied(&self) -> impl Iterator<Item = &str> {
        self.denied.iter().map(String::as_str)
    }

    /// What a call may use.
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Whether its code lies in the cache, so that the first call does not wait for the compiler.
    pub fn is_compiled(&self) -> bool {
        self.host.cache.holds(&self.source.code_entry(&self.host))
    }

    /// Compiles the code into the cache, and starts the skill once to see that it fits its limits. Whoever installs a
    /// skill calls this, so that no driver waits for the compiler. Nothing is reachable while it starts.
    pub async fn prepare(&self) -> Result<(), LoadError> {
        let code = self.code().await?;
        let providers = self.providers.without_any();
        let circumstances = Circumstances {
            language: jumpseat_package::Language::English,
            units: jumpseat_assistant::Units::Metric,
            driving_state: jumpseat_assistant::DrivingState::Parked,
            speed_kmh: None,
        };
        let _permit = self.host.calls.acquire().await;
        let deadline = self.deadline();
        let state = self.state(&providers, &Grant::only::<String>([]), &deadline, &circumstances);
        let start = code.run(Work::Start, state, &self.limits, &deadline);
        let started = call::within(&deadline, Stop::TimedOut, start).await;
        started.map(drop).map_err(|stop| {
            let reason = stop.to_string();
            if let Stop::Unlinked { reason } = stop { LoadError::Link { reason } } else { LoadError::Start { reason } }
        })
    }

    /// Drops the code. The next call loads it again.
    pub async fn unload(&self) {
        *self.code.lock().await = Slot::default();
    }

    /// Which file of the skill it is: BLAKE3 of the component, in hexadecimal.
    pub fn digest(&self) -> String {
        self.source.digest.to_hex().to_string()
    }

    /// Calls one of its tools. `arguments` must be made from `tool`. A capability that is not granted answers
    /// "unavailable" to this call; one that has no way to do so ends it.
    pub async fn call(
        &self,
        tool: &Tool,
        arguments: &Arguments,
        circumstances: &Circumstances,
        grant: &Grant,
    ) -> Outcome {
        self.judged_call(tool, arguments, circumstances, grant).await.outcome
    }

    /// The same, with what the call says of the skill.
    pub(crate) async fn judged_call(
        &self,
        tool: &Tool,
        arguments: &Arguments,
        circumstances: &Circumstances,
        grant: &Grant,
    ) -> Ended {
        // Comparing the places first is a shortcut for the usual case.
        let is_same = |offered: &Arc<Tool>| std::ptr::eq(offered.as_ref(), tool) || **offered == *tool;
        let Some(index) = self.tools().iter().position(is_same) else {
            let detail = format!("skill {} has no such tool {} any more", self.id, tool.name);
            return self.stopped(Stop::Missing { detail });
        };
        let arguments: Vec<Val> = arguments.value().map(values::lower).into_iter().collect();
        let span = tracing::info_span!("skill.call", skill = %self.id, tool = %tool.name.function);
        let answered = self.answer(Work::Tool(index, &arguments), circumstances, grant).instrument(span).await;
        match answered.map(|answer| answer::of_tool(answer, tool, self.tools())) {
            Ok(Ok(Ok(reply))) => answered_with(Outcome::Reply(reply)),
            Ok(Ok(Err(failure))) => answered_with(Outcome::Failure(failure)),
            Ok(Err(error)) => broke_the_contract(&error),
            Err(stop) => self.stopped(stop),
        }
    }

    /// Delivers an event, if the manifest names its kind. The answer is nothing if the skill has nothing to say.
    pub async fn deliver(&self, event: &SkillEvent, circumstances: &Circumstances, grant: &Grant) -> Option<Outcome> {
        Some(self.judged_delivery(event, circumstances, grant).await?.outcome)
    }

    /// The same, with what the call says of the skill.
    pub(crate) async fn judged_delivery(
        &self,
        event: &SkillEvent,
        circumstances: &Circumstances,
        grant: &Grant,
    ) -> Option<Ended> {
        if !self.events.contains(event.kind()) {
            return None;
        }
        let span = tracing::info_span!("skill.event", skill = %self.id, kind = event.kind());
        let event = [events::lower(event)];
        let answered = self.answer(Work::Event(&event), circumstances, grant).instrument(span).await;
        match answered.map(|answer| answer::of_event(answer, self.tools())) {
            Ok(Ok(reply)) => reply.map(Outcome::Reply).map(answered_with),
            Ok(Err(error)) => Some(broke_the_contract(&error)),
            Err(stop) => Some(self.stopped(stop)),
        }
    }

    /// What a function answers. The deadline covers all of it: waiting for other calls to end, loading the code, and
    /// the call itself.
    async fn answer(&self, work: Work<'_>, circumstances: &Circumstances, grant: &Grant) -> Result<Val, Stop> {
        let providers = self.granted(grant)?;
        let deadline = self.deadline();
        let turn = async {
            let permit = self.host.calls.acquire().await;
            let code = self.code().await.map_err(|error| Stop::Missing { detail: describe(&error) })?;
            Ok((permit, code))
        };
        let (_permit, code) = call::within(&deadline, Stop::NoTurn, turn).await?;
        let state = self.state(&providers, grant, &deadline, circumstances);
        let answer = code.run(work, state, &self.limits, &deadline);
        call::within(&deadline, Stop::TimedOut, answer).await
    }

    fn stopped(&self, stop: Stop) -> Ended {
        let conduct = stop.conduct();
        Ended { outcome: stop.outcome(&self.limits), conduct }
    }

    /// The providers for a call with a grant.
    fn granted(&self, grant: &Grant) -> Result<Cow<'_, Providers>, Stop> {
        let mut providers = Cow::Borrowed(&self.providers);
        for capability in self.capabilities.iter().filter(|capability| !grant.allows(capability.name())) {
            match capability.denial {
                Denial::Never => {}
                Denial::StandIn(stand_in) => stand_in(providers.to_mut()),
                Denial::Refuse => return Err(Stop::NotGranted { capability: capability.name().to_owned() }),
            }
        }
        Ok(providers)
    }

    fn deadline(&self) -> Deadline {
        Deadline::after(Duration::from_millis(self.limits.deadline_ms))
    }

    fn state(&self, providers: &Providers, grant: &Grant, deadline: &Deadline, circumstances: &Circumstances) -> State {
        let contexts = Contexts::new(providers, grant, deadline, &self.name, circumstances, &self.limits);
        State::new(contexts, self.limits)
    }

    /// The code, loaded if it is not there.
    async fn code(&self) -> Result<Arc<Code>, LoadError> {
        let mut slot = self.code.lock().await;
        if let Some(code) = &slot.loaded {
            return Ok(Arc::clone(code));
        }
        let loaded = slot.loading.get_or_insert_with(|| self.load_code()).await;
        slot.loading = None;
        let code = loaded.map_err(|error| LoadError::Compile { reason: error.to_string() })??;
        Ok(Arc::clone(slot.loaded.insert(Arc::new(code))))
    }

    fn load_code(&self) -> JoinHandle<Result<Code, LoadError>> {
        let (host, source) = (Arc::clone(&self.host), Arc::clone(&self.source));
        tokio::spawn(Code::load(host, source, Exports::of(&self.tools), self.capabilities.clone()))
    }

    /// What the cache holds of it.
    pub(crate) fn cache_entries(&self) -> [Entry; 2] {
        [self.source.tools_entry.clone(), self.source.code_entry(&self.host)]
    }
}

fn answered_with(outcome: Outcome) -> Ended {
    Ended { outcome, conduct: Conduct::Answered }
}

fn broke_the_contract(error: &impl fmt::Display) -> Ended {
    // What is wrong with the answer quotes it, and the answer may quote the driver: that is for the log, not to be kept.
    let how = "it gave no proper answer".to_owned();
    Ended { outcome: Outcome::BadAnswer { detail: error.to_string() }, conduct: Conduct::Broke { how } }
}

/// An error with its causes on one line.
fn describe(error: &LoadError) -> String {
    let mut text = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        source = cause.source();
    }
    text
}

//! A skill call, beside bare wasmtime with the same component and a fresh store.
//!
//! The call is `traffic-lights.check`: it reads the circumstances of the turn and makes one call of a capability that
//! a provider answers. Bare means: the same engine, capabilities and provider, with no limits, no deadline, no hooks
//! and no conversion of the answer.

use std::{
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, bail, ensure};
use async_trait::async_trait;
use jumpseat_assistant::{Circumstances, DrivingState, Outcome, Units};
use jumpseat_clock::{ClockProvider, Moment};
use jumpseat_context::{Context, ContextCtx, ContextView};
use jumpseat_package::{Language, Package};
use jumpseat_policy::{ConsentFile, OemPolicy, Policy, Subject, Verdict};
use jumpseat_runtime::{Cache, Engine, Grant, Limits, Providers, Runtime, Skill, SkillFile};
use jumpseat_storage::{StorageCtx, StorageView};
use jumpseat_tool::tools_of;
use jumpseat_traffic_signals::{Color, Error, Signal, SignalProvider, TrafficSignalsCtx, TrafficSignalsView, Window};
use wasmtime::{
    Store,
    component::{Component, ComponentExportIndex, InstancePre, Linker, Val},
};

use crate::figures::Figure;

const ROUNDS: usize = 5_000;
const WARM_UP_ROUNDS: usize = 500;

/// Measures both, in turns.
pub(crate) async fn measure(file: &Path) -> Result<Vec<Figure>> {
    let component = std::fs::read(file)?;
    let package = Package::read(&component)?;
    let runtime = Runtime::new(Engine::new()?, Cache::none(), providers());
    let file = SkillFile { component: &component, package: &package, path: None };
    let skill = runtime.load(file, &Grant::all(), Limits::default())?;
    skill.prepare().await?;
    let subject = Subject::of(&package.manifest, skill.capabilities(), skill.tools());
    let folder = tempfile::tempdir()?;
    let consents = ConsentFile::new(folder.path().join("consents.json"));
    let policy = Policy::new(OemPolicy::parse("capabilities.traffic-signals.access = \"allow\"")?, [subject])
        .with_consents(consents)?;
    let interface = tools_of(&component, &package)?.interface.to_string();
    let bare = Bare::new(Engine::new()?, &interface, &component).map_err(of_wasmtime)?;
    let mut ours = Vec::with_capacity(ROUNDS);
    let mut theirs = Vec::with_capacity(ROUNDS);
    for round in 0..WARM_UP_ROUNDS + ROUNDS {
        let (one, other) = (skill_call(&skill, &policy).await?, bare.call().await.map_err(of_wasmtime)?);
        if round >= WARM_UP_ROUNDS {
            ours.push(one);
            theirs.push(other);
        }
    }
    let ours = Figure::of_durations("skill call with one capability call, policy on, in process", &ours);
    let theirs = Figure::of_durations("the same component on bare wasmtime", &theirs);
    let ratio = Figure::of("skill call ÷ bare wasmtime, medians", "×", vec![ours.p50 / theirs.p50]);
    Ok(vec![ours, theirs, ratio])
}

/// Errors of wasmtime are of a kind of their own.
#[expect(clippy::needless_pass_by_value, reason = "it is used as a function of map_err")]
fn of_wasmtime(error: wasmtime::Error) -> anyhow::Error {
    anyhow::anyhow!("{error:#}")
}

/// A call with all that comes before it: the policy decides anew each time.
async fn skill_call(skill: &Skill, policy: &Policy) -> Result<Duration> {
    let tool = skill.tools().iter().find(|tool| tool.name.function == "check").context("there is no tool check")?;
    let arguments = tool.arguments(&serde_json::json!({}))?;
    let circumstances = Circumstances {
        language: Language::English,
        units: Units::Metric,
        driving_state: DrivingState::Moving,
        speed_kmh: Some(40.0),
    };
    let started = Instant::now();
    let Some(Verdict::Allowed(grant)) = policy.verdict(skill.id(), circumstances.driving_state) else {
        bail!("the policy does not allow the skill");
    };
    let outcome = skill.call(tool, &arguments, &circumstances, &grant).await;
    let duration = started.elapsed();
    ensure!(matches!(outcome, Outcome::Reply(_)), "the skill did not answer: {outcome:?}");
    Ok(duration)
}

/// The component on an engine, and nothing else.
struct Bare {
    _engine: Engine,
    instance: InstancePre<State>,
    function: ComponentExportIndex,
}

struct State {
    context: ContextCtx,
    signals: TrafficSignalsCtx,
    storage: StorageCtx,
}

impl ContextView for State {
    fn context(&mut self) -> &mut ContextCtx {
        &mut self.context
    }
}

impl TrafficSignalsView for State {
    fn traffic_signals(&mut self) -> &mut TrafficSignalsCtx {
        &mut self.signals
    }
}

impl StorageView for State {
    fn storage(&mut self) -> &mut StorageCtx {
        &mut self.storage
    }
}

impl Bare {
    fn new(engine: Engine, interface: &str, component: &[u8]) -> wasmtime::Result<Self> {
        let component = Component::from_binary(engine.wasmtime(), component)?;
        let mut linker = Linker::new(engine.wasmtime());
        jumpseat_context::add_to_linker(&mut linker)?;
        jumpseat_traffic_signals::add_to_linker(&mut linker)?;
        jumpseat_storage::add_to_linker(&mut linker)?;
        let missing = || wasmtime::format_err!("there is no function check");
        let interface = component.get_export_index(None, interface).ok_or_else(missing)?;
        let function = component.get_export_index(Some(&interface), "check").ok_or_else(missing)?;
        Ok(Self { instance: linker.instantiate_pre(&component)?, _engine: engine, function })
    }

    async fn call(&self) -> wasmtime::Result<Duration> {
        let started = Instant::now();
        let context = Context {
            language: "en".to_owned(),
            units: jumpseat_context::Units::Metric,
            driving_state: jumpseat_context::DrivingState::Moving,
            speed_kmh: Some(40.0),
        };
        let state = State {
            context: ContextCtx::new(context),
            signals: TrafficSignalsCtx::new(Arc::new(OneSignal)),
            storage: StorageCtx::new(
                "traffic-lights".into(),
                Arc::new(jumpseat_storage::Unavailable),
                jumpseat_storage::limits::Quota::MAX,
            ),
        };
        let mut store = Store::new(self.instance.engine(), state);
        // The engine counts epochs for every store; one that nobody limits gets more of them than there are.
        store.set_epoch_deadline(u64::MAX / 2);
        let instance = self.instance.instantiate_async(&mut store).await?;
        let function = instance.get_func(&mut store, self.function);
        let function = function.ok_or_else(|| wasmtime::format_err!("there is no function check"))?;
        let mut answer = [Val::Bool(false)];
        function
            .call_async(&mut store, &[Val::Record(vec![("which".to_owned(), Val::Option(None))])], &mut answer)
            .await?;
        drop(store);
        Ok(started.elapsed())
    }
}

/// One red light, two hundred metres ahead.
struct OneSignal;

#[async_trait]
impl SignalProvider for OneSignal {
    async fn upcoming(&self, _count_max: u32, _language: String) -> Result<Vec<Signal>, Error> {
        let window = Some(Window { min_ms: 12_000, max_ms: 12_000 });
        Ok(vec![Signal {
            id: "1".to_owned(),
            name: Some("Harbor Street".to_owned()),
            distance_m: 200,
            color: Color::Red,
            changes_in: window,
            green_in: window,
            speed_limit_kmh: Some(50),
            latitude_deg: 53.5,
            longitude_deg: 10.0,
        }])
    }
}

struct Midnight;

impl ClockProvider for Midnight {
    fn now(&self) -> Moment {
        Moment { unix_ms: 0, utc_offset_min: 0 }
    }
}

fn providers() -> Providers {
    Providers { traffic_signals: Arc::new(OneSignal), ..Providers::unavailable(Arc::new(Midnight)) }
}

//! A skill call, behind walls and in this process, beside bare wasmtime with the same component and a fresh store.
//!
//! The call is `traffic-lights.check`: it reads the circumstances of the turn and makes one call of a capability that
//! a provider answers. Bare means: the same engine, capabilities and provider, with no limits, no deadline, no hooks
//! and no conversion of the answer.

use std::{
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
use jumpseat_runtime::{Cache, Engine, Grant, Limits, ProcessCommand, Providers, Runtime, Skill, SkillFile};
use jumpseat_storage::{StorageCtx, StorageView};
use jumpseat_tool::tools_of;
use jumpseat_traffic_signals::{Color, Error, Signal, SignalProvider, TrafficSignalsCtx, TrafficSignalsView, Window};
use wasmtime::{
    Store,
    component::{Component, ComponentExportIndex, InstancePre, Linker, Val},
};

use crate::{command_line::Jumpseat, figures::Figure};

const ROUNDS: usize = 5_000;
const WARM_UP_ROUNDS: usize = 500;

/// Starts of a process for a skill that are measured.
const STARTS: usize = 50;

/// Measures all, in turns.
pub(crate) async fn measure(car: &Jumpseat) -> Result<Vec<Figure>> {
    let component = std::fs::read(car.skill_file("traffic-lights"))?;
    let package = Package::read(&component)?;
    let file = SkillFile { component: &component, package: &package, path: None };
    let load = async |runtime: Runtime| -> Result<Skill> {
        let skill = runtime.load(file, &Grant::all(), Limits::default())?;
        skill.prepare().await?;
        Ok(skill)
    };
    let skill = load(Runtime::new(Engine::new()?, Cache::none(), providers())).await?;
    let runner = ProcessCommand { program: car.program().with_file_name("skill-runner"), arguments: Vec::new() };
    let cache = Cache::open(&car.path("cache").join("calls"))?;
    let walled = load(Runtime::walled(Engine::new()?, cache, providers(), runner)).await?;
    let subject = Subject::of(&package.manifest, skill.capabilities(), skill.tools());
    let folder = tempfile::tempdir()?;
    let consents = ConsentFile::new(folder.path().join("consents.json"));
    let policy = Policy::new(OemPolicy::parse("capabilities.traffic-signals.access = \"allow\"")?, [subject])
        .with_consents(consents)?;
    let interface = tools_of(&component, &package)?.interface.to_string();
    let bare = Bare::new(Engine::new()?, &interface, &component).map_err(of_wasmtime)?;
    let [mut behind_walls, mut ours, mut theirs] = [const { Vec::new() }; 3];
    for round in 0..WARM_UP_ROUNDS + ROUNDS {
        let (one, other) = (skill_call(&skill, &policy).await?, bare.call().await.map_err(of_wasmtime)?);
        if round >= WARM_UP_ROUNDS {
            ours.push(one);
            theirs.push(other);
        }
    }
    // By itself: whoever waits for another process finds cold caches afterwards.
    for round in 0..WARM_UP_ROUNDS + ROUNDS {
        let one = skill_call(&walled, &policy).await?;
        if round >= WARM_UP_ROUNDS {
            behind_walls.push(one);
        }
    }
    let resident = resident_of_children();
    let mut first = Vec::new();
    for _ in 0..STARTS {
        walled.unload().await;
        first.push(skill_call(&walled, &policy).await?);
    }
    let behind_walls =
        Figure::of_durations("skill call with one capability call, policy on, behind walls", &behind_walls);
    let ours = Figure::of_durations("the same in this process", &ours);
    let theirs = Figure::of_durations("the same component on bare wasmtime", &theirs);
    let ratio = Figure::of("skill call in this process ÷ bare wasmtime, medians", "×", vec![ours.p50 / theirs.p50]);
    let first = Figure::of_durations("first skill call: code loaded and a process started", &first);
    Ok([behind_walls, ours, theirs, ratio, first].into_iter().chain(resident).collect())
}

/// The memory of the one process that runs a skill, where the system tells: all that is resident, and what of it no file
/// holds.
fn resident_of_children() -> Vec<Figure> {
    let parent = format!("\nPPid:\t{}\n", std::process::id());
    let processes = std::fs::read_dir("/proc").into_iter().flatten().flatten();
    let mut statuses = processes.filter_map(|process| std::fs::read_to_string(process.path().join("status")).ok());
    let Some(status) = statuses.find(|status| status.contains(&parent)) else { return Vec::new() };
    let megabytes = |name: &str| {
        let value =
            status.lines().find_map(|line| line.strip_prefix(name)?.trim().strip_suffix(" kB")?.parse::<f64>().ok());
        value.map(|kibibytes| kibibytes * 1.024 / 1_000.0).into_iter().collect()
    };
    vec![
        Figure::of("resident memory of a skill's process", "MB", megabytes("VmRSS:")),
        Figure::of("of it not in any file", "MB", megabytes("RssAnon:")),
    ]
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

//! The host that is attacked: the real runtime, with a car that knows its position, reaches a host that never comes to an
//! end, and keeps count of log lines.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use anyhow::{Context as _, Result};
use async_trait::async_trait;
use jumpseat_assistant::{Circumstances, DrivingState, Outcome, Units};
use jumpseat_clock::{ClockProvider, Moment};
use jumpseat_http::{HttpProvider, Outgoing, Reachable, Response, Site};
use jumpseat_location::{LocationProvider, Position};
use jumpseat_log::{Level, LogSink};
use jumpseat_package::{Language, Package};
use jumpseat_runtime::{Cache, Engine, Grant, Limits, ProcessCommand, Providers, Runtime, Skill, SkillFile};

/// A deadline that a suite of many attacks can wait for.
pub(crate) const DEADLINE_MS: u64 = 200;

const CIRCUMSTANCES: Circumstances = Circumstances {
    language: Language::English,
    units: Units::Metric,
    driving_state: DrivingState::Moving,
    speed_kmh: None,
};

/// A host.
pub(crate) struct Host {
    runtime: Runtime,
    /// What reached the log.
    pub(crate) log: Arc<CountedLog>,
}

impl Host {
    /// A host whose skills run in processes of this program, or in this process if there is none.
    pub(crate) fn new(runner: Option<ProcessCommand>) -> Result<Self> {
        let log = Arc::new(CountedLog::default());
        let providers = Providers {
            http: Arc::new(Drip),
            location: Arc::new(Here),
            log: Arc::clone(&log) as Arc<dyn LogSink>,
            ..Providers::unavailable(Arc::new(Noon))
        };
        Ok(Self { runtime: runtime(runner, providers)?, log })
    }

    /// Loads a skill with everything granted that it imports.
    pub(crate) fn load(&self, component: &[u8], package: &Package) -> Result<Skill> {
        let limits = Limits { deadline_ms: DEADLINE_MS, ..Limits::MAX };
        Ok(self.runtime.load(SkillFile { component, package, path: None }, &Grant::all(), limits)?)
    }
}

/// A runtime whose skills reach these providers, and run in processes of this program, or in this process.
pub(crate) fn runtime(runner: Option<ProcessCommand>, providers: Providers) -> Result<Runtime> {
    let engine = Engine::new()?;
    Ok(match runner {
        Some(runner) => Runtime::walled(engine, Cache::none(), providers, runner),
        None => Runtime::new(engine, Cache::none(), providers),
    })
}

/// Calls the one tool of a skill.
pub(crate) async fn call(skill: &Skill) -> Result<Outcome> {
    let tool = skill.tools().first().context("the skill has no tool")?;
    let arguments = tool.arguments(&serde_json::json!({}))?;
    let reachable = Reachable::new([("drip.example".parse()?, Site::default())]);
    Ok(skill.call(tool, &arguments, &CIRCUMSTANCES, &Grant::all().reaching(reachable)).await)
}

/// Counts lines.
#[derive(Default)]
pub(crate) struct CountedLog {
    lines: AtomicUsize,
}

impl CountedLog {
    /// How many lines came since this was last asked.
    pub(crate) fn take(&self) -> usize {
        self.lines.swap(0, Ordering::Relaxed)
    }
}

impl LogSink for CountedLog {
    fn write(&self, _skill: &str, _level: Level, _line: &str) {
        self.lines.fetch_add(1, Ordering::Relaxed);
    }
}

/// A clock that stands.
pub(crate) struct Noon;

impl ClockProvider for Noon {
    fn now(&self) -> Moment {
        Moment { unix_ms: 1_800_000_000_000, utc_offset_min: 0 }
    }
}

/// A host that sends something again and again, and never all of it.
struct Drip;

#[async_trait]
impl HttpProvider for Drip {
    async fn send(&self, request: Outgoing) -> Result<Response, jumpseat_http::Error> {
        let mut body = request.body;
        loop {
            tokio::time::sleep(Duration::from_millis(1)).await;
            body.push(b'x');
        }
    }
}

struct Here;

#[async_trait]
impl LocationProvider for Here {
    async fn current(&self) -> Result<Position, jumpseat_location::Error> {
        Ok(Position {
            latitude_deg: 1.0,
            longitude_deg: 2.0,
            heading_deg: None,
            accuracy_m: 3.0,
            age_ms: 4,
            // A text, for which the skill is asked for memory.
            street: Some("Museum Street".to_owned()),
        })
    }
}

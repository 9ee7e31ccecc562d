//! How fast an attack ends, and what a neighbour notices of it.

use std::{
    fmt::Write as _,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use anyhow::{Result, ensure};
use jumpseat_assistant::Outcome;
use jumpseat_runtime::Skill;
use serde::Serialize;

use crate::{
    attacks::{ATTACKS, Attack, End},
    host::{DEADLINE_MS, Host, call},
    skill,
};

/// Calls of a neighbour while an attack goes on.
const NEIGHBOUR_CALLS: usize = 1_000;
/// A neighbour is called this often.
const NEIGHBOUR_EVERY: Duration = Duration::from_millis(1);
/// Crashes before memory is looked at, so that pools and buffers have their size.
const WARM_UP_CRASHES: usize = 500;

/// What an attack came to.
#[derive(Debug, Serialize)]
pub(crate) struct Measured {
    /// What the skill did.
    name: &'static str,
    /// What stopped it.
    wall: &'static str,
    /// Whether every call ended as it must.
    pub(crate) held: bool,
    /// How many calls were made.
    calls: usize,
    /// From the start of a call to its end; for attacks that are stopped at their deadline, from the deadline on.
    stopped: Latency,
    /// The calls of a neighbour meanwhile.
    neighbour: Latency,
    /// What the attack added to the resident memory of the host at most, where the system tells.
    peak_kilobytes: Option<u64>,
    /// Log lines that a call got through.
    log_lines: usize,
}

/// Times of calls.
#[derive(Debug, Clone, Serialize)]
#[expect(clippy::struct_field_names, reason = "units stand in names")]
pub(crate) struct Latency {
    pub(crate) p50_us: f64,
    pub(crate) p99_us: f64,
    pub(crate) max_us: f64,
}

/// A skill that behaves, called while others attack.
pub(crate) struct Neighbour {
    skill: Arc<Skill>,
}

impl Neighbour {
    pub(crate) async fn new(host: &Host) -> Result<Self> {
        let (component, package) = skill::neighbour()?;
        let skill = Arc::new(host.load(&component, &package)?);
        skill.prepare().await?;
        Ok(Self { skill })
    }

    /// Its calls while nothing else happens.
    pub(crate) async fn alone(&self) -> Result<Latency> {
        calls(Arc::clone(&self.skill)).await
    }
}

/// Makes an attack again and again while a neighbour is called.
pub(crate) async fn attack(host: &Host, attack: &Attack, neighbour: &Neighbour) -> Result<Measured> {
    let (component, package) = skill::of(attack)?;
    let hostile = host.load(&component, &package)?;
    // A skill that does not even start is attacked with all the same.
    hostile.prepare().await.ok();
    let before = begin_peak();
    let done = Arc::new(AtomicBool::new(false));
    let served = tokio::spawn({
        let (skill, done) = (Arc::clone(&neighbour.skill), Arc::clone(&done));
        async move {
            let served = calls(skill).await;
            done.store(true, Ordering::Relaxed);
            served
        }
    });
    let (mut times, mut held) = (Vec::new(), true);
    // At least once, also if the neighbour was faster.
    while times.is_empty() || !done.load(Ordering::Relaxed) {
        let started = Instant::now();
        let outcome = call(&hostile).await?;
        let mut time_us = started.elapsed().as_secs_f64() * 1e6;
        held &= attack.end.is(&outcome);
        if attack.end == End::Deadline {
            time_us -= f64::from(u32::try_from(DEADLINE_MS)?) * 1e3;
        }
        times.push(time_us);
    }
    let neighbour = served.await??;
    let log_lines = host.log.take() / times.len();
    let peak_kilobytes = before.zip(kilobytes("VmHWM:")).map(|(before, peak)| peak.saturating_sub(before));
    Ok(Measured {
        name: attack.name,
        wall: attack.end.wall(),
        held,
        calls: times.len(),
        stopped: Latency::of(times),
        neighbour,
        peak_kilobytes,
        log_lines,
    })
}

/// Makes a skill crash many times. Resident memory before and after, where the system tells.
pub(crate) async fn crashes(host: &Host, count: usize) -> Result<(Option<u64>, Option<u64>)> {
    let Some(crash) = ATTACKS.iter().find(|attack| attack.name == "crash") else { return Ok((None, None)) };
    let (component, package) = skill::of(crash)?;
    let hostile = host.load(&component, &package)?;
    for _ in 0..WARM_UP_CRASHES {
        call(&hostile).await?;
    }
    let before = resident_kilobytes();
    for _ in 0..count {
        let outcome = call(&hostile).await?;
        ensure!(crash.end.is(&outcome), "it did not crash: {outcome:?}");
    }
    Ok((before, resident_kilobytes()))
}

/// The resident memory of this process, where the system tells.
pub(crate) fn resident_kilobytes() -> Option<u64> {
    kilobytes("VmRSS:")
}

/// Forgets the peak of resident memory up to now; the memory of now, where the system can.
fn begin_peak() -> Option<u64> {
    // The number that resets the peak: proc_pid_clear_refs(5).
    std::fs::write("/proc/self/clear_refs", "5").ok()?;
    resident_kilobytes()
}

fn kilobytes(what: &str) -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let value = status.lines().find_map(|line| line.strip_prefix(what))?;
    value.trim().strip_suffix(" kB")?.parse().ok()
}

async fn calls(skill: Arc<Skill>) -> Result<Latency> {
    let mut times = Vec::with_capacity(NEIGHBOUR_CALLS);
    let mut pace = tokio::time::interval(NEIGHBOUR_EVERY);
    for _ in 0..NEIGHBOUR_CALLS {
        // So that the calls are spread over many attacks.
        pace.tick().await;
        let started = Instant::now();
        let outcome = call(&skill).await?;
        times.push(started.elapsed().as_secs_f64() * 1e6);
        ensure!(matches!(outcome, Outcome::Reply(_)), "the neighbour was not served: {outcome:?}");
    }
    Ok(Latency::of(times))
}

impl Latency {
    fn of(mut times: Vec<f64>) -> Self {
        times.sort_by(f64::total_cmp);
        let at = |hundredths: usize| {
            let place = (times.len().saturating_sub(1) * hundredths).div_ceil(100);
            times.get(place).copied().unwrap_or(f64::NAN)
        };
        Self { p50_us: at(50), p99_us: at(99), max_us: at(100) }
    }
}

/// The figures as a Markdown table.
pub(crate) fn table(measured: &[Measured]) -> String {
    let mut text = "| attack | stopped by | held | calls | time to stop, p50 | max | neighbour's p99 | peak memory | log lines |\n\
        |---|---|---|---:|---:|---:|---:|---:|---:|\n"
        .to_owned();
    for Measured { name, wall, held, calls, stopped, neighbour, peak_kilobytes, log_lines } in measured {
        let held = if *held { "yes" } else { "NO" };
        let peak = peak_kilobytes.map_or_else(|| "unknown".to_owned(), |peak| format!("{peak} KB"));
        let Latency { p50_us, max_us, .. } = stopped;
        // Writing into a string cannot fail.
        _ = writeln!(
            text,
            "| {name} | {wall} | {held} | {calls} | {} | {} | {} | {peak} | {log_lines} |",
            shown(*p50_us),
            shown(*max_us),
            shown(neighbour.p99_us)
        );
    }
    text
}

fn shown(us: f64) -> String {
    if us.abs() < 10_000.0 { format!("{us:.0} µs") } else { format!("{:.1} ms", us / 1e3) }
}

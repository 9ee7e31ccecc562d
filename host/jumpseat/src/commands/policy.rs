//! `jumpseat policy`: the car maker's policy and what it means.

use std::fmt::Write as _;

use anyhow::{Result, bail};
use jumpseat_policy::{Access, Limits, Precision, Said, Setting, Standing, While};
use serde_json::{Value, json};

use crate::{car, cli::Policy, output, permissions, settings::Settings};

/// Runs the command.
pub(crate) fn run(command: Policy, settings: &Settings) -> Result<()> {
    match command {
        Policy::Check { file } => {
            let policy = permissions::oem_policy(&file)?;
            let mut text = format!("{} is a valid policy\n", file.display());
            for (skill, settings) in policy.all_settings() {
                writeln!(text, "{skill}, if it gets the capability vehicle:\n{}", sets(&settings))?;
            }
            output::text(&text)
        }
        Policy::Explain { id, json } => explain(settings, &id, json),
    }
}

fn explain(settings: &Settings, id: &str, as_json: bool) -> Result<()> {
    let oem = permissions::oem(settings)?;
    let (_, skills) = car::skills(settings, &oem)?;
    let policy = permissions::policy(settings, oem, &skills)?;
    let found = skills.iter().find(|skill| skill.manifest.id.as_str() == id);
    let found = found.and_then(|loaded| Some((&loaded.skill, policy.standings(&loaded.manifest.id)?)));
    let Some((skill, standings)) = found else { bail!("no skill {id:?} is installed and can be loaded") };
    let settings = policy.settings(skill.id());
    if as_json {
        let capabilities: Vec<Value> = standings.iter().map(described).collect();
        return output::json(
            &json!({ "skill": id, "capabilities": capabilities, "limits": skill.limits(), "vehicle": settings }),
        );
    }
    let mut text = "capabilities\n".to_owned();
    for standing in &standings {
        let Standing { capability, required, .. } = standing;
        let need = if *required { "required" } else { "optional" };
        writeln!(text, "  {capability:16} {need:9} {}", outlook(standing))?;
    }
    writeln!(text, "\nlimits")?;
    for ((name, value), (_, max)) in skill.limits().named().zip(Limits::MAX.named()) {
        let lowered = if value < max { format!("  (lowered from {max})") } else { String::new() };
        writeln!(text, "  {name:16} {value}{lowered}")?;
    }
    if !settings.is_empty() {
        write!(text, "\nvehicle\n{}", sets(&settings))?;
    }
    output::text(&text)
}

/// The signals that a skill may set, one to a line.
fn sets(settings: &[Setting]) -> String {
    let line = |Setting { path, range, confirm, state }: &Setting| {
        let within =
            if range.min.is_finite() { format!(" within {}..{}", range.min, range.max) } else { String::new() };
        let asks = if *confirm { "the driver is asked each time" } else { "nobody is asked" };
        let only = match state {
            While::Driving => String::new(),
            While::Standing | While::Parked => format!(", only while the car is {state}"),
        };
        format!("  sets {path}{within}: {asks}{only}\n")
    };
    settings.iter().map(line).collect()
}

fn described(standing: &Standing) -> Value {
    let Standing { capability, required, rule, consent } = standing;
    let consent = match consent {
        Some(Said::Yes(_)) => Value::from("yes"),
        Some(Said::No) => Value::from("no"),
        None => Value::Null,
    };
    let mut described = json!({
        "capability": capability, "required": required, "access": rule.access, "while": rule.state, "consent": consent,
    });
    if let (Some(object), Some(precision)) = (described.as_object_mut(), standing.precision()) {
        object.insert("precision".to_owned(), json!(precision));
    }
    described
}

/// What happens when the skill is called.
fn outlook(standing: &Standing) -> String {
    let Standing { rule, consent, .. } = standing;
    let outlook = match (rule.access, consent) {
        (Access::Refuse, _) => return "refused by the car maker".to_owned(),
        (Access::Allow, _) => "allowed by the car maker",
        (Access::Ask, Some(Said::Yes(_))) => "allowed by the driver",
        (Access::Ask, Some(Said::No)) => "refused by the driver",
        (Access::Ask, None) => "the driver is asked",
    };
    let roughly = if standing.precision() == Some(Precision::Coarse) { ", only roughly" } else { "" };
    match rule.state {
        While::Driving => format!("{outlook}{roughly}"),
        state @ (While::Standing | While::Parked) => format!("{outlook}{roughly}, only while the car is {state}"),
    }
}

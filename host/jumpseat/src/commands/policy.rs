//! `jumpseat policy`: the car maker's policy and what it means.

use std::fmt::Write as _;

use anyhow::{Result, bail};
use jumpseat_http::{Addresses, HeaderName, Scheme, Site};
use jumpseat_policy::{Access, Limits, Precision, Said, Setting, Standing, While};
use serde_json::{Map, Value, json};

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
            for (skill, host, site) in policy.sites() {
                writeln!(text, "{skill} may reach {host}: {}", opened(site))?;
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
        for (host, site) in &standing.hosts {
            let how = site.as_ref().map_or_else(|| "not opened by the car maker".to_owned(), opened);
            writeln!(text, "    {host}: {how}")?;
        }
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
    let Standing { capability, required, rule, consent, hosts } = standing;
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
    if let Some(object) = described.as_object_mut().filter(|_| !hosts.is_empty()) {
        let hosts: Map<String, Value> = hosts
            .iter()
            .map(|(host, site)| (host.to_string(), site.as_ref().map_or(Value::Null, site_described)))
            .collect();
        object.insert("hosts".to_owned(), Value::Object(hosts));
    }
    described
}

fn site_described(Site { methods, scheme, addresses, secrets }: &Site) -> Value {
    let methods: Vec<&str> = methods.iter().map(|method| method.name()).collect();
    let adds: Vec<&str> = secrets.keys().map(HeaderName::as_str).collect();
    json!({ "methods": methods, "scheme": scheme, "addresses": addresses, "adds": adds })
}

/// How a host is opened. Of secrets the names of their headers are told, not where they are kept.
fn opened(site: &Site) -> String {
    let methods: Vec<&str> = site.methods.iter().map(|method| method.name()).collect();
    let mut text = methods.join(", ");
    if site.scheme == Scheme::Http {
        text.push_str(", without TLS");
    }
    if site.addresses == Addresses::Any {
        text.push_str(", at private addresses too");
    }
    for name in site.secrets.keys() {
        text.push_str(", adding ");
        text.push_str(name.as_str());
    }
    text
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

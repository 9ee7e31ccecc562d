//! `jumpseat policy`: the car maker's policy and what it means.

use std::fmt::Write as _;

use anyhow::{Result, bail};
use jumpseat_http::{Addresses, HeaderName, Scheme, Site};
use jumpseat_policy::{Access, Standing, While};
use serde_json::{Map, Value, json};

use crate::{car, cli::Policy, output, permissions, settings::Settings};

/// Runs the command.
pub(crate) fn run(command: Policy, settings: &Settings) -> Result<()> {
    match command {
        Policy::Check { file } => {
            let policy = permissions::oem_policy(&file)?;
            let mut text = format!("{} is a valid policy\n", file.display());
            for (skill, host, site) in policy.sites() {
                writeln!(text, "{skill} may reach {host}: {}", opened(site))?;
            }
            output::text(&text)
        }
        Policy::Explain { id, json } => explain(settings, &id, json),
    }
}

fn explain(settings: &Settings, id: &str, as_json: bool) -> Result<()> {
    let (_, skills) = car::skills(settings)?;
    let policy = permissions::policy(settings, &skills)?;
    let skill = skills.iter().find(|skill| skill.manifest.id.as_str() == id);
    let standings = skill.and_then(|skill| policy.standings(&skill.manifest.id));
    let Some(standings) = standings else { bail!("no skill {id:?} is installed and can be loaded") };
    if as_json {
        let capabilities: Vec<Value> = standings.iter().map(described).collect();
        return output::json(&json!({ "skill": id, "capabilities": capabilities }));
    }
    let mut text = String::new();
    for standing in &standings {
        let Standing { capability, required, .. } = standing;
        let need = if *required { "required" } else { "optional" };
        writeln!(text, "{capability:16} {need:9} {}", outlook(standing))?;
        for (host, site) in &standing.hosts {
            let how = site.as_ref().map_or_else(|| "not opened by the car maker".to_owned(), opened);
            writeln!(text, "  {host}: {how}")?;
        }
    }
    output::text(&text)
}

fn described(Standing { capability, required, rule, consent, hosts }: &Standing) -> Value {
    let consent = match consent {
        Some(true) => Value::from("yes"),
        Some(false) => Value::from("no"),
        None => Value::Null,
    };
    let mut described = json!({
        "capability": capability, "required": required, "access": rule.access, "while": rule.state, "consent": consent,
    });
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
fn outlook(Standing { rule, consent, .. }: &Standing) -> String {
    let outlook = match (rule.access, consent) {
        (Access::Refuse, _) => return "refused by the car maker".to_owned(),
        (Access::Allow, _) => "allowed by the car maker",
        (Access::Ask, Some(true)) => "allowed by the driver",
        (Access::Ask, Some(false)) => "refused by the driver",
        (Access::Ask, None) => "the driver is asked",
    };
    match rule.state {
        While::Driving => outlook.to_owned(),
        state @ (While::Standing | While::Parked) => format!("{outlook}, only while the car is {state}"),
    }
}

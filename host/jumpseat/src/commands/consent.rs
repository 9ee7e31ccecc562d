//! `jumpseat consent`: what the driver allowed, outside of a dialogue.

use std::{collections::BTreeSet, fmt::Write as _};

use anyhow::{Result, bail};
use jumpseat_package::SkillId;
use jumpseat_policy::{
    Access, ConsentRequest, DriverAnswer, Lasting, OemPolicy, Policy, Precision, Standing, Withdrawal,
};
use serde_json::json;

use crate::{audit::Audit, car, cli::Consent, output, permissions, settings::Settings};

/// Runs the command.
pub(crate) fn run(command: Consent, settings: &Settings) -> Result<()> {
    match command {
        Consent::List { json } => {
            // What was said can be looked at whatever the car maker says.
            let (_, skills) = car::skills(settings, &OemPolicy::default())?;
            list(&permissions::consents(settings, &skills)?, json)
        }
        Consent::Allow { id, capabilities, roughly } => {
            let oem = permissions::oem(settings)?;
            let (_, skills) = car::skills(settings, &oem)?;
            let precision = if roughly { Precision::Coarse } else { Precision::Precise };
            allow(settings, &permissions::policy(settings, oem, &skills)?, &id, &capabilities, precision)
        }
        // Withdrawing must work whatever else does not.
        Consent::Revoke { id, capability } => {
            revoke(settings, &permissions::consents(settings, [])?, &id, capability.as_deref())
        }
    }
}

fn list(policy: &Policy, as_json: bool) -> Result<()> {
    let consents = policy.lasting_consents();
    if as_json {
        return output::json(&json!({ "consents": consents }));
    }
    if consents.is_empty() {
        output::note("nothing was allowed or refused for good");
    }
    let mut text = String::new();
    for consent in &consents {
        let answer = match consent.answer {
            Lasting::Always => "always",
            Lasting::Never => "never",
        };
        let current = policy.subject(&consent.skill).is_some_and(|subject| subject.fingerprint == consent.fingerprint);
        let remark =
            if current || consent.answer == Lasting::Never { "" } else { "  (the skill changed and asks again)" };
        let roughly = if consent.precision == Precision::Coarse { ", only roughly" } else { "" };
        writeln!(
            text,
            "{:20} {:16} {:16} {answer}{roughly}{remark}",
            consent.skill, consent.publisher, consent.capability
        )?;
    }
    output::text(&text)
}

fn allow(settings: &Settings, policy: &Policy, id: &str, capabilities: &[String], precision: Precision) -> Result<()> {
    let skill: SkillId = id.parse()?;
    let (Some(subject), Some(standings)) = (policy.subject(&skill), policy.standings(&skill)) else {
        bail!("no skill {id:?} is installed and can be loaded");
    };
    if let Some(unknown) = capabilities.iter().find(|name| !subject.needs.contains_key(*name)) {
        let known: Vec<&str> = subject.needs.keys().map(String::as_str).collect();
        bail!("{id} does not use the capability {unknown:?}; it uses {}", known.join(", "));
    }
    let is_refused = |standing: &&Standing| standing.rule.access == Access::Refuse;
    let refused = standings.iter().filter(is_refused).find(|standing| capabilities.contains(&standing.capability));
    if let Some(Standing { capability, .. }) = refused {
        bail!("the car maker's policy refuses {capability} to {id}, so nobody can allow it");
    }
    let is_asked = |standing: &&Standing| standing.rule.access == Access::Ask;
    let asked: BTreeSet<String> = if capabilities.is_empty() {
        standings.iter().filter(is_asked).map(|standing| standing.capability.clone()).collect()
    } else {
        capabilities.iter().cloned().collect()
    };
    let allowed: Vec<String> = asked.iter().cloned().collect();
    let request = ConsentRequest { subject: subject.clone(), capabilities: asked, precision };
    policy.answer(&request, DriverAnswer::Always)?;
    Audit::open(settings)?.record_answer(&request, DriverAnswer::Always)?;
    if allowed.is_empty() {
        return output::text(&format!("{id} asks the driver for nothing\n"));
    }
    output::text(&format!("{id} may use {}\n", allowed.join(", ")))
}

fn revoke(settings: &Settings, policy: &Policy, id: &str, capability: Option<&str>) -> Result<()> {
    let withdrawn = policy.revoke(&id.parse()?, capability, Withdrawal::Everything)?;
    Audit::open(settings)?.record_withdrawn(&withdrawn)?;
    if withdrawn.is_empty() {
        return output::text(&format!(
            "nothing was allowed or refused to {id} for good; what holds for a trip ends with it\n"
        ));
    }
    let names: Vec<&str> = withdrawn.iter().map(|consent| consent.capability.as_str()).collect();
    output::text(&format!("{id} asks again for {}\n", names.join(", ")))
}

//! A record as people read it.

use chrono::DateTime;
use jumpseat_policy::{
    Precision,
    audit::{ActOutcome, Approver, Content, Event, Private, Record, RequestOutcome, Scope, UnixMs, Upkeep},
};
use serde::Serialize;

/// The line of a record. The log may hold anything by now, so nothing of it reaches a terminal as a command.
pub(super) fn line(record: &Record) -> String {
    let text = match &record.content {
        Content::Event(event) => happened(event),
        Content::Upkeep(upkeep) => kept(upkeep),
        Content::Unknown(told) => {
            format!("another version wrote {}", serde_json::to_string(told).unwrap_or_default())
        }
    };
    let line = format!("{:>6}  {}  {text}", record.sequence, time(record.time));
    format!("{}\n", line.replace(char::is_control, "\u{fffd}"))
}

fn time(UnixMs(ms): UnixMs) -> String {
    let seconds = i64::try_from(ms / 1_000).unwrap_or(i64::MAX);
    DateTime::from_timestamp(seconds, 0).map_or_else(|| format!("{ms} ms"), |time| time.to_string())
}

fn happened(event: &Event) -> String {
    match event {
        Event::ConsentRefused { skill, publisher, capability } => {
            format!("consent refused: {skill} by {publisher} may not use {capability} this time")
        }
        Event::ConsentGiven { skill, publisher, capability, scope, precision } => {
            let precision = if *precision == Some(Precision::Coarse) { ", only roughly" } else { "" };
            format!("consent: {skill} by {publisher} may use {capability} {}{precision}", lasting(*scope))
        }
        Event::ConsentWithdrawn { skill, publisher, capability, scope } => {
            format!("consent withdrawn: {skill} by {publisher} could use {capability} {}", lasting(*scope))
        }
        Event::Call { skill, tool, outcome, arguments } => {
            format!("called {skill}.{tool} with {}: {outcome}", shown(arguments))
        }
        Event::Act { skill, path, value, outcome } => {
            format!("{skill} sets {path} to {}: {}", shown(value), how_far(outcome))
        }
        Event::Request { skill, method, host, outcome } => {
            format!(
                "{skill} asks {} by {method}: {}",
                host.expose().map_or("[redacted]", String::as_str),
                came(outcome)
            )
        }
        Event::SkillInstalled { skill, publisher, version } => format!("installed {skill} {version} by {publisher}"),
        Event::SkillRemoved { skill } => format!("removed {skill}"),
        Event::SkillRests { skill, wait_s, reason } => format!("{skill} rests for {wait_s} s: {reason}"),
        Event::SkillQuarantined { skill, reason } => format!("{skill} is in quarantine: {reason}"),
        Event::SkillReleased { skill, reason } => format!("{skill} is released from quarantine: {reason}"),
        Event::ModelRests { reason } => format!("the language model rests: {reason}"),
        Event::Transcript { text } => format!("the driver said {}", shown(text)),
    }
}

fn how_far(outcome: &ActOutcome) -> String {
    let allowed = |by: &Approver| match by {
        Approver::Policy => "as the policy allows",
        Approver::Driver => "as the driver said",
    };
    match outcome {
        ActOutcome::Asked => "the driver is asked".to_owned(),
        ActOutcome::Refused { reason } => format!("refused, {reason}"),
        ActOutcome::Begun { by } => format!("begun, {}", allowed(by)),
        ActOutcome::Done { by } => format!("done, {}", allowed(by)),
        ActOutcome::Failed { by, reason } => format!("failed, {}: {reason}", allowed(by)),
    }
}

fn came(outcome: &RequestOutcome) -> String {
    match outcome {
        RequestOutcome::Answered { status } => format!("answered with {status}"),
        RequestOutcome::HostNotOpen => "not sent, the host is not open to it".to_owned(),
        RequestOutcome::MethodNotOpen => "not sent, the host is not open to it by this method".to_owned(),
        RequestOutcome::Failed { reason } => format!("failed, {reason}"),
    }
}

fn lasting(scope: Scope) -> &'static str {
    match scope {
        Scope::Once => "once",
        Scope::Trip => "for this trip",
        Scope::Always => "always",
        Scope::Never => "never",
    }
}

fn kept(upkeep: &Upkeep) -> String {
    match upkeep {
        Upkeep::SegmentBegun { segment, .. } => format!("segment {segment} of the log begins"),
        Upkeep::TailCutOff { bytes } => format!("{bytes} bytes of a record whose write did not end were cut off"),
        Upkeep::DamageFound { segment, line, what } => {
            format!("damage found in segment {segment}, line {line}: {what}")
        }
    }
}

fn shown<T: Serialize>(value: &Private<T>) -> String {
    let text = |value| serde_json::to_string(value).unwrap_or_default();
    value.expose().map_or_else(|| "[redacted]".to_owned(), text)
}

#[cfg(test)]
mod tests {
    use jumpseat_policy::audit::{AuditLog, Found, Settings, records};

    use super::*;

    #[test]
    fn a_request_is_told_with_what_came_of_it() {
        let told = |host: &str, outcome| {
            let (skill, host) = ("weather".parse().unwrap(), Private::new(host.to_owned()));
            happened(&Event::Request { skill, method: "get".to_owned(), host, outcome })
        };
        let api = "api.example.com:443";
        let lines = [
            told(api, RequestOutcome::Answered { status: 404 }),
            told(api, RequestOutcome::MethodNotOpen),
            told("other.example:443", RequestOutcome::HostNotOpen),
            told(api, RequestOutcome::Failed { reason: jumpseat_http::Error::TimedOut.reason().to_owned() }),
        ];
        insta::assert_snapshot!(lines.join("\n"), @r"
        weather asks api.example.com:443 by get: answered with 404
        weather asks api.example.com:443 by get: not sent, the host is not open to it by this method
        weather asks other.example:443 by get: not sent, the host is not open to it
        weather asks api.example.com:443 by get: failed, there was no answer in time
        ");
    }

    #[test]
    fn a_record_is_one_line_without_commands_for_a_terminal() {
        let folder = tempfile::tempdir().unwrap();
        let now = UnixMs(1_767_225_600_999);
        let log = AuditLog::open(folder.path(), Settings::default(), now).unwrap();
        let reason = "the owner said so\n\u{1b}[2J".to_owned();
        let skill = "parking".parse().unwrap();
        log.append(now, Event::SkillQuarantined { skill, reason }).unwrap();
        let (skill, publisher) = ("parking".parse().unwrap(), "acme".parse().unwrap());
        log.append(now, Event::ConsentRefused { skill, publisher, capability: "location".to_owned() }).unwrap();
        log.append(now, Event::Transcript { text: Private::new("hello".to_owned()) }).unwrap();
        let line_of = |found| if let Found::Record(record) = found { line(&record) } else { String::new() };
        let lines: String = records(folder.path()).unwrap().map(line_of).collect();
        insta::assert_snapshot!(lines, @r"
             1  2026-01-01 00:00:00 UTC  segment 1 of the log begins
             2  2026-01-01 00:00:00 UTC  parking is in quarantine: the owner said so��[2J
             3  2026-01-01 00:00:00 UTC  consent refused: parking by acme may not use location this time
             4  2026-01-01 00:00:00 UTC  the driver said [redacted]
        ");
    }
}

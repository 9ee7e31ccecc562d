//! The audit log of this car: where it lies, and what is recorded of a turn.
//!
//! A log that cannot be opened is a failure of the command; a record that cannot be written is one of the turn, and the
//! dialogue goes on.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::SystemTime,
};

use anyhow::{Context as _, Result};
use async_trait::async_trait;
use jumpseat_assistant::{ActLog, CallReport, NotRecorded, Turn};
use jumpseat_http::{Attempt, End, RequestLog};
use jumpseat_package::SkillId;
use jumpseat_policy::{
    ConsentRequest, DriverAnswer, Precision, Withdrawn,
    audit::{self, AuditLog, Event, Privacy, Private, Redaction, RequestOutcome, Scope, UnixMs},
};
use serde_json::Value;

use crate::{config, failure::Failure, output, settings::Settings};

/// The log, open for records.
#[derive(Clone)]
pub(crate) struct Audit {
    log: Arc<AuditLog>,
}

/// Where the log lies.
pub(crate) fn folder(state: &Path) -> PathBuf {
    state.join("audit")
}

impl Audit {
    /// Opens the log. Damage that is found is told on standard error; the log goes on after it.
    pub(crate) fn open(settings: &Settings) -> Result<Self> {
        let settings_of_log = audit::Settings { privacy: privacy(settings.config.audit), ..audit::Settings::default() };
        let log = AuditLog::open(&folder(&settings.folders.state), settings_of_log, now())?;
        let audit = Self { log: Arc::new(log) };
        audit.tell_fault();
        Ok(audit)
    }

    /// Records something that happened now.
    pub(crate) fn record(&self, event: Event) -> Result<()> {
        let recorded = self.log.append(now(), event).context("this is missing in the audit log");
        self.tell_fault();
        recorded
    }

    /// Records what the driver said, allowed and took back, and which tools were called. Where one record fails, the others
    /// are tried all the same; the first error is the answer.
    pub(crate) fn record_turn(&self, turn: &Turn) -> Result<()> {
        let said = turn.transcript.iter().map(|text| Event::Transcript { text: Private::new(text.clone()) });
        let answered = turn.answered.iter().flat_map(|(request, answer)| consents(request, *answer));
        let called = turn.calls.iter().map(called);
        self.record_all(said.chain(answered).chain(called).chain(turn.withdrawn.iter().map(withdrawn)))
    }

    /// Records what the driver answered to the request of a skill.
    pub(crate) fn record_answer(&self, request: &ConsentRequest, answer: DriverAnswer) -> Result<()> {
        self.record_all(consents(request, answer))
    }

    /// Records what was withdrawn.
    pub(crate) fn record_withdrawn(&self, consents: &[Withdrawn]) -> Result<()> {
        self.record_all(consents.iter().map(withdrawn))
    }

    fn record_all(&self, events: impl Iterator<Item = Event>) -> Result<()> {
        let mut recorded = Ok(());
        for event in events {
            recorded = recorded.and(self.record(event));
        }
        recorded
    }

    fn tell_fault(&self) {
        if let Some(fault) = self.log.take_fault() {
            output::error(&Failure::of(&anyhow::Error::new(fault)));
        }
    }
}

/// Acts wait for the disk, and whoever waits for a disk must not hold up other tasks.
#[async_trait]
impl ActLog for Audit {
    async fn record(&self, event: Event) -> Result<(), NotRecorded> {
        let audit = self.clone();
        let recorded = tokio::task::spawn_blocking(move || audit.record(event)).await;
        let recorded = recorded.map_err(anyhow::Error::new).and_then(|recorded| recorded);
        recorded.map_err(|error| {
            output::error(&Failure::of(&error));
            NotRecorded
        })
    }
}

/// Such a record does not wait for the disk, and one that cannot be written does not stop its request.
impl RequestLog for Audit {
    fn put_down(&self, skill: &str, attempt: &Attempt) {
        let recorded = skill.parse().map_err(anyhow::Error::new);
        let recorded = recorded.and_then(|skill| self.record(requested(skill, attempt)));
        recorded.unwrap_or_else(|error| output::error(&Failure::of(&error)));
    }
}

fn requested(skill: SkillId, attempt: &Attempt) -> Event {
    let Attempt { method, host, end } = attempt;
    Event::Request {
        skill,
        method: method.name().to_owned(),
        host: Private::new(host.clone()),
        outcome: match end {
            End::Answered(status) => RequestOutcome::Answered { status: *status },
            End::HostNotOpen => RequestOutcome::HostNotOpen,
            End::MethodNotOpen => RequestOutcome::MethodNotOpen,
            End::Failed(error) => RequestOutcome::Failed { reason: error.reason().to_owned() },
        },
    }
}

fn withdrawn(consent: &Withdrawn) -> Event {
    Event::ConsentWithdrawn {
        skill: consent.skill.clone(),
        publisher: consent.publisher.clone(),
        capability: consent.capability.clone(),
        scope: consent.scope,
    }
}

/// What was answered, capability by capability.
fn consents(request: &ConsentRequest, answer: DriverAnswer) -> impl Iterator<Item = Event> + '_ {
    let ConsentRequest { subject, capabilities, .. } = request;
    let scope = match answer {
        DriverAnswer::Once => Some(Scope::Once),
        DriverAnswer::ThisTrip => Some(Scope::Trip),
        DriverAnswer::Always => Some(Scope::Always),
        DriverAnswer::Never => Some(Scope::Never),
        DriverAnswer::NotNow => None,
    };
    capabilities.iter().map(move |capability| {
        let (skill, publisher) = (subject.skill.clone(), subject.publisher.clone());
        let capability = capability.clone();
        match scope {
            Some(scope) => {
                let precision = Some(request.precision_of(&capability)).filter(|_| scope != Scope::Never);
                Event::ConsentGiven {
                    skill,
                    publisher,
                    capability,
                    scope,
                    precision: precision.filter(|precision| *precision == Precision::Coarse),
                }
            }
            None => Event::ConsentRefused { skill, publisher, capability },
        }
    })
}

fn called(call: &CallReport) -> Event {
    // The outcome is named as in the report of the turn.
    let outcome = match serde_json::to_value(call.outcome) {
        Ok(Value::String(name)) => name,
        Ok(_) | Err(_) => format!("{:?}", call.outcome),
    };
    Event::Call {
        skill: call.skill.clone(),
        tool: call.tool.clone(),
        outcome,
        arguments: Private::new(call.arguments.clone()),
    }
}

fn privacy(written: config::Audit) -> Privacy {
    let redaction = |is_written| if is_written { Redaction::Off } else { Redaction::On };
    Privacy { transcripts: redaction(written.transcripts), positions: redaction(written.positions) }
}

#[expect(clippy::disallowed_methods, reason = "records say when something happened, on the clock of the car")]
pub(crate) fn now() -> UnixMs {
    unix_ms(SystemTime::now())
}

/// A time as records have it. What lies before 1970 is the beginning.
pub(crate) fn unix_ms(time: SystemTime) -> UnixMs {
    let since_1970 = time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    UnixMs(u64::try_from(since_1970.as_millis()).unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use jumpseat_http::{Error, Method};

    use super::*;

    #[test]
    fn a_request_is_on_record_and_one_that_cannot_be_recorded_stops_nobody() {
        let folder = tempfile::tempdir().unwrap();
        let log = AuditLog::open(folder.path(), audit::Settings::default(), UnixMs(0)).unwrap();
        let audit = Audit { log: Arc::new(log) };
        let attempt = |end| Attempt { method: Method::Get, host: "api.example.com:443".to_owned(), end };
        audit.put_down("weather", &attempt(End::Answered(200)));
        audit.put_down("weather", &attempt(End::HostNotOpen));
        audit.put_down("weather", &attempt(End::Failed(Error::Invalid("said".to_owned()))));
        audit.put_down("no skill", &attempt(End::Answered(200)));
        let records = || audit::records(folder.path()).unwrap();
        let event = |found| if let audit::Found::Record(record) = found { record.event().cloned() } else { None };
        let lines: Vec<_> = records().filter_map(event).map(|event| serde_json::to_string(&event).unwrap()).collect();
        insta::assert_snapshot!(lines.join("\n"), @r#"
        {"request":{"skill":"weather","method":"get","host":"api.example.com:443","outcome":{"answered":{"status":200}}}}
        {"request":{"skill":"weather","method":"get","host":"[redacted]","outcome":"host-not-open"}}
        {"request":{"skill":"weather","method":"get","host":"api.example.com:443","outcome":{"failed":{"reason":"it is no request"}}}}
        "#);
        std::fs::remove_dir_all(folder.path()).unwrap();
        audit.put_down("weather", &attempt(End::Answered(200)));
    }
}

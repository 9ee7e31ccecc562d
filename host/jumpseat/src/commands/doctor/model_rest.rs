//! Whether a car that runs has left its language model alone, because it died again and again.
//!
//! The model that the doctor starts for itself may well answer: another process reads it, with other sentences and at another
//! time. So this looks at what cars put on record.

use std::{fs, path::Path, time::SystemTime};

use anyhow::Result;
use jumpseat_inference::limits::STORM_PAUSE;
use jumpseat_policy::audit::{self, Event, Found, Record, UnixMs};

use crate::{
    audit::{folder, now, unix_ms},
    model,
    settings::Settings,
};

/// Why the model of a car rests now; nothing if none does.
pub(super) fn reason(settings: &Settings) -> Result<Option<String>> {
    let changed = changed(&model::file(settings)?);
    let records = audit::records(&folder(&settings.folders.state))?;
    let records = records.filter_map(|found| match found {
        Found::Record(record) => Some(record),
        Found::Fault(_) | Found::Unfinished { .. } => None,
    });
    Ok(rests(records, changed, now()))
}

/// What the newest record of a rest says, if the rest is neither over nor ended by another model file.
fn rests(records: impl Iterator<Item = Record>, changed: UnixMs, now: UnixMs) -> Option<String> {
    let rest = |record: Record| match record.event() {
        Some(Event::ModelRests { reason }) => Some((record.time, reason.clone())),
        Some(_) | None => None,
    };
    let (UnixMs(since), reason) = records.filter_map(rest).last()?;
    let pause_ms = u64::try_from(STORM_PAUSE.as_millis()).unwrap_or(u64::MAX);
    let is_over = now.0.saturating_sub(since) >= pause_ms || changed.0 > since;
    (!is_over).then_some(reason)
}

/// When the model file was changed last. One that cannot be looked at ends no rest.
fn changed(model: &Path) -> UnixMs {
    let modified = fs::metadata(model).and_then(|file| file.modified());
    unix_ms(modified.unwrap_or(SystemTime::UNIX_EPOCH))
}

#[cfg(test)]
mod tests {
    use jumpseat_policy::audit::{AuditLog, Settings};

    use super::*;

    const PAUSE_MS: u64 = 600_000;

    /// What is found in a log with rests that began at these times, and another record after each.
    fn found(rests_began: &[u64], changed: u64, now: u64) -> Option<String> {
        let folder = tempfile::tempdir().unwrap();
        let log = AuditLog::open(folder.path(), Settings::default(), UnixMs(0)).unwrap();
        for began in rests_began {
            log.append(UnixMs(*began), Event::ModelRests { reason: format!("since {began}") }).unwrap();
            log.append(UnixMs(*began), Event::SkillRemoved { skill: "parking".parse().unwrap() }).unwrap();
        }
        let records = audit::records(folder.path()).unwrap();
        let records = records.map(|found| if let Found::Record(record) = found { record } else { panic!("{found:?}") });
        rests(records, UnixMs(changed), UnixMs(now))
    }

    #[test]
    fn a_rest_is_over_after_its_pause_or_once_the_model_file_changes() {
        assert_eq!(found(&[], 0, 1_000), None);
        assert_eq!(found(&[1_000], 900, 1_000).unwrap(), "since 1000");
        assert_eq!(found(&[1_000], 900, 999 + PAUSE_MS).unwrap(), "since 1000");
        assert_eq!(found(&[1_000], 900, 1_000 + PAUSE_MS), None);
        assert_eq!(found(&[1_000], 1_001, 2_000), None);
        assert_eq!(found(&[1_000, 3_000], 2_000, 4_000).unwrap(), "since 3000", "the newest one counts");
    }
}

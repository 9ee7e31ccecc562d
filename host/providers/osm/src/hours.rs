//! Whether something is open at a moment, by OpenStreetMap's `opening_hours` syntax.

use std::panic::{AssertUnwindSafe, catch_unwind};

use chrono::{DateTime, NaiveDateTime};
use jumpseat_clock::Moment;
use opening_hours::{OpeningHours, RuleKind};

/// Whether it is open at a local time; `None` if the rule cannot be read or says itself that nobody knows. Public
/// holidays differ by place and are not known: rules for them do not apply.
pub(crate) fn is_open(opening_hours: &str, local: NaiveDateTime) -> Option<bool> {
    // Anyone may have written the rule, and the library panics over times of day that no day has.
    let state = catch_unwind(AssertUnwindSafe(|| {
        let rule: OpeningHours = opening_hours.parse().ok()?;
        Some(rule.state(local).0)
    }));
    match state.ok()?? {
        RuleKind::Open => Some(true),
        RuleKind::Closed => Some(false),
        RuleKind::Unknown => None,
    }
}

/// The local time of a moment, if a calendar has it.
pub(crate) fn local_time(moment: &Moment) -> Option<NaiveDateTime> {
    let offset_ms = i64::from(moment.utc_offset_min) * 60_000;
    let local_ms = i64::try_from(moment.unix_ms).ok()?.checked_add(offset_ms)?;
    DateTime::from_timestamp_millis(local_ms).map(|time| time.naive_utc())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Wednesday, 13 May 2026, 12:15 in central Europe.
    const NOON: Moment = Moment { unix_ms: 1_778_667_300_000, utc_offset_min: 120 };

    #[test]
    fn rules_are_read_at_the_local_time() {
        let noon = local_time(&NOON).unwrap();
        insta::assert_debug_snapshot!(noon, @"2026-05-13T12:15:00");
        assert_eq!(is_open("Mo-Fr 11:30-14:30,17:30-22:00", noon), Some(true));
        assert_eq!(is_open("Mo-Su 17:00-02:00", noon), Some(false));
        assert_eq!(is_open("24/7", noon), Some(true));
        assert_eq!(is_open("We off; 24/7", noon), Some(true), "the later rule wins");
        assert_eq!(is_open("24/7; We off", noon), Some(false));
        assert_eq!(is_open("Mo-Su unknown", noon), None);
    }

    #[test]
    fn a_rule_past_midnight_holds_on_the_next_morning() {
        let past_midnight = local_time(&Moment { unix_ms: NOON.unix_ms + 13 * 3_600_000, ..NOON }).unwrap();
        assert_eq!(is_open("We 17:00-02:00", past_midnight), Some(true));
    }

    #[test]
    fn what_is_no_rule_is_not_known() {
        let noon = local_time(&NOON).unwrap();
        for text in ["(dusk+23:00)-25:00", "", "open late", "Mo-Fr 99:00-100:00", "🍜", "sur rendez-vous"] {
            assert_eq!(is_open(text, noon), None, "{text:?}");
        }
        assert_eq!(local_time(&Moment { unix_ms: u64::MAX, utc_offset_min: 0 }), None);
    }
}

//! Events in the form in which skills receive them.

use jumpseat_assistant::SkillEvent;
use wasmtime::component::Val;

/// The value of `jumpseat:skill/events.event`.
pub(crate) fn lower(event: &SkillEvent) -> Val {
    let payload = match event {
        SkillEvent::SignalAhead { signal_id, distance_m } => Val::Record(vec![
            ("signal-id".to_owned(), Val::String(signal_id.clone())),
            ("distance-m".to_owned(), Val::U32(*distance_m)),
        ]),
    };
    Val::Variant(event.kind().to_owned(), Some(Box::new(payload)))
}

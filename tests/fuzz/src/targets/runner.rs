//! A process that runs a skill, captured by the skill: it says anything.

use jumpseat_assistant::Outcome;
use jumpseat_package::text;
use jumpseat_runtime::{fuzzing, limits::DETAIL_CHARS_MAX};
use jumpseat_tool::{Field, Record, Tool, Type};

/// The first byte tells whether the runner also speaks when it is not listened to, the others what it says. Every call
/// ends, with texts that are harmless and not too long.
pub(super) fn run(data: &[u8]) {
    let (Some((first, said)), Some(tool)) = (data.split_first(), tool()) else { return };
    for outcome in fuzzing::outcomes(&tool, said, first % 2 == 1) {
        let text = match &outcome {
            Outcome::Reply(reply) => &reply.speech,
            Outcome::Trapped { detail } => detail,
            Outcome::OverLimit { limit } => limit,
            Outcome::BadAnswer { detail } => {
                assert!(text::is_plain(detail) && detail.chars().count() <= DETAIL_CHARS_MAX, "{detail}");
                continue;
            }
            Outcome::Failure(_) => continue,
            Outcome::TimedOut { .. }
            | Outcome::NotGranted { .. }
            | Outcome::Missing { .. }
            | Outcome::Resting { .. }
            | Outcome::Quarantined { .. } => unreachable!("no runner can say that: {outcome:?}"),
        };
        assert_eq!(text, &text::plain(text, DETAIL_CHARS_MAX), "{outcome:?}");
    }
}

/// A tool that can ask back.
fn tool() -> Option<Tool> {
    let field = Field { name: "near".to_owned(), docs: String::new(), ty: Type::String };
    let request = Record { name: "find-request".to_owned(), docs: String::new(), fields: vec![field] };
    Some(Tool { name: "parking.find".parse().ok()?, docs: String::new(), request: Some(request) })
}

//! What every tool answers, as `jumpseat:skill/types` says it: the shape that a component's own types must have.
//!
//! A component brings the types of the contract along, and whoever builds it may write anything under their names. The
//! shapes are written out here as [`crate::Type`] spells them; a test compares them with the WIT, so they cannot drift.

use crate::Type;

/// The shape of `reply`.
const REPLY: &str = "{speech: string, card?: list({title: string, rows: list<{title: string, subtitle?: string, \
    trailing?: string, position?: {latitude-deg: f64, longitude-deg: f64}}>}) | map({title: string, markers: \
    list<{label: string, subtitle?: string, position: {latitude-deg: f64, longitude-deg: f64}}>}) | \
    countdown({title: string, text: string, ends-in-ms: u32, tone: neutral | green | amber | red}) | \
    status({title: string, values: list<{label: string, value: string, tone: neutral | green | amber | red}>}) | \
    message({title: string, text: string}), question?: {tool: string, field: string, choices: \
    list<{label: string, value: string}>}}";
/// The shape of `failure`.
const FAILURE: &str = "nothing-found({speech: string, detail: string}) | need-value({speech: string, field: string}) | \
    not-allowed({speech: string, detail: string}) | unavailable({speech: string, detail: string}) | \
    invalid({speech: string, detail: string})";

/// Whether a type is what the contract calls a reply.
pub(crate) fn is_reply(ty: &Type) -> bool {
    ty.signature() == REPLY
}

/// Whether a type is what the contract calls a failure.
pub(crate) fn is_failure(ty: &Type) -> bool {
    ty.signature() == FAILURE
}

//! The grammar that a model's answer obeys, for a tool of any type.

use std::sync::{Arc, OnceLock};

use jumpseat_tool::{Grammar, Tool, answer};
use llguidance::{
    Matcher, ParserFactory,
    api::TopLevelGrammar,
    earley::SlicedBiasComputer,
    toktrie::{ApproximateTokEnv, InferenceCapabilities},
};

use crate::{choices::Choices, tools};

/// Tokens of a walk; each is one byte.
const WALK_TOKENS_MAX: usize = 2_000;

/// The bytes decide on the tool, and then byte for byte on an answer among those that its grammar allows. If the answer
/// comes to its end, it is a call that the tool takes.
pub(super) fn run(data: &[u8]) {
    let mut choices = Choices::of(data);
    let Some(tool) = tools::any_tool(&mut choices).map(Arc::new) else { return };
    let Some(factory) = factory() else { return };
    let Grammar { lark } = Grammar::of(&[Arc::clone(&tool)]);
    let mut matcher = Matcher::new(factory.create_parser(TopLevelGrammar::from_lark(lark.clone())));
    assert!(!matcher.is_error(), "{:?} in {lark}", matcher.get_error());
    if let Some(text) = walk(&mut matcher, &mut choices) {
        check(&tool, &text);
    }
}

/// An answer; nothing if the decisions end before it does.
fn walk(matcher: &mut Matcher, choices: &mut Choices<'_>) -> Option<String> {
    let mut bytes = Vec::new();
    for _ in 0..WALK_TOKENS_MAX {
        if matcher.is_stopped() {
            return Some(String::from_utf8_lossy(&bytes).into_owned());
        }
        let mut allowed = Vec::new();
        matcher.compute_mask_or_eos().ok()?.iter_set_entries(|token| allowed.push(token));
        // What is forced needs no decision.
        if allowed.len() > 1 && choices.is_over() {
            return None;
        }
        let token = if allowed.len() > 1 { choices.one_of(&allowed)? } else { *allowed.first()? };
        matcher.consume_token(u32::try_from(token).ok()?).ok()?;
        match u8::try_from(token) {
            Ok(byte) => bytes.push(byte),
            // The token that ends an answer.
            Err(_) => return Some(String::from_utf8_lossy(&bytes).into_owned()),
        }
    }
    None
}

fn check(tool: &Tool, text: &str) {
    let calls = answer::parse(text);
    assert!(calls.is_ok(), "{calls:?}: {text}");
    for (name, arguments) in calls.unwrap_or_default() {
        if ![answer::NO_TOOL, answer::ASK].contains(&name.as_str()) {
            assert_eq!(name, tool.name.to_string());
            let read = tool.arguments(&arguments);
            assert!(read.is_ok(), "{read:?}: {text}");
        }
    }
}

/// Makes parsers for a tokeniser whose tokens are single bytes.
fn factory() -> Option<&'static ParserFactory> {
    static FACTORY: OnceLock<Option<ParserFactory>> = OnceLock::new();
    let make = || {
        let bytes = ApproximateTokEnv::single_byte_env();
        let slices = SlicedBiasComputer::general_slices();
        let mut factory = ParserFactory::new(&bytes, InferenceCapabilities::default(), &slices).ok()?;
        factory.quiet();
        Some(factory)
    };
    FACTORY.get_or_init(make).as_ref()
}

//! Components whose parts no compiler puts together. Each is a skill that behaves, with something added at its end: it is
//! refused, or the addition changes nothing.

use jumpseat_assistant::Outcome;
use wasm_encoder::Encode;

use crate::{
    host::{Host, call},
    skill,
    tests::in_both_forms,
};

/// Sections of a component, by their numbers.
const COMPONENT: u8 = 4;
const TYPE: u8 = 7;
/// What a component begins with.
const HEADER: &[u8] = b"\0asm\x0d\0\x01\0";
/// Types of values, by the byte that they begin with.
const STRING: u8 = 0x73;
const LIST: u8 = 0x70;
const TUPLE: u8 = 0x6f;

/// What the skill says when nothing keeps it from that.
const SERVED: &str = "at your service";

/// What becomes of the skill with these bytes at its end.
async fn becomes(addition: &[u8]) -> String {
    in_both_forms(async |runner| becomes_on(&Host::new(runner).unwrap(), addition).await).await
}

async fn becomes_on(host: &Host, addition: &[u8]) -> String {
    let (mut component, package) = skill::neighbour().unwrap();
    component.extend(addition);
    let skill = match host.load(&component, &package) {
        Ok(skill) => skill,
        Err(error) => return format!("{error:#}"),
    };
    let outcome = call(&skill).await.unwrap();
    let Outcome::Reply(reply) = outcome else { panic!("it was called, and {outcome:?}") };
    reply.speech
}

fn section(number: u8, body: &[u8]) -> Vec<u8> {
    let mut section = vec![number];
    body.encode(&mut section);
    section
}

fn number(number: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    u32::try_from(number).unwrap().encode(&mut bytes);
    bytes
}

/// A component of these sections, as a part of another one.
fn inner(sections: &[u8]) -> Vec<u8> {
    section(COMPONENT, &[HEADER, sections].concat())
}

/// So many components, each inside the one before.
fn components(depth: usize) -> Vec<u8> {
    let mut lengths = vec![HEADER.len()];
    for _ in 1..depth {
        let inner = *lengths.last().unwrap();
        lengths.push(HEADER.len() + 1 + number(inner).len() + inner);
    }
    // From the outermost on, each begins with its length.
    let open = |length: &usize| [&[COMPONENT], number(*length).as_slice(), HEADER].concat();
    lengths.iter().rev().flat_map(open).collect()
}

/// A type of a component that declares a type of a component, and so on.
fn types_of_components(depth: usize) -> Vec<u8> {
    let mut body = number(1);
    body.extend([0x41, 1, 1].repeat(depth));
    body.extend([0x41, 0]);
    section(TYPE, &body)
}

/// So many types, each after the first a list of the one before, or a pair of it.
fn values(pairs: bool, count: usize) -> Vec<u8> {
    let mut body = number(count);
    body.push(STRING);
    for before in 0..count - 1 {
        // The numbers of types are signed, because the negative ones stand for the primitive types.
        let mut named = Vec::new();
        i64::try_from(before).unwrap().encode(&mut named);
        body.extend(if pairs { [&[TUPLE, 2], &*named, &named].concat() } else { [&[LIST], &*named].concat() });
    }
    inner(&section(TYPE, &body))
}

/// The refusal of a component, of which this says why.
fn refused(why: &str) -> String {
    format!("the tools of the component cannot be offered: {why}")
}

#[tokio::test]
async fn components_inside_each_other_end_at_a_limit() {
    assert_eq!(becomes(&components(20)).await, SERVED);
    for depth in [40, 1_000, 100_000] {
        let why = "components lie inside each other, at most 32 levels are allowed";
        assert_eq!(becomes(&components(depth)).await, refused(why));
    }
}

#[tokio::test]
async fn types_of_components_inside_each_other_end_at_a_limit() {
    assert_eq!(becomes(&types_of_components(50)).await, SERVED);
    for depth in [150, 1_000, 1_000_000] {
        let why = "types of components lie inside each other, at most 100 levels are allowed";
        assert_eq!(becomes(&types_of_components(depth)).await, refused(why));
    }
}

#[tokio::test]
async fn types_of_values_inside_each_other_end_at_a_limit() {
    for (is_pairs, served, refused_from, why) in [
        (false, 90, 110, "the component is not valid: type nesting is too deep"),
        (true, 10, 30, "the component is not valid: effective type size exceeds the limit"),
    ] {
        assert_eq!(becomes(&values(is_pairs, served)).await, SERVED);
        for count in [refused_from, 1_000, 100_000] {
            let refusal = becomes(&values(is_pairs, count)).await;
            assert!(refusal.starts_with(&refused(why)), "{count}: {refusal}");
        }
    }
}

/// A component that imports a capability, inside one that does not.
fn inner_import(instantiated: &str) -> Vec<u8> {
    let import = r#"(import "jumpseat:location/position@0.1.0" (instance (export "current" (func))))"#;
    let middle = wat::parse_str(format!("(component (component $inner {import}) {instantiated})")).unwrap();
    section(COMPONENT, &middle)
}

#[tokio::test]
async fn what_only_an_inner_component_imports_reaches_nothing() {
    assert_eq!(becomes(&inner_import("")).await, SERVED);
    let refusal = becomes(&inner_import("(instance (instantiate $inner))")).await;
    let why = "the component is not valid: missing import named `jumpseat:location/position@0.1.0`";
    assert!(refusal.starts_with(&refused(why)), "{refusal}");
}

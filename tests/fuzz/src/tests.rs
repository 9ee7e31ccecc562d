//! Every target over its seeds and over what becomes of them.

use std::{
    collections::BTreeSet,
    panic::{AssertUnwindSafe, catch_unwind},
};

use super::*;
use crate::mutate::Mutator;

/// Changed inputs of each target. The slowest target takes about a millisecond for one.
const INPUTS: usize = 1_500;

/// Runs a target over its seeds and what becomes of them.
fn holds(name: &str) {
    let target = Target::named(name).unwrap();
    let seeds = (target.seeds)();
    assert!(!seeds.is_empty());
    let mut mutator = Mutator::new(0);
    let changed: Vec<Vec<u8>> = (0..INPUTS).map(|_| mutator.next_of(&seeds)).collect();
    for input in seeds.iter().chain(&changed) {
        let outcome = catch_unwind(AssertUnwindSafe(|| (target.run)(input)));
        assert!(outcome.is_ok(), "{name} does not hold for {:?}", String::from_utf8_lossy(input));
    }
}

#[test]
fn any_component_is_read_or_refused() {
    holds("component");
}

#[test]
fn any_manifest_is_read_or_refused() {
    holds("manifest");
}

#[test]
fn any_phrases_are_read_or_refused_and_match_what_a_tool_takes() {
    holds("phrases");
}

#[test]
fn any_json_fits_a_tool_or_is_refused() {
    holds("arguments");
}

#[test]
fn any_answer_of_a_grammar_is_a_call_of_its_tool() {
    holds("grammar");
}

#[test]
fn any_policy_is_read_or_refused_and_opens_nothing_forbidden() {
    holds("policy");
}

#[test]
fn any_audit_log_can_be_gone_on_with() {
    holds("audit");
}

#[test]
fn whatever_a_runner_says_the_call_ends() {
    holds("runner");
}

#[test]
fn the_seeds_are_what_they_are_made_for() {
    let components = seeds::components();
    let package = jumpseat_package::Package::read(&components[0]).unwrap();
    assert_eq!(jumpseat_runtime::check(&components[0], &package).unwrap().tools.len(), 2);
    assert!(components.iter().all(|component| !component.is_empty()));

    for policy in &seeds::policies()[..1] {
        jumpseat_policy::OemPolicy::parse(str::from_utf8(policy).unwrap()).unwrap();
    }
    assert!(seeds::audit_logs().iter().all(|log| log.len() > 100));

    let begins = ["{\"field-0\"", "<tool_call>", "[[["];
    for (seed, begin) in seeds::arguments().iter().zip(begins) {
        let mut choices = choices::Choices::of(seed);
        assert!(tools::any_tool(&mut choices).is_some() && !choices.coin(), "{begin}");
        assert!(choices.rest().starts_with(begin.as_bytes()), "{begin}");
    }
}

#[test]
fn every_target_has_a_test_here_and_a_binary_for_the_fuzzer() {
    let binaries: toml::Table = include_str!("../libfuzzer/Cargo.toml").parse().unwrap();
    let binaries = binaries["bin"].as_array().unwrap();
    let binaries: BTreeSet<&str> = binaries.iter().map(|binary| binary["name"].as_str().unwrap()).collect();
    assert_eq!(binaries, TARGETS.iter().map(|target| target.name).collect());
    let tests = include_str!("tests.rs");
    assert!(TARGETS.iter().all(|target| tests.contains(&format!("holds(\"{}\");", target.name))));
}

#[test]
fn the_same_seed_changes_in_the_same_way() {
    let inputs = [b"one".to_vec(), b"another".to_vec()];
    let run = |seed| {
        let mut mutator = Mutator::new(seed);
        (0..100).map(|_| mutator.next_of(&inputs)).collect::<Vec<_>>()
    };
    assert_eq!(run(1), run(1));
    assert_ne!(run(1), run(2));
}

//! The engine on a tiny model with random weights: it has no judgement, but everything else.

mod prefixes;
mod starter;
mod tokens;
mod words;

use std::{
    path::Path,
    sync::{Arc, OnceLock},
};

use jumpseat_tool::{Grammar, Tool, answer};
use llama_cpp_2::llama_backend::LlamaBackend;

use super::*;
use crate::{
    prompt::{Piece, Prompt},
    protocol::{Answer, Failure, Load},
    sample_tools,
    tiny_gguf::TinyModel,
};

/// llama.cpp starts once per process, and the tests share one.
pub(crate) fn test_backend() -> &'static LlamaBackend {
    static BACKEND: OnceLock<LlamaBackend> = OnceLock::new();
    BACKEND.get_or_init(|| start_backend().unwrap())
}

fn vocabulary() -> &'static Arc<Vocabulary> {
    static VOCABULARY: OnceLock<Arc<Vocabulary>> = OnceLock::new();
    VOCABULARY.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("model.gguf");
        std::fs::write(&path, TinyModel::hermes().bytes()).unwrap();
        Arc::new(Vocabulary::new(load_model(test_backend(), &path).unwrap()))
    })
}

fn engine(prefix_folder: Option<&Path>) -> Engine<'static> {
    let load = Load {
        path: String::new(),
        identity: [7; 32],
        context_tokens: 2048,
        threads: 1,
        prefix_folder: prefix_folder.map(|folder| folder.to_str().unwrap().to_owned()),
    };
    Engine::new(test_backend(), vocabulary(), &load).unwrap()
}

fn prefix(words: usize) -> Vec<Piece> {
    vec![Piece::Ours(format!("<|im_start|>system\n{}<|im_end|>\n", "tool ".repeat(words)))]
}

fn rest(utterance: &str) -> Vec<Piece> {
    vec![
        Piece::Ours("<|im_start|>user\n".to_owned()),
        Piece::Theirs(utterance.to_owned()),
        Piece::Ours("<|im_end|>\n<|im_start|>assistant\n".to_owned()),
    ]
}

/// One of four words: an answer that always ends.
const SHORT: &str =
    "start: \"<tool_call>\\n{\\\"name\\\": \\\"compass.\" (\"north\" | \"south\" | \"east\" | \"west\") \"\\\"}\"\n";

fn request(prefix: Vec<Piece>, utterance: &str) -> Answer {
    Answer { id: 1, prompt: Prompt { prefix, rest: rest(utterance) }, grammar: SHORT.to_owned(), deadline_ms: 60_000 }
}

fn unhurried() -> Watch<'static> {
    Watch::of(|| Ok(()))
}

#[test]
fn an_answer_is_a_sentence_of_the_grammar_and_most_of_it_is_forced() {
    let answered = engine(None).answer(&request(Vec::new(), "which way"), &unhurried()).unwrap();
    let words = ["north", "south", "east", "west"];
    let expected = words.map(|word| format!("<tool_call>\n{{\"name\": \"compass.{word}\"}}"));
    assert!(expected.contains(&answered.text), "{:?}", answered.text);
    assert!(answered.confidence > 0.0 && answered.confidence < 1.0, "{}", answered.confidence);
    let figures = answered.figures;
    // The model chooses the first letter of the word; the rest follows from it.
    assert_eq!(figures.sampled_tokens, 1, "{figures:?}");
    assert!(figures.forced_tokens > 10, "{figures:?}");
    assert_eq!(figures.decodes, 0, "nothing is left to read after the only choice");
}

#[test]
fn whatever_random_weights_choose_is_a_call_that_the_tools_take() {
    let tools = sample_tools::tools();
    let grammar = Grammar::of(&tools).lark;
    let mut engine = engine(None);
    let mut finished = 0;
    for utterance in ["park", "找停车场", "cheap", "zzz", "", "12", "show me p2", "a b c d"] {
        let request = Answer { grammar: grammar.clone(), ..request(Vec::new(), utterance) };
        match engine.answer(&request, &unhurried()) {
            Ok(answered) => {
                finished += 1;
                check_calls(&answered.text, &tools);
            }
            // A model without judgement may never close its quotes.
            Err(failure) => assert!(matches!(failure, Failure::Endless { .. }), "{failure:?}"),
        }
    }
    assert!(finished > 0, "no answer came to an end");
}

fn check_calls(text: &str, tools: &[Arc<Tool>]) {
    for (name, arguments) in answer::parse(text).unwrap() {
        match tools.iter().find(|tool| tool.name.to_string() == name) {
            Some(tool) => drop(tool.arguments(&arguments).unwrap()),
            None => assert!([answer::NO_TOOL, answer::ASK].contains(&name.as_str()), "{text}"),
        }
    }
}

#[test]
fn a_prompt_that_leaves_no_room_for_an_answer_is_too_long() {
    let mut engine = engine(None);
    let tokens_max = 2048 - crate::limits::ANSWER_TOKENS_MAX;
    let failure = engine.answer(&request(Vec::new(), &"z".repeat(5000)), &unhurried()).unwrap_err();
    assert!(
        matches!(failure, Failure::TooLong { tokens, tokens_max: max } if tokens > 5000 && max == tokens_max),
        "{failure:?}"
    );
    assert!(engine.answer(&request(Vec::new(), &"z".repeat(tokens_max - 40)), &unhurried()).is_ok());
}

#[test]
fn an_answer_without_an_end_is_cut_off() {
    // Each of these letters is a token, so no answer is over before the limit, and none is forced.
    let endless = Answer { grammar: "start: /[b-m]{400,}/ \"!\"".to_owned(), ..request(Vec::new(), "go") };
    let mut engine = engine(None);
    let failure = engine.answer(&endless, &unhurried()).unwrap_err();
    assert_eq!(failure, Failure::Endless { tokens: crate::limits::ANSWER_TOKENS_MAX });
    assert!(engine.answer(&request(Vec::new(), "left"), &unhurried()).is_ok());
}

#[test]
fn a_request_that_is_over_is_not_worked_on() {
    let mut engine = engine(None);
    let cancellations = Cancellations::default();
    let over = Watch::new(1, 0, &cancellations);
    let failure = engine.answer(&request(Vec::new(), "left"), &over).unwrap_err();
    assert_eq!(failure, Failure::DeadlinePassed);
    cancellations.cancel(2);
    let cancelled = Watch::new(2, 60_000, &cancellations);
    assert_eq!(engine.answer(&request(Vec::new(), "left"), &cancelled).unwrap_err(), Failure::Cancelled);
    let next = Watch::new(3, 60_000, &cancellations);
    assert!(engine.answer(&request(Vec::new(), "left"), &next).is_ok());
}

#[test]
fn a_grammar_that_cannot_be_compiled_is_a_failure_and_the_next_request_is_answered() {
    let mut engine = engine(None);
    for grammar in ["", "start: undefined", "start: \"unclosed"] {
        let broken = Answer { grammar: grammar.to_owned(), ..request(Vec::new(), "left") };
        let failure = engine.answer(&broken, &unhurried()).unwrap_err();
        assert!(matches!(failure, Failure::Grammar { .. }), "{grammar:?}: {failure:?}");
    }
    assert!(engine.answer(&request(Vec::new(), "left"), &unhurried()).is_ok());
}

#[test]
fn more_grammars_than_are_kept_are_compiled_anew() {
    let mut engine = engine(None);
    for number in (0..=crate::limits::GRAMMARS_MAX).chain([0]) {
        let other = Answer { grammar: format!("start: \"answer {number}\""), ..request(Vec::new(), "left") };
        let answered = engine.answer(&other, &unhurried()).unwrap();
        assert_eq!(answered.text, format!("answer {number}"));
        assert!((answered.confidence - 1.0).abs() < f32::EPSILON, "nothing was chosen");
    }
}

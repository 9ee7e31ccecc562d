//! The engine on a tiny model with random weights: it has no judgement, but everything else.

use std::{
    cell::Cell,
    path::{Path, PathBuf},
    sync::{Arc, OnceLock},
};

use jumpseat_tool::{Grammar, Tool, answer};
use llama_cpp_2::llama_backend::LlamaBackend;
use proptest::prelude::*;
use toktrie::TokenizerEnv;

use super::*;
use crate::{
    prompt::{Piece, Prompt},
    protocol::{Answer, Failure, Load, Prepare},
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

/// A watch that stops at the given look.
fn stops_at(look: u32) -> Watch<'static> {
    let looks = Cell::new(0);
    Watch::of(move || {
        looks.set(looks.get() + 1);
        if looks.get() < look { Ok(()) } else { Err(Failure::Cancelled) }
    })
}

fn state_files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .map(|entries| entries.map(|entry| entry.unwrap().path()).collect())
        .unwrap_or_default();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "state"));
    files
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
    eprintln!("{finished} of 8 answers came to an end");
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
fn a_prefix_is_computed_once_and_changes_nothing() {
    let mut engine = engine(None);
    let first = engine.answer(&request(prefix(40), "left"), &unhurried()).unwrap();
    assert_eq!(first.figures.kept_tokens, 0);
    let again = engine.answer(&request(prefix(40), "left"), &unhurried()).unwrap();
    let length = vocabulary().tokenise(&prefix(40)).len();
    assert_eq!(again.figures.kept_tokens, length);
    assert_eq!((first.text, first.figures.prompt_tokens), (again.text, again.figures.prompt_tokens));
    let longer = engine.answer(&request(prefix(41), "left"), &unhurried()).unwrap();
    assert!((1..length).contains(&longer.figures.kept_tokens), "what two prefixes share is not computed twice");
}

#[test]
fn a_prepared_prefix_is_there_for_the_first_sentence() {
    let mut engine = engine(None);
    let prepare = Prepare { id: 1, prefix: prefix(40), grammar: SHORT.to_owned(), deadline_ms: 60_000 };
    engine.prepare(&prepare, &unhurried()).unwrap();
    let answered = engine.answer(&request(prefix(40), "left"), &unhurried()).unwrap();
    assert_eq!(answered.figures.kept_tokens, vocabulary().tokenise(&prefix(40)).len());
    assert_eq!(engine.prepare(&Prepare { prefix: Vec::new(), ..prepare }, &unhurried()), Ok(()));
}

#[test]
fn an_interrupted_prefix_goes_on_where_it_stopped() {
    let mut interrupted = engine(None);
    let request = request(prefix(100), "left");
    assert_eq!(interrupted.answer(&request, &stops_at(3)).unwrap_err(), Failure::Cancelled);
    let answered = interrupted.answer(&request, &unhurried()).unwrap();
    assert_eq!(answered.figures.kept_tokens, 2 * crate::limits::BATCH_TOKENS_MAX);
    assert_eq!(answered.text, engine(None).answer(&request, &unhurried()).unwrap().text);
}

#[test]
fn more_prefixes_than_fit_push_out_the_oldest() {
    let mut engine = engine(None);
    let mut kept_of = |digit: &str| {
        let request = request(vec![Piece::Ours(digit.repeat(600))], "left");
        engine.answer(&request, &unhurried()).unwrap().figures.kept_tokens
    };
    for digit in ["1", "2", "3", "4", "5"] {
        assert_eq!(kept_of(digit), 0);
    }
    assert_eq!(kept_of("5"), 600);
    assert_eq!(kept_of("1"), 0);
}

#[test]
fn a_prefix_survives_a_restart_on_disk() {
    let folder = tempfile::tempdir().unwrap();
    let long = request(prefix(100), "left");
    let mut first = engine(Some(folder.path()));
    let fresh = first.answer(&long, &unhurried()).unwrap();
    first.tidy();
    assert_eq!(state_files(folder.path()).len(), 1);
    let restored = engine(Some(folder.path())).answer(&long, &unhurried()).unwrap();
    assert_eq!(restored.figures.kept_tokens, vocabulary().tokenise(&prefix(100)).len());
    assert_eq!(restored.text, fresh.text);
}

#[test]
fn a_damaged_prefix_file_is_ignored_and_written_again() {
    let folder = tempfile::tempdir().unwrap();
    let long = request(prefix(100), "left");
    let write = || {
        let mut engine = engine(Some(folder.path()));
        let answered = engine.answer(&long, &unhurried()).unwrap();
        engine.tidy();
        answered.figures.kept_tokens
    };
    assert_eq!(write(), 0);
    let path = state_files(folder.path()).remove(0);
    let sound = std::fs::read(&path).unwrap();
    let mut flipped = sound.clone();
    flipped[sound.len() / 2] ^= 1;
    for damaged in [sound[..sound.len() / 2].to_vec(), flipped, Vec::new()] {
        std::fs::write(&path, damaged).unwrap();
        assert_eq!(write(), 0, "a damaged file was used");
        assert_eq!(std::fs::read(&path).unwrap().len(), sound.len(), "it was not written again");
        assert!(write() > 0, "the new file was not used");
    }
    std::fs::remove_file(path.with_extension("seal")).unwrap();
    assert_eq!(write(), 0, "a file without a seal was used");
}

#[test]
fn short_prefixes_stay_off_the_disk_and_long_ones_are_few() {
    let folder = tempfile::tempdir().unwrap();
    let mut engine = engine(Some(folder.path()));
    for words in [10, 100, 110, 120, 130, 140, 150] {
        engine.answer(&request(prefix(words), "left"), &unhurried()).unwrap();
        engine.tidy();
    }
    assert_eq!(state_files(folder.path()).len(), crate::limits::PREFIX_FILES_MAX);
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
    let endless = Answer { grammar: "start: /[a-z]+/ \"!\"".to_owned(), ..request(Vec::new(), "go") };
    let failure = engine(None).answer(&endless, &unhurried());
    if let Err(failure) = failure {
        assert_eq!(failure, Failure::Endless { tokens: crate::limits::ANSWER_TOKENS_MAX });
    }
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

#[test]
fn a_word_of_a_grammar_never_becomes_a_control_token() {
    let vocabulary = vocabulary();
    let text = "<|im_end|><|im_start|>x";
    let tokens = vocabulary.tokenize_bytes(text.as_bytes());
    assert!(tokens.iter().all(|&token| !vocabulary.is_special(token)));
    let evil = Answer { grammar: format!("start: \"{text}\""), ..request(Vec::new(), "left") };
    assert_eq!(engine(None).answer(&evil, &unhurried()).unwrap().text, text);
}

#[test]
fn cutting_a_prompt_into_pieces_does_not_change_its_tokens() {
    let vocabulary = vocabulary();
    let pieces = [
        Piece::Ours("<|im_start|>assistant\n<tool_call>\n".to_owned()),
        Piece::Theirs("{\"name\": \"p.f\", \"arguments\": {\"a\": {}}}\n".to_owned()),
        Piece::Ours("</tool_call><|im_end|>\n<|im_start|>user\n".to_owned()),
        Piece::Theirs("pan 停车 can".to_owned()),
        Piece::Ours("<|im_end|>\n".to_owned()),
    ];
    let whole: String = pieces.iter().map(Piece::text).collect();
    let tokens = vocabulary.tokenise(&pieces);
    assert_eq!(tokens, vocabulary.tokenise(&[Piece::Ours(whole.clone())]));
    let bytes: Vec<u8> = tokens.iter().flat_map(|&token| vocabulary.bytes_of(token)).copied().collect();
    // Control tokens are marked with a byte that no text has.
    assert_eq!(String::from_utf8(bytes.into_iter().filter(|&byte| byte != 0xff).collect()).unwrap(), whole);
}

proptest! {
    #[test]
    fn words_of_others_never_become_special_tokens(parts in prop::collection::vec(prop_oneof![
        prop::sample::select(vec![
            "<|im_start|>", "<|im_end|>", "<|endoftext|>", "<tool_call>", "</tool_call>", "<tool_response>",
            "</tool_response>", "<think>", "</think>", "<", ">", "|", "im_end", "tool_call", "\n",
        ]).prop_map(str::to_owned),
        "\\PC{0,6}",
    ], 0..16)) {
        let vocabulary = vocabulary();
        let text = parts.concat();
        let tokens = vocabulary.tokenise(&[Piece::Theirs(text.clone())]);
        prop_assert!(tokens.iter().all(|&token| !vocabulary.is_special(token)), "{text:?}");
        let forced = vocabulary.tokenize_bytes(text.as_bytes());
        prop_assert!(forced.iter().all(|&token| !vocabulary.model().vocab().is_control(to_llama(token))), "{text:?}");
    }
}

#[test]
fn the_engine_that_prefix_files_name_is_the_one_that_is_linked() {
    let manifest = include_str!("../../../../Cargo.toml");
    let (package, version) = prefix_file::ENGINE.split(',').next().unwrap().split_once(' ').unwrap();
    let line = manifest.lines().find(|line| line.starts_with(&format!("{package} ="))).unwrap();
    assert!(line.contains(&format!("\"{version}\"")), "{line}");
}

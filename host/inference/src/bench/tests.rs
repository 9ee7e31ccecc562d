//! That both ways write the same, whatever the figures.

use std::time::Duration;

use jumpseat_package::Language;

use super::*;
use crate::{sample_tools::short_tool, tiny_gguf::TinyModel, worker::test_backend};

#[test]
fn both_ways_write_the_same_answer() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("model.gguf");
    std::fs::write(&path, TinyModel::compact().bytes()).unwrap();
    let file = ModelFile::read(&path).unwrap();
    let form = PromptForm::of(&file).unwrap();
    let backend = test_backend();
    let vocabulary = Arc::new(Vocabulary::new(load_model(backend, &path).unwrap()));
    let mut texts = Vec::new();
    // Some of these the model answers with a question that never ends; it has no judgement.
    for utterance in ["north", "turn the map", "go", "a", "east please", "what"] {
        let request = ModelRequest {
            language: Language::English,
            utterance: utterance.to_owned(),
            history: Vec::new(),
            tools: vec![short_tool()],
            deadline: Duration::from_mins(1),
        };
        let sample = Sample { request, answer: None };
        let mut bench = Bench::new(backend, &vocabulary, &file, &form, &sample, 1).unwrap();
        let Ok(comparison) = bench.run(2) else { continue };
        assert_eq!(comparison.in_one_go.durations.len(), 2);
        assert_eq!(comparison.spelled.durations.len(), 2);
        assert!(comparison.in_one_go.runs < comparison.spelled.runs, "{comparison:?}");
        if let Some(sampled) = &comparison.sampled {
            assert_eq!(sampled.durations.len(), 2);
            assert!(sampled.runs >= comparison.spelled.runs, "no spelling is shorter: {comparison:?}");
        }
        assert!(comparison.forced_tokens > 0);
        // The same text given is written with as many runs of the usual way.
        let given = Sample { answer: Some(comparison.text.clone()), request: sample.request };
        let mut bench = Bench::new(backend, &vocabulary, &file, &form, &given, 1).unwrap();
        let given = bench.run(0).unwrap();
        assert_eq!((&given.text, given.sampled), (&comparison.text, None));
        assert_eq!(given.spelled.runs, comparison.spelled.runs);
        texts.push(comparison.text);
    }
    assert!(!texts.is_empty(), "no answer came to an end");
}

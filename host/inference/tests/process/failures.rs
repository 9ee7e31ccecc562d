//! What goes wrong with files and processes, and that it costs one request at most.

use std::{path::Path, process::Stdio, sync::Arc, time::Duration};

use jumpseat_inference::{
    LastError, LlamaModel, LoadError, State, WorkerCommand,
    limits::{STORM_DEATHS, STORM_PAUSE},
};
use jumpseat_router::{LanguageModel, ModelError};
use jumpseat_tool::Tool;
use libtest_mimic::Trial;
use rustix::process::Signal;
use tokio::io::AsyncWriteExt;

use crate::{
    DEAF_WORKER, DYING_WORKER, Garage, WORKER, hurried_trial, request, sample_tools, short_request, signal,
    tiny_gguf::{QWEN3_TEMPLATE, TinyModel},
    trial, wait_until_sent,
};

pub(crate) fn trials() -> Vec<Trial> {
    vec![
        trial("bad_files_have_errors_of_their_own", bad_files_have_errors_of_their_own),
        trial("a_file_that_is_put_right_is_used", a_file_that_is_put_right_is_used),
        trial("a_file_that_kills_the_process_twice_is_left_alone", a_file_that_kills_the_process_twice_is_left_alone),
        trial("a_program_that_is_missing_is_an_error", a_program_that_is_missing_is_an_error),
        trial("a_process_killed_in_mid_turn_costs_that_turn", a_process_killed_in_mid_turn_costs_that_turn),
        trial("a_process_killed_between_turns_costs_nothing", a_process_killed_between_turns_costs_nothing),
        trial("a_storm_of_restarts_ends_in_a_pause", a_storm_of_restarts_ends_in_a_pause),
        trial("a_new_file_ends_the_pause_after_a_storm", a_new_file_ends_the_pause_after_a_storm),
        trial("a_request_that_is_dropped_is_cancelled", a_request_that_is_dropped_is_cancelled),
        trial("a_process_that_hangs_is_replaced", a_process_that_hangs_is_replaced),
        trial("a_process_that_does_not_read_is_replaced", a_process_that_does_not_read_is_replaced),
        hurried_trial("a_load_without_an_end_is_an_error", a_load_without_an_end_is_an_error),
        trial("the_process_ends_with_its_model", the_process_ends_with_its_model),
        trial("a_process_without_a_host_ends_by_itself", a_process_without_a_host_ends_by_itself),
    ]
}

const LONG: Duration = Duration::from_mins(1);

async fn load_error(garage: &Garage) -> LoadError {
    let model = garage.start();
    let error = model.ready().await.unwrap_err();
    assert!(error.hint().is_some(), "{error} has no hint");
    let status = model.status();
    assert_eq!(status.state, State::Unusable(error.clone()));
    assert_eq!(status.last_error.map(|last| last.text), Some(error.to_string()));
    let answer = model.answer(short_request("turn north")).await;
    assert_eq!(answer, Err(ModelError::Unavailable { reason: error.to_string() }));
    error
}

async fn bad_files_have_errors_of_their_own() {
    assert!(matches!(load_error(&Garage::empty()).await, LoadError::Missing { .. }));
    let garage = Garage::empty();
    let sound = TinyModel::compact().bytes();
    std::fs::write(garage.model(), "This is no model.").unwrap();
    assert!(matches!(load_error(&garage).await, LoadError::NotGguf { .. }));
    std::fs::write(garage.model(), &sound[..sound.len() / 2]).unwrap();
    assert!(matches!(load_error(&garage).await, LoadError::Truncated { .. }));
    for hostile in [
        TinyModel { block_count: 0, ..TinyModel::compact() },
        TinyModel { more_tokens: vec!["q".to_owned()], ..TinyModel::compact() },
    ] {
        assert!(matches!(load_error(&Garage::new(&hostile)).await, LoadError::Damaged { .. }));
    }
    for other in [
        TinyModel { architecture: "llama".to_owned(), ..TinyModel::compact() },
        TinyModel { prompt_form: None, ..TinyModel::compact() },
        TinyModel { chat_template: Some(format!("{QWEN3_TEMPLATE}<function=a><parameter=b>")), ..TinyModel::hermes() },
    ] {
        assert!(matches!(load_error(&Garage::new(&other)).await, LoadError::Unsupported { .. }));
    }
    // The architecture of Qwen2 wants other tensors, which only llama.cpp knows.
    let refused = TinyModel { architecture: "qwen2".to_owned(), ..TinyModel::compact() };
    assert!(matches!(load_error(&Garage::new(&refused)).await, LoadError::Refused { .. }));
}

async fn a_file_that_is_put_right_is_used() {
    let garage = Garage::empty();
    let model = garage.start();
    assert!(matches!(model.ready().await, Err(LoadError::Missing { .. })));
    std::fs::write(garage.model(), TinyModel::compact().bytes()).unwrap();
    model.ping(LONG).await.unwrap();
    assert_eq!(model.ready().await, Ok(()));
}

async fn a_file_that_kills_the_process_twice_is_left_alone() {
    let garage = Garage::new(&TinyModel::compact());
    let model = LlamaModel::start(garage.config(DYING_WORKER));
    let Err(LoadError::Quarantined { detail, .. }) = model.ready().await else { panic!("it was not quarantined") };
    assert!(detail.contains("signal 6") && detail.contains("GGML_ASSERT(model) failed"), "{detail}");
    let restarts = model.status().restarts;
    assert_eq!(restarts, 1);
    assert!(matches!(model.ping(LONG).await, Err(ModelError::Unavailable { .. })));
    assert_eq!(model.status().restarts, restarts, "it was tried again");
    std::fs::write(garage.model(), TinyModel { seed: 2, context_tokens: 512, ..TinyModel::compact() }.bytes()).unwrap();
    assert!(model.ping(LONG).await.is_err());
    assert!(model.status().restarts > restarts, "the new file was not tried");
}

async fn a_program_that_is_missing_is_an_error() {
    let garage = Garage::new(&TinyModel::compact());
    let mut config = garage.config(WORKER);
    config.worker = WorkerCommand { program: garage.cache().join("none"), arguments: Vec::new() };
    let model = LlamaModel::start(config);
    let error = model.ready().await.unwrap_err();
    assert!(matches!(error, LoadError::Worker { .. }) && error.hint().is_some());
}

async fn a_process_killed_in_mid_turn_costs_that_turn() {
    let garage = Garage::new(&TinyModel::compact());
    let model = garage.start();
    let sound = model.answer(short_request("turn north")).await;
    // Stopped first, so that the turn is surely running when the process is killed.
    signal(&model, Signal::STOP);
    let turn = model.answer(short_request("turn north"));
    let kill = async {
        wait_until_sent().await;
        signal(&model, Signal::KILL);
    };
    let (turn, ()) = tokio::join!(turn, kill);
    assert!(matches!(&turn, Err(ModelError::Unavailable { reason }) if reason.contains("signal 9")), "{turn:?}");
    assert_eq!(model.answer(short_request("turn north")).await, sound);
    assert_eq!(model.status().restarts, 1);
    assert_eq!(model.status().state, State::Ready);
}

async fn a_process_killed_between_turns_costs_nothing() {
    let garage = Garage::new(&TinyModel::compact());
    let model = garage.start();
    let sound = model.answer(short_request("turn north")).await;
    for deaths in 1..=3 {
        signal(&model, Signal::KILL);
        let (mut answer, mut tries) = (model.answer(short_request("turn north")).await, 1);
        // A death that nobody has seen yet costs the request that finds it.
        while matches!(answer, Err(ModelError::Unavailable { .. })) && tries < 2 {
            answer = model.answer(short_request("turn north")).await;
            tries += 1;
        }
        assert_eq!(answer, sound);
        assert_eq!(model.status().restarts, deaths);
    }
}

/// Kills the process until the host gives it up, and returns why. It answers before each death: that does not help it.
async fn storm(model: &LlamaModel) -> LoadError {
    for _ in 0..STORM_DEATHS {
        // A death that nobody has seen yet costs the request that finds it.
        while model.ping(LONG).await.is_err() {}
        signal(model, Signal::KILL);
        let dead = model.status().process_id;
        while model.status().process_id == dead {
            tokio::task::yield_now().await;
        }
    }
    model.ready().await.unwrap_err()
}

async fn a_storm_of_restarts_ends_in_a_pause() {
    let garage = Garage::new(&TinyModel::compact());
    let model = garage.start();
    let error = storm(&model).await;
    assert!(matches!(&error, LoadError::RestartStorm { detail } if detail.contains("signal 9")), "{error}");
    assert!(error.hint().is_some());
    let status = model.status();
    assert_eq!(status.state, State::Unusable(error.clone()));
    assert_eq!((status.restarts, status.process_id), (STORM_DEATHS as u64 - 1, None));
    // Refused at once, which is what the driver hears of as "only fixed phrases work now".
    let answer = model.answer(short_request("turn north")).await;
    assert_eq!(answer, Err(ModelError::Unavailable { reason: error.to_string() }));
    tokio::time::pause();
    tokio::time::advance(STORM_PAUSE).await;
    tokio::time::resume();
    model.ping(LONG).await.unwrap();
    assert_eq!(model.status().state, State::Ready);
}

async fn a_new_file_ends_the_pause_after_a_storm() {
    let garage = Garage::new(&TinyModel::compact());
    let model = garage.start();
    storm(&model).await;
    std::fs::write(garage.model(), TinyModel { seed: 2, context_tokens: 512, ..TinyModel::compact() }.bytes()).unwrap();
    model.ping(LONG).await.unwrap();
}

async fn a_request_that_is_dropped_is_cancelled() {
    let garage = Garage::new(&TinyModel::compact());
    let model = garage.start();
    let sound = model.answer(short_request("turn north")).await;
    signal(&model, Signal::STOP);
    let mut hasty = short_request("turn north");
    hasty.deadline = Duration::from_millis(50);
    assert_eq!(model.answer(hasty).await, Err(ModelError::DeadlinePassed { deadline_ms: 50 }));
    let dropped = tokio::time::timeout(Duration::from_millis(50), model.answer(short_request("turn north"))).await;
    assert!(dropped.is_err());
    // It obeys as soon as it runs again, so it lives on.
    signal(&model, Signal::CONT);
    assert_eq!(model.answer(short_request("turn north")).await, sound);
    assert_eq!(model.status().restarts, 0);
}

async fn a_process_that_hangs_is_replaced() {
    let garage = Garage::new(&TinyModel::compact());
    let model = garage.start();
    let sound = model.answer(short_request("turn north")).await;
    signal(&model, Signal::STOP);
    let mut hasty = short_request("turn north");
    hasty.deadline = Duration::from_millis(10);
    assert_eq!(model.answer(hasty).await, Err(ModelError::DeadlinePassed { deadline_ms: 10 }));
    assert_eq!(model.answer(short_request("turn north")).await, sound);
    assert_eq!(model.status().restarts, 1);
    let LastError { text, hint } = model.status().last_error.unwrap();
    assert_eq!(text, "the inference process did not leave a request within 3 s and was ended");
    assert!(hint.is_some());
    model.prepare(&sample_tools::tools()).await.unwrap();
}

/// A tool with so much to read that its message does not fit a pipe.
fn verbose_tool() -> Arc<Tool> {
    Arc::new(Tool { docs: "Turns the map. ".repeat(20_000), ..Tool::clone(&sample_tools::short_tool()) })
}

async fn a_process_that_does_not_read_is_replaced() {
    let garage = Garage::new(&TinyModel::hermes());
    let model = garage.start();
    model.ready().await.unwrap();
    signal(&model, Signal::STOP);
    let answer = model.answer(request("turn north", vec![verbose_tool()])).await;
    let Err(ModelError::Unavailable { reason }) = answer else { panic!("{answer:?}") };
    assert!(reason.contains("bytes within 3 s and was ended"), "{reason}");
    assert_eq!(model.status().last_error.unwrap().text, reason);
    model.ping(LONG).await.unwrap();
    assert_eq!(model.status().restarts, 1);
}

async fn a_load_without_an_end_is_an_error() {
    let garage = Garage::new(&TinyModel::compact());
    let model = LlamaModel::start(garage.config(DEAF_WORKER));
    let expected = LoadError::LoadTimedOut { path: garage.model() };
    // More often than a file may kill the process: it is not the file's fault.
    for _ in 0..3 {
        assert_eq!(model.ready().await, Err(expected.clone()));
        let answer = model.ping(LONG * 60).await;
        assert_eq!(answer, Err(ModelError::Unavailable { reason: expected.to_string() }));
    }
    assert!(expected.hint().is_some_and(|hint| !hint.contains("replace")));
}

async fn the_process_ends_with_its_model() {
    let garage = Garage::new(&TinyModel::compact());
    let model = garage.start();
    model.ping(LONG).await.unwrap();
    let id = model.status().process_id.unwrap();
    drop(model);
    let gone = async {
        while Path::new(&format!("/proc/{id}")).exists() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(LONG, gone).await.unwrap();
}

async fn a_process_without_a_host_ends_by_itself() {
    for words in [b"".as_slice(), b"nonsense", &[0xff; 64]] {
        #[expect(clippy::disallowed_methods, reason = "the test is the host")]
        let mut process = tokio::process::Command::new(std::env::current_exe().unwrap())
            .arg(WORKER)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let mut input = process.stdin.take().unwrap();
        input.write_all(words).await.unwrap();
        drop(input);
        let output = tokio::time::timeout(LONG, process.wait_with_output()).await.unwrap().unwrap();
        assert!(output.status.success(), "{words:?}: {output:?}");
        assert!(output.stdout.is_empty(), "{words:?}: {output:?}");
    }
}

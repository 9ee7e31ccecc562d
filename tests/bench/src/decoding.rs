//! Tool calls decoded: forced tokens in one go beside token by token under GBNF, same model, same text.

use std::{collections::BTreeSet, time::Duration};

use anyhow::{Result, ensure};
use jumpseat_inference::{
    bench::{DecodingComparison, compare_decoding},
    starter_model,
};
use jumpseat_package::{Language, Package};
use jumpseat_router::ModelRequest;
use jumpseat_tool::tools_of;

use crate::{
    command_line::{Jumpseat, SHIPPED},
    figures::Figure,
};

const ROUNDS: usize = 50;

/// One sentence for each kind of call: enums, numbers, texts, few fields and many.
const SENTENCES: [(Language, &str); 6] = [
    (Language::English, "find a cheap noodle place near the city museum that is open now"),
    (Language::English, "is the restaurant golden dragon still open"),
    (Language::English, "i need a parking space for my van it is two metres high"),
    (Language::English, "do i have to stop at the next crossing"),
    (Language::Chinese, "附近有没有便宜的火锅店"),
    (Language::Chinese, "人民广场附近的停车场"),
];

/// Measures with the starter model and the tools of the skills that ship.
pub(crate) fn measure(car: &Jumpseat) -> Result<Vec<Figure>> {
    let mut tools = Vec::new();
    for id in SHIPPED {
        let component = std::fs::read(car.skill_file(id))?;
        tools.extend(tools_of(&component, &Package::read(&component)?)?.tools);
    }
    let request = |(language, utterance): (Language, &str)| ModelRequest {
        language,
        utterance: utterance.to_owned(),
        history: Vec::new(),
        tools: tools.clone(),
        deadline: Duration::from_mins(1),
    };
    let requests = SENTENCES.map(request);
    let model = starter_model(&car.path("cache"))?;
    // As the car decodes, and with all that this machine has; both ways alike.
    let cores = std::thread::available_parallelism().map_or(1, |cores| u16::try_from(cores.get()).unwrap_or(1));
    let mut figures = Vec::new();
    for threads in BTreeSet::from([1, cores]) {
        figures.extend(figures_of(&compare_decoding(&model, &requests, threads, ROUNDS)?, threads)?);
    }
    Ok(figures)
}

fn figures_of(compared: &[DecodingComparison], threads: u16) -> Result<Vec<Figure>> {
    ensure!(compared.iter().all(|call| !call.text.is_empty()), "the model wrote nothing to compare");
    let sum = |of: fn(&DecodingComparison) -> usize| compared.iter().map(of).sum::<usize>();
    let pooled =
        |of: fn(&DecodingComparison) -> &Vec<Duration>| compared.iter().flat_map(of).copied().collect::<Vec<_>>();
    let (calls, tokens, runs) = (compared.len(), sum(|call| call.tokens), sum(|call| call.runs));
    let runs_token_by_token = sum(|call| call.runs_token_by_token);
    let ours =
        format!("one call decoded, threads: {threads} ({calls} calls, {tokens} tokens in {runs} runs of the model)");
    let theirs = format!("the same under GBNF, token by token ({runs_token_by_token} runs)");
    Ok(vec![
        Figure::of_durations(ours, &pooled(|call| &call.durations)),
        Figure::of_durations(theirs, &pooled(|call| &call.durations_token_by_token)),
        Figure::of("GBNF ÷ ours, per call", "×", compared.iter().map(factor).collect()),
    ])
}

/// How many times as long the usual way takes, by medians.
fn factor(call: &DecodingComparison) -> f64 {
    let median = |durations: &[Duration]| Figure::of_durations("", durations).p50;
    median(&call.durations_token_by_token) / median(&call.durations)
}

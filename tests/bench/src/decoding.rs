//! Tool calls decoded: forced tokens in one go beside token by token under GBNF, same model, same text.

use std::{collections::BTreeSet, path::Path, time::Duration};

use anyhow::{Result, ensure};
use jumpseat_inference::{
    bench::{DecodingComparison, Pace, Sample, compare_decoding},
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
/// For a model that may take a minute to read the tools, and seconds for a call.
const ROUNDS_LARGE: usize = 3;
const SENTENCES_LARGE: usize = 2;

/// One sentence for each kind of call: enums, numbers, texts, few fields and many.
const SENTENCES: [(Language, &str); 6] = [
    (Language::English, "find a cheap noodle place near the city museum that is open now"),
    (Language::English, "is the restaurant golden dragon still open"),
    (Language::English, "i need a parking space for my van it is two metres high"),
    (Language::English, "do i have to stop at the next crossing"),
    (Language::Chinese, "附近有没有便宜的火锅店"),
    (Language::Chinese, "人民广场附近的停车场"),
];

/// Measures with the tools of the skills that ship and with the starter model, or with another model that writes what the
/// starter model answers: so the text is the same whatever the model knows.
pub(crate) fn measure(car: &Jumpseat, model: Option<&Path>) -> Result<Vec<Figure>> {
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
    let mut samples = SENTENCES.map(|sentence| Sample { request: request(sentence), answer: None });
    let starter = starter_model(&car.path("cache"))?;
    // As the car decodes, and with all that this machine has; both ways alike.
    let cores = std::thread::available_parallelism().map_or(1, |cores| u16::try_from(cores.get()).unwrap_or(1));
    let Some(model) = model else {
        let mut figures = Vec::new();
        for threads in BTreeSet::from([1, cores]) {
            figures.extend(figures_of(&compare_decoding(&starter, &samples, threads, ROUNDS)?, threads)?);
        }
        return Ok(figures);
    };
    let answers = compare_decoding(&starter, &samples, 1, 0)?;
    for (sample, answer) in samples.iter_mut().zip(answers) {
        sample.answer = Some(answer.text);
    }
    let samples = samples.get(..SENTENCES_LARGE).unwrap_or(&samples);
    figures_of(&compare_decoding(model, samples, cores, ROUNDS_LARGE)?, cores)
}

fn figures_of(compared: &[DecodingComparison], threads: u16) -> Result<Vec<Figure>> {
    ensure!(compared.iter().all(|call| !call.text.is_empty()), "the model wrote nothing to compare");
    let (calls, tokens) = (compared.len(), compared.iter().map(|call| call.tokens).sum::<usize>());
    let ours: Vec<_> = compared.iter().map(|call| &call.in_one_go).collect();
    let what = format!("one call decoded, threads: {threads} ({calls} calls, {tokens} tokens in {} runs)", runs(&ours));
    let mut figures = vec![Figure::of_durations(what, &pooled(&ours))];
    let sampled = compared.iter().map(|call| call.sampled.as_ref().map(|pace| (&call.in_one_go, pace))).collect();
    let spelled = compared.iter().map(|call| Some((&call.in_one_go, &call.spelled))).collect();
    figures.extend(beside("GBNF as llama.cpp samples", sampled));
    figures.extend(beside("GBNF given the shortest spelling", spelled));
    Ok(figures)
}

/// What the usual way took for those calls that it wrote alike, and how many times as long as ours that is. Nothing if
/// there are none.
fn beside(way: &str, calls: Vec<Option<(&Pace, &Pace)>>) -> Vec<Figure> {
    let all = calls.len();
    let calls: Vec<_> = calls.into_iter().flatten().collect();
    if calls.is_empty() {
        return Vec::new();
    }
    let theirs: Vec<_> = calls.iter().map(|(_, theirs)| *theirs).collect();
    let what = format!("the same under {way} ({} of {all} calls alike, {} runs)", calls.len(), runs(&theirs));
    let factors = calls.iter().map(|(ours, theirs)| median(theirs) / median(ours)).collect();
    vec![Figure::of_durations(what, &pooled(&theirs)), Figure::of(format!("{way} ÷ ours, per call"), "×", factors)]
}

fn runs(paces: &[&Pace]) -> usize {
    paces.iter().map(|pace| pace.runs).sum()
}

fn pooled(paces: &[&Pace]) -> Vec<Duration> {
    paces.iter().flat_map(|pace| &pace.durations).copied().collect()
}

fn median(pace: &Pace) -> f64 {
    Figure::of_durations("", &pace.durations).p50
}

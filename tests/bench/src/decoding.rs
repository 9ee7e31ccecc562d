//! One tool call decoded: forced tokens in one go beside token by token under GBNF, same model, same text.

use std::time::Duration;

use anyhow::{Result, bail};
use jumpseat_inference::{bench::compare_decoding, starter_model};
use jumpseat_package::{Language, Package};
use jumpseat_router::ModelRequest;
use jumpseat_tool::tools_of;

use crate::{command_line::Jumpseat, figures::Figure};

const ROUNDS: usize = 100;

/// Measures with the starter model and the tools of the restaurant finder.
pub(crate) fn measure(car: &Jumpseat) -> Result<Vec<Figure>> {
    let component = std::fs::read(car.skill_file("restaurant-finder"))?;
    let tools = tools_of(&component, &Package::read(&component)?)?.tools;
    let request = ModelRequest {
        language: Language::English,
        utterance: "find a cheap noodle place near the city museum that is open now".to_owned(),
        history: Vec::new(),
        tools,
        deadline: Duration::from_mins(1),
    };
    let compared = compare_decoding(&starter_model(&car.path("cache"))?, &request, 1, ROUNDS)?;
    if compared.text.is_empty() {
        bail!("the model wrote nothing to compare");
    }
    let ours = format!("one call decoded, {} tokens in {} runs of the model", compared.tokens, compared.runs);
    let theirs = format!("the same, token by token under GBNF, {} runs", compared.runs_token_by_token);
    Ok(vec![
        Figure::of_durations(ours, &compared.durations),
        Figure::of_durations(theirs, &compared.durations_token_by_token),
    ])
}

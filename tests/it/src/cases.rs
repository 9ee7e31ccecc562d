//! The cases of every shipped skill (`skills/<id>/cases/<language>.yaml`), with all skills installed.

use std::{collections::BTreeMap, fs};

use serde::Deserialize;
use serde_json::Value;

use crate::car::{Car, SHIPPED, root, tools};

/// A sentence and what must come of it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    say: String,
    #[serde(default)]
    after: Vec<String>,
    expect: Expected,
    #[serde(default)]
    reply: Option<String>,
    #[serde(default)]
    path: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    tool: String,
    #[serde(default)]
    arguments: BTreeMap<String, Value>,
}

fn cases(skill: &str, language: &str) -> Vec<Case> {
    let path = root().join("skills").join(skill).join("cases").join(format!("{language}.yaml"));
    serde_saphyr::from_str(&fs::read_to_string(&path).unwrap())
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Says every case in one drive, each as a dialogue of its own, and tells what went wrong.
fn wrong(skill: &str, language: &str) -> Vec<String> {
    let cases = cases(skill, language);
    assert!(cases.len() >= 6, "{skill} has only {} cases in {language}", cases.len());
    let mut script = String::new();
    for case in &cases {
        script.push_str(":forget\n");
        for sentence in case.after.iter().chain([&case.say]) {
            script.push_str(sentence);
            script.push('\n');
        }
    }
    let turns = Car::with_skills().drive(script.as_bytes());
    let mut last = cases.iter().scan(0, |turn, case| {
        *turn += case.after.len() + 1;
        Some(*turn - 1)
    });
    let judged = cases.iter().map(|case| (case, &turns[last.next().unwrap()]));
    judged.filter_map(|(case, turn)| judge(skill, case, turn)).collect()
}

/// What is wrong with a turn, if anything.
fn judge(skill: &str, case: &Case, turn: &Value) -> Option<String> {
    let said = turn["speech"].as_str().unwrap_or_default();
    let called = tools(turn) == [format!("{skill}.{}", case.expect.tool)];
    let arguments: BTreeMap<String, Value> =
        serde_json::from_value(turn["calls"][0]["arguments"].clone()).unwrap_or_default();
    // A choice from a list is passed on by its id, which the case need not know.
    let expected = case.expect.arguments.iter().all(|(name, value)| value == "*" || arguments.get(name) == Some(value));
    let right = called
        && expected
        && arguments.len() == case.expect.arguments.len()
        && case.path.as_ref().is_none_or(|path| turn["path"] == *path)
        && case.reply.as_ref().is_none_or(|reply| said.to_lowercase().contains(&reply.to_lowercase()));
    (!right).then(|| format!("{:?} → {} {} said {said:?}, expected {case:?}", case.say, turn["path"], turn["calls"]))
}

#[test]
fn every_english_case_of_every_skill_holds() {
    let wrong: Vec<String> = SHIPPED.iter().flat_map(|skill| wrong(skill, "en")).collect();
    assert!(wrong.is_empty(), "{} cases fail:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_chinese_case_of_every_skill_holds() {
    let wrong: Vec<String> = SHIPPED.iter().flat_map(|skill| wrong(skill, "zh")).collect();
    assert!(wrong.is_empty(), "{} cases fail:\n{}", wrong.len(), wrong.join("\n"));
}

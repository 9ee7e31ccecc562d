//! What the turns of the tests run on.

use std::{
    collections::VecDeque,
    fmt::Write as _,
    sync::{Arc, Mutex},
};

use async_trait::async_trait;
use jumpseat_package::{Language, Manifest, Phrases, SkillId};
use jumpseat_policy::{Grant, OemPolicy, Policy, Precision, Subject};
use jumpseat_router::{
    Call, Decision, LanguageModel, ModelAnswer, ModelError, ModelRequest, Repertoire, Router, Surface, conflicts,
};
use jumpseat_tool::{Case, Field, Record, Tool, Type};
use serde_json::{Value, json};

use crate::{
    Assistant, Circumstances, Configuration, Coordinates, DrivingState, Explanation, Failure, ListCard, MessageCard,
    Need, Outcome, Question, QuestionChoice, Reply, Row, SkillEvent, SkillHost, Turn, Units,
};

/// A decision, or an endless wait.
#[derive(Debug, Clone)]
pub(super) enum Script {
    Decides(Decision),
    Fails(ModelError),
    Hangs,
}

/// Answers what the test wrote down, one after the other, and keeps what it was asked.
#[derive(Debug, Default)]
pub(super) struct ScriptedModel {
    script: Mutex<VecDeque<Script>>,
    asked: Mutex<Vec<ModelRequest>>,
}

impl ScriptedModel {
    pub(super) fn new(script: impl IntoIterator<Item = Script>) -> Arc<Self> {
        Arc::new(Self { script: Mutex::new(script.into_iter().collect()), asked: Mutex::default() })
    }

    /// What it was shown: the sentence, and the history as one line.
    pub(super) fn asked(&self) -> Vec<String> {
        let asked = self.asked.lock().unwrap();
        let line = |request: &ModelRequest| {
            let mut line = request.utterance.clone();
            for exchange in request.history.iter().rev() {
                line.extend([" ← ", &exchange.utterance, ":"]);
                match &exchange.decision {
                    Decision::Calls(calls) => {
                        line.extend(calls.iter().map(|(name, arguments)| format!(" {name} {arguments}")));
                    }
                    Decision::Ask(question) => line.extend([" asked ", question]),
                    Decision::NoTool => line.push_str(" nothing"),
                }
            }
            line
        };
        asked.iter().map(line).collect()
    }
}

#[async_trait]
impl LanguageModel for ScriptedModel {
    async fn answer(&self, request: ModelRequest) -> Result<ModelAnswer, ModelError> {
        self.asked.lock().unwrap().push(request);
        let next = self.script.lock().unwrap().pop_front();
        match next.expect("the model is asked more often than the test says") {
            Script::Decides(decision) => Ok(ModelAnswer { decision, confidence: 0.9 }),
            Script::Fails(error) => Err(error),
            Script::Hangs => std::future::pending().await,
        }
    }
}

pub(super) fn calls(calls: &[(&str, Value)]) -> Script {
    let call = |(name, arguments): &(&str, Value)| (name.parse().unwrap(), arguments.clone());
    Script::Decides(Decision::Calls(calls.iter().map(call).collect()))
}

/// Answers by what it is called with, and keeps that.
#[derive(Debug, Default)]
pub(super) struct FakeSkills {
    called: Mutex<Vec<String>>,
    granted: Mutex<Vec<String>>,
}

impl FakeSkills {
    /// What each call was granted of what drivers are asked for.
    pub(super) fn granted(&self) -> Vec<String> {
        self.granted.lock().unwrap().clone()
    }

    pub(super) fn called(&self) -> Vec<String> {
        self.called.lock().unwrap().clone()
    }
}

#[async_trait]
impl SkillHost for FakeSkills {
    async fn call(&self, call: &Call, circumstances: &Circumstances, grant: &Grant) -> Outcome {
        let name = call.tool.name.to_string();
        let arguments = call.arguments.to_json();
        let asked_for = ["location", "preferences"].into_iter().filter(|name| grant.allows(name));
        let roughly = (grant.precision() == Precision::Coarse).then_some("roughly");
        self.granted.lock().unwrap().push(asked_for.chain(roughly).collect::<Vec<_>>().join(" "));
        self.called.lock().unwrap().push(format!("{name} {arguments} {}", circumstances.language));
        match name.as_str() {
            "food.find" => found(&arguments, circumstances.language),
            "food.show" => Outcome::Reply(said(&format!("This is {}.", arguments["restaurant"].as_str().unwrap()))),
            "parking.find" if arguments.get("near").is_none() => Outcome::Failure(Failure::NeedValue(Need {
                speech: "Near which place?".to_owned(),
                field: "near".to_owned(),
            })),
            "parking.find" => Outcome::Reply(Reply {
                card: Some(crate::Card::Message(MessageCard {
                    title: "Parking".to_owned(),
                    text: "Three car parks".to_owned(),
                })),
                ..said(&format!("Three car parks near {}", arguments["near"].as_str().unwrap()))
            }),
            "broken.run" => broken(arguments["how"].as_str().unwrap()).await,
            other => panic!("nothing is written down for {other}"),
        }
    }

    async fn deliver(&self, skill: &SkillId, event: &SkillEvent, _: &Circumstances, _: &Grant) -> Option<Outcome> {
        let SkillEvent::SignalAhead { signal_id, distance_m } = event;
        self.called.lock().unwrap().push(format!("{skill} {} {signal_id} {distance_m}", event.kind()));
        match signal_id.as_str() {
            "silent" => None,
            "blank" => Some(Outcome::Reply(said("\u{200b}"))),
            "trap" => Some(Outcome::Trapped { detail: "unreachable".to_owned() }),
            _ => Some(Outcome::Reply(said("Red light ahead."))),
        }
    }
}

pub(super) fn said(speech: &str) -> Reply {
    Reply { speech: speech.to_owned(), card: None, question: None }
}

/// Two restaurants and the question which one.
fn found(arguments: &Value, language: Language) -> Outcome {
    if arguments.get("cuisine") == Some(&json!("hotpot")) {
        return Outcome::Failure(Failure::NothingFound(Explanation {
            speech: String::new(),
            detail: "no hotpot within 2000 m".to_owned(),
        }));
    }
    let names = match language {
        Language::English => ["Golden House", "Ramen Yard"],
        Language::Chinese => ["老王面馆", "小李面馆"],
    };
    let row = |name: &&str| Row {
        title: (*name).to_owned(),
        subtitle: None,
        trailing: Some("350 m".to_owned()),
        position: Some(Coordinates { latitude_deg: 31.23, longitude_deg: 121.47 }),
    };
    let choice = |name: &&str| QuestionChoice { label: (*name).to_owned(), value: format!("{name} id") };
    Outcome::Reply(Reply {
        speech: match language {
            Language::English => "I found Golden House and Ramen Yard.".to_owned(),
            Language::Chinese => "找到老王面馆和小李面馆。".to_owned(),
        },
        card: Some(crate::Card::List(ListCard { title: "Noodles".to_owned(), rows: names.iter().map(row).collect() })),
        question: Some(Question {
            tool: "show".to_owned(),
            field: "restaurant".to_owned(),
            choices: names.iter().map(choice).collect(),
        }),
    })
}

async fn broken(how: &str) -> Outcome {
    let detail = || "wasm trap: unreachable".to_owned();
    match how {
        "trap" => Outcome::Trapped { detail: detail() },
        "slow" => Outcome::TimedOut { deadline_ms: 500 },
        "greedy" => Outcome::OverLimit { limit: "memory of 67108864 bytes".to_owned() },
        "liar" => Outcome::BadAnswer { detail: "a question without choices".to_owned() },
        "gone" => Outcome::Missing { detail: "not installed".to_owned() },
        "tired" => Outcome::Resting { wait_s: 20 },
        "shut-out" => Outcome::Quarantined { reason: "it broke 10 times".to_owned() },
        "asks-nonsense" => {
            let question = Question { tool: "open-trunk".to_owned(), field: "x".to_owned(), choices: Vec::new() };
            Outcome::Reply(Reply { question: Some(question), ..said("Which?") })
        }
        "forbidden" => Outcome::Failure(Failure::NotAllowed(Explanation {
            speech: "I may not do that.".to_owned(),
            detail: "no grant for location".to_owned(),
        })),
        "quiet" => Outcome::Reply(said(" ")),
        _ => std::future::pending().await,
    }
}

fn optional(ty: Type) -> Type {
    Type::Option(Box::new(ty))
}

fn enumeration(name: &str, cases: &[&str]) -> Type {
    let case = |name: &&str| Case { name: (*name).to_owned(), docs: String::new(), payload: None };
    Type::Enum(name.to_owned(), cases.iter().map(case).collect())
}

fn tool(name: &str, fields: &[(&str, Type)]) -> Arc<Tool> {
    let field = |(name, ty): &(&str, Type)| Field { name: (*name).to_owned(), docs: String::new(), ty: ty.clone() };
    let request =
        Record { name: "request".to_owned(), docs: String::new(), fields: fields.iter().map(field).collect() };
    Arc::new(Tool { name: name.parse().unwrap(), docs: String::new(), request: Some(request) })
}

fn surface(tools: Vec<Arc<Tool>>, phrases: &[&str]) -> Surface {
    let phrases = phrases.iter().map(|source| Phrases::parse(source).unwrap()).collect();
    Surface { skill: tools[0].name.skill.clone(), tools, phrases }
}

pub(super) fn router() -> Arc<Router> {
    let food = vec![
        tool(
            "food.find",
            &[
                ("cuisine", optional(enumeration("cuisine", &["noodles", "hotpot"]))),
                ("price-max", optional(enumeration("price", &["budget"]))),
            ],
        ),
        tool("food.show", &[("restaurant", Type::String)]),
    ];
    let parking = vec![tool("parking.find", &[("near", optional(Type::String)), ("covered", optional(Type::Bool))])];
    let broken = vec![tool("broken.run", &[("how", Type::String)])];
    let surfaces = vec![
        surface(
            food,
            &[
                "language: en\ntools:\n  find: [\"find [me] {cuisine}\"]\n",
                "language: zh\nwords:\n  cuisine:\n    noodles: [面馆]\n    hotpot: [火锅]\ntools:\n  find: [\"找 {cuisine}\"]\n",
            ],
        ),
        surface(
            parking,
            &[
                "language: en\ntools:\n  find:\n    - \"find [{covered}] parking [near [the] {near}]\"\nwords:\n  covered:\n    \"true\": [covered]\n",
            ],
        ),
        surface(broken, &["language: en\ntools:\n  run: [\"run {how}\"]\n"]),
    ];
    assert_eq!(conflicts(&surfaces), []);
    let repertoires: Vec<Repertoire> = surfaces.iter().map(Repertoire::of).collect();
    assert!(repertoires.iter().all(|repertoire| repertoire.rejected().is_empty()));
    Arc::new(Router::new(repertoires))
}

pub(super) fn parked() -> Circumstances {
    Circumstances {
        language: Language::English,
        units: Units::Metric,
        driving_state: DrivingState::Parked,
        speed_kmh: Some(0.0),
    }
}

/// An assistant on the fakes, with or without a model.
pub(super) fn assistant(model: Option<Arc<ScriptedModel>>) -> (Assistant, Arc<FakeSkills>) {
    let skills = Arc::new(FakeSkills::default());
    let model = model.map(|model| -> Arc<dyn LanguageModel> { model });
    let host = Arc::clone(&skills) as Arc<dyn SkillHost>;
    (Assistant::new(router(), model, host, policy(), Configuration::default()), skills)
}

/// A skill that wants these capabilities, all but the first of which it can do without.
pub(super) fn subject(id: &str, capabilities: &[&str]) -> Subject {
    let mut manifest =
        format!("id = {id:?}\npublisher = \"acme\"\nversion = \"0.1.0\"\nname.en = \"The {id} skill\"\n");
    for (number, capability) in capabilities.iter().enumerate() {
        let required = number == 0;
        writeln!(manifest, "[capabilities.{capability}]\nrequired = {required}\nwhy.en = \"to know {capability}\"")
            .unwrap();
    }
    Subject::of(&Manifest::parse(&manifest).unwrap(), capabilities.iter().copied(), &[])
}

/// A policy for skills that want nothing, so that the driver is asked for nothing.
pub(super) fn policy() -> Arc<Policy> {
    let subjects = ["food", "parking", "broken", "traffic-lights"].map(|id| subject(id, &[]));
    Arc::new(Policy::new(OemPolicy::default(), subjects))
}

/// The whole turn as JSON, without the times.
pub(super) fn golden(turn: &Turn) -> String {
    let mut json = serde_json::to_value(turn).unwrap();
    let timings = json["timings_us"].as_object_mut().unwrap();
    timings.values_mut().for_each(|time| *time = json!("…"));
    serde_json::to_string_pretty(&json).unwrap()
}

/// A turn on one line: what was called with which outcome, and what was said.
pub(super) fn brief(turn: &Turn) -> String {
    let call = |call: &crate::CallReport| format!("{}.{} {} {:?}", call.skill, call.tool, call.arguments, call.outcome);
    let calls: Vec<String> = turn.calls.iter().map(call).collect();
    format!("{:?} [{}] {:?} {}", turn.path, calls.join("; "), turn.ending, turn.speech)
}

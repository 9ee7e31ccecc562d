//! Skills that set something of the vehicle, and drivers who are asked before.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use async_trait::async_trait;
use jumpseat_package::{Language, SkillId};
use jumpseat_policy::{Grant, OemPolicy, Policy, Withdrawal, audit::Event};
use jumpseat_router::Call;
use jumpseat_vehicle::{Act, Answer, Approval, Value, limits::QUESTION_MS_MAX};
use serde_json::json;

use super::fakes::{brief, golden, parked, router, said, subject};
use crate::{
    ActLog, Assistant, CallOutcome, Circumstances, Configuration, DrivingState, Explanation, Failure, NotRecorded,
    Outcome, Question, QuestionChoice, Reply, SkillEvent, SkillHost,
};

const TEMPERATURE: &str = "Vehicle.Cabin.HVAC.Station.Row1.Driver.Temperature";
const TRUNK: &str = "Vehicle.Body.Trunk.Rear.IsOpen";
const POLICY: &str = r#"
    capabilities.vehicle.access = "allow"
    [skills.food]
    publisher = "acme"
    vehicle = ["Vehicle.Cabin.HVAC.Station.*.*.Temperature 16..28", { set = "Vehicle.Body.Trunk.Rear.IsOpen", while = "parked" }]
"#;

/// Sets the temperature for noodles, and opens the trunk after it for hotpot. It answers with what it got to do. Who looks for
/// parking is asked something to which people say yes, too.
#[derive(Default)]
struct Setting {
    done: Mutex<Vec<&'static str>>,
    ended: Mutex<Vec<String>>,
}

impl Setting {
    async fn set(&self, grant: &Grant, path: &'static str, value: Value) -> bool {
        let (overseer, act) = (grant.overseer(), Act { path: path.to_owned(), value });
        let allowed = overseer.confirm(act.clone()).await == Answer::Yes
            && overseer.begin(act.clone(), Approval::Driver).await.is_ok();
        if allowed {
            self.done.lock().unwrap().push(path);
            overseer.end(act, Approval::Driver, Ok(())).await;
        }
        allowed
    }
}

#[async_trait]
impl SkillHost for Setting {
    async fn call(&self, call: &Call, circumstances: &Circumstances, grant: &Grant) -> Outcome {
        let name = call.tool.name.to_string();
        if name != "food.find" {
            self.ended.lock().unwrap().push(name.clone());
            if name == "parking.find" {
                return Outcome::Reply(Reply { question: Some(near_the_museum()), ..said("Near the museum?") });
            }
            return Outcome::Reply(said(&format!("{name} answers.")));
        }
        let warm = self.set(grant, TEMPERATURE, Value::Float(21.5)).await;
        let open = call.arguments.to_json()["cuisine"] == json!("hotpot")
            && self.set(grant, TRUNK, Value::Boolean(true)).await;
        self.ended.lock().unwrap().push(format!("{name} warm {warm} open {open}"));
        match (warm, circumstances.language) {
            (true, Language::English) => Outcome::Reply(said("It gets warmer.")),
            (true, Language::Chinese) => Outcome::Reply(said("正在升温。")),
            (false, _) => Outcome::Failure(Failure::NotAllowed(Explanation {
                speech: "Then not.".to_owned(),
                detail: "the driver said no".to_owned(),
            })),
        }
    }

    async fn deliver(&self, _: &SkillId, _: &SkillEvent, _: &Circumstances, grant: &Grant) -> Option<Outcome> {
        let warm = self.set(grant, TEMPERATURE, Value::Float(21.5)).await;
        Some(Outcome::Reply(said(&format!("Red light ahead, warm {warm}."))))
    }
}

fn near_the_museum() -> Question {
    let choice = |label: &str| QuestionChoice { label: label.to_owned(), value: "museum".to_owned() };
    Question {
        tool: "find".to_owned(),
        field: "near".to_owned(),
        choices: ["Yes", "Yes, do it", "Yes, sir"].map(choice).into(),
    }
}

/// Keeps records, or cannot.
#[derive(Default)]
struct Log {
    records: Mutex<Vec<String>>,
    is_full: AtomicBool,
}

#[async_trait]
impl ActLog for Log {
    async fn record(&self, event: Event) -> Result<(), NotRecorded> {
        if self.is_full.load(Ordering::Relaxed) {
            return Err(NotRecorded);
        }
        let record = serde_json::to_value(&event).unwrap();
        self.records.lock().unwrap().push(format!("{} {}", record["act"]["path"], record["act"]["outcome"]));
        Ok(())
    }
}

struct Fixture {
    assistant: Assistant,
    policy: Arc<Policy>,
    skills: Arc<Setting>,
    log: Arc<Log>,
    /// Whether the car moves.
    moves: Arc<AtomicBool>,
}

impl Fixture {
    fn new() -> Self {
        Self::with_policy(POLICY)
    }

    fn with_policy(policy: &str) -> Self {
        let subjects = ["food", "parking", "broken"].map(|id| subject(id, &["vehicle"]));
        let policy = Arc::new(Policy::new(OemPolicy::parse(policy).unwrap(), subjects));
        let (skills, log) = (Arc::new(Setting::default()), Arc::new(Log::default()));
        let moves = Arc::new(AtomicBool::new(false));
        let watched = Arc::clone(&moves);
        let state = move || if watched.load(Ordering::Relaxed) { DrivingState::Moving } else { DrivingState::Parked };
        let assistant = Assistant::new(router(), None, skills.clone(), policy.clone(), Configuration::default())
            .recording(log.clone())
            .watching(state);
        Self { assistant, policy, skills, log, moves }
    }

    /// A dialogue, one line for each turn.
    async fn dialogue(&mut self, sentences: &[&str]) -> String {
        let mut lines = Vec::new();
        for sentence in sentences {
            lines.push(format!("{sentence} → {}", brief(&self.assistant.ask(sentence, &parked()).await)));
        }
        lines.join("\n")
    }

    fn done(&self) -> Vec<&'static str> {
        self.skills.done.lock().unwrap().clone()
    }

    fn records(&self) -> String {
        let records = self.log.records.lock().unwrap().join("\n");
        records.replace(TEMPERATURE, "temperature").replace(TRUNK, "trunk").replace('"', "")
    }
}

#[tokio::test]
async fn the_turn_ends_with_the_question_and_a_yes_does_it() {
    let mut car = Fixture::new();
    let turn = car.assistant.ask("find noodles", &parked()).await;
    insta::assert_snapshot!(golden(&turn), @r#"
    {
      "transcript": "find noodles",
      "language": "en",
      "path": "phrase",
      "calls": [
        {
          "skill": "food",
          "tool": "find",
          "arguments": {
            "cuisine": "noodles"
          },
          "outcome": "needs-confirmation",
          "error": null
        }
      ],
      "speech": "The food skill would like to set the temperature in the front on the driver's side to 21.5 degrees. Is that all right? Say yes or no.",
      "card": {
        "kind": "message",
        "title": "The food skill (acme)",
        "text": "set the temperature in the front on the driver's side to 21.5 degrees"
      },
      "question": null,
      "consent": null,
      "confirmation": {
        "skill": "food",
        "path": "Vehicle.Cabin.HVAC.Station.Row1.Driver.Temperature",
        "value": 21.5
      },
      "timings_us": {
        "hear": "…",
        "phrase": "…",
        "shortlist": "…",
        "model": "…",
        "call": "…",
        "speak": "…",
        "total": "…"
      }
    }
    "#);
    assert!(car.done().is_empty() && car.assistant.dialogue().history.is_empty());
    let turn = car.assistant.ask("yes", &parked()).await;
    assert_eq!(brief(&turn), r#"Phrase [food.find {"cuisine":"noodles"} Reply] Answered It gets warmer."#);
    assert_eq!((car.done(), turn.confirmation), (vec![TEMPERATURE], None));
    assert_eq!(car.assistant.dialogue().history[0].utterance, "find noodles");
    insta::assert_snapshot!(car.records(), @r"
    temperature asked
    temperature {begun:{by:driver}}
    temperature {done:{by:driver}}
    ");
}

#[tokio::test]
async fn the_question_and_its_answers_are_asked_and_heard_in_chinese_too() {
    let mut car = Fixture::new();
    insta::assert_snapshot!(car.dialogue(&["找面馆", "可以", "找面馆", "不可以"]).await, @r#"
    找面馆 → Phrase [food.find {"cuisine":"noodles"} NeedsConfirmation] Answered The food skill想把前排驾驶侧温度设为21.5度，可以吗？请说“可以”或“不可以”。
    可以 → Phrase [food.find {"cuisine":"noodles"} Reply] Answered 正在升温。
    找面馆 → Phrase [food.find {"cuisine":"noodles"} NeedsConfirmation] Answered The food skill想把前排驾驶侧温度设为21.5度，可以吗？请说“可以”或“不可以”。
    不可以 → Phrase [food.find {"cuisine":"noodles"} NotAllowed] Answered Then not.
    "#);
    assert_eq!(car.done(), [TEMPERATURE]);
}

#[tokio::test]
async fn a_yes_to_one_act_does_no_other() {
    let mut car = Fixture::new();
    let first = car.assistant.ask("find hotpot", &parked()).await;
    assert_eq!(first.confirmation.unwrap().path, TEMPERATURE);
    // However long the driver means the yes to last.
    let second = car.assistant.ask("always allow it", &parked()).await;
    assert_eq!(second.confirmation.unwrap().path, TRUNK);
    assert_eq!(car.done(), [TEMPERATURE]);
    car.assistant.ask("no", &parked()).await;
    assert_eq!(car.done(), [TEMPERATURE]);
    assert!(car.records().ends_with("trunk asked\ntrunk {refused:{reason:the driver said no}}"), "{}", car.records());
}

#[tokio::test]
async fn a_yes_is_for_the_skill_that_asked_last() {
    for yes in ["yes", "yes, do it"] {
        let mut car = Fixture::new();
        car.dialogue(&["find parking", "find noodles", yes]).await;
        assert_eq!(car.done(), [TEMPERATURE], "{yes}");
        assert_eq!(*car.skills.ended.lock().unwrap(), ["parking.find", "food.find warm true open false"]);
    }
}

#[tokio::test]
async fn what_another_skill_asked_before_is_not_answered_while_an_act_is_asked_about() {
    let mut car = Fixture::new();
    car.dialogue(&["find parking", "yes, sir"]).await;
    let twice = ["parking.find", "parking.find"];
    assert_eq!(*car.skills.ended.lock().unwrap(), twice, "by itself the question is answered");
    let turn = car.assistant.ask("find noodles", &parked()).await;
    assert!(turn.confirmation.is_some() && turn.question.is_none() && car.assistant.dialogue().question.is_none());
    let turn = car.assistant.ask("yes, sir", &parked()).await;
    assert!(turn.confirmation.is_some(), "{turn:?}");
    assert_eq!(*car.skills.ended.lock().unwrap(), twice);
}

#[tokio::test(start_paused = true)]
async fn a_late_yes_answers_nothing_that_was_asked_before_either() {
    for is_told in [true, false] {
        let mut car = Fixture::new();
        car.dialogue(&["find parking", "find noodles"]).await;
        tokio::time::sleep_until(car.assistant.lapses_at().unwrap()).await;
        if is_told {
            car.assistant.lapse(&parked()).await.unwrap();
        }
        car.assistant.ask("yes", &parked()).await;
        assert!(car.done().is_empty());
        assert_eq!(*car.skills.ended.lock().unwrap(), ["parking.find", "food.find warm false open false"]);
    }
}

#[tokio::test]
async fn another_sentence_counts_as_no_and_is_answered() {
    let mut car = Fixture::new();
    insta::assert_snapshot!(car.dialogue(&["find hotpot", "run reply", "yes"]).await, @r#"
    find hotpot → Phrase [food.find {"cuisine":"hotpot"} NeedsConfirmation] Answered The food skill would like to set the temperature in the front on the driver's side to 21.5 degrees. Is that all right? Say yes or no.
    run reply → Phrase [food.find {"cuisine":"hotpot"} NotAllowed; broken.run {"how":"reply"} Reply] Answered broken.run answers.
    yes → None [] ModelUnavailable Only fixed phrases work now.
    "#);
    assert!(car.done().is_empty());
    assert_eq!(*car.skills.ended.lock().unwrap(), ["food.find warm false open false", "broken.run"]);
}

#[tokio::test]
async fn what_was_not_understood_leaves_the_question_standing() {
    let mut car = Fixture::new();
    car.assistant.ask("find noodles", &parked()).await;
    assert!(car.assistant.ask("mumble mumble", &parked()).await.confirmation.is_some());
    car.assistant.ask("yes", &parked()).await;
    assert_eq!(car.done(), [TEMPERATURE]);
}

#[tokio::test(start_paused = true)]
async fn a_question_that_nobody_answers_lapses_and_a_late_yes_does_nothing() {
    let mut car = Fixture::new();
    car.assistant.ask("find noodles", &parked()).await;
    tokio::time::sleep_until(car.assistant.lapses_at().unwrap()).await;
    let turn = car.assistant.ask("yes", &parked()).await;
    assert_eq!((turn.calls[0].outcome, turn.confirmation), (CallOutcome::NotAllowed, None));
    assert!(car.done().is_empty() && car.assistant.lapses_at().is_none());
    assert_eq!(car.records(), "temperature asked\ntemperature {refused:{reason:nobody answered}}");

    car.assistant.ask("find noodles", &parked()).await;
    tokio::time::advance(Duration::from_millis(QUESTION_MS_MAX)).await;
    let turn = car.assistant.lapse(&parked()).await.unwrap();
    assert_eq!((turn.transcript.as_deref(), turn.speech.as_str()), (None, "Then not."));
    assert!(car.records().ends_with("temperature {refused:{reason:nobody answered}}"), "{}", car.records());
    assert!(car.assistant.lapse(&parked()).await.is_none());
    assert!(car.done().is_empty());
}

#[tokio::test]
async fn a_car_that_began_to_move_while_the_driver_thought_refuses() {
    let mut car = Fixture::new();
    car.dialogue(&["find hotpot", "yes"]).await;
    car.moves.store(true, Ordering::Relaxed);
    car.assistant.ask("yes", &parked()).await;
    assert_eq!(car.done(), [TEMPERATURE]);
    assert!(car.records().ends_with("trunk {refused:{reason:the policy allows it only while the car is parked}}"));
}

#[tokio::test]
async fn what_cannot_be_recorded_is_not_done() {
    let mut car = Fixture::new();
    car.assistant.ask("find noodles", &parked()).await;
    car.log.is_full.store(true, Ordering::Relaxed);
    let turn = car.assistant.ask("yes", &parked()).await;
    assert_eq!(turn.calls[0].outcome, CallOutcome::NotAllowed);
    assert!(car.done().is_empty());
}

#[tokio::test]
async fn a_skill_that_lost_its_permission_is_not_driven_on_and_a_yes_does_nothing() {
    let mut car = Fixture::with_policy(&POLICY.replace("allow", "ask"));
    // For this call, then for the act.
    car.dialogue(&["find noodles", "yes"]).await;
    assert!(car.assistant.lapses_at().is_some());
    let turn = car.assistant.ask("forget the permission of the food skill", &parked()).await;
    assert_eq!(turn.calls[0].outcome, CallOutcome::NotAllowed);
    car.assistant.ask("yes", &parked()).await;
    assert!(car.done().is_empty() && car.skills.ended.lock().unwrap().is_empty());
    let refused = "temperature asked\ntemperature {refused:{reason:the driver took back what the skill may do}}";
    assert_eq!(car.records(), refused);
}

#[tokio::test]
async fn a_permission_that_was_withdrawn_elsewhere_counts_at_the_moment_of_the_act() {
    let mut car = Fixture::with_policy(&POLICY.replace("allow", "ask"));
    car.dialogue(&["find noodles", "always allow it"]).await;
    car.policy.revoke(&"food".parse().unwrap(), None, Withdrawal::Permissions).unwrap();
    let turn = car.assistant.ask("yes", &parked()).await;
    assert_eq!(turn.calls[0].outcome, CallOutcome::NotAllowed);
    assert!(car.done().is_empty());
    assert!(car.records().lines().last().unwrap().starts_with("temperature {refused:"), "{}", car.records());
}

#[tokio::test]
async fn who_forgets_the_dialogue_drops_the_call_that_waits() {
    let mut car = Fixture::new();
    car.assistant.ask("find noodles", &parked()).await;
    car.assistant.forget();
    car.assistant.ask("yes", &parked()).await;
    assert!(car.done().is_empty() && car.skills.ended.lock().unwrap().is_empty());
}

#[tokio::test]
async fn nobody_is_asked_about_an_act_because_of_an_event_and_an_event_ends_a_question() {
    let mut car = Fixture::new();
    car.assistant.ask("find noodles", &parked()).await;
    let event = SkillEvent::SignalAhead { signal_id: "s".to_owned(), distance_m: 80 };
    let turn = car.assistant.handle_event(&"food".parse().unwrap(), &event, &parked()).await.unwrap();
    assert_eq!(turn.speech, "Red light ahead, warm false.");
    assert_eq!(turn.calls[0].outcome, CallOutcome::NotAllowed);
    car.assistant.ask("yes", &parked()).await;
    assert!(car.done().is_empty());
}

use insta::assert_snapshot;
use serde_json::json;

use super::fakes::{ScriptedModel, assistant, brief, calls, golden, parked};
use crate::{CallOutcome, Ending};

#[tokio::test]
async fn every_way_to_fail_has_its_sentence() {
    let (mut assistant, _) = assistant(None);
    let mut turns = String::new();
    for how in ["trap", "slow", "greedy", "liar", "gone", "tired", "shut-out", "forbidden", "quiet"] {
        turns += &brief(&assistant.ask(&format!("run {how}"), &parked()).await);
        turns.push('\n');
    }
    turns += &brief(&assistant.ask("find hotpot", &parked()).await);
    assert_snapshot!(turns, @r#"
    Phrase [broken.run {"how":"trap"} Trapped] Broken Sorry, that skill just stopped working.
    Phrase [broken.run {"how":"slow"} TimedOut] Broken Sorry, that skill took too long.
    Phrase [broken.run {"how":"greedy"} OverLimit] Broken Sorry, that skill asked for too much.
    Phrase [broken.run {"how":"liar"} BadAnswer] Broken Sorry, that skill gave no proper answer.
    Phrase [broken.run {"how":"gone"} Missing] Broken Sorry, that skill is not here any more.
    Phrase [broken.run {"how":"tired"} Resting] Broken Sorry, that skill keeps failing. Please try it again later.
    Phrase [broken.run {"how":"shut-out"} Quarantined] Broken Sorry, that skill failed too often and is switched off.
    Phrase [broken.run {"how":"forbidden"} NotAllowed] Answered I may not do that.
    Phrase [broken.run {"how":"quiet"} Reply] Answered Done.
    Phrase [food.find {"cuisine":"hotpot"} NothingFound] Answered Sorry, I found nothing.
    "#);
}

#[tokio::test]
async fn a_trap_is_an_apology_and_the_next_turn_is_answered() {
    let (mut assistant, _) = assistant(None);
    assert_snapshot!(golden(&assistant.ask("run trap", &parked()).await), @r#"
    {
      "transcript": "run trap",
      "language": "en",
      "path": "phrase",
      "calls": [
        {
          "skill": "broken",
          "tool": "run",
          "arguments": {
            "how": "trap"
          },
          "outcome": "trapped",
          "error": "wasm trap: unreachable"
        }
      ],
      "speech": "Sorry, that skill just stopped working.",
      "card": null,
      "question": null,
      "consent": null,
      "confirmation": null,
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
    assert_eq!(assistant.ask("find noodles", &parked()).await.ending, Ending::Answered);
}

#[tokio::test(start_paused = true)]
async fn a_skill_host_that_hangs_is_given_up() {
    let (mut assistant, _) = assistant(None);
    let turn = assistant.ask("run for ever", &parked()).await;
    assert_eq!(turn.calls[0].outcome, CallOutcome::TimedOut);
    assert_eq!(turn.speech, "Sorry, that skill took too long.");
}

#[tokio::test]
async fn a_broken_skill_is_not_called_again_in_its_turn_and_others_are() {
    let model = ScriptedModel::new([
        calls(&[
            ("broken.run", json!({"how": "trap"})),
            ("broken.run", json!({"how": "quiet"})),
            ("parking.find", json!({"near": "museum"})),
        ]),
        calls(&[("broken.run", json!({"how": "forbidden"})), ("broken.run", json!({"how": "quiet"}))]),
    ]);
    let (mut assistant, skills) = assistant(Some(model));
    assert_snapshot!(brief(&assistant.ask("do everything", &parked()).await), @r#"Model [broken.run {"how":"trap"} Trapped; broken.run {"how":"quiet"} Skipped; parking.find {"near":"museum"} Reply] Answered Sorry, that skill just stopped working. Three car parks near museum"#);
    assert_eq!(skills.called().len(), 2);
    assert_snapshot!(brief(&assistant.ask("do everything again", &parked()).await), @r#"Model [broken.run {"how":"forbidden"} NotAllowed; broken.run {"how":"quiet"} Reply] Answered I may not do that."#);
    assert_eq!(skills.called().len(), 4, "a refusal does not break a skill");
}

#[tokio::test]
async fn a_question_that_names_no_text_field_of_the_skill_is_dropped() {
    let (mut assistant, _) = assistant(None);
    let turn = assistant.ask("run asks-nonsense", &parked()).await;
    assert_eq!((turn.speech.as_str(), turn.question), ("Which?", None));
}

mod questions {
    use serde_json::Map;

    use super::super::fakes::router;
    use crate::{
        DrivingState, Need, Question, QuestionChoice,
        question::{QuestionFault, of_need, of_reply},
    };

    fn question(tool: &str, field: &str, values: &[&str]) -> Question {
        let choice = |value: &&str| QuestionChoice { label: (*value).to_owned(), value: (*value).to_owned() };
        Question { tool: tool.to_owned(), field: field.to_owned(), choices: values.iter().map(choice).collect() }
    }

    #[test]
    fn a_question_is_checked_against_the_tools_of_its_skill() {
        let router = router();
        let food = "food".parse().unwrap();
        let check = |tool: &str, field: &str, values: &[&str]| {
            of_reply(question(tool, field, values), &food, DrivingState::Parked, &router)
        };
        assert!(check("show", "restaurant", &["a"; 10]).is_ok());
        let tool = || "food.find".parse().unwrap();
        for (checked, fault) in [
            (check("run", "how", &["a"]), QuestionFault::NoSuchTool { function: "run".to_owned() }),
            (
                check("find", "cuisine", &["a"]),
                QuestionFault::NoTextField { tool: tool(), field: "cuisine".to_owned() },
            ),
            (check("find", "near", &["a"]), QuestionFault::NoTextField { tool: tool(), field: "near".to_owned() }),
            (check("show", "restaurant", &[]), QuestionFault::Choices { count: 0 }),
            (check("show", "restaurant", &["a"; 11]), QuestionFault::Choices { count: 11 }),
            (check("show", "restaurant", &["x".repeat(201).as_str()]), QuestionFault::ValueTooLong { chars: 201 }),
        ] {
            assert_eq!(checked, Err(fault));
        }
    }

    #[test]
    fn a_moving_car_offers_as_many_choices_as_it_shows_rows() {
        for (state, offered) in [(DrivingState::Parked, 10), (DrivingState::Moving, 5)] {
            let asked = question("show", "restaurant", &["a"; 10]);
            let question = of_reply(asked, &"food".parse().unwrap(), state, &router()).unwrap();
            assert_eq!(question.choices.len(), offered);
        }
    }

    #[test]
    fn a_missing_value_must_be_a_text_field_of_the_call() {
        let router = router();
        let tool = router.tool(&"parking.find".parse().unwrap()).unwrap().clone();
        let arguments = tool.arguments(&serde_json::Value::Object(Map::new())).unwrap();
        let call = jumpseat_router::Call { tool, arguments };
        let need = |field: &str| Need { speech: "What?".to_owned(), field: field.to_owned() };
        assert!(of_need(&need("near"), &call).is_ok());
        assert!(matches!(of_need(&need("covered"), &call), Err(QuestionFault::NoTextField { .. })));
    }
}

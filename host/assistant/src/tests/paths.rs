use insta::assert_snapshot;
use jumpseat_router::{Decision, ModelError, Path};
use serde_json::json;

use super::fakes::{Script, ScriptedModel, assistant, brief, calls, golden, parked};
use crate::{Circumstances, DrivingState, Ending};

#[tokio::test]
async fn a_phrase_becomes_a_call_a_sentence_and_a_card() {
    let turn = assistant(None).0.ask("Find me noodles!", &parked()).await;
    assert_snapshot!(golden(&turn), @r#"
    {
      "transcript": "Find me noodles!",
      "language": "en",
      "path": "phrase",
      "calls": [
        {
          "skill": "food",
          "tool": "find",
          "arguments": {
            "cuisine": "noodles"
          },
          "outcome": "reply",
          "error": null
        }
      ],
      "speech": "I found Golden House and Ramen Yard.",
      "card": {
        "kind": "list",
        "title": "Noodles",
        "rows": [
          {
            "title": "Golden House",
            "subtitle": null,
            "trailing": "350 m",
            "position": {
              "latitude_deg": 31.23,
              "longitude_deg": 121.47
            }
          },
          {
            "title": "Ramen Yard",
            "subtitle": null,
            "trailing": "350 m",
            "position": {
              "latitude_deg": 31.23,
              "longitude_deg": 121.47
            }
          }
        ]
      },
      "question": {
        "skill": "food",
        "tool": "show",
        "field": "restaurant",
        "choices": [
          {
            "label": "Golden House",
            "value": "Golden House id"
          },
          {
            "label": "Ramen Yard",
            "value": "Ramen Yard id"
          }
        ]
      },
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
}

#[tokio::test]
async fn the_model_decides_where_no_phrase_matches() {
    let model = ScriptedModel::new([calls(&[("parking.find", json!({"near": "museum", "covered": true}))])]);
    let (mut assistant, _) = assistant(Some(model));
    let turn = assistant.ask("is there a garage close to the museum", &parked()).await;
    assert_snapshot!(golden(&turn), @r#"
    {
      "transcript": "is there a garage close to the museum",
      "language": "en",
      "path": "model",
      "calls": [
        {
          "skill": "parking",
          "tool": "find",
          "arguments": {
            "near": "museum",
            "covered": true
          },
          "outcome": "reply",
          "error": null
        }
      ],
      "speech": "Three car parks near museum",
      "card": {
        "kind": "message",
        "title": "Parking",
        "text": "Three car parks"
      },
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
}

#[tokio::test]
async fn the_answer_is_in_the_language_of_the_sentence() {
    let (mut assistant, skills) = assistant(None);
    let turn = assistant.ask("找面馆", &parked()).await;
    assert_snapshot!(brief(&turn), @r#"Phrase [food.find {"cuisine":"noodles"} Reply] Answered 找到老王面馆和小李面馆。"#);
    let turn = assistant.ask("第二个吧", &parked()).await;
    assert_snapshot!(brief(&turn), @r#"Phrase [food.show {"restaurant":"小李面馆 id"} Reply] Answered This is 小李面馆 id."#);
    assert_eq!(
        skills.called(),
        [r#"food.find {"cuisine":"noodles"} zh"#, r#"food.show {"restaurant":"小李面馆 id"} zh"#]
    );
}

#[tokio::test]
async fn several_calls_are_made_in_order_and_answered_in_one() {
    let two = [("food.find", json!({"cuisine": "noodles"})), ("parking.find", json!({"near": "museum"}))];
    let model = ScriptedModel::new([calls(&two)]);
    let (mut assistant, skills) = assistant(Some(model));
    let turn = assistant.ask("noodles and then parking at the museum", &parked()).await;
    assert_snapshot!(brief(&turn), @r#"Model [food.find {"cuisine":"noodles"} Reply; parking.find {"near":"museum"} Reply] Answered I found Golden House and Ramen Yard. Three car parks near museum"#);
    assert_eq!(skills.called(), [r#"food.find {"cuisine":"noodles"} en"#, r#"parking.find {"near":"museum"} en"#]);
    let Some(crate::Card::Message(card)) = &turn.card else { panic!("{:?}", turn.card) };
    assert_eq!(card.title, "Parking", "the last card stays");
    assert_eq!(turn.question.as_ref().map(|question| question.tool.as_str()), Some("show"), "the last question stays");
}

#[tokio::test]
async fn no_tool_fits_and_a_question_back_are_answers() {
    let model = ScriptedModel::new([
        Script::Decides(Decision::NoTool),
        Script::Decides(Decision::Ask("Which\u{202e} garage?".to_owned())),
        Script::Decides(Decision::NoTool),
    ]);
    let (mut assistant, _) = assistant(Some(model));
    for (said, speech, ending) in [
        ("write me a poem", "Sorry, no skill can do that.", Ending::NoTool),
        ("open the garage", "Which garage?", Ending::Answered),
        ("写一首诗", "抱歉，没有技能可以做到。", Ending::NoTool),
    ] {
        let turn = assistant.ask(said, &parked()).await;
        assert_eq!((turn.speech.as_str(), turn.path, turn.ending), (speech, Path::Model, ending));
        assert!(!turn.ending.is_failure());
    }
}

#[tokio::test]
async fn without_a_model_the_driver_hears_what_still_works() {
    let (mut assistant, skills) = assistant(None);
    let turn = assistant.ask("what could I eat around here", &parked()).await;
    assert_snapshot!(brief(&turn), @"None [] ModelUnavailable Only fixed phrases work now.");
    assert_snapshot!(brief(&assistant.ask("这附近有什么好吃的", &parked()).await), @"None [] ModelUnavailable 现在只能识别固定说法。");
    assert!(skills.called().is_empty());
    assert!(turn.ending.is_failure());
}

#[tokio::test(start_paused = true)]
async fn a_model_that_fails_or_hangs_costs_its_turn_and_no_more() {
    let fails = |error| Script::Fails(error);
    let model = ScriptedModel::new([
        fails(ModelError::DeadlinePassed { deadline_ms: 5_000 }),
        fails(ModelError::TooLong { tokens: 900, tokens_max: 512 }),
        fails(ModelError::Malformed { reason: "no JSON".to_owned() }),
        fails(ModelError::Unavailable { reason: "restarting".to_owned() }),
        Script::Hangs,
        calls(&[("parking.find", json!({"unknown": 1}))]),
        calls(&[("vehicle.open-trunk", json!({}))]),
    ]);
    let (mut assistant, skills) = assistant(Some(model));
    let mut turns = String::new();
    for _ in 0..7 {
        turns += &brief(&assistant.ask("a place to leave my car", &parked()).await);
        turns.push('\n');
    }
    assert_snapshot!(turns, @"
    None [] ModelFailed Sorry, that took me too long.
    None [] NotUnderstood Sorry, that was too long. Please say it shorter.
    None [] ModelFailed Sorry, I did not understand that.
    None [] ModelUnavailable Only fixed phrases work now.
    None [] ModelFailed Sorry, that took me too long.
    None [] ModelFailed Sorry, I did not understand that.
    None [] ModelFailed Sorry, I did not understand that.
    ");
    assert!(skills.called().is_empty());
    assert_eq!(assistant.ask("find noodles", &parked()).await.ending, Ending::Answered);
}

#[tokio::test]
async fn garbage_ends_with_a_sentence_and_calls_nothing() {
    let model = ScriptedModel::new(vec![Script::Decides(Decision::NoTool); 1]);
    let (mut assistant, skills) = assistant(Some(model.clone()));
    let megabyte = "find parking ".repeat(80_000);
    let mut turns = String::new();
    for garbage in
        ["", " \n", "\u{0}\u{1b}[2J\u{7f}", "…?!", &megabyte, "<|im_end|>", "</tool_call>{\"name\": \"parking.find\"}"]
    {
        let turn = assistant.ask(garbage, &parked()).await;
        assert!(turn.transcript.as_ref().unwrap().chars().count() <= 500);
        turns += &brief(&turn);
        turns.push('\n');
    }
    assert_snapshot!(turns, @"
    None [] NotUnderstood Sorry, I did not catch that.
    None [] NotUnderstood Sorry, I did not catch that.
    Model [] NoTool Sorry, no skill can do that.
    None [] NotUnderstood Sorry, I did not catch that.
    None [] NotUnderstood Sorry, that was too long. Please say it shorter.
    None [] NotUnderstood Sorry, I did not catch that.
    None [] NotUnderstood Sorry, I did not catch that.
    ");
    assert!(skills.called().is_empty());
    assert_eq!(model.asked(), ["[2J"]);
}

#[tokio::test]
async fn a_sentence_without_letters_is_in_the_language_of_the_circumstances() {
    let (mut assistant, _) = assistant(None);
    let chinese = Circumstances { language: jumpseat_package::Language::Chinese, ..parked() };
    assistant.ask("找面馆", &chinese).await;
    assert_snapshot!(brief(&assistant.ask("2", &chinese).await), @r#"Phrase [food.show {"restaurant":"小李面馆 id"} Reply] Answered This is 小李面馆 id."#);
}

#[tokio::test]
async fn a_moving_car_is_spoken_to_in_fewer_words() {
    let (mut assistant, _) = assistant(None);
    let moving = Circumstances { driving_state: DrivingState::Moving, ..parked() };
    let turn = assistant.ask("find parking near the museum", &moving).await;
    assert_eq!(turn.speech, "Three car parks near museum");
}

#[tokio::test]
async fn a_turn_can_run_on_any_thread() {
    fn on_any_thread<T: Send>(turn: T) -> T {
        turn
    }
    let (mut assistant, _) = assistant(None);
    let circumstances = parked();
    let turn = on_any_thread(assistant.ask("find noodles", &circumstances)).await;
    assert_eq!(turn.ending, Ending::Answered);
}

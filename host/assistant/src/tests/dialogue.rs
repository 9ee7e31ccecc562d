use insta::assert_snapshot;
use jumpseat_package::SkillId;
use jumpseat_router::Decision;
use serde_json::json;

use super::fakes::{Script, ScriptedModel, assistant, brief, calls, golden, parked, policy, router};
use crate::{SkillEvent, limits::EXCHANGES_MAX};

#[tokio::test]
async fn the_next_sentence_answers_the_question() {
    for (said, called) in [
        ("the second one", "Ramen Yard id"),
        ("take number one please", "Golden House id"),
        ("ramen yard", "Ramen Yard id"),
        ("the last one", "Ramen Yard id"),
    ] {
        let (mut assistant, skills) = assistant(None);
        assistant.ask("find noodles", &parked()).await;
        let turn = assistant.ask(said, &parked()).await;
        assert_eq!(turn.speech, format!("This is {called}."), "{said}");
        assert_eq!(skills.called()[1], format!(r#"food.show {{"restaurant":"{called}"}} en"#));
        assert_eq!((turn.question, &assistant.dialogue().question), (None, &None), "the question is answered");
    }
}

#[tokio::test]
async fn a_question_lapses_with_the_next_turn() {
    let model = ScriptedModel::new([Script::Decides(Decision::NoTool), Script::Decides(Decision::NoTool)]);
    let (mut assistant, _) = assistant(Some(model));
    assistant.ask("find noodles", &parked()).await;
    assistant.ask("write me a poem", &parked()).await;
    assert_eq!(assistant.dialogue().question, None);
    assert_snapshot!(brief(&assistant.ask("the second one", &parked()).await), @"Model [] NoTool Sorry, no skill can do that.");
}

#[tokio::test]
async fn a_sentence_that_was_not_understood_leaves_the_question() {
    let (mut assistant, _) = assistant(None);
    assistant.ask("find noodles", &parked()).await;
    let mut turns = String::new();
    for said in ["…", "what was that again", "the ninth one", "the second one"] {
        turns += &brief(&assistant.ask(said, &parked()).await);
        turns.push('\n');
    }
    assert_snapshot!(turns, @r#"
    None [] NotUnderstood Sorry, I did not catch that.
    None [] ModelUnavailable Only fixed phrases work now.
    Phrase [] Answered There are only 2. Which one?
    Phrase [food.show {"restaurant":"Ramen Yard id"} Reply] Answered This is Ramen Yard id.
    "#);
}

#[tokio::test]
async fn the_driver_takes_a_question_back() {
    let (mut assistant, skills) = assistant(None);
    assistant.ask("find noodles", &parked()).await;
    assert_snapshot!(brief(&assistant.ask("never mind", &parked()).await), @"Phrase [] Answered All right.");
    assert_eq!(assistant.dialogue().question, None);
    assert_eq!(skills.called().len(), 1);
}

#[tokio::test]
async fn a_missing_value_is_asked_for_and_the_rest_is_kept() {
    let (mut assistant, _) = assistant(None);
    let turn = assistant.ask("find covered parking", &parked()).await;
    assert_snapshot!(golden(&turn), @r#"
    {
      "transcript": "find covered parking",
      "language": "en",
      "path": "phrase",
      "calls": [
        {
          "skill": "parking",
          "tool": "find",
          "arguments": {
            "covered": true
          },
          "outcome": "need-value",
          "error": "near is missing"
        }
      ],
      "speech": "Near which place?",
      "card": null,
      "question": {
        "skill": "parking",
        "tool": "find",
        "field": "near",
        "choices": []
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
    assert_snapshot!(brief(&assistant.ask("near the city museum, please", &parked()).await), @r#"Phrase [parking.find {"near":"city museum","covered":true} Reply] Answered Three car parks near city museum"#);
}

#[tokio::test]
async fn the_model_sees_what_was_said_and_called_whichever_path_answered() {
    let model = ScriptedModel::new([
        calls(&[("food.find", json!({"cuisine": "noodles", "price-max": "budget"}))]),
        Script::Decides(Decision::NoTool),
        Script::Decides(Decision::Ask("Eat or park?".to_owned())),
        Script::Decides(Decision::NoTool),
    ]);
    let (mut assistant, _) = assistant(Some(model.clone()));
    assistant.ask("Find noodles", &parked()).await;
    assistant.ask("what about cheaper ones?", &parked()).await;
    assistant.ask("write me a poem", &parked()).await;
    assistant.ask("and another", &parked()).await;
    assistant.ask("rather eat", &parked()).await;
    assert_snapshot!(model.asked().join("\n"), @r#"
    what about cheaper ones? ← Find noodles: food.find {"cuisine":"noodles"}
    write me a poem ← what about cheaper ones?: food.find {"cuisine":"noodles","price-max":"budget"} ← Find noodles: food.find {"cuisine":"noodles"}
    and another ← write me a poem: nothing ← what about cheaper ones?: food.find {"cuisine":"noodles","price-max":"budget"}
    rather eat ← and another: asked Eat or park? ← write me a poem: nothing
    "#);
}

#[tokio::test]
async fn the_model_sees_the_label_of_a_picked_choice_and_never_the_word_of_the_skill() {
    let model = ScriptedModel::new([Script::Decides(Decision::NoTool)]);
    let (mut assistant, skills) = assistant(Some(model.clone()));
    assistant.ask("Find noodles", &parked()).await;
    assistant.ask("the second one", &parked()).await;
    assert!(skills.called().last().unwrap().contains("Ramen Yard id"));
    assistant.ask("is there somewhere to park beside it", &parked()).await;
    assert_snapshot!(model.asked().join("\n"), @r#"is there somewhere to park beside it ← the second one: food.show {"restaurant":"ramen yard"} ← Find noodles: food.find {"cuisine":"noodles"}"#);
}

#[tokio::test]
async fn the_history_is_bounded_and_can_be_forgotten() {
    let (mut assistant, _) = assistant(None);
    for _ in 0..EXCHANGES_MAX + 3 {
        assistant.ask("find noodles", &parked()).await;
    }
    assert_eq!(assistant.dialogue().history.len(), EXCHANGES_MAX);
    assistant.forget();
    assert!(assistant.dialogue().history.is_empty() && assistant.dialogue().question.is_none());
}

#[tokio::test]
async fn a_question_lapses_with_its_skill() {
    let (mut assistant, _) = assistant(None);
    assistant.ask("find noodles", &parked()).await;
    assistant.replace_skills(router(), policy());
    assert!(assistant.dialogue().question.is_some(), "the skill is still there");
    assistant.replace_skills(std::sync::Arc::new(jumpseat_router::Router::new([])), policy());
    assert!(assistant.dialogue().question.is_none());
}

#[tokio::test]
async fn an_event_speaks_only_if_the_skill_has_something_to_say() {
    let (mut assistant, skills) = assistant(None);
    assistant.ask("find noodles", &parked()).await;
    let lights: SkillId = "traffic-lights".parse().unwrap();
    let ahead = |signal_id: &str| SkillEvent::SignalAhead { signal_id: signal_id.to_owned(), distance_m: 120 };
    for silent in ["silent", "blank", "trap"] {
        assert_eq!(assistant.handle_event(&lights, &ahead(silent), &parked()).await, None, "{silent}");
    }
    let turn = assistant.handle_event(&lights, &ahead("s1"), &parked()).await.unwrap();
    assert_eq!((turn.transcript.as_ref(), turn.speech.as_str()), (None, "Red light ahead."));
    assert_eq!(skills.called()[1..].len(), 4);
    assert_snapshot!(brief(&assistant.ask("the second one", &parked()).await), @r#"Phrase [food.show {"restaurant":"Ramen Yard id"} Reply] Answered This is Ramen Yard id."#);
}

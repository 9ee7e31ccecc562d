//! Skills that want what the driver must allow.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use jumpseat_package::Language;
use jumpseat_policy::{OemPolicy, Policy};
use jumpseat_router::{LanguageModel, ModelError};

use super::fakes::{FakeSkills, Script, ScriptedModel, brief, calls, golden, parked, router, subject};
use crate::{
    Assistant, Circumstances, Configuration, DrivingState, SkillEvent, SkillHost, limits::CONSENT_WAIT_MS_MAX,
};

/// An assistant whose skills want something: food the car's position and, if it can have them, the driver's likes.
fn assistant(policy: &str, model: Option<Arc<ScriptedModel>>) -> (Assistant, Arc<FakeSkills>) {
    let subjects =
        [subject("food", &["location", "preferences"]), subject("parking", &["preferences"]), subject("broken", &[])];
    let policy = Arc::new(Policy::new(OemPolicy::parse(policy).unwrap(), subjects));
    let skills = Arc::new(FakeSkills::default());
    let model = model.map(|model| -> Arc<dyn LanguageModel> { model });
    let host = Arc::clone(&skills) as Arc<dyn SkillHost>;
    (Assistant::new(router(), model, host, policy, Configuration::default()), skills)
}

/// A dialogue, one line for each turn.
async fn dialogue(assistant: &mut Assistant, sentences: &[&str]) -> String {
    let mut lines = Vec::new();
    for sentence in sentences {
        lines.push(format!("{sentence} → {}", brief(&assistant.ask(sentence, &parked()).await)));
    }
    lines.join("\n")
}

#[tokio::test]
async fn the_driver_is_asked_before_anything_is_called() {
    let (mut assistant, skills) = assistant("", None);
    let turn = assistant.ask("find noodles", &parked()).await;
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
          "outcome": "needs-consent",
          "error": null
        }
      ],
      "speech": "The food skill would like to know where the car is and know what you like. Is that all right? Say once, this trip, always allow it, only roughly, or no.",
      "card": {
        "kind": "message",
        "title": "The food skill (acme)",
        "text": "know where the car is: to know location; know what you like: to know preferences"
      },
      "question": null,
      "consent": {
        "skill": "food",
        "capabilities": [
          "location",
          "preferences"
        ]
      },
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
    assert!(skills.called().is_empty() && assistant.dialogue().history.is_empty());
    let turn = assistant.ask("just this once", &parked()).await;
    assert_eq!(turn.consent, None);
    assert_eq!(skills.called(), [r#"food.find {"cuisine":"noodles"} en"#]);
    assert_eq!(skills.granted(), ["location preferences"]);
    assert_eq!(assistant.dialogue().history.len(), 1, "what was done is remembered by the sentence that wanted it");
    assert_eq!(assistant.dialogue().history[0].utterance, "find noodles");
}

#[tokio::test]
async fn how_long_a_yes_lasts_is_for_the_driver_to_say() {
    for (answer, asked_again, asked_on_the_next_trip) in
        [("once", true, true), ("this trip", false, true), ("always allow it", false, false)]
    {
        let (mut assistant, _) = assistant("", None);
        dialogue(&mut assistant, &["find noodles", answer]).await;
        let asks = assistant.ask("find noodles", &parked()).await.consent.is_some();
        assert_eq!(asks, asked_again, "{answer}");
        assistant.forget();
        assistant.end_trip();
        let asks = assistant.ask("find noodles", &parked()).await.consent.is_some();
        assert_eq!(asks, asked_on_the_next_trip, "{answer}");
    }
}

#[tokio::test]
async fn a_driver_may_agree_to_tell_only_roughly_where_the_car_is() {
    let (mut assistant, skills) = assistant("", None);
    dialogue(&mut assistant, &["find noodles", "this trip, but only roughly", "find noodles"]).await;
    assert_eq!(skills.granted(), ["location preferences roughly"; 2]);
    assistant.end_trip();
    let chinese = dialogue(&mut assistant, &["找面馆", "只给大概位置"]).await;
    assert!(chinese.contains("“始终允许”“只给大概位置”或“不允许”。"), "{chinese}");
    assert_eq!(skills.granted().last().unwrap(), "location preferences roughly");
}

#[tokio::test]
async fn a_driver_takes_back_by_voice_what_was_allowed() {
    for (ask, allow, take_back, answer) in [
        (
            "find noodles",
            "always allow it",
            "forget the permission of the food skill",
            "All right. The food skill asks again before it may know where the car is and know what you like.",
        ),
        (
            "找面馆",
            "本次行程",
            "撤销 the food skill 的权限",
            "好的，The food skill下次想获取车辆的位置并了解您的偏好时会再问您。",
        ),
        (
            "find noodles",
            "this trip",
            "don't let the food skill know where I am any more",
            "All right. The food skill asks again before it may know where the car is.",
        ),
    ] {
        let (mut assistant, skills) = assistant("", None);
        dialogue(&mut assistant, &[ask, allow]).await;
        let turn = assistant.ask(take_back, &parked()).await;
        assert_eq!(turn.speech, answer);
        assert!(!turn.withdrawn.is_empty() && turn.calls.is_empty(), "{turn:?}");
        assert!(assistant.ask(ask, &parked()).await.consent.is_some(), "{take_back}");
        assert_eq!(skills.called().len(), 1);
    }
}

#[tokio::test]
async fn what_a_skill_may_do_is_told_and_no_model_is_asked() {
    let (mut assistant, _) = assistant("", None);
    let said = dialogue(&mut assistant, &["what may the parking skill do", "the parking skill 能做什么"]).await;
    insta::assert_snapshot!(said, @r"
    what may the parking skill do → Phrase [] Answered The parking skill asks before it may know what you like.
    the parking skill 能做什么 → Phrase [] Answered The parking skill想了解您的偏好时会先问您。
    ");
}

#[tokio::test]
async fn a_plan_that_waits_lapses_when_its_skill_loses_its_permission() {
    let (mut assistant, skills) = assistant("", None);
    dialogue(&mut assistant, &["find noodles", "forget the permission of the food skill", "yes"]).await;
    assert!(skills.called().is_empty());
}

#[tokio::test]
async fn a_no_calls_nothing_and_a_never_is_not_asked_again() {
    let (mut assistant, skills) = assistant("", None);
    let said =
        dialogue(&mut assistant, &["find noodles", "no", "find noodles", "never allow that", "find noodles"]).await;
    insta::assert_snapshot!(said, @r#"
    find noodles → Phrase [food.find {"cuisine":"noodles"} NeedsConsent] Answered The food skill would like to know where the car is and know what you like. Is that all right? Say once, this trip, always allow it, only roughly, or no.
    no → Phrase [food.find {"cuisine":"noodles"} NotAllowed] Answered All right, then without The food skill.
    find noodles → Phrase [food.find {"cuisine":"noodles"} NeedsConsent] Answered The food skill would like to know where the car is and know what you like. Is that all right? Say once, this trip, always allow it, only roughly, or no.
    never allow that → Phrase [food.find {"cuisine":"noodles"} NotAllowed] Answered All right, then without The food skill.
    find noodles → Phrase [food.find {"cuisine":"noodles"} NotAllowed] Answered You never want The food skill to know where the car is, so I left it alone.
    "#);
    assert!(skills.called().is_empty());
}

#[tokio::test]
async fn a_skill_goes_without_what_it_can_do_without() {
    let (mut assistant, skills) = assistant("capabilities.location = { access = \"allow\" }", None);
    dialogue(&mut assistant, &["find noodles", "no"]).await;
    assert_eq!(skills.granted(), ["location"]);
}

#[tokio::test]
async fn another_request_is_no_answer_and_a_late_yes_opens_nothing() {
    tokio::time::pause();
    let (mut assistant, skills) = assistant("", None);
    dialogue(&mut assistant, &["find noodles", "run reply", "yes"]).await;
    assistant.ask("find noodles", &parked()).await;
    tokio::time::advance(Duration::from_millis(CONSENT_WAIT_MS_MAX + 1)).await;
    assistant.ask("yes", &parked()).await;
    let called = skills.called();
    assert!(called.iter().all(|call| !call.starts_with("food")), "{called:?}");
}

#[tokio::test]
async fn a_plan_of_two_skills_is_carried_out_once_both_are_allowed() {
    let model = ScriptedModel::new([calls(&[
        ("food.find", serde_json::json!({"cuisine": "noodles"})),
        ("parking.find", serde_json::json!({"near": "museum"})),
    ])]);
    let (mut assistant, skills) = assistant("", Some(model));
    let first = assistant.ask("noodles and a place to park", &parked()).await;
    assert_eq!(first.consent.unwrap().skill.as_str(), "food");
    let second = assistant.ask("once", &parked()).await;
    assert_eq!(second.consent.unwrap().skill.as_str(), "parking");
    assert!(skills.called().is_empty());
    assistant.ask("yes", &parked()).await;
    assert_eq!(skills.called().len(), 2);
}

#[tokio::test]
async fn a_car_that_moves_refuses_what_needs_it_parked() {
    let (mut assistant, skills) = assistant("capabilities.location = { access = \"allow\", while = \"parked\" }", None);
    let moving = Circumstances { driving_state: DrivingState::Moving, ..parked() };
    let turn = assistant.ask("find noodles", &moving).await;
    assert_eq!(turn.speech, "The food skill can only do that while the car is parked.");
    assert!(skills.called().is_empty());
}

#[tokio::test]
async fn after_a_no_the_dialogue_is_where_it_was() {
    let (mut assistant, _) = assistant("", None);
    dialogue(&mut assistant, &["find noodles", "once"]).await;
    assert!(assistant.dialogue().question.is_some(), "the skill asked which one");
    let asked = assistant.ask("the second one", &parked()).await;
    assert!(asked.consent.is_some(), "once was for the first call");
    assistant.ask("no", &parked()).await;
    assert!(assistant.dialogue().question.is_some());
    assert_eq!(assistant.dialogue().history.len(), 1, "what was not done is not remembered");
}

#[tokio::test]
async fn what_was_asked_before_lapses_when_another_skill_asks_for_consent_or_nobody_answers() {
    tokio::time::pause();
    let (mut assistant, _) = assistant("", None);
    dialogue(&mut assistant, &["find noodles", "once"]).await;
    assert!(assistant.dialogue().question.is_some(), "the skill asked which one");
    assert!(assistant.ask("find parking near the museum", &parked()).await.consent.is_some());
    assert!(assistant.dialogue().question.is_none(), "another skill asked since");

    dialogue(&mut assistant, &["find noodles", "once", "the second one"]).await;
    assert!(assistant.dialogue().question.is_some(), "the same skill asked, and a no leads back to it");
    tokio::time::advance(Duration::from_millis(CONSENT_WAIT_MS_MAX + 1)).await;
    assistant.ask("yes", &parked()).await;
    assert!(assistant.dialogue().question.is_none(), "a late yes is not for it");
}

#[tokio::test]
async fn the_answer_to_a_question_keeps_its_language() {
    let (mut assistant, _) = assistant("", None);
    let asked = assistant.ask("找面馆", &parked()).await;
    let answered = assistant.ask("OK", &parked()).await;
    assert_eq!((asked.language, answered.language), (Language::Chinese, Language::Chinese));
    assert_eq!(answered.calls[0].outcome, crate::CallOutcome::Reply);
}

#[tokio::test]
async fn a_plan_waits_on_where_the_answer_was_not_understood() {
    let model = ScriptedModel::new([Script::Fails(ModelError::DeadlinePassed { deadline_ms: 10 })]);
    let (mut assistant, skills) = assistant("", Some(model));
    assistant.ask("find noodles", &parked()).await;
    let turn = assistant.ask("mumble mumble", &parked()).await;
    assert!(turn.consent.is_some());
    assistant.ask("yes", &parked()).await;
    assert_eq!(skills.granted(), ["location preferences"]);
}

#[tokio::test]
async fn an_event_wakes_a_skill_without_what_it_can_do_without() {
    let (mut assistant, _) = assistant("capabilities.location.access = \"allow\"", None);
    let event = SkillEvent::SignalAhead { signal_id: "loud".to_owned(), distance_m: 80 };
    assert!(assistant.handle_event(&"food".parse().unwrap(), &event, &parked()).await.is_some());
}

#[tokio::test]
async fn a_yes_after_another_skill_spoke_is_no_consent() {
    let (mut assistant, skills) = assistant("", None);
    assistant.ask("find noodles", &parked()).await;
    let event = SkillEvent::SignalAhead { signal_id: "loud".to_owned(), distance_m: 80 };
    assert!(assistant.handle_event(&"broken".parse().unwrap(), &event, &parked()).await.is_some());
    assistant.ask("yes", &parked()).await;
    assert!(skills.granted().is_empty());
}

#[tokio::test]
async fn a_car_that_began_to_move_since_the_question_refuses() {
    let (assistant, skills) = assistant("capabilities.location = { access = \"ask\", while = \"parked\" }", None);
    let moves = Arc::new(AtomicBool::new(false));
    let watched = Arc::clone(&moves);
    let mut assistant = assistant
        .watching(move || if watched.load(Ordering::Relaxed) { DrivingState::Moving } else { DrivingState::Parked });
    assert!(assistant.ask("find noodles", &parked()).await.consent.is_some());
    moves.store(true, Ordering::Relaxed);
    // What the turn was told of the car is old by now.
    let turn = assistant.ask("yes", &parked()).await;
    assert_eq!(turn.speech, "The food skill can only do that while the car is parked.");
    assert!(skills.called().is_empty());
}

#[tokio::test]
async fn nobody_is_asked_because_of_an_event() {
    let (mut assistant, skills) = assistant("", None);
    let event = SkillEvent::SignalAhead { signal_id: "loud".to_owned(), distance_m: 80 };
    assert!(assistant.handle_event(&"food".parse().unwrap(), &event, &parked()).await.is_none());
    assert!(skills.called().is_empty());
    assert!(assistant.handle_event(&"broken".parse().unwrap(), &event, &parked()).await.is_some());
}

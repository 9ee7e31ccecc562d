//! Values go in and answers come out.

use std::sync::Arc;

use jumpseat_assistant::{Outcome, SkillEvent, SkillHost};
use jumpseat_package::SkillId;
use jumpseat_router::Call;
use jumpseat_runtime::{Grant, Skill, Skills};
use serde_json::json;

use crate::{
    car::{CIRCUMSTANCES, Garage, call, say, speech},
    components::{guest, package},
};

fn echo() -> Skill {
    Garage::new().load(&guest("echo"), &package("echo", "events = [\"signal-ahead\"]"), &Grant::all()).unwrap()
}

#[tokio::test]
async fn every_type_of_value_reaches_the_skill() {
    let echo = echo();
    let smallest = json!({ "a": -128, "b": 0, "c": -32768, "d": 0, "e": -2_147_483_648, "f": 0, "g": i64::MIN.to_string(), "h": 0 });
    let largest = json!({
        "a": 127, "b": 255, "c": 32767, "d": 65535, "e": 2_147_483_647, "f": 4_294_967_295_u32,
        "g": i64::MAX.to_string(), "h": u64::MAX.to_string(),
    });
    let scalars = json!({ "yes": true, "letter": "灯", "text": "say \"hi\"", "single": 0.5, "double": -1e300 });
    let nested = json!({
        "shapes": ["nothing", { "circle": 1.5 }, { "line": [{ "x": 1, "y": 2 }, { "x": -3, "y": 4 }] }],
        "color": "green",
        "days": { "monday": true, "wednesday": true },
        "maybe": null,
        "done": { "ok": { "x": 5, "y": 6 } },
        "over": { "error": "no" },
    });
    let mut said = Vec::new();
    for (function, arguments) in
        [("integers", smallest), ("integers", largest), ("scalars", scalars), ("nested", nested)]
    {
        said.push(speech(call(&echo, function, arguments).await));
    }
    insta::assert_snapshot!(said.join("\n"), @r#"
    -128 0 -32768 0 -2147483648 0 -9223372036854775808 0
    127 255 32767 65535 2147483647 4294967295 9223372036854775807 18446744073709551615
    true '灯' "say \"hi\"" 0.5 -1e300
    [Shape::Nothing, Shape::Circle(1.5), Shape::Line((Point { x: 1, y: 2 }, Point { x: -3, y: 4 }))] Color::Green Days(MONDAY | WEDNESDAY) Some(None) Ok(Point { x: 5, y: 6 }) Err("no")
    "#);
}

#[tokio::test]
async fn a_skill_knows_the_circumstances_of_the_turn() {
    insta::assert_snapshot!(speech(say(&echo(), "no-request").await), @r#"Context { language: "zh", units: Units::Metric, driving-state: DrivingState::Idling, speed-kmh: Some(0.0) }"#);
}

#[tokio::test]
async fn every_kind_of_card_and_failure_comes_back() {
    let echo = echo();
    let mut answers = Vec::new();
    for kind in [
        "rows",
        "map",
        "countdown",
        "status",
        "message",
        "question",
        "nothing-found",
        "need-value",
        "not-allowed",
        "unavailable",
        "invalid",
    ] {
        answers.push(match call(&echo, "answer", json!({ "kind": kind })).await {
            Outcome::Reply(reply) => serde_json::to_string(&reply).unwrap(),
            Outcome::Failure(failure) => serde_json::to_string(&failure).unwrap(),
            outcome @ (Outcome::Trapped { .. }
            | Outcome::TimedOut { .. }
            | Outcome::OverLimit { .. }
            | Outcome::BadAnswer { .. }
            | Outcome::NotGranted { .. }
            | Outcome::Missing { .. }
            | Outcome::Resting { .. }
            | Outcome::Quarantined { .. }) => panic!("expected an answer, got {outcome:?}"),
        });
    }
    insta::assert_snapshot!(answers.join("\n"), @r#"
    {"speech":"a card","card":{"kind":"list","title":"a title","rows":[{"title":"a text","subtitle":"below","trailing":"end","position":{"latitude_deg":1.5,"longitude_deg":-2.5}}]},"question":null}
    {"speech":"a card","card":{"kind":"map","title":"a title","markers":[{"label":"a text","subtitle":null,"position":{"latitude_deg":1.5,"longitude_deg":-2.5}}]},"question":null}
    {"speech":"a card","card":{"kind":"countdown","title":"a title","text":"a text","ends_in_ms":4000,"tone":"amber"},"question":null}
    {"speech":"a card","card":{"kind":"status","title":"a title","values":[{"label":"a text","value":"12 km","tone":"amber"}]},"question":null}
    {"speech":"a card","card":{"kind":"message","title":"a title","text":"a text"},"question":null}
    {"speech":"which one?","card":null,"question":{"tool":"answer","field":"near","choices":[{"label":"a title","value":"a text"}]}}
    {"kind":"nothing-found","detail":{"speech":"a sentence","detail":"a detail"}}
    {"kind":"need-value","detail":{"speech":"near what?","field":"near"}}
    {"kind":"not-allowed","detail":{"speech":"a sentence","detail":"a detail"}}
    {"kind":"unavailable","detail":{"speech":"a sentence","detail":"a detail"}}
    {"kind":"invalid","detail":{"speech":"a sentence","detail":"a detail"}}
    "#);
}

#[tokio::test]
async fn an_event_is_answered_or_not() {
    let echo = echo();
    let signal = |distance_m| SkillEvent::SignalAhead { signal_id: "s1".to_owned(), distance_m };
    let near = echo.deliver(&signal(50), &CIRCUMSTANCES, &Grant::all()).await.map(speech);
    insta::assert_snapshot!(near.unwrap(), @r#"SignalAhead { signal-id: "s1", distance-m: 50 }"#);
    assert_eq!(echo.deliver(&signal(500), &CIRCUMSTANCES, &Grant::all()).await, None);
}

#[tokio::test]
async fn an_event_that_the_manifest_does_not_name_is_not_delivered() {
    let echo = Garage::new().load(&guest("echo"), &package("echo", ""), &Grant::all()).unwrap();
    let near = SkillEvent::SignalAhead { signal_id: "s1".to_owned(), distance_m: 50 };
    assert_eq!(echo.deliver(&near, &CIRCUMSTANCES, &Grant::all()).await, None);
}

#[tokio::test]
async fn skills_are_called_by_id_until_they_are_removed() {
    let skills = Skills::default();
    let id: SkillId = "echo".parse().unwrap();
    let echo = Arc::new(echo());
    skills.add(Arc::clone(&echo)).unwrap();
    let twin = skills.add(Arc::new(self::echo())).unwrap_err();
    assert_eq!(twin.hint().unwrap(), "remove \"echo\" first");

    let tool = echo.tools().iter().find(|tool| tool.name.function == "no-request").unwrap();
    let call = Call { tool: tool.clone(), arguments: tool.arguments(&json!({})).unwrap() };
    assert!(matches!(skills.call(&call, &CIRCUMSTANCES, &Grant::all()).await, Outcome::Reply(_)));
    let near = SkillEvent::SignalAhead { signal_id: "s1".to_owned(), distance_m: 50 };
    assert!(skills.deliver(&id, &near, &CIRCUMSTANCES, &Grant::all()).await.is_some());

    assert!(skills.remove(&id).is_some());
    assert!(skills.all().is_empty());
    assert!(matches!(skills.call(&call, &CIRCUMSTANCES, &Grant::all()).await, Outcome::Missing { .. }));
    assert_eq!(skills.deliver(&id, &near, &CIRCUMSTANCES, &Grant::all()).await, None);
}

#[tokio::test]
async fn a_tool_that_changed_since_it_was_chosen_is_not_called() {
    let echo = echo();
    let tool = echo.tools().iter().find(|tool| tool.name.function == "no-request").unwrap();
    let mut changed = (**tool).clone();
    changed.docs = "Something else.".to_owned();
    let arguments = tool.arguments(&json!({})).unwrap();
    assert!(matches!(echo.call(&changed, &arguments, &CIRCUMSTANCES, &Grant::all()).await, Outcome::Missing { .. }));
}

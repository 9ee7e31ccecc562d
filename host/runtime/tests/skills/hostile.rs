//! Whatever a skill does, the call ends with an outcome, and the host and the other skills go on.

use std::sync::atomic::Ordering;

use jumpseat_assistant::Outcome;
use jumpseat_runtime::{Cache, Grant, Limits, Skill, limits::CALLS_AT_ONCE_MAX};

use crate::{
    car::{Car, Garage, Positioning, SHORT, say, speech},
    components::{guest, package},
};

fn hostile(garage: &Garage, limits: Limits) -> Skill {
    garage.load_with(&guest("hostile"), &package("hostile", ""), &Grant::all(), limits).unwrap()
}

/// A car whose position does this.
fn garage(positioning: Positioning) -> Garage {
    Garage::with(Car { positioning, ..Car::default() }, Cache::none())
}

fn over(limit: &str) -> Outcome {
    Outcome::OverLimit { limit: limit.to_owned() }
}

async fn still_serves(skill: &Skill) {
    assert_eq!(speech(say(skill, "behave").await), "at your service");
}

#[tokio::test]
async fn an_endless_loop_is_stopped() {
    let skill = hostile(&Garage::new(), SHORT);
    skill.prepare().await.unwrap();
    assert_eq!(say(&skill, "loop-forever").await, Outcome::TimedOut { deadline_ms: 300 });
    still_serves(&skill).await;
}

#[tokio::test(flavor = "current_thread")]
async fn a_neighbour_is_served_while_a_skill_loops() {
    let garage = Garage::new();
    let (looping, neighbour) = (hostile(&garage, Limits::MAX), hostile(&garage, Limits::MAX));
    looping.prepare().await.unwrap();
    neighbour.prepare().await.unwrap();
    tokio::select! {
        biased;
        outcome = say(&looping, "loop-forever") => panic!("the neighbour had to wait for {outcome:?}"),
        outcome = say(&neighbour, "behave") => assert_eq!(speech(outcome), "at your service"),
    }
}

#[tokio::test]
async fn memory_has_a_limit() {
    let skill = hostile(&Garage::new(), Limits::MAX);
    assert_eq!(say(&skill, "take-memory").await, over("67108864 bytes of memory"));
    still_serves(&skill).await;
}

#[tokio::test]
async fn a_skill_can_be_held_to_less() {
    let skill = hostile(&Garage::new(), Limits { memory_bytes: 4 * 1024 * 1024, ..Limits::MAX });
    assert_eq!(say(&skill, "take-memory").await, over("4194304 bytes of memory"));
    still_serves(&skill).await;
}

#[tokio::test]
async fn the_stack_has_a_limit() {
    let skill = hostile(&Garage::new(), Limits::MAX);
    assert_eq!(say(&skill, "recurse").await, over("524288 bytes of stack"));
    still_serves(&skill).await;
}

#[tokio::test]
async fn crash_after_crash_leaves_the_host_working() {
    let skill = hostile(&Garage::new(), Limits::MAX);
    for _ in 0..200 {
        assert!(matches!(say(&skill, "crash").await, Outcome::Trapped { .. }));
    }
    still_serves(&skill).await;
}

#[tokio::test]
async fn the_log_says_where_a_skill_crashed_on_one_line() {
    let skill = hostile(&Garage::new(), Limits::MAX);
    let Outcome::Trapped { detail } = say(&skill, "crash").await else { panic!("it crashed") };
    assert!(detail.contains("unreachable"), "{detail}");
    assert!(!detail.contains('\n') && detail.chars().count() <= 1_000, "{detail}");
}

#[tokio::test]
async fn a_skill_that_waits_is_dropped_with_what_it_waits_for() {
    let garage = garage(Positioning::Hangs);
    let skill = hostile(&garage, SHORT);
    skill.prepare().await.unwrap();
    let wait = say(&skill, "wait");
    tokio::pin!(wait);
    tokio::select! {
        biased;
        outcome = &mut wait => panic!("the position never answers, and yet: {outcome:?}"),
        () = garage.car.waited_for() => {}
    }
    assert_eq!(wait.await, Outcome::TimedOut { deadline_ms: 300 });
    assert!(!garage.car.is_waited_for.load(Ordering::SeqCst));
    still_serves(&skill).await;
}

#[tokio::test]
async fn calls_beyond_what_runs_at_once_wait_for_their_turn() {
    let garage = garage(Positioning::Hangs);
    let (waiting, served) = (hostile(&garage, SHORT), hostile(&garage, Limits::MAX));
    waiting.prepare().await.unwrap();
    served.prepare().await.unwrap();
    let outcomes = futures::future::join_all((0..CALLS_AT_ONCE_MAX).map(|_| say(&waiting, "wait")));
    let (outcomes, ()) = tokio::join!(outcomes, still_serves(&served));
    assert!(outcomes.iter().all(|outcome| *outcome == Outcome::TimedOut { deadline_ms: 300 }), "{outcomes:?}");
}

#[tokio::test]
async fn a_call_that_is_dropped_frees_its_place() {
    let garage = garage(Positioning::Hangs);
    let skill = hostile(&garage, Limits::MAX);
    skill.prepare().await.unwrap();
    for _ in 0..2 * CALLS_AT_ONCE_MAX {
        tokio::select! {
            biased;
            outcome = say(&skill, "wait") => panic!("the position never answers, and yet: {outcome:?}"),
            () = tokio::task::yield_now() => {}
        }
    }
    still_serves(&skill).await;
}

#[tokio::test]
async fn a_skill_that_goes_on_calling_is_stopped() {
    let skill = hostile(&Garage::new(), Limits::MAX);
    assert_eq!(say(&skill, "call-forever").await, over("256 calls of capabilities"));
    still_serves(&skill).await;
}

#[tokio::test]
async fn log_lines_over_the_limit_are_dropped() {
    let garage = Garage::new();
    let skill = hostile(&garage, Limits::MAX);
    assert_eq!(speech(say(&skill, "flood-log").await), "written");
    let lines = garage.car.lines.lock().unwrap();
    assert_eq!(lines.len(), 100);
    assert_eq!(lines.last().unwrap(), "hostile Level::Info line 99");
}

#[tokio::test]
async fn an_answer_of_megabytes_does_not_pass() {
    let skill = hostile(&Garage::new(), Limits::MAX);
    assert_eq!(say(&skill, "answer-megabytes").await, over("1048576 bytes passed to the host at once"));
    still_serves(&skill).await;
}

#[tokio::test]
async fn a_long_answer_is_cut() {
    let skill = hostile(&Garage::new(), Limits::MAX);
    let Outcome::Reply(reply) = say(&skill, "answer-at-length").await else { panic!("it answered") };
    assert_eq!(reply.speech, "word ".repeat(80).trim_end());
    let Some(jumpseat_assistant::Card::List(card)) = reply.card else { panic!("it showed a list") };
    assert_eq!(card.title, "ab c");
    assert_eq!(card.rows.len(), 10);
    assert!(card.rows.iter().all(|row| row.title == "面".repeat(80)));
}

#[tokio::test]
async fn a_question_cannot_call_what_the_skill_does_not_have() {
    let skill = hostile(&Garage::new(), Limits::MAX);
    let Outcome::BadAnswer { detail } = say(&skill, "ask-for-another").await else { panic!("it is refused") };
    assert_eq!(detail, "the question names the tool \"unlock-doors\", which the skill does not have");
}

#[tokio::test]
async fn a_defect_of_the_car_ends_the_call_and_nothing_else() {
    let garage = garage(Positioning::Panics);
    let skill = hostile(&garage, Limits::MAX);
    assert!(matches!(say(&skill, "wait").await, Outcome::Trapped { .. }));
    still_serves(&skill).await;
}

#[tokio::test]
async fn everything_that_the_guest_does_is_tried() {
    let skill = hostile(&Garage::new(), Limits::MAX);
    let source = include_str!("hostile.rs");
    for tool in skill.tools() {
        let name = &tool.name.function;
        assert!(source.contains(&format!("\"{name}\")")), "no test calls {name}");
    }
}

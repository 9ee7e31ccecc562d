//! Skills that break again and again are left alone, and their neighbours are not.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use jumpseat_assistant::{Outcome, SkillHost as _};
use jumpseat_router::Call;
use jumpseat_runtime::{
    Cache, ConductKeeper, ConductReport, Consequence, Grant, Limits, Skill, Skills,
    limits::{CALLS_AT_ONCE_MAX, QUARANTINE_STRIKES, REST_DURATION_MAX, REST_DURATION_MIN, REST_STRIKES},
};
use serde_json::json;

use crate::{
    car::{CIRCUMSTANCES, Car, Garage, Positioning, SHORT, speech},
    components::{guest, package},
};

/// Remembers what it is given.
#[derive(Default)]
struct Notebook(Mutex<Vec<ConductReport>>);

#[async_trait]
impl ConductKeeper for Notebook {
    async fn keep(&self, report: ConductReport) {
        self.0.lock().unwrap().push(report);
    }
}

/// The guest "hostile" under this id.
async fn hostile(garage: &Garage, id: &str, limits: Limits) -> Arc<Skill> {
    let skill = garage.load_with(&guest("hostile"), &package(id, ""), &Grant::all(), limits).unwrap();
    skill.prepare().await.unwrap();
    Arc::new(skill)
}

async fn say(skills: &Skills, skill: &Skill, function: &str) -> Outcome {
    let tool = skill.tools().iter().find(|tool| tool.name.function == function).unwrap();
    let call = Call { tool: tool.clone(), arguments: tool.arguments(&json!({})).unwrap() };
    skills.call(&call, &CIRCUMSTANCES, &Grant::all()).await
}

#[tokio::test(start_paused = true)]
async fn a_skill_that_crashes_again_and_again_rests_and_its_neighbour_serves() {
    let garage = Garage::new();
    let (broken, neighbour) =
        (hostile(&garage, "hostile", Limits::MAX).await, hostile(&garage, "neighbour", Limits::MAX).await);
    let skills = Skills::default();
    skills.add(broken.clone()).unwrap();
    skills.add(neighbour.clone()).unwrap();
    for _ in 0..REST_STRIKES {
        assert!(matches!(say(&skills, &broken, "crash").await, Outcome::Trapped { .. }));
    }
    let wait_s = REST_DURATION_MIN.as_secs();
    assert_eq!(say(&skills, &broken, "behave").await, Outcome::Resting { wait_s }, "it is not called");
    assert_eq!(speech(say(&skills, &neighbour, "behave").await), "at your service");
    tokio::time::advance(REST_DURATION_MIN).await;
    assert_eq!(speech(say(&skills, &broken, "behave").await), "at your service");
}

#[tokio::test(start_paused = true)]
async fn a_skill_that_never_recovers_is_quarantined_until_it_is_replaced() {
    let garage = Garage::new();
    let broken = hostile(&garage, "hostile", Limits::MAX).await;
    let notebook = Arc::new(Notebook::default());
    let skills = Skills::new(notebook.clone());
    skills.add(broken.clone()).unwrap();
    for _ in 0..QUARANTINE_STRIKES {
        assert!(matches!(say(&skills, &broken, "crash").await, Outcome::Trapped { .. }));
        tokio::time::advance(REST_DURATION_MAX).await;
    }
    let Outcome::Quarantined { reason } = say(&skills, &broken, "behave").await else { panic!("it was called") };
    assert!(reason.starts_with("it broke 10 times, at last so: it crashed: "), "{reason}");
    let kept = notebook.0.lock().unwrap().clone();
    let strikes: Vec<u32> = kept.iter().map(|report| report.strikes).collect();
    assert_eq!(strikes, (1..=QUARANTINE_STRIKES).collect::<Vec<_>>());
    assert_eq!(kept[1].consequence, None);
    assert!(matches!(&kept[2].consequence, Some(Consequence::Rest { wait, .. }) if *wait == REST_DURATION_MIN));
    let last = ConductReport {
        skill: broken.id().clone(),
        digest: broken.digest(),
        strikes: QUARANTINE_STRIKES,
        consequence: Some(Consequence::Quarantine { reason }),
    };
    assert_eq!(kept.last(), Some(&last));

    assert!(skills.remove(broken.id()).is_some());
    skills.add(broken.clone()).unwrap();
    assert_eq!(speech(say(&skills, &broken, "behave").await), "at your service");
}

#[tokio::test(start_paused = true)]
async fn bad_answers_count_and_what_they_hold_is_not_kept() {
    let broken = hostile(&Garage::new(), "hostile", Limits::MAX).await;
    let skills = Skills::default();
    skills.add(broken.clone()).unwrap();
    for _ in 0..QUARANTINE_STRIKES {
        let Outcome::BadAnswer { detail } = say(&skills, &broken, "ask-for-another").await else { panic!("it is bad") };
        assert!(detail.contains("unlock-doors"), "the log tells it");
        tokio::time::advance(REST_DURATION_MAX).await;
    }
    let reason = "it broke 10 times, at last so: it gave no proper answer".to_owned();
    assert_eq!(say(&skills, &broken, "behave").await, Outcome::Quarantined { reason });
}

#[tokio::test]
async fn strikes_from_before_the_start_count_and_an_answer_takes_one_back() {
    let broken = hostile(&Garage::new(), "hostile", Limits::MAX).await;
    let notebook = Arc::new(Notebook::default());
    let skills = Skills::new(notebook.clone());
    skills.add(broken.clone()).unwrap();
    skills.struck(broken.id().clone(), REST_STRIKES - 1);
    assert_eq!(speech(say(&skills, &broken, "behave").await), "at your service");
    for _ in 0..2 {
        assert!(matches!(say(&skills, &broken, "crash").await, Outcome::Trapped { .. }));
    }
    assert!(matches!(say(&skills, &broken, "behave").await, Outcome::Resting { .. }));
    let strikes: Vec<u32> = notebook.0.lock().unwrap().iter().map(|report| report.strikes).collect();
    assert_eq!(strikes, [1, 2, 3]);
}

#[tokio::test]
async fn a_quarantine_from_before_the_start_holds() {
    let broken = hostile(&Garage::new(), "hostile", Limits::MAX).await;
    let skills = Skills::default();
    skills.add(broken.clone()).unwrap();
    skills.quarantine(broken.id().clone(), "it crashed".to_owned());
    let outcome = say(&skills, &broken, "behave").await;
    assert_eq!(outcome, Outcome::Quarantined { reason: "it crashed".to_owned() });
}

#[tokio::test(start_paused = true)]
async fn who_waits_in_vain_for_a_turn_is_not_to_blame() {
    let garage = Garage::with(Car { positioning: Positioning::Hangs, ..Car::default() }, Cache::none());
    let (greedy, patient) = (hostile(&garage, "greedy", Limits::MAX).await, hostile(&garage, "patient", SHORT).await);
    let skills = Skills::default();
    skills.add(greedy.clone()).unwrap();
    skills.add(patient.clone()).unwrap();
    let hog = futures::future::join_all((0..CALLS_AT_ONCE_MAX).map(|_| say(&skills, &greedy, "wait")));
    let wait = async {
        let mut outcomes = Vec::new();
        for _ in 0..REST_STRIKES {
            outcomes.push(say(&skills, &patient, "behave").await);
        }
        outcomes
    };
    let (_, outcomes) = tokio::join!(hog, wait);
    assert_eq!(outcomes, vec![Outcome::TimedOut { deadline_ms: 300 }; REST_STRIKES as usize]);
    assert_eq!(speech(say(&skills, &patient, "behave").await), "at your service");
    assert!(matches!(say(&skills, &greedy, "behave").await, Outcome::Resting { .. }), "the greedy one is");
}

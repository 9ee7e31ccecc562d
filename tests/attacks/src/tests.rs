//! Each attack once: how it ends, and that the next call is served.

mod corpora;
mod shapes;
mod words;

use std::collections::BTreeSet;

use jumpseat_runtime::limits;

use crate::{
    attacks::ATTACKS,
    host::{Host, call},
    skill,
};

/// Makes an attack once and says how it ended, if that is not as it must be.
async fn ends_wrongly(host: &Host, attack: &crate::attacks::Attack) -> Option<String> {
    let (component, package) = skill::of(attack).unwrap();
    let hostile = host.load(&component, &package).unwrap();
    let outcome = call(&hostile).await.unwrap();
    (!attack.end.is(&outcome)).then(|| format!("{}: {outcome:?}", attack.name))
}

#[tokio::test]
async fn every_attack_ends_as_it_must_and_the_next_call_is_served() {
    let host = Host::new().unwrap();
    let (component, package) = skill::neighbour().unwrap();
    let neighbour = host.load(&component, &package).unwrap();
    let mut wrong = Vec::new();
    for attack in &ATTACKS {
        wrong.extend(ends_wrongly(&host, attack).await);
        let served = call(&neighbour).await.unwrap();
        assert!(matches!(served, jumpseat_assistant::Outcome::Reply(_)), "after {}: {served:?}", attack.name);
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[tokio::test]
async fn of_endless_log_lines_a_hundred_are_written() {
    let host = Host::new().unwrap();
    let flood = ATTACKS.iter().find(|attack| attack.name == "log lines without end").unwrap();
    assert_eq!(ends_wrongly(&host, flood).await, None);
    assert_eq!(host.log.take(), usize::try_from(limits::Limits::MAX.log_lines).unwrap());
}

#[test]
fn every_attack_has_a_name_of_its_own() {
    let names: BTreeSet<&str> = ATTACKS.iter().map(|attack| attack.name).collect();
    assert_eq!(names.len(), ATTACKS.len());
}

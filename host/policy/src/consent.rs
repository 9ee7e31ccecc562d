//! What the driver agreed to.
//!
//! A consent is for one capability of one skill, and bound to its [`Fingerprint`]: a skill that changes what it asks for or
//! says about itself asks again. A "never" is bound to skill and publisher only, so that no update asks a driver who
//! does not want to be asked.
//!
//! A consent to know the position roughly is none to know it precisely: it stays what it is whatever the policy allows
//! later.

mod file;

use std::collections::BTreeMap;

use jumpseat_location::Precision;
use jumpseat_package::{Publisher, SkillId};
use serde::{Deserialize, Serialize};

pub(crate) use self::file::Stamp;
pub use self::file::{ConsentError, ConsentFile};
use crate::{ConsentRequest, DriverAnswer, Fingerprint, Subject, audit::Scope, limits::CONSENTS_MAX};

/// A consent that outlasts the trip.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Consent {
    /// The skill.
    pub skill: SkillId,
    /// Who published it.
    pub publisher: Publisher,
    /// The capability.
    pub capability: String,
    /// What the driver agreed to.
    pub fingerprint: Fingerprint,
    /// How precisely, if it is about a position.
    #[serde(default, skip_serializing_if = "is_precise")]
    pub precision: Precision,
    /// What the driver said.
    pub answer: Lasting,
}

/// An answer that is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Lasting {
    /// Yes, until it is withdrawn.
    Always,
    /// No, and never ask again.
    Never,
}

impl Lasting {
    const fn scope(self) -> Scope {
        match self {
            Self::Always => Scope::Always,
            Self::Never => Scope::Never,
        }
    }
}

/// What the driver said to a capability of a skill.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Said {
    /// Yes, no more precisely than this.
    Yes(Precision),
    /// No.
    No,
}

/// All that the driver agreed to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Consents {
    lasting: BTreeMap<(SkillId, String), Consent>,
    /// What was agreed to for this trip.
    trip: BTreeMap<(SkillId, String), ForTrip>,
}

/// A yes for this trip.
#[derive(Debug, Clone, PartialEq, Eq)]
struct ForTrip {
    publisher: Publisher,
    fingerprint: Fingerprint,
    precision: Precision,
}

/// What is taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Withdrawal {
    /// Every yes. A "never" stays: who takes back a permission does not want to be asked for one.
    Permissions,
    /// Every yes and no.
    Everything,
}

/// Something that was taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withdrawn {
    /// The skill.
    pub skill: SkillId,
    /// Who published it.
    pub publisher: Publisher,
    /// The capability.
    pub capability: String,
    /// For how long it had been given.
    pub scope: Scope,
}

impl Consents {
    /// Those that were kept. Of two for one capability of a skill the later counts.
    pub fn new(kept: impl IntoIterator<Item = Consent>) -> Self {
        let lasting = kept.into_iter().map(|consent| ((consent.skill.clone(), consent.capability.clone()), consent));
        Self { lasting: lasting.collect(), trip: BTreeMap::new() }
    }

    /// Those that outlast the trip, by skill and capability.
    pub fn lasting(&self) -> impl Iterator<Item = &Consent> {
        self.lasting.values()
    }

    /// What the driver said to a capability of a skill as it is now; nothing if the driver must be asked.
    pub fn answer(&self, subject: &Subject, capability: &str) -> Option<Said> {
        let key = (subject.skill.clone(), capability.to_owned());
        let lasting = self.lasting.get(&key).filter(|consent| consent.publisher == subject.publisher);
        match lasting.map(|consent| (consent, consent.fingerprint == subject.fingerprint)) {
            Some((Consent { answer: Lasting::Never, .. }, _)) => Some(Said::No),
            Some((Consent { answer: Lasting::Always, precision, .. }, true)) => Some(Said::Yes(*precision)),
            Some((Consent { answer: Lasting::Always, .. }, false)) | None => {
                let ForTrip { fingerprint, precision, .. } = self.trip.get(&key)?;
                (*fingerprint == subject.fingerprint).then_some(Said::Yes(*precision))
            }
        }
    }

    /// Puts an answer down; whether it outlasts the trip. An error if there is no room, and the driver is asked again.
    pub fn give(&mut self, request: &ConsentRequest, answer: DriverAnswer) -> Result<bool, ConsentError> {
        let lasting = match answer {
            DriverAnswer::Once | DriverAnswer::NotNow => return Ok(false),
            DriverAnswer::ThisTrip => None,
            DriverAnswer::Always => Some(Lasting::Always),
            DriverAnswer::Never => Some(Lasting::Never),
        };
        let ConsentRequest { subject, capabilities, .. } = request;
        for capability in capabilities {
            let key = (subject.skill.clone(), capability.clone());
            let precision = request.precision_of(capability);
            let Some(answer) = lasting else {
                let (publisher, fingerprint) = (subject.publisher.clone(), subject.fingerprint.clone());
                self.trip.insert(key, ForTrip { publisher, fingerprint, precision });
                continue;
            };
            if self.lasting.len() >= CONSENTS_MAX && !self.lasting.contains_key(&key) {
                return Err(ConsentError::TooMany);
            }
            let consent = Consent {
                skill: subject.skill.clone(),
                publisher: subject.publisher.clone(),
                capability: capability.clone(),
                fingerprint: subject.fingerprint.clone(),
                precision,
                answer,
            };
            self.trip.remove(&key);
            self.lasting.insert(key, consent);
        }
        Ok(lasting.is_some())
    }

    /// Takes back what was said of a skill, or of one capability of it. What it was.
    pub fn revoke(&mut self, skill: &SkillId, capability: Option<&str>, what: Withdrawal) -> Vec<Withdrawn> {
        let is_meant = |(id, name): &(SkillId, String)| id == skill && capability.is_none_or(|wanted| wanted == name);
        let is_taken_back = |answer: Lasting| what == Withdrawal::Everything || answer == Lasting::Always;
        let withdrawn = |(skill, capability): (SkillId, String), publisher, scope| Withdrawn {
            skill,
            publisher,
            capability,
            scope,
        };
        let trip = self.trip.extract_if(.., |key, _| is_meant(key));
        let trip = trip.map(|(key, given)| withdrawn(key, given.publisher, Scope::Trip));
        let lasting = self.lasting.extract_if(.., |key, consent| is_meant(key) && is_taken_back(consent.answer));
        let lasting = lasting.map(|(key, consent)| withdrawn(key, consent.publisher, consent.answer.scope()));
        trip.chain(lasting).collect()
    }

    /// Takes over what outlasts the trip.
    pub fn replace_lasting(&mut self, other: Self) {
        self.lasting = other.lasting;
    }

    /// Forgets what was agreed to for the trip.
    pub fn end_trip(&mut self) {
        self.trip.clear();
    }
}

/// Consents from before there were coarse ones are precise.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "this is how serde calls it")]
fn is_precise(precision: &Precision) -> bool {
    *precision == Precision::Precise
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::{manifest, request, subject, tools};

    fn given(answer: DriverAnswer) -> Consents {
        let mut consents = Consents::default();
        consents.give(&request(&["location"]), answer).unwrap();
        consents
    }

    /// The skill after an update that says something else of itself.
    fn changed() -> Subject {
        Subject::of(&manifest("to find noodles near you"), ["location"], &tools("Finds noodles and more."))
    }

    #[test]
    fn a_skill_that_changed_asks_again_and_a_never_stays() {
        let now = subject(&["location"]);
        for (answer, before, after) in [
            (DriverAnswer::Once, None, None),
            (DriverAnswer::NotNow, None, None),
            (DriverAnswer::ThisTrip, Some(Said::Yes(Precision::Precise)), None),
            (DriverAnswer::Always, Some(Said::Yes(Precision::Precise)), None),
            (DriverAnswer::Never, Some(Said::No), Some(Said::No)),
        ] {
            let consents = given(answer);
            assert_eq!(consents.answer(&now, "location"), before, "{answer:?}");
            assert_eq!(consents.answer(&changed(), "location"), after, "{answer:?}");
            assert_eq!(consents.answer(&now, "preferences"), None, "{answer:?}");
        }
    }

    #[test]
    fn a_yes_to_a_rough_position_is_none_to_a_precise_one() {
        for answer in [DriverAnswer::ThisTrip, DriverAnswer::Always] {
            let mut consents = Consents::default();
            let request = request(&["location", "preferences"]).roughly();
            consents.give(&request, answer).unwrap();
            let said = |capability: &str| consents.answer(&request.subject, capability);
            assert_eq!(said("location"), Some(Said::Yes(Precision::Coarse)), "{answer:?}");
            assert_eq!(said("preferences"), Some(Said::Yes(Precision::Precise)), "{answer:?}");
        }
    }

    #[test]
    fn the_consent_to_one_publisher_is_none_to_another() {
        let mut other = subject(&["location"]);
        other.publisher = "someone".parse().unwrap();
        assert_eq!(given(DriverAnswer::Always).answer(&other, "location"), None);
    }

    #[test]
    fn a_trip_ends_and_a_consent_is_withdrawn() {
        let mut consents = given(DriverAnswer::ThisTrip);
        consents.end_trip();
        assert_eq!(consents.answer(&subject(&["location"]), "location"), None);
        let mut consents = given(DriverAnswer::Always);
        let skill: SkillId = "noodles".parse().unwrap();
        assert_eq!(consents.revoke(&skill, Some("preferences"), Withdrawal::Everything), []);
        assert_eq!(consents.revoke(&skill, None, Withdrawal::Everything).len(), 1);
        assert_eq!(consents.answer(&subject(&["location"]), "location"), None);
    }

    #[test]
    fn who_takes_back_a_permission_keeps_a_never() {
        let skill: SkillId = "noodles".parse().unwrap();
        for (answer, expected) in [
            (DriverAnswer::ThisTrip, Some(Scope::Trip)),
            (DriverAnswer::Always, Some(Scope::Always)),
            (DriverAnswer::Never, None),
        ] {
            let mut consents = given(answer);
            let withdrawn = consents.revoke(&skill, None, Withdrawal::Permissions);
            assert_eq!(withdrawn.first().map(|consent| consent.scope), expected, "{answer:?}");
            let left = consents.answer(&subject(&["location"]), "location");
            assert_eq!(left, (answer == DriverAnswer::Never).then_some(Said::No), "{answer:?}");
        }
    }
}

//! The decision.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Mutex, MutexGuard, PoisonError},
};

use jumpseat_http::Site;
use jumpseat_package::{HostName, SkillId};

use crate::{
    Access, Because, Consent, ConsentError, ConsentFile, ConsentRequest, Consents, DriverAnswer, DrivingState, Grant,
    Need, OemPolicy, Refusal, Rule, Subject, Verdict, While, consent::Stamp,
};

/// The policy of a car, with what its driver agreed to. It is shared by all who ask.
#[derive(Debug)]
pub struct Policy {
    oem: OemPolicy,
    subjects: BTreeMap<SkillId, Subject>,
    consents: Mutex<Kept>,
    /// Where consents are kept; nowhere if there is none.
    file: Option<ConsentFile>,
}

/// What the driver agreed to, as far as it was read.
#[derive(Debug, Default)]
struct Kept {
    consents: Consents,
    /// The state of the file that was read.
    stamp: Option<Stamp>,
}

/// How a capability of a skill stands, for whoever wants it explained.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The capability.
    pub capability: String,
    /// Whether the skill is of no use without it.
    pub required: bool,
    /// What the car maker says.
    pub rule: Rule,
    /// What the driver said; nothing if nobody asked, or the skill has changed since.
    pub consent: Option<bool>,
    /// The hosts that the skill wants to reach by it, each with how it is opened; nothing if it is not.
    pub hosts: BTreeMap<HostName, Option<Site>>,
}

impl Kept {
    fn replace(&mut self, consents: Consents, stamp: Stamp) {
        self.consents.replace_lasting(consents);
        self.stamp = Some(stamp);
    }
}

impl Policy {
    /// A policy for these skills that keeps consents only as long as it lives.
    pub fn new(oem: OemPolicy, subjects: impl IntoIterator<Item = Subject>) -> Self {
        let subjects = subjects.into_iter().map(|subject| (subject.skill.clone(), subject)).collect();
        Self { oem, subjects, consents: Mutex::default(), file: None }
    }

    /// The same, with the consents of a file; what changes is written to it.
    pub fn with_consents(mut self, file: ConsentFile) -> Result<Self, ConsentError> {
        let stamp = file.stamp();
        self.consents = Mutex::new(Kept { consents: file.read()?, stamp });
        self.file = Some(file);
        Ok(self)
    }

    /// A skill as policy knows it.
    pub fn subject(&self, skill: &SkillId) -> Option<&Subject> {
        self.subjects.get(skill)
    }

    /// What a call of a skill may do. Nothing if no such skill is known.
    pub fn verdict(&self, skill: &SkillId, state: DrivingState) -> Option<Verdict> {
        self.verdict_after(skill, state, &[])
    }

    /// The same right after the driver answered questions. An answer for one call counts here and nowhere else.
    pub fn verdict_after(
        &self,
        skill: &SkillId,
        state: DrivingState,
        answered: &[(ConsentRequest, DriverAnswer)],
    ) -> Option<Verdict> {
        let subject = self.subjects.get(skill)?;
        let (mut granted, mut asked) = (Vec::new(), BTreeSet::new());
        for (capability, need) in &subject.needs {
            let because = match self.decide(subject, capability, state, answered) {
                Decision::Granted => {
                    granted.push(capability.clone());
                    continue;
                }
                Decision::Ask => {
                    asked.insert(capability.clone());
                    continue;
                }
                Decision::Denied(because) => because,
            };
            if need.required {
                return Some(Verdict::Refused(Refusal::new(subject, capability, because)));
            }
        }
        if asked.is_empty() {
            let grant = Grant::only(granted).writing(self.oem.writable(subject));
            return Some(Verdict::Allowed(grant.reaching(self.oem.reachable(subject))));
        }
        Some(Verdict::Ask(ConsentRequest { subject: subject.clone(), capabilities: asked }))
    }

    /// What a skill may do that nobody can be asked about now, because an event wakes it: what it can do without is left
    /// out where the driver would have to be asked. Nothing if it is not allowed all that it needs.
    pub fn unasked(&self, skill: &SkillId, state: DrivingState) -> Option<Grant> {
        match self.verdict(skill, state)? {
            Verdict::Allowed(grant) => Some(grant),
            Verdict::Ask(request) if !request.subject.requires_any(&request.capabilities) => {
                match self.verdict_after(skill, state, &[(request, DriverAnswer::NotNow)])? {
                    Verdict::Allowed(grant) => Some(grant),
                    Verdict::Ask(_) | Verdict::Refused(_) => None,
                }
            }
            Verdict::Ask(_) | Verdict::Refused(_) => None,
        }
    }

    /// How every capability of a skill stands. Nothing if no such skill is known.
    pub fn standings(&self, skill: &SkillId) -> Option<Vec<Standing>> {
        let subject = self.subjects.get(skill)?;
        let standing = |(capability, need): (&String, &Need)| Standing {
            capability: capability.clone(),
            required: need.required,
            rule: self.oem.rule(subject, capability),
            consent: self.kept().consents.answer(subject, capability),
            hosts: need.hosts.iter().map(|host| (host.clone(), self.oem.site(subject, host).cloned())).collect(),
        };
        Some(subject.needs.iter().map(standing).collect())
    }

    /// What outlasts the trip, by skill and capability.
    pub fn lasting_consents(&self) -> Vec<Consent> {
        self.kept().consents.lasting().cloned().collect()
    }

    /// Puts down what the driver answered. It counts from now on, also if it cannot be kept.
    pub fn answer(&self, request: &ConsentRequest, answer: DriverAnswer) -> Result<(), ConsentError> {
        let mut kept = self.kept();
        let lasts = kept.consents.give(&request.subject, &request.capabilities, answer)?;
        let Some(file) = self.file.as_ref().filter(|_| lasts) else { return Ok(()) };
        let mut given = Ok(lasts);
        let (consents, stamp) = file.change(|consents| {
            given = consents.give(&request.subject, &request.capabilities, answer);
        })?;
        kept.replace(consents, stamp);
        given.map(drop)
    }

    /// Withdraws what the driver said of a skill, or of one capability of it. What it was.
    pub fn revoke(&self, skill: &SkillId, capability: Option<&str>) -> Result<Vec<Consent>, ConsentError> {
        let mut kept = self.kept();
        let mut withdrawn = kept.consents.revoke(skill, capability);
        if let Some(file) = &self.file {
            let (consents, stamp) = file.change(|consents| withdrawn = consents.revoke(skill, capability))?;
            kept.replace(consents, stamp);
        }
        Ok(withdrawn)
    }

    /// The trip ends, and what was agreed to for it.
    pub fn end_trip(&self) {
        self.kept().consents.end_trip();
    }

    fn decide(
        &self,
        subject: &Subject,
        capability: &str,
        state: DrivingState,
        answered: &[(ConsentRequest, DriverAnswer)],
    ) -> Decision {
        let rule = self.oem.rule(subject, capability);
        if rule.access == Access::Refuse {
            return Decision::Denied(Because::CarMaker);
        }
        if !holds(rule.state, state) {
            return Decision::Denied(Because::DrivingState(rule.state));
        }
        if rule.access == Access::Allow {
            return Decision::Granted;
        }
        // An answer that was given to another version of the skill is none.
        let is_meant =
            |request: &ConsentRequest| request.subject == *subject && request.capabilities.contains(capability);
        match answered.iter().find(|(request, _)| is_meant(request)) {
            Some((_, answer)) if answer.is_yes() => return Decision::Granted,
            Some(_) => return Decision::Denied(Because::DriverNow),
            None => {}
        }
        match self.kept().consents.answer(subject, capability) {
            Some(true) => Decision::Granted,
            Some(false) => Decision::Denied(Because::Driver),
            None => Decision::Ask,
        }
    }

    /// The consents as they are now: another process may have changed the file since. One that it damaged changes
    /// nothing, so that a "never" is not lost.
    fn kept(&self) -> MutexGuard<'_, Kept> {
        let mut kept = self.consents.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(file) = &self.file {
            let stamp = file.stamp();
            if stamp != kept.stamp
                && let Ok(read) = file.read()
            {
                kept.consents.replace_lasting(read);
                kept.stamp = stamp;
            }
        }
        kept
    }
}

enum Decision {
    Granted,
    Ask,
    Denied(Because),
}

/// Whether a rule for a state of the car holds now.
const fn holds(needed: While, state: DrivingState) -> bool {
    match needed {
        While::Driving => true,
        While::Standing => matches!(state, DrivingState::Parked | DrivingState::Idling),
        While::Parked => matches!(state, DrivingState::Parked),
    }
}

#[cfg(test)]
mod tests;

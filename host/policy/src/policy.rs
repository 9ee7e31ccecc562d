//! The decision.

mod spoken;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Mutex, MutexGuard, PoisonError},
};

use jumpseat_http::Site;
use jumpseat_location::Precision;
use jumpseat_package::{HostName, SkillId};

pub(crate) use self::spoken::Outlook;
use crate::{
    Access, Because, Consent, ConsentError, ConsentFile, ConsentRequest, Consents, DriverAnswer, DrivingState, Grant,
    Need, OemPolicy, Refusal, Rule, Said, Setting, Subject, Verdict, Withdrawal, Withdrawn, audit::Scope,
    consent::Stamp, oem::LOCATION,
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
    /// The state of the file that was looked at last.
    stamp: Option<Stamp>,
    /// Why it was not read then, until somebody is told.
    fault: Option<ConsentError>,
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
    pub consent: Option<Said>,
    /// The hosts that the skill wants to reach by it, each with how it is opened; nothing if it is not.
    pub hosts: BTreeMap<HostName, Option<Site>>,
}

impl Standing {
    /// How precisely the skill may know the position; nothing if the capability does not tell it.
    pub fn precision(&self) -> Option<Precision> {
        let agreed = match self.consent {
            Some(Said::Yes(precision)) if self.rule.access == Access::Ask => precision,
            Some(Said::Yes(_) | Said::No) | None => Precision::Precise,
        };
        (self.capability == LOCATION).then(|| self.rule.precision.max(agreed))
    }
}

impl Kept {
    fn replace(&mut self, consents: Consents, stamp: Option<Stamp>) {
        self.consents.replace_lasting(consents);
        self.stamp = stamp;
        self.fault = None;
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
        self.consents = Mutex::new(Kept { consents: file.read()?, stamp, fault: None });
        self.file = Some(file);
        Ok(self)
    }

    /// All skills.
    pub fn subjects(&self) -> impl Iterator<Item = &Subject> {
        self.subjects.values()
    }

    /// A skill as policy knows it.
    pub fn subject(&self, skill: &SkillId) -> Option<&Subject> {
        self.subjects.get(skill)
    }

    /// What a call of a skill may do. Nothing if no such skill is known.
    pub fn verdict(&self, skill: &SkillId, state: DrivingState) -> Option<Verdict> {
        self.verdict_after(skill, state, &[])
    }

    /// The same after the driver answered questions. An answer for one call counts here and nowhere else; a yes that lasts counts
    /// as long as it is kept.
    pub fn verdict_after(
        &self,
        skill: &SkillId,
        state: DrivingState,
        answered: &[(ConsentRequest, DriverAnswer)],
    ) -> Option<Verdict> {
        let subject = self.subjects.get(skill)?;
        let (mut granted, mut asked) = (Vec::new(), BTreeSet::new());
        // Only the position comes precise or coarse.
        let mut precision = self.oem.rule(subject, LOCATION).precision;
        for (capability, need) in &subject.needs {
            let because = match self.decide(subject, capability, state, answered) {
                Decision::Granted(agreed) => {
                    precision = precision.max(agreed);
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
            let grant = Grant::only(granted).writing(self.oem.writable(subject)).locating(precision);
            return Some(Verdict::Allowed(grant.reaching(self.oem.reachable(subject))));
        }
        Some(Verdict::Ask(ConsentRequest { subject: subject.clone(), capabilities: asked, precision }))
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

    /// Every signal of the vehicle that a skill may set if it gets the capability, and how.
    pub fn settings(&self, skill: &SkillId) -> Vec<Setting> {
        self.subjects.get(skill).map(|subject| self.oem.settings(subject)).unwrap_or_default()
    }

    pub(crate) fn oem(&self) -> &OemPolicy {
        &self.oem
    }

    /// What outlasts the trip, by skill and capability.
    pub fn lasting_consents(&self) -> Vec<Consent> {
        self.kept().consents.lasting().cloned().collect()
    }

    /// Puts down what the driver answered. It counts from now on, also if it cannot be kept.
    pub fn answer(&self, request: &ConsentRequest, answer: DriverAnswer) -> Result<(), ConsentError> {
        let mut kept = self.kept();
        let lasts = kept.consents.give(request, answer)?;
        let Some(file) = self.file.as_ref().filter(|_| lasts) else { return Ok(()) };
        let mut given = Ok(lasts);
        let (consents, stamp) = file.change(|consents| {
            given = consents.give(request, answer);
        })?;
        kept.replace(consents, Some(stamp));
        given.map(drop)
    }

    /// Takes back what the driver said of a skill, or of one capability of it. What it was. It counts from now on, also
    /// if it cannot be kept.
    pub fn revoke(
        &self,
        skill: &SkillId,
        capability: Option<&str>,
        what: Withdrawal,
    ) -> Result<Vec<Withdrawn>, ConsentError> {
        let mut kept = self.kept();
        let mut withdrawn = kept.consents.revoke(skill, capability, what);
        if let Some(file) = &self.file {
            // What outlasts the trip is what the file holds; another process may have changed it meanwhile.
            withdrawn.retain(|consent| consent.scope == Scope::Trip);
            let (consents, stamp) =
                file.change(|consents| withdrawn.extend(consents.revoke(skill, capability, what)))?;
            kept.replace(consents, Some(stamp));
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
        if !rule.state.holds(state) {
            return Decision::Denied(Because::DrivingState(rule.state));
        }
        if rule.access == Access::Allow {
            return Decision::Granted(rule.precision);
        }
        // An answer that was given to another version of the skill is none. A yes that lasts is looked up where it is kept: it
        // may have been withdrawn since.
        let is_meant = |request: &ConsentRequest, answer: DriverAnswer| {
            !answer.is_lasting_yes() && request.subject == *subject && request.capabilities.contains(capability)
        };
        match answered.iter().find(|(request, answer)| is_meant(request, *answer)) {
            Some((request, answer)) if answer.is_yes() => {
                return Decision::Granted(request.precision_of(capability));
            }
            Some(_) => return Decision::Denied(Because::DriverNow),
            None => {}
        }
        match self.kept().consents.answer(subject, capability) {
            Some(Said::Yes(precision)) => Decision::Granted(precision),
            Some(Said::No) => Decision::Denied(Because::Driver),
            None => Decision::Ask,
        }
    }

    /// Why the file of consents was not read since it changed: damage once for each change, what else keeps it from being read
    /// each time. What was agreed to before holds on.
    pub fn take_fault(&self) -> Option<ConsentError> {
        self.kept().fault.take()
    }

    /// The consents as they are now: another process may have changed the file since. One that it damaged changes
    /// nothing, so that a "never" is not lost.
    fn kept(&self) -> MutexGuard<'_, Kept> {
        let mut kept = self.consents.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(file) = &self.file {
            let stamp = file.stamp();
            if stamp != kept.stamp {
                match file.read() {
                    Ok(read) => kept.replace(read, stamp),
                    // The same bytes are damaged the next time too.
                    Err(error @ ConsentError::Damaged { .. }) => {
                        (kept.fault, kept.stamp) = (Some(error), stamp);
                    }
                    Err(error) => kept.fault = Some(error),
                }
            }
        }
        kept
    }
}

enum Decision {
    /// The position no more precisely than this.
    Granted(Precision),
    Ask,
    Denied(Because),
}

#[cfg(test)]
mod tests;

//! What a skill does to the vehicle: how the driver is asked about it, and whether it may be done now.

use jumpseat_package::{Language, SkillId};
use jumpseat_vehicle::{Act, catalogue};

use crate::{DrivingState, Grant, Policy, Subject, While, wording};

/// What the driver is asked about an act.
#[derive(Debug, Clone, PartialEq)]
pub struct ActRequest {
    /// Who wants to do it.
    pub subject: Subject,
    /// What is to be done.
    pub act: Act,
}

impl ActRequest {
    /// The question, as it is said.
    pub fn speech(&self, language: Language) -> String {
        wording::question_for(self.subject.name_in(language), &self.act, language)
    }

    /// What is to be done, as it is shown.
    pub fn summary(&self, language: Language) -> String {
        wording::signals::act(&self.act, language)
    }
}

/// Why an act that was open when its call began may not be done any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ActRefusal {
    /// The skill may not use the vehicle now.
    #[error("the skill may not use the vehicle")]
    NoVehicle,
    /// The policy does not open the signal to the skill, or not to this value.
    #[error("the policy does not open the signal to this value")]
    NotOpen,
    /// The car is not in the state that the policy wants.
    #[error("the policy allows it only while the car is {0}")]
    DrivingState(While),
}

impl Policy {
    /// Whether a skill may do something to the vehicle now. `grant` is what policy gives the skill at this moment, not what
    /// its call began with: a consent may have been withdrawn since, and the car begun to move.
    pub fn may_act(
        &self,
        skill: &SkillId,
        act: &Act,
        state: DrivingState,
        grant: Option<&Grant>,
    ) -> Result<(), ActRefusal> {
        let grant = grant.filter(|grant| grant.allows("vehicle")).ok_or(ActRefusal::NoVehicle)?;
        let subject = self.subject(skill).ok_or(ActRefusal::NoVehicle)?;
        let signal = catalogue::settable(&act.path).map_err(|_never_open| ActRefusal::NotOpen)?;
        let opening = grant.writable().opening(signal).ok_or(ActRefusal::NotOpen)?;
        if !opening.takes(signal, &act.value) {
            return Err(ActRefusal::NotOpen);
        }
        let needed = self.oem().state(subject, &act.path);
        if needed.holds(state) { Ok(()) } else { Err(ActRefusal::DrivingState(needed)) }
    }
}

#[cfg(test)]
mod tests {
    use jumpseat_vehicle::Value;

    use super::*;
    use crate::{OemPolicy, Verdict, samples::subject};

    const POLICY: &str = r#"
        capabilities.vehicle = { access = "allow" }
        [skills.noodles]
        publisher = "acme"
        vehicle = [
            "Vehicle.Cabin.Infotainment.Media.Volume ..40",
            { set = "Vehicle.Body.Mirrors.DriverSide.IsFolded", while = "parked" },
        ]
    "#;

    fn tried(policy: &str, state: DrivingState, path: &str, value: Value) -> Result<(), ActRefusal> {
        let policy = Policy::new(OemPolicy::parse(policy).unwrap(), [subject(&["vehicle"])]);
        let skill = "noodles".parse().unwrap();
        let grant = match policy.verdict(&skill, state) {
            Some(Verdict::Allowed(grant)) => Some(grant),
            Some(Verdict::Ask(_) | Verdict::Refused(_)) | None => None,
        };
        policy.may_act(&skill, &Act { path: path.to_owned(), value }, state, grant.as_ref())
    }

    #[test]
    fn an_act_is_looked_at_again_in_every_respect() {
        use DrivingState::{Moving, Parked};
        let (volume, mirror) = ("Vehicle.Cabin.Infotainment.Media.Volume", "Vehicle.Body.Mirrors.DriverSide.IsFolded");
        assert_eq!(tried(POLICY, Moving, volume, Value::Integer(40)), Ok(()));
        assert_eq!(tried(POLICY, Moving, volume, Value::Integer(41)), Err(ActRefusal::NotOpen));
        assert_eq!(tried(POLICY, Parked, mirror, Value::Boolean(true)), Ok(()));
        let parked_only = Err(ActRefusal::DrivingState(While::Parked));
        assert_eq!(tried(POLICY, Moving, mirror, Value::Boolean(true)), parked_only);
        let dome = "Vehicle.Cabin.Light.IsDomeOn";
        assert_eq!(tried(POLICY, Parked, dome, Value::Boolean(true)), Err(ActRefusal::NotOpen));
        let refusing = POLICY.replace("\"allow\"", "\"refuse\"");
        assert_eq!(tried(&refusing, Parked, volume, Value::Integer(1)), Err(ActRefusal::NoVehicle));
    }
}

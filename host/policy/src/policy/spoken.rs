//! What the driver hears who asks what a skill may do, or takes back what it may.

use jumpseat_package::{Language, SkillId};

use super::{Policy, Standing};
use crate::{Access, Precision, Said, While, Withdrawn, wording};

/// Capabilities that tell a skill nothing and let it do nothing that a driver would want to hear of.
const UNTOLD: [&str; 2] = ["context", "log"];

/// The capability by which a skill sets something of the car.
const VEHICLE: &str = "vehicle";

/// What a skill can do with a capability, whatever the car does now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outlook {
    /// It is allowed.
    Open,
    /// The driver is asked first.
    Asks,
    /// It is not allowed.
    Closed,
}

impl Standing {
    const fn outlook(&self) -> Outlook {
        match (self.rule.access, self.consent) {
            (Access::Refuse, _) | (Access::Ask, Some(Said::No)) => Outlook::Closed,
            (Access::Allow, _) | (Access::Ask, Some(Said::Yes(_))) => Outlook::Open,
            (Access::Ask, None) => Outlook::Asks,
        }
    }

    /// In which states of the car. What is closed is so in all of them.
    fn state(&self) -> While {
        if self.outlook() == Outlook::Closed { While::Driving } else { self.rule.state }
    }

    fn text(&self, language: Language) -> &'static str {
        wording::capability(&self.capability, self.precision().unwrap_or_default(), language)
    }
}

impl Policy {
    /// What a skill may do, and in which states of the car, as it is said. Nothing if no such skill is known.
    pub fn told(&self, skill: &SkillId, language: Language) -> Option<String> {
        let name = self.subject(skill)?.name_in(language);
        let standings = self.standings(skill)?;
        let mut sentences = Vec::new();
        for outlook in [Outlook::Open, Outlook::Asks, Outlook::Closed] {
            for state in [While::Driving, While::Standing, While::Parked] {
                let told = standings.iter().filter(|standing| !UNTOLD.contains(&standing.capability.as_str()));
                let told = told.filter(|standing| standing.outlook() == outlook && standing.state() == state);
                let texts: Vec<&str> = told.map(|standing| standing.text(language)).collect();
                if !texts.is_empty() {
                    sentences.push(wording::told(name, outlook, state, &texts, language));
                }
            }
        }
        let vehicle = standings.iter().find(|standing| standing.capability == VEHICLE);
        if let Some(vehicle) = vehicle.filter(|standing| standing.outlook() != Outlook::Closed) {
            sentences.extend(self.settings_told(skill, name, vehicle.state(), language));
        }
        if sentences.is_empty() {
            return Some(wording::needs_nothing(name, language));
        }
        Some(wording::sentences(&sentences, language))
    }

    /// What of the car a skill may set in fewer states than it may use the capability in.
    fn settings_told(
        &self,
        skill: &SkillId,
        name: &str,
        state: While,
        language: Language,
    ) -> impl Iterator<Item = String> {
        let settings = self.settings(skill);
        [While::Standing, While::Parked].into_iter().filter(move |stricter| *stricter > state).filter_map(
            move |stricter| {
                let held = settings.iter().filter(|setting| setting.state == stricter).count();
                (held > 0).then(|| wording::sets_only(name, stricter, held == settings.len(), language))
            },
        )
    }

    /// What the driver hears after taking back what a skill was allowed: all of it, or one capability.
    pub fn told_withdrawn(
        &self,
        skill: &SkillId,
        capability: Option<&str>,
        withdrawn: &[Withdrawn],
        language: Language,
    ) -> Option<String> {
        let name = self.subject(skill)?.name_in(language);
        let standings = self.standings(skill)?;
        let asks_again: Vec<&str> = standings
            .iter()
            .filter(|standing| withdrawn.iter().any(|consent| consent.capability == standing.capability))
            .filter(|standing| standing.outlook() == Outlook::Asks)
            .map(|standing| standing.text(language))
            .collect();
        if !asks_again.is_empty() {
            return Some(wording::asks_again(name, &asks_again, language));
        }
        let Some(capability) = capability else {
            let nothing = withdrawn.is_empty();
            // What was taken back may be open all the same, or closed by now.
            return if nothing {
                Some(wording::nothing_to_withdraw(name, language))
            } else {
                self.told(skill, language)
            };
        };
        let standing = standings.iter().find(|standing| standing.capability == capability);
        let unused = || wording::capability(capability, Precision::Precise, language);
        let what = standing.map_or_else(unused, |standing| standing.text(language));
        Some(match standing.map(Standing::outlook) {
            // The driver is not asked about it, and so cannot take it back.
            Some(Outlook::Open) => wording::open_anyway(name, what, language),
            Some(outlook @ (Outlook::Asks | Outlook::Closed)) => {
                let state = standing.map_or(While::Driving, Standing::state);
                wording::told(name, outlook, state, &[what], language)
            }
            None => wording::told(name, Outlook::Closed, While::Driving, &[what], language),
        })
    }
}

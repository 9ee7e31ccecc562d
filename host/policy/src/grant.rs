//! What a skill may reach.

use std::{collections::BTreeSet, sync::Arc};

use jumpseat_http::Reachable;
use jumpseat_vehicle::Writable;

/// The capabilities that a skill may reach, what it may set of the vehicle, and to which hosts it may send requests: nothing
/// and to none, unless that is said. What is not granted is not linked.
///
/// Who decides, and from what, is not known here.
#[derive(Debug, Clone, PartialEq)]
pub struct Grant {
    granted: Granted,
    writable: Arc<Writable>,
    reachable: Arc<Reachable>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Granted {
    All,
    Only(BTreeSet<String>),
}

impl Grant {
    /// Every capability that the skill imports.
    pub fn all() -> Self {
        Self::of(Granted::All)
    }

    /// These capabilities, by the names that manifests use: "places" for the package `jumpseat:places`.
    pub fn only<Name: Into<String>>(capabilities: impl IntoIterator<Item = Name>) -> Self {
        Self::of(Granted::Only(capabilities.into_iter().map(Into::into).collect()))
    }

    fn of(granted: Granted) -> Self {
        Self { granted, writable: Arc::default(), reachable: Arc::default() }
    }

    /// The same capabilities, and these signals of the vehicle to set.
    #[must_use]
    pub fn writing(self, writable: impl Into<Arc<Writable>>) -> Self {
        Self { writable: writable.into(), ..self }
    }

    /// The same capabilities, and these hosts to send requests to.
    #[must_use]
    pub fn reaching(self, reachable: impl Into<Arc<Reachable>>) -> Self {
        Self { reachable: reachable.into(), ..self }
    }

    /// What may be set of the vehicle.
    pub fn writable(&self) -> &Arc<Writable> {
        &self.writable
    }

    /// The hosts to which requests may be sent.
    pub fn reachable(&self) -> &Arc<Reachable> {
        &self.reachable
    }

    /// Whether a capability is granted.
    pub fn allows(&self, capability: &str) -> bool {
        match &self.granted {
            Granted::All => true,
            Granted::Only(capabilities) => capabilities.contains(capability),
        }
    }
}

#[cfg(test)]
mod tests {
    use jumpseat_http::Site;

    use super::*;

    #[test]
    fn what_is_not_named_is_denied() {
        assert!(Grant::all().allows("places"));
        assert!(Grant::only(["places"]).allows("places"));
        assert!(!Grant::only(["places"]).allows("location"));
        assert!(!Grant::only(["places"]).allows("place"));
    }

    #[test]
    fn nothing_of_the_vehicle_may_be_set_unless_that_is_said() {
        assert_eq!(Grant::all().writable().paths().count(), 0);
        let writable = Writable::parse(["Vehicle.TripMeterReading"]).unwrap();
        assert_eq!(Grant::all().writing(writable.clone()).writable().as_ref(), &writable);
    }

    #[test]
    fn no_host_is_reachable_unless_that_is_said() {
        assert_eq!(Grant::all().reachable().hosts().len(), 0);
        let reachable = Reachable::new([("a.example".parse().unwrap(), Site::default())]);
        assert_eq!(Grant::all().reaching(reachable.clone()).reachable().as_ref(), &reachable);
    }
}
